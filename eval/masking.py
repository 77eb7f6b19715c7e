"""An index from which the passages that answer a question are taken away: it must now be said that nothing does.

After NoMIRACL (Thakur et al. 2023) and LIT-RAGBench: delete the gold evidence, ask again. What is taken away is every
passage and every curated item on the lines of the gold evidence, and every other one that prints all key facts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from corpus import Corpus
from corpus.schema import Fact, Requirement, Series
from eval.evidence import Sources, locate
from eval.items import Question
from eval.matching import missing
from index import Index, Passage
from index.statements import Found, curated_items

Lines = tuple[str, int, int]


class MaskedIndex:
    """An opened index that hides what answers the current question; everything else is the index's own."""

    def __init__(self, index: Index, corpus: Corpus, sources: Sources) -> None:
        self._index, self._corpus, self._sources = index, corpus, sources
        self._items = {item.id: item for item in curated_items(corpus)}
        self._hidden: list[Lines] = []
        self._facts: Sequence[Sequence[str]] = ()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - hands on whatever the index has
        return getattr(self._index, name)

    def hide(self, question: Question | None) -> None:
        """Hide what answers a question from now on; None hides nothing."""
        self._hidden = []
        self._facts = question.must_include if question else ()
        for text in question.evidence if question else ():
            for span in locate(text, self._sources):
                document = self._corpus.documents[span.document]
                self._hidden.append(
                    (span.document, document.line_at(span.start), document.line_at(span.end - 1))
                )

    def search(self, *args: Any, **options: Any) -> list[Passage]:  # noqa: ANN401
        """As the index's own, without the hidden passages."""
        found = self._index.search(*args, **options)
        return [
            p for p in found if p.kind == "contact" or not self._answers([(p.document, *p.lines)], p.text)
        ]

    def statements(self, question: str, vector: Sequence[float]) -> list[Found]:
        """As the index's own, without the hidden items."""
        found = self._index.statements(question, vector)
        return [hit for hit in found if not self._item_answers(self._items[hit.item])]

    def _item_answers(self, item: Fact | Requirement | Series) -> bool:
        text = " ".join(item.statement.values())
        if isinstance(item, Series):
            return self._answers([(item.document, item.line, item.line)], text)
        places = []
        for quotation in item.quotations:
            lines = self._corpus.documents[quotation.document].locate(quotation.quote, quotation.line)
            if lines:
                places.append((quotation.document, *lines))
        return self._answers(places, text)

    def _answers(self, places: Sequence[Lines], text: str) -> bool:
        for document, first, last in places:
            if any(d == document and first <= b and a <= last for d, a, b in self._hidden):
                return True
        return bool(self._hidden and self._facts) and not missing(text, self._facts)
