"""``eval retrieval --dataset``: our three modes over a retrieval set, with the measures of ir_measures.

Each document is one passage (title and text) and is ranked by the assistant's own ranker; vectors are compared
exactly, without an approximate index, so the figures say nothing about the vector store.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpus import load_corpus
from eval.dataset import Dataset
from eval.retrieval import MODES
from eval.table import ALL, Row, plain, summarise
from index.embedding import BATCH, Embedder
from index.expansion import Thesaurus
from index.lexical import LexicalIndex
from index.nearest import top
from index.ranker import Cosines, Mode, Ranker, Titles
from index.titles import own_titles

MEASURES = ("nDCG@10", "R@5", "R@10", "R@100", "RR@10", "P@1")
DEPTH = 100


@dataclass(frozen=True)
class Scored:
    """IR measures of one query under one mode."""

    system: str
    query: str
    values: dict[str, float]


class DatasetIndex:
    """A temporary index of the documents of a retrieval set, in memory, ranked as the assistant ranks."""

    def __init__(
        self,
        docs: Mapping[str, str],
        embedder: Embedder,
        tick: Callable[[int], None] = lambda _: None,
        titles: Mapping[str, str] | None = None,
    ) -> None:
        """Embed and index.

        Args:
            docs: whole texts by id.
            embedder: makes the vectors.
            tick: called with the number of texts embedded since the last call.
            titles: titles by document id; searched as well when nearly each document has one of its own.
        """
        self.ids = list(docs)
        self._embedder = embedder
        own = own_titles([(titles or {}).get(id_, "") for id_ in self.ids])
        self.ranker = Ranker(
            LexicalIndex.build(list(docs.values())),
            _nearest(dict(enumerate(docs.values())), embedder, tick),
            Titles(own.keys(), _nearest(own, embedder, tick)) if own else None,
            Thesaurus(load_corpus().thesaurus),
        )

    def search(self, query: str, mode: Mode, k: int = DEPTH) -> list[str]:
        """Ids of the k best documents, best first."""
        vector = [] if mode == "lexical" else self._embedder.embed_query(query)
        return [self.ids[row] for row in self.ranker.rank(query, vector, mode).best(k)]


def _nearest(texts: Mapping[int, str], embedder: Embedder, tick: Callable[[int], None]) -> Cosines:
    """Exact search over the vectors of texts by row."""
    # Texts of like length together: a batch is padded to its longest, and these differ a hundredfold.
    by_length = sorted(texts, key=lambda row: len(texts[row]))
    made: dict[int, list[float]] = {}
    for start in range(0, len(texts), BATCH):
        rows = by_length[start : start + BATCH]
        made |= zip(rows, embedder.embed_documents([texts[row] for row in rows]), strict=True)
        tick(len(rows))
    at = list(texts)
    vectors = np.asarray([made[row] for row in at], dtype=np.float32)

    def nearest(vector: Sequence[float], n: int) -> dict[int, float]:
        cosines = vectors @ np.asarray(vector, np.float32)
        return {at[best]: float(cosines[best]) for best in top(cosines, n)}

    return nearest


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
