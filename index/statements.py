"""Finds curated facts and requirements by what they say and by how people ask for them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from corpus import Corpus
from corpus.schema import Fact, Requirement, Series
from corpus.text import canonical
from index.fusion import fuse
from index.lexical import LexicalIndex
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
    return [
        item
        for knowledge in corpus.knowledge.values()
        for item in (*knowledge.facts, *knowledge.series, *knowledge.requirements)
    ]


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

    def __init__(self, collection: Any, lexical: LexicalIndex, ids: Sequence[str]) -> None:  # noqa: ANN401
        self._collection, self._lexical, self._ids = collection, lexical, list(ids)
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
        best = np.argsort(-scores, kind="stable")[:POOL]
        lexical = {int(row): float(scores[row]) for row in best if scores[row] > 0}
        fused = fuse(cosines, lexical)
        ranked = sorted(fused, key=lambda row: (-fused[row], row))[:POOL]
        floor = min(cosines.values(), default=0.0)
        return [Found(self._ids[row], fused[row], cosines.get(row, floor)) for row in ranked]

    def _cosines(self, vector: Sequence[float]) -> dict[int, float]:
        """Best cosine by item, of the items nearest to a question."""
        found = self._collection.query(
            query_embeddings=[list(vector)], n_results=ROWS, include=["metadatas", "distances"]
        )
        cosines: dict[int, float] = {}
        for metadata, distance in zip(found["metadatas"][0], found["distances"][0], strict=True):
            row = self._row.get(str(metadata["item"]))
            if row is not None:
                cosines.setdefault(row, 1.0 - distance)
        return cosines
