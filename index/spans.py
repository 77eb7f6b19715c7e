"""Evidence finer than passages: the sentence, bullet or table row that answers, with what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.passage import Passage
from index.tokens import tokenise

_CUT = re.compile(r"(?<=。)(?=[^\n])|\n")
WORDS_SHARE = 0.5
"""What a span that holds all words of the question gains over one that holds none; its heading's count as its own."""


@dataclass(frozen=True)
class Span:
    """A verbatim stretch of a passage.

    Attributes:
        text: as it stands in the source (staff names of contact rows masked).
        lines: first and last source line.
        score: the passage's score and the share of the question's words; comparable within one search only.
        passage: where it stands.
        at: offset of the text in the passage's.
    """

    text: str
    lines: tuple[int, int]
    score: float
    passage: Passage
    at: int

    @property
    def heading(self) -> str:
        """Titles of the outline above it."""
        return self.passage.heading

    def neighbours(self, count: int = 1) -> tuple[list[str], list[str]]:
        """Up to ``count`` stretches before and after it in its passage; a row's table head is before it."""
        parts = list(_parts(self.passage.text))
        here = [at for at, _ in parts].index(self.at)
        texts = [text for _, text in parts]
        return texts[max(0, here - count) : here], texts[here + 1 : here + 1 + count]


def spans_of(passages: Sequence[Passage], weights: Mapping[str, float]) -> list[Span]:
    """Spans of some passages, best first.

    Args:
        passages: what was found.
        weights: how much each word of the question counts.
    """
    total = sum(weights.values()) or 1.0
    found = []
    for passage in passages:
        parts, above = list(_parts(passage.text)), tokenise(passage.heading)
        for at, text in parts if passage.kind == "text" else parts[-1:]:
            held = {*tokenise(text), *above}
            share = sum(weights.get(term, 0.0) for term in held) / total
            score = round(passage.score + WORDS_SHARE * share, 4)
            found.append(Span(text, _lines(passage, at, text), score, passage, at))
    return sorted(found, key=lambda span: -span.score)


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """Offset and text of each line or sentence that is not blank."""
    at = 0
    for cut in [*_CUT.finditer(text), None]:
        end = cut.start() if cut else len(text)
        if (part := text[at:end]).strip():
            yield at, part
        at = cut.end() if cut else end


def _lines(passage: Passage, at: int, text: str) -> tuple[int, int]:
    if passage.kind != "text":
        return passage.lines
    first = passage.lines[0] + passage.text.count("\n", 0, at)
    return first, first + text.count("\n")
