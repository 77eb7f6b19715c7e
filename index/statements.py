"""Finds curated facts and requirements by what they say and by how people ask for them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from corpus import Corpus
from corpus.schema import Fact, Requirement, Series
from corpus.text import canonical
from index.fusion import fuse
from index.lexical import LexicalIndex
from index.nearest import Nearest, top
from index.tokens import tokenise

POOL = 60
ROWS = 240
"""Rows asked of the vector index: an item has several, and the best one counts."""


@dataclass(frozen=True)
class Found:
    """A curated item that was found: its id, the fused score 0..1, and the cosine of its nearest text."""

    item: str
    score: float
    cosine: float


def curated_items(corpus: Corpus) -> list[Fact | Requirement | Series]:
    """Everything curated that can be found, in the order of the files."""
    return [item for knowledge in corpus.knowledge.values() for item in knowledge.findable]


def texts_of(item: Fact | Requirement | Series) -> list[str]:
    """What is embedded for an item: its statements and how people ask for it."""
    return list(dict.fromkeys(canonical(text) for text in [*item.statement.values(), *item.asks]))


def words_of(item: Fact | Requirement | Series) -> str:
    """What the lexical index holds for an item."""
    return canonical(" ".join([item.statement["ja"], item.statement.get("en", ""), *item.asks]))


def row_id(item: str, text: str) -> str:
    """Id of an embedded text; the same text may belong to two items."""
    return hashlib.sha256(f"{item}\n{text}".encode()).hexdigest()[:24]


class Statements:
    """The curated items of one build, open for searching."""

    def __init__(self, rows: Nearest, lexical: LexicalIndex, ids: Sequence[str]) -> None:
        self._rows, self._lexical, self._ids = rows, lexical, list(ids)
        self._row = {item: row for row, item in enumerate(self._ids)}

    def search(self, question: str, vector: Sequence[float], widened: Sequence[str] = ()) -> list[Found]:
        """Items by fused score, best first.

        Args:
            question: any text.
            vector: its embedding.
            widened: document terms for the words of the question; they count half.
        """
        if not self._ids:
            return []
        cosines = self._cosines(vector)
        own = tokenise(question)
        scores = self._lexical.scores(own) + 0.5 * self._lexical.scores(
            [term for term in widened if term not in own]
        )
        lexical = {row: float(scores[row]) for row in top(scores, POOL) if scores[row] > 0}
        fused = fuse(cosines, lexical)
        ranked = sorted(fused, key=lambda row: (-fused[row], row))[:POOL]
        floor = min(cosines.values(), default=0.0)
        return [Found(self._ids[row], fused[row], cosines.get(row, floor)) for row in ranked]

    def knows(self, term: str) -> bool:
        """Whether any item, or a way to ask for it, holds an index term."""
        return self._lexical.knows(term)

    def _cosines(self, vector: Sequence[float]) -> dict[int, float]:
        """Best cosine by item, of the items nearest to a question."""
        cosines: dict[int, float] = {}
        for near in self._rows.search(vector, ROWS):
            row = self._row.get(str(near.metadata["item"]))
            if row is not None:
                cosines.setdefault(row, near.cosine)
        return cosines
