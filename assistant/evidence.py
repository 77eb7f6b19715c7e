"""Evidence: what an answer may say, with the exact quotations behind it.

One type serves compose and ground, whether it comes from a source sentence or from a curated item.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Literal

from corpus import Document


@dataclass(frozen=True)
class Quoted:
    """An exact substring of a source with its place and edition."""

    document: str
    section: str
    lines: tuple[int, int]
    edition: str
    quote: str


@dataclass(frozen=True)
class Evidence:
    """A statement and the quotations that bear it.

    Attributes:
        text: the statement as it is shown: the source's own words without mark-up, or a curated statement.
        quotations: where it is printed.
        heading: the titles above it.
        programmes: official names; [] when cross-cutting.
        scheme: id of the 類型 of its section.
        rank: position of its passage in the search, 0 first.
        score: how well the passage fits the question (one search's scale).
        line: where it begins, for reading order.
        context: text and what stands around it, for matching.
        statements: curated wording by language; empty for source sentences.
        item: id of the curated item; "" for source sentences.
        kind: source sentence, curated fact or curated requirement.
        topics: aspects a curated item speaks about.
        values: the amounts, rates and counts it states, as printed.
        supersedes: id of the item whose value this one replaces.
        own_edition: edition of a curated item; a source sentence has that of its place.
        years: names of the year of a series' cell.
        speaks: sides asked for that it answers.
        cosine: of the nearest text of a curated item; 0 for source sentences.
    """

    text: str
    quotations: tuple[Quoted, ...]
    heading: str = ""
    programmes: tuple[str, ...] = ()
    scheme: str | None = None
    rank: int = 0
    score: float = 0.0
    line: int = 0
    context: str = field(default="", compare=False)
    statements: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    item: str = ""
    kind: Literal["source", "fact", "requirement"] = "source"
    topics: tuple[str, ...] = field(default=(), compare=False)
    supersedes: str = ""
    values: tuple[str, ...] = field(default=(), compare=False)
    own_edition: str = ""
    years: tuple[str, ...] = field(default=(), compare=False)
    cosine: float = 0.0
    speaks: tuple[str, ...] = field(default=(), compare=False)

    def shown_in(self, language: str) -> str:
        """The statement in a language where it is curated, else the source's own words."""
        return dict(self.statements).get(language, self.text)

    def foreign_to(self, programmes: Collection[str]) -> bool:
        """Whether it is about other programmes than those of a question; not when either side has none."""
        return bool(self.programmes and programmes) and not set(self.programmes) & set(programmes)

    @property
    def edition(self) -> str:
        """Its own edition, else that of its first quotation."""
        return self.own_edition or self.quotations[0].edition


def quoted(document: Document, lines: tuple[int, int], quote: str) -> Quoted:
    """A quotation with section and edition looked up from the outline."""
    section = " > ".join(entry.title for entry in document.path(lines[0]))
    return Quoted(document.meta.id, section, lines, document.edition(*lines), quote)
