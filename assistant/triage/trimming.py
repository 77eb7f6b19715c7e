"""Leaves what the sender wrote now: quoted history, forwarded headers and the signature are cut away."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from assistant.cues import alternatives
from assistant.understand.courtesy import plainly
from corpus.loader import read_yaml
from corpus.schema import Strict

FILE = Path(__file__).resolve().parent / "trimming.yaml"
HEADERS = 2
SHORTEST = 4
_OTHER = "上限はいくらですか。"
LONGEST_SIGNATURE = 14
_ASKS = re.compile(r"[?？]\s*$|(?:か|ください|下さい)[。.]?\s*$")


class Rules(Strict):
    """``trimming.yaml``: regular expressions on lines, by what such a line is."""

    history: list[str]
    header: list[str]
    quoted: list[str]
    signature_begins: list[str]
    rule: list[str]
    contact: list[str]
    closing: list[str]
    name_line: list[str]
    passing_on: list[str]


@cache
def _rule(name: str) -> re.Pattern[str]:
    items: list[str] = getattr(read_yaml(FILE, Rules), name)
    flags = re.IGNORECASE if name != "name_line" else re.NOFLAG  # a written name has capitals
    return alternatives(items, flags)


def trimmed(body: str) -> str:
    """What a mail's sender wrote.

    A mail that says nothing of its own (forwarded without a word) is read from what it forwards.
    """
    lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    own = _without_signature(_unquoted(_before_history(lines)))
    if _says(own):
        return _joined(own)
    inner = _forwarded(lines)
    own = _without_signature(_unquoted(_before_history(inner)))
    if _says(own):
        return _joined(own)
    bare = [_rule("quoted").sub("", line).strip() for line in inner or lines]
    return _joined(_without_signature(bare)) or _joined(lines)


def _joined(lines: Sequence[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip()


def _says(lines: Sequence[str]) -> bool:
    """Whether lines hold more than greetings, names and words of passing on."""
    return any(
        len(line) >= SHORTEST
        and not any(_rule(kind).search(line) for kind in ("name_line", "passing_on", "rule"))
        for line in (line.strip() for line in lines)
        if not _only_courtesy(line)
    )


def _only_courtesy(line: str) -> bool:
    """Whether a line falls away beside another sentence."""
    return plainly(f"{_OTHER}\n{line}").strip() == _OTHER


def _before_history(lines: Sequence[str]) -> list[str]:
    """Lines before the first sign of an older message."""
    for at, line in enumerate(lines):
        if _rule("history").search(line.strip()) or _headers(lines, at):
            return list(lines[:at])
    return list(lines)


def _headers(lines: Sequence[str], at: int) -> int:
    """How many header lines of a message begin at a line; fewer than two are none."""
    count = 0
    while at + count < len(lines) and _rule("header").search(lines[at + count].strip()):
        count += 1
    return count if count >= HEADERS else 0


def _forwarded(lines: Sequence[str]) -> list[str]:
    """The older message itself, without the lines that introduce it."""
    for at, line in enumerate(lines):
        begins = bool(_rule("history").search(line.strip()))
        skip = at + begins
        while begins and skip < len(lines) and not lines[skip].strip():
            skip += 1
        if count := _headers(lines, skip):
            return list(lines[skip + count :])
        if begins:
            return list(lines[skip:])
    return []


def _unquoted(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if not _rule("quoted").search(line)]


def _without_signature(lines: Sequence[str]) -> list[str]:
    """Lines before the signature: after its own mark, after a rule, or after the closing words."""
    for at, line in enumerate(lines):
        if _rule("signature_begins").search(line.rstrip("\n")):
            return list(lines[:at])
    kept = list(lines)
    for at, line in enumerate(lines):
        stripped = line.strip()
        if _rule("rule").search(stripped) and _is_signature(lines[at + 1 :], named=False):
            return kept[:at]
        if _rule("closing").search(stripped) and _is_signature(lines[at + 1 :], named=True):
            return kept[: at + 1]
    return kept


def _is_signature(lines: Sequence[str], *, named: bool) -> bool:
    """Whether the rest of a mail is a signature: few lines, none asks, and one is an address or (``named``) all are names."""
    said = [line.strip() for line in lines if line.strip() and not _rule("rule").search(line.strip())]
    if not said or len(said) > LONGEST_SIGNATURE or any(_ASKS.search(line) for line in said):
        return False
    if any(_rule("contact").search(line) for line in said):
        return True
    return named and all(_rule("name_line").search(line) for line in said)
