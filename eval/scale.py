"""``eval scale``: the vector and the lexical engine at growing sizes: building, disk, memory, time, recall, changes."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.latency import memory_mib
from eval.scale_rows import Rows
from index.chroma import Database
from index.fusion import fuse
from index.lexical import LexicalIndex
from index.nearest import Nearest, top
from index.ranker import POOL
from index.tokens import tokenise

Times = NDArray[np.float64]
Figures = dict[str, float | str]
BUILD = "0" * 16
DEPTH = 10
STEP = 2000
CHANGED = 200
TIE = 1e-6


def measure(rows: Rows, folder: Path, tick: Callable[[int], None]) -> Figures:
    """Build both engines over the rows, ask all queries of them, change some rows, and clear up.

    Args:
        rows: what to build from.
        folder: emptied before and afterwards.
        tick: called with the number of rows just added.

    Returns:
        Figures by name; the unit is the end of the name. ``dense`` is what the product does at that size, ``graph``
        and ``exact`` are always what they say.
    """
    shutil.rmtree(folder, ignore_errors=True)
    database = Database(folder / "chroma")
    before, _ = memory_mib()
    collection = database.create("passages", BUILD)
    vector_seconds = _seconds(lambda: fill(collection, rows, tick))
    middle, _ = memory_mib()
    built: list[LexicalIndex] = []
    lexical_seconds = _seconds(lambda: built.append(LexicalIndex.build(rows.texts)))
    lexical = built[0]
    lexical.save(folder / "lexical")
    after, _ = memory_mib()
    served, graph = Nearest.over(collection), Nearest.over(collection, exact_rows=0)
    times = {
        "dense": _times(rows, lambda at: served.search(rows.query_vectors[at].tolist(), POOL)),
        "graph": _times(rows, lambda at: graph.search(rows.query_vectors[at].tolist(), POOL)),
        "exact": _times(rows, lambda at: top(rows.vectors @ rows.query_vectors[at], POOL)),
        "lexical": _times(rows, lambda at: by_words(lexical, rows.queries[at])),
        "hybrid": _times(rows, lambda at: both(served, lexical, rows, at)),
    }
    recalls = [recall(graph, rows, at) for at in range(len(rows.queries))]
    figures: Figures = {
        "rows": len(rows.texts),
        "origin": rows.origin,
        "dense_by": "exact" if served.at_hand else "graph",
        "embedding_rows_s": rows.embedding_rate,
        "vector_build_rows_s": len(rows.texts) / vector_seconds,
        "lexical_build_rows_s": len(rows.texts) / lexical_seconds,
        "vector_disk_mib": disk_mib(folder / "chroma"),
        "lexical_disk_mib": disk_mib(folder / "lexical"),
        "vector_memory_mib": middle - before,
        "lexical_memory_mib": after - middle,
        "process_memory_mib": memory_mib()[0],
        "recall_at_10": float(np.mean(recalls)),
        "recall_at_10_worst": float(np.min(recalls)),
    }
    for name, values in times.items():
        figures |= {f"{name}_p{part}_ms": float(np.percentile(values, part)) for part in (50, 95)}
    figures |= changes(collection, rows)
    database.close()
    shutil.rmtree(folder, ignore_errors=True)
    return figures


def fill(collection: Any, rows: Rows, tick: Callable[[int], None]) -> None:  # noqa: ANN401 - chromadb's types are private
    """Add all rows; Chroma links them into its graph meanwhile."""
    for start in range(0, len(rows.texts), STEP):
        part = range(start, min(start + STEP, len(rows.texts)))
        collection.upsert(ids=[str(at) for at in part], embeddings=rows.vectors[part.start : part.stop])
        tick(len(part))


def by_words(lexical: LexicalIndex, query: str) -> dict[int, float]:
    """The best rows by BM25, as the product takes them."""
    scores = lexical.scores(tokenise(query))
    return {row: float(scores[row]) for row in top(scores, POOL) if scores[row] > 0}


def both(served: Nearest, lexical: LexicalIndex, rows: Rows, at: int) -> dict[int, float]:
    """Dense and lexical search of one query, fused."""
    near = served.search(rows.query_vectors[at].tolist(), POOL)
    return fuse({int(row.id): row.cosine for row in near}, by_words(lexical, rows.queries[at]))


def recall(graph: Nearest, rows: Rows, at: int) -> float:
    """Share of the ten rows found that are among the ten nearest by all cosines; ties count."""
    cosines = rows.vectors @ rows.query_vectors[at]
    tenth = cosines[top(cosines, DEPTH)[-1]]
    found = {int(near.id) for near in graph.search(rows.query_vectors[at].tolist(), DEPTH)}
    return sum(bool(cosines[row] >= tenth - TIE) for row in found) / min(DEPTH, len(cosines))


def changes(collection: Any, rows: Rows) -> Figures:  # noqa: ANN401
    """Add rows to the built collection one by one and at once, look them up, and delete them again."""
    vectors = rows.vectors[:CHANGED][:, ::-1]
    ids = [f"new-{at}" for at in range(len(vectors))]
    one = [
        _seconds(lambda at=at: collection.upsert(ids=[ids[at]], embeddings=vectors[at : at + 1]))  # type: ignore[misc]
        for at in range(min(20, len(ids)))
    ]
    rest = _seconds(lambda: collection.upsert(ids=ids, embeddings=vectors))
    found = collection.query(query_embeddings=vectors, n_results=1)["ids"]
    gone = _seconds(lambda: collection.delete(ids=ids))
    left = collection.query(query_embeddings=vectors, n_results=1)["ids"]
    return {
        "add_one_ms": float(np.median(one)) * 1000,
        "add_rows_s": len(ids) / rest,
        "added_found": sum(got[0].startswith("new-") for got in found) / len(ids),
        "delete_rows_s": len(ids) / gone,
        "deleted_found": sum(got[0].startswith("new-") for got in left) / len(ids),
    }


def disk_mib(folder: Path) -> float:
    """What the files of a folder take."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20


def _seconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def _times(rows: Rows, call: Callable[[int], object]) -> Times:
    """Milliseconds of each query; the first are asked once before, uncounted."""
    for at in range(min(5, len(rows.queries))):
        call(at)
    return np.array([_seconds(lambda at=at: call(at)) * 1000 for at in range(len(rows.queries))])  # type: ignore[misc]
