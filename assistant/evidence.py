"""Evidence: what an answer may say, with the exact quotations behind it.

One type serves compose and ground, whether it comes from a source sentence or from a curated requirement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus import Corpus, Document
from corpus.schema import Quotation, Requirement
from index import Passage


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

    def shown_in(self, language: str) -> str:
        """The statement in a language where it is curated, else the source's own words."""
        return dict(self.statements).get(language, self.text)

    @property
    def edition(self) -> str:
        """The edition of its first quotation."""
        return self.quotations[0].edition


def quoted(document: Document, lines: tuple[int, int], quote: str) -> Quoted:
    """A quotation with section and edition looked up from the outline."""
    section = " > ".join(entry.title for entry in document.path(lines[0]))
    return Quoted(document.meta.id, section, lines, document.edition(*lines), quote)


def from_requirement(corpus: Corpus, programme: str, item: Requirement) -> Evidence:
    """A requirement's statement with its quotations."""
    found = [_located(corpus, quotation) for quotation in item.quotations]
    text = item.statement["ja"]
    return Evidence(
        text,
        tuple(found),
        programmes=(programme,),
        scheme=item.scheme[0] if item.scheme and len(item.scheme) == 1 else None,
        line=found[0].lines[0],
        context=text,
        statements=tuple(item.statement.items()),
    )


def curated(evidence: Sequence[Evidence], passages: Sequence[Passage]) -> list[Evidence]:
    """Curated statements whose quotations stand in passages that were found, with the place and score of the passage."""
    found = []
    for item in evidence:
        at = next(
            (
                rank
                for rank, passage in enumerate(passages)
                if any(_within(quote, passage) for quote in item.quotations)
            ),
            None,
        )
        if at is not None:
            found.append(replace(item, rank=at, score=passages[at].score, heading=passages[at].heading))
    return found


def _within(quote: Quoted, passage: Passage) -> bool:
    return (
        quote.document == passage.document
        and passage.lines[0] <= quote.lines[0]
        and quote.lines[1] <= passage.lines[1]
    )


def _located(corpus: Corpus, quotation: Quotation) -> Quoted:
    document = corpus.documents[quotation.document]
    lines = document.locate(quotation.quote, quotation.line)
    if lines is None:
        raise ValueError(
            f"「{quotation.quote}」 is no exact substring of {quotation.document}: run `madoguchi corpus check`."
        )
    return quoted(document, lines, quotation.quote)
