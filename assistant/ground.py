"""Grounding: what the quotations do not bear out is not said.

A claim or verdict stands only if every quotation is an exact substring of its source and every number,
phone number and address of the sentence is printed in its quotations.
"""

from __future__ import annotations

from dataclasses import replace

import structlog

from assistant.case import Draft, Drafted
from assistant.evidence import Quoted
from corpus import Corpus
from corpus.text import editions_in
from corpus.text.agreement import unsupported

log = structlog.get_logger(__name__)
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
        found += unsupported(sentence.text, printed, editions)
        return found + unsupported(sentence.note, printed, editions_in(sentence.note))

    def _verbatim(self, quote: Quoted) -> bool:
        document = self._corpus.documents.get(quote.document)
        return document is not None and quote.quote in document.text(*quote.lines)
