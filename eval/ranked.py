"""``eval retrieval --dataset``: our three modes over a retrieval set, with the measures of ir_measures.

Each document is one passage (title and text); vectors are compared exactly, without an approximate index, so the
figures say what model, tokens and fusion are worth and nothing about the vector store.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.dataset import Dataset
from eval.retrieval import MODES, Mode
from eval.table import ALL, Row, plain, summarise
from index.embedding import BATCH, Embedder
from index.fusion import fuse
from index.lexical import LexicalIndex
from index.tokens import has_japanese, tokenise

MEASURES = ("nDCG@10", "R@5", "R@10", "RR@10", "P@1")
POOL = 60  # candidates of each list before fusion, as in the index
DEPTH = 10


@dataclass(frozen=True)
class Scored:
    """IR measures of one query under one mode."""

    system: str
    query: str
    values: dict[str, float]


class DatasetIndex:
    """A temporary index of the documents of a retrieval set, in memory."""

    def __init__(
        self, docs: dict[str, str], embedder: Embedder, tick: Callable[[int], None] = lambda _: None
    ) -> None:
        """Embed and index; ``tick`` is called with the number of documents embedded since the last call."""
        self.ids = list(docs)
        self._embedder = embedder
        self._lexical = LexicalIndex.build(list(docs.values()))
        texts = list(docs.values())
        # Texts of like length together: a batch is padded to its longest, and these differ a hundredfold.
        by_length = sorted(range(len(texts)), key=lambda row: len(texts[row]))
        vectors: dict[int, list[float]] = {}
        for start in range(0, len(texts), BATCH):
            rows = by_length[start : start + BATCH]
            vectors |= zip(rows, embedder.embed_documents([texts[row] for row in rows]), strict=True)
            tick(len(rows))
        self._vectors = np.asarray([vectors[row] for row in range(len(texts))], dtype=np.float32)

    def search(self, query: str, mode: Mode, k: int = DEPTH) -> list[str]:
        """Ids of the k best documents, best first."""
        dense = (
            {}
            if mode == "lexical"
            else _top(self._vectors @ np.asarray(self._embedder.embed_query(query), np.float32))
        )
        by_words = mode != "dense" and has_japanese(query)
        lexical = _top(self._lexical.scores(tokenise(query)), positive=True) if by_words else {}
        scores = fuse(dense, lexical)
        best = sorted((row for row in scores if row >= 0), key=lambda row: (-scores[row], row))[:k]
        return [self.ids[row] for row in best]


def _top(scores: NDArray[np.float32], *, positive: bool = False) -> dict[int, float]:
    best = np.argsort(-scores, kind="stable")[:POOL]
    return {int(row): float(scores[row]) for row in best if not positive or scores[row] > 0}


def score(system: str, rankings: dict[str, list[str]], qrels: dict[str, dict[str, int]]) -> list[Scored]:
    """IR measures by query; a query without results counts as zero.

    Args:
        system: name of the system.
        rankings: query id -> document ids, best first.
        qrels: query id -> document id -> gain.
    """
    import ir_measures

    gold = [
        ir_measures.Qrel(query, doc, gain) for query, gains in qrels.items() for doc, gain in gains.items()
    ]
    # Descending by rank, because evaluators re-sort by score and break ties by id.
    run = [
        ir_measures.ScoredDoc(q, doc, -float(at))
        for q, docs in rankings.items()
        for at, doc in enumerate(docs)
    ]
    values: dict[str, dict[str, float]] = {query: dict.fromkeys(MEASURES, 0.0) for query in qrels}
    for metric in ir_measures.iter_calc([ir_measures.parse_measure(name) for name in MEASURES], gold, run):
        values[metric.query_id][str(metric.measure)] = float(metric.value)
    return [Scored(system, query, found) for query, found in values.items()]


def run_dataset(
    dataset: Dataset, index: DatasetIndex, tick: Callable[[], None] = lambda: None
) -> list[Scored]:
    """All modes over all queries; ``tick`` is called after each search."""
    scored: list[Scored] = []
    for mode in MODES:
        rankings = {}
        for query, text in dataset.queries.items():
            rankings[query] = index.search(text, mode)
            tick()
        scored += score(mode, rankings, dataset.qrels)
    return scored


def dataset_rows(scored: Sequence[Scored]) -> list[Row]:
    """Figures of each mode over all queries, named ``mode/measure``."""
    return [
        made
        for system in dict.fromkeys(item.system for item in scored)
        for made in summarise((([ALL], plain(i.values)) for i in scored if i.system == system), f"{system}/")
    ]
