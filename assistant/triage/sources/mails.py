"""Inquiries in mails: an mbox, an .eml file or a folder of them."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import re
from collections.abc import Iterator
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_to_datetime
from pathlib import Path

from assistant.triage.inquiry import Inquiry
from assistant.triage.sources.decoding import REPLACED, decode
from assistant.triage.sources.html_text import to_text
from assistant.triage.sources.tables import GARBLED

LARGEST = 50_000_000
"""Bytes of a mail with its attachments; a larger one is reported, not read."""
_FOLDED = re.compile(r"\r?\n[ \t]+")


def read_mbox(path: Path) -> Iterator[Inquiry]:
    """The mails of an mbox, one at a time; the file is only read."""
    for number, data in enumerate(_split(path), 1):
        yield _safely(number, f"mail-{number}", data, by_id=True)


def read_eml(path: Path) -> Iterator[Inquiry]:
    """One .eml file, or every one below a folder in the order of their names."""
    files = sorted(f for f in path.rglob("*") if f.suffix.lower() == ".eml") if path.is_dir() else [path]
    for number, file in enumerate(files, 1):
        name = file.relative_to(path).with_suffix("").as_posix() if path.is_dir() else file.stem
        try:
            data = file.read_bytes() if file.stat().st_size <= LARGEST else None
        except OSError as error:
            yield Inquiry(number, name, problem=f"{file.name} を読めません: {error.strerror}")
            continue
        yield _safely(number, name, data)


def _split(path: Path) -> Iterator[bytes | None]:
    """The messages of an mbox as bytes; None for one that is too large."""
    lines: list[bytes] = []
    size, begun, blank = 0, False, True
    with path.open("rb") as file:
        for line in file:
            if blank and line.startswith(b"From "):
                if begun:
                    yield b"".join(lines) if size <= LARGEST else None
                lines, size, begun = [], 0, True
            elif begun:
                size += len(line)
                if size <= LARGEST:
                    lines.append(line[1:] if re.match(rb">+From ", line) else line)
            blank = not line.strip()
    if begun:
        yield b"".join(lines) if size <= LARGEST else None


def _safely(number: int, name: str, data: bytes | None, *, by_id: bool = False) -> Inquiry:
    """A mail as an inquiry; whatever is wrong with it becomes its problem."""
    if data is None:
        return Inquiry(number, name, problem=f"メールが大きすぎます（{LARGEST // 1_000_000} MB まで）")
    try:
        return read_mail(number, name, data, by_id=by_id)
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError) as error:
        return Inquiry(number, name, problem=f"メールとして読めません（{type(error).__name__}）")


def read_mail(number: int, name: str, data: bytes, *, by_id: bool = False) -> Inquiry:
    """Subject, text and day of a mail.

    Args:
        number: its place in the source.
        name: its id; the mail's own Message-ID comes first when ``by_id``.
        data: the message as it was sent.
        by_id: whether the Message-ID names it.
    """
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    own = header(message, "Message-ID").strip("<> \t")
    subject, body = header(message, "Subject"), text_of(message)
    problem = "" if subject or body else "件名も本文も空です"
    note = GARBLED if REPLACED in subject + body else ""
    return Inquiry(number, own if by_id and own else name, subject, body, _day(message), problem, note)


def header(message: Message, name: str) -> str:
    """A header in words, encoded words and raw bytes decoded."""
    value = message.get(name)
    if value is None:
        return ""
    parts = []
    for part, charset in decode_header(_FOLDED.sub(" ", value) if isinstance(value, str) else value):
        if isinstance(part, str):
            parts.append(decode(part.encode("utf-8", "surrogateescape")))
        else:
            parts.append(decode(part, None if charset in (None, "unknown-8bit") else charset))
    return " ".join("".join(parts).split())


def text_of(message: Message) -> str:
    """The text of a mail: its plain part, else its HTML part; attachments are no text."""
    plain = [part for part in _texts(message) if part.get_content_subtype() != "html"]
    written = "\n".join(filter(None, (_content(part).strip() for part in plain)))
    if written:
        return written
    return "\n".join(filter(None, (to_text(_content(part)) for part in _texts(message))))


def _texts(message: Message) -> Iterator[Message]:
    for part in message.walk():
        if part.get_content_maintype() == "text" and part.get_content_disposition() != "attachment":
            yield part


def _content(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    return decode(payload, part.get_content_charset()).replace("\r\n", "\n").replace("\r", "\n")


def _day(message: Message) -> dt.date | None:
    try:
        return parsedate_to_datetime(str(message["Date"])).date() if message["Date"] else None
    except (ValueError, TypeError):
        return None
