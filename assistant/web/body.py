"""The text of an answer, cut into paragraphs, lists and citation marks. Pure functions, no markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from assistant.answer import Answer

BULLET = re.compile(r"^\s*(?:[・•●○*]|-(?=\s)|\d{1,2}[.)、](?=\s))\s*")
STATE = re.compile(r"^\s*[［\[][^］\]]{1,12}[］\]]\s*")
MARK = re.compile(r"(\[\d{1,3}\])")


@dataclass(frozen=True)
class Inline:
    """A run of text, or a citation mark (``marker`` set)."""

    text: str
    marker: int | None = None


@dataclass(frozen=True)
class Block:
    """A paragraph (one item) or a list."""

    is_list: bool
    items: list[list[Inline]]


def shown_text(answer: Answer) -> str:
    """The answer's text without what the page shows in a place of its own.

    The contact line has its card (unless the contact was asked for), the edition notice its box, conditions and
    candidates their lists. When nothing else is left, the text stays as it is.
    """
    rest = answer.text
    if answer.edition_notice:
        rest = rest.replace(answer.edition_notice, "")
    if answer.contacts and answer.intent != "contact":
        for sentence in (s.text for s in answer.sentences if s.kind == "contact" and s.text):
            rest = rest.replace(sentence, "")
    elsewhere = {_bare(item) for item in (*(c.text for c in answer.conditions), *answer.questions_back)}
    rest = "\n".join(line for line in rest.splitlines() if _bare(line) not in elsewhere)
    return rest.strip() or answer.text


def _bare(line: str) -> str:
    """A line without bullet, state in brackets and citation marks."""
    return STATE.sub("", BULLET.sub("", MARK.sub("", line), count=1), count=1).strip()


def blocks(text: str, markers: Iterable[int]) -> list[Block]:
    """Paragraphs and lists of a text; ``[n]`` becomes a mark only when citation n exists."""
    known = set(markers)
    lines = [line for line in text.splitlines() if line.strip()]
    result = []
    for is_list, group in groupby(lines, key=lambda line: bool(BULLET.match(line))):
        items = [
            list(_inlines(BULLET.sub("", line, count=1) if is_list else line.strip(), known))
            for line in group
        ]
        result += [Block(True, items)] if is_list else [Block(False, [item]) for item in items]
    return result


def _inlines(line: str, known: set[int]) -> Iterator[Inline]:
    for part in MARK.split(line):
        marker = int(part[1:-1]) if MARK.fullmatch(part) else None
        if marker in known:
            yield Inline(part, marker)
        elif part:
            yield Inline(part)
