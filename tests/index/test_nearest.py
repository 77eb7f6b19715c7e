"""Nearest rows: exactly and by Chroma's graph, which must agree."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.chroma import Database
from index.nearest import Nearest, top

ROWS, DIMENSIONS, QUERIES = 600, 32, 20


@pytest.fixture
def collection(tmp_path: Path) -> Any:
    """A real collection of unit vectors."""
    random = np.random.default_rng(1)
    vectors = random.normal(size=(ROWS, DIMENSIONS)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    made = Database(tmp_path / "chroma").create("passages", "0" * 16)
    made.upsert(
        ids=[f"row-{at}" for at in range(ROWS)],
        embeddings=vectors,
        metadatas=[{"at": at} for at in range(ROWS)],
    )
    return made


def test_exact_search_finds_what_chroma_finds(collection: Any) -> None:
    """Same rows in the same order, same cosines, same metadata."""
    exact, graph = Nearest.over(collection), Nearest.over(collection, exact_rows=0)
    assert (exact.at_hand, graph.at_hand) == (True, False)
    for query in np.random.default_rng(2).normal(size=(QUERIES, DIMENSIONS)):
        vector = (query / np.linalg.norm(query)).tolist()
        ours, theirs = exact.search(vector, 10), graph.search(vector, 10)
        assert [near.id for near in ours] == [near.id for near in theirs]
        assert [near.cosine for near in ours] == pytest.approx([near.cosine for near in theirs], abs=1e-5)
        assert [near.metadata["at"] for near in ours] == [int(near.id.removeprefix("row-")) for near in ours]


@pytest.mark.parametrize("exact_rows", [0, ROWS])
def test_more_than_there_are(collection: Any, exact_rows: int) -> None:
    """Asked for more rows than there are, it gives all."""
    found = Nearest.over(collection, exact_rows).search([1.0] + [0.0] * (DIMENSIONS - 1), ROWS * 2)
    assert len({near.id for near in found}) == ROWS


def test_an_empty_collection_finds_nothing(tmp_path: Path) -> None:
    """No rows, no answer, no error."""
    empty = Nearest.over(Database(tmp_path / "chroma").create("passages", "0" * 16))
    assert empty.search([1.0, 0.0], 5) == []


@pytest.mark.parametrize("size", [1, 5, 60, 200])
def test_top_is_a_stable_sort(size: int) -> None:
    """The first k of all rows sorted by score, equal scores in order of rows."""
    scores = np.random.default_rng(size).integers(0, 9, size).astype(np.float32)
    for k in (1, 3, size, size + 4):
        assert top(scores, k) == np.argsort(-scores, kind="stable")[:k].tolist()
