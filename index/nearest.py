"""Nearest rows of a collection: exactly while it is small, by Chroma's graph when it is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

EXACT_ROWS = 20_000
"""Up to here all cosines cost less than a walk through the graph (docs/decisions/0013-scale.md), and miss nothing."""


class Near(NamedTuple):
    """A row that was found: its id, its cosine, and what is kept beside its vector."""

    id: str
    cosine: float
    metadata: Mapping[str, Any]


class Nearest:
    """The rows of one collection of a finished build, which does not change; a small one is read once."""

    def __init__(self, collection: Any, exact_rows: int | None = None) -> None:  # noqa: ANN401 - chromadb's types are private
        """Read the rows, or leave them to Chroma when there are more than ``exact_rows`` (unset: ``EXACT_ROWS``)."""
        exact_rows = EXACT_ROWS if exact_rows is None else exact_rows
        self._collection = collection
        self.size: int = collection.count()
        self._matrix = None
        if 0 < self.size <= exact_rows:
            rows = collection.get(include=["embeddings", "metadatas"])
            matrix = np.asarray(rows["embeddings"], dtype=np.float32)
            self._matrix = matrix / np.linalg.norm(matrix, axis=1, keepdims=True)
            self._ids, self._metadata = rows["ids"], rows["metadatas"]

    @property
    def at_hand(self) -> bool:
        """Whether all rows were read: the collection is not asked any more."""
        return self._matrix is not None or not self.size

    def search(self, vector: Sequence[float], k: int) -> list[Near]:
        """The k rows nearest to a unit vector, nearest first."""
        if not self.size:
            return []
        if self._matrix is None:
            return self._by_graph(vector, min(k, self.size))
        cosines = self._matrix @ np.asarray(vector, dtype=np.float32)
        best = top(cosines, k)
        return [Near(self._ids[row], float(cosines[row]), self._metadata[row] or {}) for row in best]

    def _by_graph(self, vector: Sequence[float], k: int) -> list[Near]:
        found = self._collection.query(
            query_embeddings=[list(vector)], n_results=k, include=["metadatas", "distances"]
        )
        rows = zip(found["ids"][0], found["distances"][0], found["metadatas"][0], strict=True)
        return [Near(id_, 1.0 - distance, metadata or {}) for id_, distance, metadata in rows]


def top(scores: np.ndarray[Any, np.dtype[np.float32]], k: int) -> list[int]:
    """Rows of the k highest scores, best first, equal ones in order of rows; sorts only what it returns."""
    if k < len(scores):
        edge = np.partition(scores, len(scores) - k)[len(scores) - k]
        candidates = np.flatnonzero(scores >= edge)
    else:
        candidates = np.arange(len(scores))
    order = np.argsort(-scores[candidates], kind="stable")[:k]
    return [int(row) for row in candidates[order]]
