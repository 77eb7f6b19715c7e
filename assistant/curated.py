"""Curated facts and requirements as evidence: looked up by how they are found, told as of the year that is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import cast

from assistant.answer import Language
from assistant.evidence import Evidence, Quoted, quoted
from assistant.templates import say
from assistant.understand.intent import reached, years_asked
from corpus import Corpus
from corpus.schema import Fact, Quotation, Requirement, Series
from corpus.text import fold, quantities
from corpus.text.years import edition_number, editions_in, spoken_year, year_names
from index.statements import Found

POOL = 24
SEPARATOR = {"ja": "、", "easy-ja": "、", "en": "; "}
PROGRAMME_BONUS = 0.35


class Curated:
    """All curated items of a corpus, as evidence by id."""

    def __init__(self, corpus: Corpus) -> None:
        self._items: dict[str, Evidence] = {}
        self._corpus = corpus
        self._series: dict[str, list[Evidence]] = {}
        self._printed: dict[str, tuple[tuple[str, ...], Series]] = {}
        self._next: dict[str, str] = {}
        self._changes: list[Evidence] = []
        for knowledge in corpus.knowledge.values():
            programmes = (knowledge.about,) if knowledge.programme or knowledge.aliases else ()
            for item in knowledge.stated:
                evidence = from_item(corpus, programmes, item)
                self._items[item.id] = evidence
                if item.supersedes:
                    self._next[item.supersedes] = item.id
                if isinstance(item, Fact) and item.change:
                    self._changes.append(evidence)
            for series in knowledge.series:
                self._series[series.id] = list(cells(corpus, programmes, series))
                self._printed[series.id] = (programmes, series)

    def item(self, id_: str) -> Evidence | None:
        """A fact or requirement by id."""
        return self._items.get(id_)

    def all(self) -> Iterator[Evidence]:
        """Every item and every value of a series."""
        yield from self._items.values()
        for values in self._series.values():
            yield from values

    def earlier(self, evidence: Evidence) -> Evidence | None:
        """The fact whose value this one replaces."""
        return self._items.get(evidence.supersedes) if evidence.supersedes else None

    def changes(self, programmes: Sequence[str]) -> list[Evidence]:
        """Facts that announce a change: of some programmes, or the first ones of each when none is named."""
        if programmes:
            return [item for item in self._changes if set(item.programmes) & set(programmes)]
        by_programme: dict[tuple[str, ...], list[Evidence]] = {}
        for item in self._changes:
            by_programme.setdefault(item.programmes, []).append(item)
        return [item for row in zip_longest(*by_programme.values()) for item in row if item is not None]

    def found(
        self,
        hits: Sequence[Found],
        question: str,
        programmes: Sequence[str],
        edition: str | None,
    ) -> list[Evidence]:
        """Evidence for what a search of the statements found, best first.

        Args:
            hits: what was found.
            question: picks the year of a series.
            programmes: official names the question is known to be about; their items rank higher.
            edition: fiscal year asked for; what is in force by then is told, without one the newest.
        """
        limit = edition_number(edition) if edition else None
        result: list[tuple[float, float, Evidence]] = []
        for hit in hits:
            for evidence in self._told(hit, question):
                bonus = PROGRAMME_BONUS * bool(set(evidence.programmes) & set(programmes))
                if _tells_only(evidence, edition) or self._in_force(evidence, limit):
                    result.append((hit.score + bonus, hit.cosine, evidence))
        ranked = sorted(result, key=lambda found: -found[0])[:POOL]
        return [
            replace(item, score=score, cosine=cosine, rank=rank)
            for rank, (score, cosine, item) in enumerate(ranked)
        ]

    def _told(self, hit: Found, question: str) -> Iterator[Evidence]:
        if hit.item in self._series and (count := years_asked(question)):
            programmes, series = self._printed[hit.item]
            last = len(series.columns)
            yield stretch(self._corpus, programmes, series, max(0, last - count), last)
        elif hit.item in self._series:
            yield from _asked_years(self._series[hit.item], question)
        elif hit.item in self._items:
            yield self._items[hit.item]

    def _in_force(self, evidence: Evidence, limit: int | None) -> bool:
        """Not replaced by a newer item, as of the year asked for."""
        if limit is not None and edition_number(evidence.edition) > limit:
            return False
        after = self._next.get(evidence.item)
        newer = self._items.get(after) if after else None
        return newer is None or (limit is not None and edition_number(newer.edition) > limit)


def _tells_only(evidence: Evidence, edition: str | None) -> bool:
    """Whether a statement of a later edition is about the year asked for (R5には756名が参加), and not about its own."""
    years = editions_in(evidence.text) if edition else []
    return edition in years and evidence.edition not in years


def from_item(corpus: Corpus, programmes: Sequence[str], item: Fact | Requirement) -> Evidence:
    """A curated item with its quotations."""
    places = tuple(located(corpus, quotation) for quotation in item.quotations)
    text = item.statement["ja"]
    return Evidence(
        text,
        places,
        heading=places[0].section,
        programmes=tuple(programmes),
        scheme=item.scheme[0] if item.scheme and len(item.scheme) == 1 else None,
        line=places[0].lines[0],
        context=" ".join([*item.statement.values(), *item.asks]),
        statements=tuple(item.statement.items()),
        item=item.id,
        kind="fact" if isinstance(item, Fact) else "requirement",
        topics=tuple(item.topic if isinstance(item, Fact) else item.scope),
        supersedes=item.supersedes or "",
        values=tuple(item.values) if isinstance(item, Fact) else (),
        own_edition=item.edition,
    )


def cells(corpus: Corpus, programmes: Sequence[str], series: Series) -> Iterator[Evidence]:
    """One piece of evidence a year of a printed series."""
    for at in range(len(series.columns)):
        yield stretch(corpus, programmes, series, at, at + 1)


def stretch(corpus: Corpus, programmes: Sequence[str], series: Series, start: int, end: int) -> Evidence:
    """The years of a printed series from one column to before another, as one statement."""
    document = corpus.documents[series.document]
    header, row = document.lines[series.header - 1], document.lines[series.line - 1]
    heads = quoted(document, (series.header, series.header), header)
    values = quoted(document, (series.line, series.line), row)
    years, numbers = series.columns[start:end], row.split("\t")[1:][start:end]
    told = [year for year in dict.fromkeys((years[0], years[-1])) if year.startswith("R")]
    edition = told[-1] if told else values.edition
    quotes = (heads, *(replace(values, edition=year) for year in told or [edition]))
    said = {
        language: text.format(
            year=_spoken_years(years, language),
            value=SEPARATOR[language].join(_value(number, language) for number in numbers),
        )
        for language, text in series.statement.items()
    }
    return Evidence(
        said["ja"],
        quotes,
        heading=quotes[0].section,
        programmes=tuple(programmes),
        line=series.line,
        context=" ".join([*said.values(), *series.asks]),
        statements=tuple(said.items()),
        item=".".join([series.id, *dict.fromkeys((years[0].lower(), years[-1].lower()))]),
        kind="fact",
        topics=tuple(series.topic),
        own_edition=edition,
        years=tuple(name for year in years for name in year_names(year)),
    )


def _spoken_years(years: Sequence[str], language: str) -> str:
    first, last = spoken_year(years[0], language), spoken_year(years[-1], language)
    return first if len(years) == 1 else say("from_to", cast("Language", language), first=first, last=last)


def _value(cell: str, language: str) -> str:
    """A cell as a statement says it: 1,629人; the bare number in English."""
    return (
        cell.strip() if language != "en" else "".join(char for char in cell if char.isdigit() or char == ",")
    )


def _asked_years(series: Sequence[Evidence], question: str) -> Iterable[Evidence]:
    """The cells of the years a question names, or that of the first year with a number; else the latest one."""
    if number := reached(question):
        first = next((item for item in series if _number(item) >= number), None)
        return [first] if first else series[-1:]
    folded = fold(question)
    named = [item for item in series if any(name in folded for name in item.years)]
    return named or series[-1:]


def _number(cell: Evidence) -> float:
    """What a cell counts."""
    return max((float(quantity.value) for quantity in quantities(cell.statements[0][1])), default=0.0)


def located(corpus: Corpus, quotation: Quotation) -> Quoted:
    """A curated quotation with its place.

    Raises:
        ValueError: it is no exact substring of its document.
    """
    document = corpus.documents[quotation.document]
    lines = document.locate(quotation.quote, quotation.line)
    if lines is None:
        raise ValueError(
            f"「{quotation.quote}」 is no exact substring of {quotation.document}: run `madoguchi corpus check`."
        )
    return quoted(document, lines, quotation.quote)
