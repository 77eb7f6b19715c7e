"""Where evidence and retrieved passages lie in the source, in characters.

Passages of different systems are cut differently, so they are compared by the source characters that they show.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

MIN_BLOCK = 4  # shorter runs of equal characters (a heading's, a mask's) are chance, not shown source text
CONTACT_ROW = re.compile(
    r"^[^\t\n]+\t[^\t\n]+\t(?P<staff>[^\t\n]*)\t\d{2,4}-\d{2,4}-\d{4}[ \t]*$", re.MULTILINE
)


@dataclass(frozen=True)
class Span:
    """Characters ``start`` to ``end`` (exclusive) of a document's source text."""

    document: str
    start: int
    end: int


@dataclass(frozen=True)
class Piece:
    """A retrieved passage. Either ``lines`` (1-based, inclusive) or ``start`` says where it comes from."""

    document: str
    text: str
    lines: tuple[int, int] | None = None
    start: int | None = None


@dataclass(frozen=True)
class Source:
    """A document's verbatim text with what matching needs to know of it."""

    text: str

    @cached_property
    def counted(self) -> NDArray[np.bool_]:
        """Which characters count: no white space, and no 担当者 cell, which retrieved text may mask."""
        flags = np.array([not char.isspace() for char in self.text], dtype=np.bool_)
        for row in CONTACT_ROW.finditer(self.text):
            flags[slice(*row.span("staff"))] = False
        return flags

    @cached_property
    def line_starts(self) -> list[int]:
        """Offset at which each line begins; one more entry for the end of the text."""
        return [0, *(match.end() for match in re.finditer("\n", self.text)), len(self.text) + 1]

    def span_of_lines(self, first: int, last: int) -> tuple[int, int]:
        """Offsets of lines first..last (1-based, inclusive), clipped to the text."""
        count = len(self.line_starts) - 1
        first, last = min(max(first, 1), count), min(max(last, 1), count)
        return self.line_starts[first - 1], self.line_starts[last] - 1


Sources = Mapping[str, Source]


def locate(evidence: str, sources: Sources) -> list[Span]:
    """Every occurrence of an exact string in the sources."""
    return [
        Span(name, match.start(), match.start() + len(evidence))
        for name, source in sources.items()
        for match in re.finditer(f"(?={re.escape(evidence)})", source.text)
    ]


@lru_cache(maxsize=4096)
def place(piece: Piece, source: Source) -> NDArray[np.intp]:
    """Source offset of each character of a passage, -1 where it shows no source text (headings, masks)."""
    text, found = piece.text, np.full(len(piece.text), -1, dtype=np.intp)
    if piece.start is not None:
        low, high = piece.start, piece.start + len(text)
    else:
        low, high = source.span_of_lines(*piece.lines) if piece.lines else (0, len(source.text))
    window = source.text[low:high]
    if window and (at := text.find(window)) >= 0:
        found[at : at + len(window)] = np.arange(low, low + len(window))
    elif (at := window.find(text)) >= 0:
        found[:] = np.arange(low + at, low + at + len(text))
    else:
        for block in SequenceMatcher(None, window, text, autojunk=False).get_matching_blocks():
            if block.size >= MIN_BLOCK:
                found[block.b : block.b + block.size] = np.arange(low + block.a, low + block.a + block.size)
    _extend_left(found, text, source.text)
    found.flags.writeable = False  # the cache hands the same array to every caller
    return found


def _extend_left(found: NDArray[np.intp], text: str, source: str) -> None:
    """Credit what is shown just before the first located character when the source goes on the same.

    A section title, or a table's head, is repeated as heading; before its own first line that is source text.
    """
    shown = np.flatnonzero(found >= 0)
    at = int(shown[0]) if len(shown) else 0
    while at > 0 and found[at] > 0 and text[at - 1] == source[found[at] - 1]:
        found[at - 1] = found[at] - 1
        at -= 1
