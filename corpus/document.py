"""A source text with its outline: lines, headings, editions, and where a quotation stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from corpus.schema import DocumentMeta, Section


@dataclass(frozen=True)
class Document:
    """A source text with its metadata. ``lines`` counts from 0, line numbers everywhere else from 1."""

    meta: DocumentMeta
    source: str

    @cached_property
    def lines(self) -> list[str]:
        """The source split at newlines."""
        return self.source.split("\n")

    @cached_property
    def line_starts(self) -> list[int]:
        """Character offset at which each line begins."""
        starts = [0]
        for line in self.lines[:-1]:
            starts.append(starts[-1] + len(line) + 1)
        return starts

    def line_at(self, offset: int) -> int:
        """Line number (1-based) of a character offset."""
        return bisect_right(self.line_starts, offset)

    def text(self, first: int, last: int) -> str:
        """Verbatim text of lines first..last (1-based, inclusive)."""
        return "\n".join(self.lines[first - 1 : last])

    def corrected(self, first: int, last: int) -> str:
        """The same with misread characters mended: for reading and searching, never for quoting."""
        lines = self.lines[first - 1 : last]
        for fix in self.meta.corrections:
            if first <= fix.line <= last:
                lines[fix.line - first] = lines[fix.line - first].replace(fix.wrong, fix.right)
        return "\n".join(lines)

    def locate(self, quote: str, line: int | None = None) -> tuple[int, int] | None:
        """First and last line of a quotation; None when it is no exact substring, or does not begin in ``line``."""
        if not quote or not (line is None or 1 <= line <= len(self.lines)):
            return None
        start = self.source.find(quote, self.line_starts[line - 1] if line else 0)
        if start < 0 or (line and self.line_at(start) != line):
            return None
        return self.line_at(start), self.line_at(start + len(quote) - 1)

    def path(self, line: int) -> list[Section]:
        """Outline entries around a line, outermost first; [] outside every section."""
        path: list[Section] = []
        level = self.meta.outline
        while inner := next((s for s in level if s.lines[0] <= line <= s.lines[1]), None):
            path.append(inner)
            level = inner.sections
        return path

    def edition(self, first: int, last: int) -> str:
        """Edition of a span: its own entry in ``editions``, else its section's, else the document's."""
        for span in self.meta.editions:
            if span.lines[0] <= first and last <= span.lines[1]:
                return span.edition
        named = [section.edition for section in self.path(first) if section.edition]
        return named[-1] if named else self.meta.edition

    def programmes(self, line: int) -> list[str]:
        """Programmes of the innermost section that names any; [] for cross-cutting text."""
        named = [section.programmes for section in self.path(line) if section.programmes is not None]
        return named[-1] if named else []

    def leaves(self) -> Iterator[tuple[list[Section], int, int]]:
        """Every stretch of lines with its outline path; a parent's own lines come between its children."""
        yield from _leaves(self.meta.outline, [])


def _leaves(sections: list[Section], path: list[Section]) -> Iterator[tuple[list[Section], int, int]]:
    for section in sections:
        here, at = [*path, section], section.lines[0]
        for child in section.sections:
            if at < child.lines[0]:
                yield here, at, child.lines[0] - 1
            yield from _leaves([child], here)
            at = child.lines[1] + 1
        if at <= section.lines[1]:
            yield here, at, section.lines[1]
