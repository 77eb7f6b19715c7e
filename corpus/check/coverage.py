"""Is every number and every condition of a document stated by a fact or a requirement, or left out on purpose?

Counted by place, not by string: 100万円 stands in eleven places and must be stated for each. A number counts as
stated only when it is in a value or the Japanese statement of something that quotes its place; a condition word
(のみ, 以上, 対象外, ...) when its place is quoted. Years and list marks are no amounts and are not counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.document import Document
from corpus.loader import Corpus
from corpus.schema import Fact, Requirement
from corpus.text import Quantity, quantities

CONDITIONS = re.compile("のみ|に限|を除く|以外|対象外|以上|以内|以下|未満|上限|限度額|要件|原則")
_ERA = r"(?:令和|平成|昭和|(?<![A-Za-z])[RHS])"
_YEARS = re.compile(
    rf"{_ERA} ?(?:\d+|元)(?:\.\d+)*(?:年度?)?(?:\d+月)?(?:\d+日)?(?:[~～〜・]\d+(?!\d))?|{_ERA}?元年度|(?<!\d)20\d\d年|(?<!\d)\d+年度|(?<![A-Za-z])Prog\w*"
)
_MARKS = re.compile(
    r"[①-⑳]|^[\s\-・]*[(（]\d+[)）]|^\d+(?:[.．]|\s(?!/))|※\d+|(?<=[^\d※])\d(?=\.[^\d])|(?<=員)※\d|ローカル1?\d,000"
)


@dataclass(frozen=True)
class Span:
    """A number or condition word of a source line, by offsets in the line."""

    document: str
    line: int
    start: int
    end: int
    words: str
    quantity: Quantity | None = None


@dataclass
class Coverage:
    """What of a document is stated, what is left out on purpose, and what is forgotten."""

    spans: list[Span]
    stated: set[Span] = field(default_factory=set)
    left_out: set[Span] = field(default_factory=set)

    @property
    def forgotten(self) -> list[Span]:
        """Spans that nothing states and nobody left out."""
        return [span for span in self.spans if span not in self.stated and span not in self.left_out]

    def share_left_out(self, *, numbers: bool) -> float:
        """Share of the numbers (or condition words) that is left out on purpose, 0..1."""
        kind = [span for span in self.spans if (span.quantity is not None) == numbers]
        return sum(span in self.left_out for span in kind) / max(1, len(kind))


def coverage(corpus: Corpus, document: Document) -> Coverage:
    """Hold the facts and requirements against all numbers and condition words of a document."""
    found = Coverage(list(spans(document)))
    by_line: dict[int, list[Span]] = {}
    for span in found.spans:
        by_line.setdefault(span.line, []).append(span)
    for item in _items(corpus):
        found.stated.update(_stated(document, item, by_line))
    for knowledge in corpus.knowledge.values():
        for series in knowledge.series:
            found.stated.update(by_line.get(series.line, ()))
    for entry in corpus.left_out:
        if entry.document == document.meta.id:
            for word in entry.words:
                found.left_out.update(
                    _named(by_line.get(entry.line, ()), word, found.stated | found.left_out)
                )
    return found


def _stated(
    document: Document, item: Fact | Requirement, by_line: Mapping[int, Sequence[Span]]
) -> Iterator[Span]:
    """The spans that an item quotes and, where they are numbers, says."""
    said = set(quantities(item.statement["ja"]))
    if isinstance(item, Fact):
        said |= {quantity for value in item.values for quantity in quantities(value)}
    values = {quantity.value for quantity in said}
    for line, start, end in _quoted(document, item):
        for span in by_line.get(line, ()):
            inside = start <= span.start and span.end <= end
            if inside and (span.quantity is None or span.quantity.value in values):
                yield span


def _items(corpus: Corpus) -> Iterator[Fact | Requirement]:
    for knowledge in corpus.knowledge.values():
        yield from knowledge.facts
        yield from knowledge.requirements


def spans(document: Document) -> Iterator[Span]:
    """All numbers and condition words of the running text and tables, the contact table and page furniture left out."""
    table = document.meta.contact_table or (0, 0)
    skipped = {n for first, last in [*document.meta.skip, table] for n in range(first, last + 1)}
    for number, raw in enumerate(document.lines, 1):
        if number in skipped:
            continue
        line = _YEARS.sub(_blank, _MARKS.sub(_blank, raw))
        yield from _numbers(document.meta.id, number, line)
        for match in CONDITIONS.finditer(line):
            yield Span(document.meta.id, number, match.start(), match.end(), match[0])


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


_RUN = re.compile(r"\d(?:[\d,]*\d)?(?:\.\d+)?")


def _numbers(document: str, number: int, line: str) -> Iterator[Span]:
    """Each run of digits, with the quantity that reading the line from there gives."""
    at = 0
    for match in _RUN.finditer(line):
        if match.start() < at:
            continue
        rest = quantities(line[match.start() :])
        if not rest:
            continue
        end = match.end()
        whole = re.match(
            r"\d(?:[\d,.]*\d)?(?:[兆億万千百](?:[\d,.]+(?=[億万千百円]))?)*", line[match.start() :]
        )
        if whole:
            end = match.start() + whole.end()
        at = end
        yield Span(document, number, match.start(), end, line[match.start() : end], rest[0])


def _quoted(document: Document, item: Fact | Requirement) -> Iterator[tuple[int, int, int]]:
    """The quotations of an item as line, first and last offset in the line."""
    for quotation in item.quotations:
        if quotation.document != document.meta.id or not quotation.quote:
            continue
        at = document.source.find(
            quotation.quote, document.line_starts[quotation.line - 1] if quotation.line else 0
        )
        if at < 0:
            continue
        for part in quotation.quote.split("\n"):
            line = document.line_at(at)
            start = at - document.line_starts[line - 1]
            yield line, start, start + len(part)
            at += len(part) + 1


def _named(candidates: list[Span] | tuple[Span, ...], word: str, taken: set[Span]) -> list[Span]:
    """The first span of a line that is not yet accounted for and reads as a word says."""
    values = {quantity.value for quantity in quantities(word)}
    for span in candidates:
        same = span.words == word if span.quantity is None else span.quantity.value in values
        if same and span not in taken:
            return [span]
    return []
