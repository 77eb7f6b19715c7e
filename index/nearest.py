"""Nearest rows of a collection: exactly while it is small, by Chroma's graph when it is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

Matrix = np.ndarray[Any, np.dtype[np.float32]]
EXACT_ROWS = 20_000
"""Up to here all cosines cost less than a walk through the graph (docs/decisions/0013-scale.md), and miss nothing."""


class Near(NamedTuple):
    """A row that was found: its id, its cosine, and what is kept beside its vector."""

    id: str
    cosine: float
    metadata: Mapping[str, Any]


class Rows(NamedTuple):
    """Rows of a collection: their ids, unit vectors, and what is kept beside each."""

    ids: Sequence[str]
    vectors: Matrix
    metadata: Sequence[Mapping[str, Any] | None]

    @classmethod
    def of(cls, collection: Any) -> Rows:  # noqa: ANN401 - chromadb's types are private
        """All rows of a collection of Chroma."""
        rows = collection.get(include=["embeddings", "metadatas"])
        vectors = np.asarray(rows["embeddings"], dtype=np.float32)
        if len(vectors):
            vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return cls(rows["ids"], vectors, rows["metadatas"])


class Nearest:
    """The rows of one collection of a finished build, which does not change; a small one is read once."""

    def __init__(self, rows: Rows | None, collection: Any = None) -> None:  # noqa: ANN401
        """Search over rows that are at hand; None: over a collection of Chroma."""
        self._rows, self._collection = rows, collection
        self.size: int = collection.count() if rows is None else len(rows.ids)

    @classmethod
    def over(cls, collection: Any, exact_rows: int | None = None) -> Nearest:  # noqa: ANN401
        """Read the rows, or leave them to Chroma when there are more than ``exact_rows`` (unset: ``EXACT_ROWS``)."""
        few = collection.count() <= (EXACT_ROWS if exact_rows is None else exact_rows)
        return cls(Rows.of(collection) if few else None, collection)

    @property
    def rows(self) -> Rows:
        """All rows, read now when they are not at hand."""
        return self._rows or Rows.of(self._collection)

    @property
    def at_hand(self) -> bool:
        """Whether all rows were read: the collection is not asked any more."""
        return self._rows is not None

    def search(self, vector: Sequence[float], k: int) -> list[Near]:
        """The k rows nearest to a unit vector, nearest first."""
        if not self.size:
            return []
        if self._rows is None:
            return self._by_graph(vector, min(k, self.size))
        ids, vectors, metadata = self._rows
        cosines = vectors @ np.asarray(vector, dtype=np.float32)
        return [Near(ids[row], float(cosines[row]), metadata[row] or {}) for row in top(cosines, k)]

    def _by_graph(self, vector: Sequence[float], k: int) -> list[Near]:
        found = self._collection.query(
            query_embeddings=[list(vector)], n_results=k, include=["metadatas", "distances"]
        )
        rows = zip(found["ids"][0], found["distances"][0], found["metadatas"][0], strict=True)
        return [Near(id_, 1.0 - distance, metadata or {}) for id_, distance, metadata in rows]


def top(scores: Matrix, k: int) -> list[int]:
    """Rows of the k highest scores, best first, equal ones in order of rows; sorts only what it returns."""
    if k < len(scores):
        edge = np.partition(scores, len(scores) - k)[len(scores) - k]
        candidates = np.flatnonzero(scores >= edge)
    else:
        candidates = np.arange(len(scores))
    order = np.argsort(-scores[candidates], kind="stable")[:k]
    return [int(row) for row in candidates[order]]
