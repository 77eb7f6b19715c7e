"""What a fact or requirement says in three languages, against what it quotes: every number, every fiscal year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from corpus.loader import Corpus
from corpus.schema import Fact, Requirement
from corpus.text import quantities
from corpus.text.agreement import unsupported

LANGUAGES: tuple[Literal["ja", "easy-ja", "en"], ...] = ("ja", "easy-ja", "en")


def check_statements(corpus: Corpus, item: Fact | Requirement) -> Iterator[tuple[str, str]]:
    """Field and message for every statement that says more than its quotations, or lacks one of its values."""
    printed = " ".join(quotation.quote for quotation in item.quotations)
    editions = {item.edition, *_printed_editions(corpus, item)}
    for language in LANGUAGES:
        text = item.statement.get(language)
        if text is None:
            yield "statement", f"expected a statement in {language}, found none"
            continue
        for missing in unsupported(text, printed, editions):
            yield "statement", f"{language}: {missing} is not in the quotations"
    if isinstance(item, Fact):
        yield from _values(item, printed)


def _printed_editions(corpus: Corpus, item: Fact | Requirement) -> Iterator[str]:
    """Editions of the places that are quoted."""
    for quotation in item.quotations:
        document = corpus.documents.get(quotation.document)
        place = document.locate(quotation.quote, quotation.line) if document else None
        if document and place:
            yield document.edition(*place)


def _values(fact: Fact, printed: str) -> Iterator[tuple[str, str]]:
    quoted = {quantity.value for quantity in quantities(printed)}
    said = {language: {q.value for q in quantities(text)} for language, text in fact.statement.items()}
    for value in fact.values:
        numbers = [quantity.value for quantity in quantities(value)]
        if not numbers:
            yield "values", f"「{value}」 has no number"
        for number in numbers:
            if number not in quoted:
                yield "values", f"「{value}」: {number} is not in the quotations"
            for language, numbers_said in said.items():
                if number not in numbers_said:
                    yield "values", f"「{value}」: {number} is not in the statement ({language})"
