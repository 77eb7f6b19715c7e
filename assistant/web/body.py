"""The text of an answer, cut into paragraphs, lists and citation marks. Pure functions, no markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from assistant.answer import Answer

BULLET = re.compile(r"^\s*(?:[・•●○*]|-(?=\s)|\d{1,2}[.)、](?=\s))\s*")
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

    The contact line is in the contact card and the edition notice in its box; when nothing else is left,
    the text stays as it is.
    """
    rest = answer.text
    elsewhere = [s.text for s in answer.sentences if s.kind == "contact"] if answer.contacts else []
    if answer.edition_notice:
        elsewhere.append(answer.edition_notice)
    for piece in sorted(filter(None, elsewhere), key=len, reverse=True):
        rest = rest.replace(piece, "")
    return rest.strip() or answer.text


def blocks(text: str, markers: Iterable[int]) -> list[Block]:
    """Paragraphs and lists of a text; ``[n]`` becomes a mark only when citation n exists."""
    known = set(markers)
    lines = [line for line in text.splitlines() if line.strip()]
    result = []
    for is_list, group in groupby(lines, key=lambda line: bool(BULLET.match(line))):
        items = [list(_inlines(BULLET.sub("", line, count=1) if is_list else line.strip(), known)) for line in group]
        result += [Block(True, items)] if is_list else [Block(False, [item]) for item in items]
    return result


def _inlines(line: str, known: set[int]) -> Iterator[Inline]:
    for part in MARK.split(line):
        marker = int(part[1:-1]) if MARK.fullmatch(part) else None
        if marker in known:
            yield Inline(part, marker)
        elif part:
            yield Inline(part)
