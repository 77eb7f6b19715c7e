"""Grounding: what the quotations do not bear out is not said.

A claim or verdict stands only if every quotation is an exact substring of its source and every number,
phone number and address of the sentence is printed in its quotations.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

import structlog

from assistant.case import Draft, Drafted
from assistant.evidence import Quoted
from corpus import Corpus
from corpus.text import editions_in, fold, quantities
from corpus.text.quantities import phones

log = structlog.get_logger(__name__)
_URL = re.compile(r"https?://[^\s\]）)」]+")
_EDITION = re.compile(r"(?<![a-z])r\d{1,2}(?!\d)|令和\d+年度?|fy ?20\d\d")
_NEEDS_QUOTATION = frozenset({"claim", "verdict"})


class Ground:
    """Checks a draft against the sources."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    def __call__(self, draft: Draft) -> Draft:
        """The draft without unsupported sentences; ``not_covered`` when no claim of an answer is left."""
        kept = [sentence for sentence in draft.sentences if not self.problems(sentence)]
        if len(kept) < len(draft.sentences):
            log.warning("unsupported sentences dropped", dropped=len(draft.sentences) - len(kept))
        claims = [sentence for sentence in kept if sentence.kind != "courtesy"]
        if draft.status == "answered" and not claims:
            return replace(draft, status="not_covered", sentences=(), verdict=None, conditions=())
        lost = draft.verdict is not None and not any(sentence.kind == "verdict" for sentence in kept)
        return replace(draft, sentences=tuple(kept), verdict=None if lost else draft.verdict)

    def problems(self, sentence: Drafted) -> list[str]:
        """Why a sentence cannot stand; [] when it can."""
        if sentence.kind not in _NEEDS_QUOTATION:
            return []
        if not sentence.quotations or not all(quote.quote.strip() for quote in sentence.quotations):
            return ["no quotation"]
        found = [
            f"not verbatim: {quote.quote[:40]}" for quote in sentence.quotations if not self._verbatim(quote)
        ]
        printed = " ".join(quote.quote for quote in sentence.quotations)
        editions = {quote.edition for quote in sentence.quotations} | set(editions_in(printed))
        return found + unsupported(sentence.text, printed, editions)

    def _verbatim(self, quote: Quoted) -> bool:
        document = self._corpus.documents.get(quote.document)
        return document is not None and quote.quote in document.text(*quote.lines)


def unsupported(text: str, printed: str, editions: Collection[str] = ()) -> list[str]:
    """Numbers, fiscal years, phone numbers and addresses of a sentence that its quotations do not bear out.

    A fiscal year (R7, 令和7年度) must be the edition of a quotation or be printed. A number is printed when its value is there with the same unit, in any notation (350万円 = 3.5 million yen).
    """
    available = {(quantity.value, quantity.unit) for quantity in quantities(printed)}
    values = {value for value, _ in available}
    missing = [
        f"edition {edition}"
        for edition in editions_in(text)
        if edition not in {*editions, *editions_in(printed)}
    ]
    missing += [
        f"number {quantity.value} {quantity.unit}".strip()
        for quantity in quantities(_EDITION.sub(" ", fold(text)))
        if (quantity.value, quantity.unit) not in available
        and not (_bare(quantity.unit, quantity.value, available) and quantity.value in values)
    ]
    missing += [f"phone {phone}" for phone in phones(text) if phone not in phones(printed)]
    return missing + [f"url {url}" for url in _URL.findall(fold(text)) if url not in fold(printed)]


def _bare(unit: str, value: object, available: Collection[tuple[object, str]]) -> bool:
    """A number without unit agrees with any unit; one with a unit agrees with a printed number that has none."""
    return not unit or any(other == value and not other_unit for other, other_unit in available)
