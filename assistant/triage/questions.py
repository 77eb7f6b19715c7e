"""The separate questions of an inquiry, each with what the mail said before it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.cues import alternatives
from assistant.understand.courtesy import plainly
from assistant.understand.splitting import split
from assistant.understand.terms import content_terms
from corpus.loader import read_yaml
from corpus.schema import Strict

FILE = Path(__file__).resolve().parent / "questions.yaml"
_SENTENCE = re.compile(r"(?<=[。？?！!\n])|(?<=[a-z]\.)\s+")
_ENDS = re.compile(r"[\s。、.,!！…]+$")
SHORTEST, SEPARATE = 5, 16
"""Characters of a question, and of a sentence that begins another matter."""
Named = Callable[[str], Sequence[str]]


class Rules(Strict):
    """``questions.yaml``."""

    asks: list[str]
    separate: list[str]
    continues: list[str]
    replies: list[str]
    longest_context: int
    most_parts: int


@dataclass(frozen=True)
class Asked:
    """One question of an inquiry.

    Attributes:
        text: the question as it was put.
        context: what stands before the first question: subject and introduction; the case it is about.
    """

    text: str
    context: str = ""


@cache
def _rules() -> Rules:
    return read_yaml(FILE, Rules)


@cache
def _any(kind: str) -> re.Pattern[str]:
    items: list[str] = getattr(_rules(), kind)
    return alternatives(items, re.IGNORECASE)


def questions(subject: str, body: str, named: Named) -> tuple[list[Asked], bool]:
    """The questions of an inquiry in order, and whether there were more than are answered.

    Numbers, bullets and 「また、」 set questions apart; else sentences do that ask for themselves. Greetings, thanks and
    requests for a reply are none. An inquiry without a question is one: its text, or its subject.

    Args:
        subject: the mail's subject.
        body: what the sender wrote.
        named: programmes that a text names.
    """
    message = _without_replies(body)
    if not message:
        return ([Asked(subject)] if subject else []), False
    parts = split(message, named, lambda text: bool(named(text) or content_terms(text)))
    head = _before(message, parts[0]) if len(parts) > 1 else ""
    cut = _joined([piece for part in parts for piece in _sentences(part)], named)
    lead = head if len(parts) > 1 else _lead(cut)
    most = _rules().most_parts
    return [Asked(text, _context(subject, lead)) for text in cut[:most]], len(cut) > most


def _without_replies(body: str) -> str:
    """The body without sentences that greet, thank, or only ask for a reply, unless they name what is asked."""
    kept = []
    for sentence in _SENTENCE.split(plainly(body)):
        bare = _ENDS.sub("", sentence.strip())
        if _any("replies").search(bare) and not [t for t in content_terms(bare) if len(t) > 1][2:]:
            if sentence.endswith("\n"):
                kept.append("\n")
            continue
        kept.append(sentence)
    return re.sub(r"\n{2,}", "\n", "".join(kept)).strip()


def _before(message: str, first: str) -> str:
    at = message.find(first)
    return message[:at].strip() if at > 0 else ""


def _sentences(part: str) -> list[str]:
    """A part cut where a sentence asks for itself; what follows without asking stays with it."""
    pieces: list[str] = []
    held = ""
    for sentence in _SENTENCE.split(part):
        if not sentence:
            continue
        other = bool(_any("separate").search(sentence.strip())) and len(sentence.strip()) >= SEPARATE
        if other and _stands_alone(held):
            pieces.append(held)
            held = ""
        continuing = (
            bool(pieces) and not held.strip() and not other and bool(_any("continues").search(sentence))
        )
        held += sentence
        if not _any("asks").search(_ENDS.sub(lambda m: m.group().strip()[:1], sentence.strip())):
            continue
        if pieces and (continuing or not _stands_alone(held)):
            pieces[-1] += held
        else:
            pieces.append(held)
        held = ""
    if held.strip():
        if pieces:
            pieces[-1] += held
        else:
            pieces.append(held)
    return [re.sub(r"\s*\n\s*", " ", piece).strip(" \u3000、,") for piece in pieces]


def _joined(pieces: Sequence[str], named: Named) -> list[str]:
    """Pieces that lean on the one before them (どこに電話すればよいですか) joined to it."""
    kept: list[str] = []
    for piece in pieces:
        if kept and _any("continues").search(_ENDS.sub("", piece)) and not named(piece):
            kept[-1] = f"{kept[-1]} {piece}"
        else:
            kept.append(piece)
    return kept


def _stands_alone(text: str) -> bool:
    return len(text.strip()) > SHORTEST and bool(content_terms(text))


def _lead(pieces: Sequence[str]) -> str:
    """What is said before the first of several questions asks: it is the case of all of them."""
    if len(pieces) < 2:  # noqa: PLR2004
        return ""
    return "".join([s for s in _SENTENCE.split(pieces[0]) if s.strip()][:-1])


def _context(subject: str, lead: str) -> str:
    text = "\n".join(filter(None, (subject.strip(), plainly(lead.strip()) if lead.strip() else "")))
    return text[-_rules().longest_context :]
