"""From bytes to text: UTF-8, UTF-16 with a mark, CP932 (Shift_JIS) and ISO-2022-JP with vendor characters."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import BinaryIO

BLOCK = 1 << 16
REPLACED = "\ufffd"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ESCAPE = re.compile(rb"\x1b(?:\$[@B]|\$\([A-Z]|\([A-Z])")
_ALIASES = {
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "sjis": "cp932",
    "windows-31j": "cp932",
    "ms932": "cp932",
    "ms_kanji": "cp932",
}
ISO_2022_JP = "iso-2022-jp"


def encoding_of(file: BinaryIO) -> str:
    """The encoding of a whole file, read block by block and left at its start.

    UTF-8 when every byte fits, ISO-2022-JP when its escape sequences are there, else CP932.
    """
    head = file.read(4)
    file.seek(0)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    decoder, fits, escapes = codecs.getincrementaldecoder("utf-8")(), True, False
    while block := file.read(BLOCK):
        escapes = escapes or bool(_ESCAPE.search(block))
        if fits:
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                fits = False
    file.seek(0)
    if escapes:
        return ISO_2022_JP
    return "utf-8" if fits else "cp932"


def file_encoding(path: Path) -> str:
    """The encoding of a file by its name."""
    with path.open("rb") as file:
        return encoding_of(file)


def decode(data: bytes, declared: str | None = None) -> str:
    """Bytes as text, in the declared encoding when it fits, else in the one they look like.

    What cannot be read becomes U+FFFD; nothing is raised.
    """
    name = _ALIASES.get((declared or "").strip().lower(), (declared or "").strip().lower())
    if name in (ISO_2022_JP, "iso2022_jp", "csiso2022jp") or (not name and _ESCAPE.search(data)):
        return _decode_7bit(data)
    for candidate in (name, "utf-8-sig", "cp932"):
        if candidate and candidate != "us-ascii":
            try:
                return data.decode(candidate)
            except (LookupError, UnicodeDecodeError):
                continue
    if _ESCAPE.search(data):
        return _decode_7bit(data)
    return data.decode("utf-8" if _mostly_utf8(data) else "cp932", errors="replace")


def _mostly_utf8(data: bytes) -> bool:
    read = {name: data.decode(name, errors="replace").count(REPLACED) for name in ("utf-8", "cp932")}
    return read["utf-8"] <= read["cp932"]


def _decode_7bit(data: bytes) -> str:
    """ISO-2022-JP as mail programs write it: with ①, ㈱ and half-width katakana, which the standard lacks."""
    try:
        return data.decode("iso2022_jp")
    except UnicodeDecodeError:
        pass
    text, at, mode = "", 0, b"(B"
    for match in [*_ESCAPE.finditer(data), None]:
        end = match.start() if match else len(data)
        text += _segment(data[at:end], mode)
        if match:
            at, mode = match.end(), match.group()[1:]
    return text


def _segment(data: bytes, mode: bytes) -> str:
    if mode in (b"$B", b"$@"):
        lines = data.split(b"\n")  # a line that forgot to switch back ends with its line
        return "\n".join(
            bytes(byte | 0x80 for byte in line.rstrip(b"\r")).decode("euc_jis_2004", errors="replace")
            for line in lines
        )
    if mode == b"(I":
        return bytes(byte | 0x80 for byte in data).decode("cp932", errors="replace")
    return decode(data, "utf-8") if not data.isascii() else data.decode("ascii")
