"""A quotation in its place: the source lines around it, with the quoted characters marked.

The source is shown verbatim but for the 担当者 cells, which public pages never show. Pure functions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from assistant.answer import Citation
from corpus import Document
from corpus.schema import Contact

CONTEXT = 2
EMPHASIS = re.compile(r"\*\*")


@dataclass(frozen=True)
class Run:
    """Characters that look alike; ``hidden`` ones (the ``**`` of the extraction) stay in the text for copying."""

    text: str
    bold: bool = False
    hidden: bool = False


@dataclass(frozen=True)
class Piece:
    """A stretch of a line inside or outside the quotation."""

    quoted: bool
    runs: list[Run]


@dataclass(frozen=True)
class Line:
    """A numbered source line."""

    number: int
    pieces: list[Piece]


@dataclass(frozen=True)
class Staff:
    """Hides the staff names of the contact table."""

    cells: dict[int, str]
    label: str

    @classmethod
    def of(cls, contacts: Iterable[Contact], label: str) -> Staff:
        """The mask for a contact table."""
        return cls({row.line: row.staff for row in contacts if row.staff}, label)

    def spans(self, line: str) -> list[tuple[int, int]]:
        """Where a line prints a 担当者 cell."""
        found = []
        for cell in sorted(set(self.cells.values()), key=len, reverse=True):
            for match in re.finditer(rf"(?<=\t){re.escape(cell)}(?=\t|$)", line):
                found.append(match.span())
        return sorted(found)

    def mask(self, passage: str) -> str:
        """The passage with every 担当者 cell replaced."""
        for cell in sorted(set(self.cells.values()), key=len, reverse=True):
            passage = re.sub(rf"(?<=\t){re.escape(cell)}(?=\t|\n|$)", lambda _: self.label, passage)
        return passage


def quote_span(document: Document, citation: Citation) -> tuple[int, int] | None:
    """Character offsets of the quotation inside the cited lines; None when it is not there verbatim."""
    first, last = citation.lines
    starts = document.line_starts
    if not 1 <= first <= last <= len(starts):
        return None
    begin = document.source.find(citation.quote, starts[first - 1])
    end = starts[last - 1] + len(document.lines[last - 1])
    if not citation.quote or begin < 0 or begin + len(citation.quote) > end:
        return None
    return begin, begin + len(citation.quote)


def excerpt(document: Document, citation: Citation, staff: Staff, context: int = CONTEXT) -> list[Line]:
    """The cited lines with ``context`` non-blank lines on either side, the quotation marked."""
    first, last = citation.lines
    if not 1 <= first <= last <= len(document.lines):
        return []
    span = quote_span(document, citation)
    whole = (document.line_starts[first - 1], document.line_starts[last - 1] + len(document.lines[last - 1]))
    begin, end = span or whole
    numbers = [
        *_around(document, first, -1, context),
        *range(first, last + 1),
        *_around(document, last, 1, context),
    ]
    result = []
    for number in numbers:
        line = document.lines[number - 1]
        if line.strip():
            offset = document.line_starts[number - 1]
            result.append(Line(number, list(_pieces(line, begin - offset, end - offset, staff))))
    return result


def _around(document: Document, line: int, step: int, wanted: int) -> list[int]:
    """Up to ``wanted`` non-blank line numbers before (step -1) or after a line, in order."""
    found: list[int] = []
    number = line + step
    while 1 <= number <= len(document.lines) and len(found) < wanted:
        if document.lines[number - 1].strip():
            found.append(number)
        number += step
    return sorted(found)


def _pieces(line: str, begin: int, end: int, staff: Staff) -> Iterator[Piece]:
    """Cut a line at the quotation's ends, at emphasis marks and at staff cells."""
    characters: list[tuple[bool, Run]] = []
    bold, at = False, 0
    hidden = [(*match.span(), "**") for match in EMPHASIS.finditer(line)]
    masked = [(*span, staff.label) for span in staff.spans(line)]
    for start, stop, shown in sorted([*hidden, *masked]):
        characters += [(begin <= i < end, Run(line[i], bold)) for i in range(at, start)]
        is_mark = shown == "**"
        bold ^= is_mark
        characters.append((begin <= start < end, Run(shown, bold=bold and not is_mark, hidden=is_mark)))
        at = stop
    characters += [(begin <= i < end, Run(line[i], bold)) for i in range(at, len(line))]
    for quoted, group in groupby(characters, key=lambda item: item[0]):
        alike = groupby((run for _, run in group), key=lambda run: (run.bold, run.hidden))
        yield Piece(quoted, [Run("".join(run.text for run in runs), *look) for look, runs in alike])
