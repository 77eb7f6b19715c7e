"""What the engines are measured on: real chunks of a retrieval set, and synthetic rows made from them."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from eval.dataset import Dataset
from index.embedding import Embedder

Origin = Literal["real", "synthetic"]
Vectors = NDArray[np.float32]
CHUNK_CHARS = 25
NOISE = 0.15
SEED = 20
STEP = 128
MAX_QUERIES = 200
_SENTENCE_END = re.compile(r"(?<=[。！？\n])")


@dataclass(frozen=True)
class Rows:
    """Texts with their vectors, and the queries asked of them.

    Attributes:
        origin: ``synthetic`` rows are made from real ones: nothing but sizes and times may be read off them.
        texts: one a row.
        vectors: one a row, of length 1.
        queries: always real.
        query_vectors: of the queries.
        embedding_rate: texts a second of the model alone; of the real rows they are made from.
    """

    origin: Origin
    texts: Sequence[str]
    vectors: Vectors
    queries: Sequence[str]
    query_vectors: Vectors
    embedding_rate: float


def chunks_of(dataset: Dataset) -> list[str]:
    """Sentences of all documents, put together to pieces of about ``CHUNK_CHARS``, each once."""
    pieces: dict[str, None] = {}
    for text in dataset.docs.values():
        piece = ""
        for sentence in _SENTENCE_END.split(text):
            piece += sentence.strip()
            if len(piece) >= CHUNK_CHARS:
                pieces[piece] = None
                piece = ""
        if piece:
            pieces[piece] = None
    return list(pieces)


def real_rows(
    dataset: Dataset, size: int, embedder: Embedder, folder: Path, tick: Callable[[int], None]
) -> Rows:
    """The first ``size`` chunks, or as many as there are, embedded; vectors of an earlier run are reused.

    Args:
        dataset: texts and queries.
        size: how many chunks.
        embedder: the model.
        folder: where vectors are kept.
        tick: called with the number of texts just embedded.
    """
    texts = chunks_of(dataset)[:size]
    queries = list(dataset.queries.values())[:MAX_QUERIES]
    digest = hashlib.sha256("\n".join([embedder.fingerprint, *texts, *queries]).encode()).hexdigest()[:16]
    path = folder / f"vectors-{digest}.npz"
    if not path.is_file():
        started, found = time.perf_counter(), []
        for start in range(0, len(texts), STEP):
            found += embedder.embed_documents(texts[start : start + STEP])
            tick(min(STEP, len(texts) - start))
        rate = len(texts) / (time.perf_counter() - started)
        asked = [embedder.embed_query(query) for query in queries]
        folder.mkdir(parents=True, exist_ok=True)
        np.savez(path, rows=np.array(found, np.float32), queries=np.array(asked, np.float32), rate=rate)
    with np.load(path) as kept:
        return Rows("real", texts, kept["rows"], queries, kept["queries"], float(kept["rate"]))


def synthetic_rows(real: Rows, size: int) -> Rows:
    """Rows halfway between two real ones, with noise: halves of both texts, and a mean of both vectors."""
    random = np.random.default_rng(SEED)
    pairs = random.integers(0, len(real.texts), size=(size, 2))
    texts = []
    for one, other in pairs.tolist():
        a, b = real.texts[one], real.texts[other]
        texts.append(a[: len(a) // 2] + b[len(b) // 2 :])
    vectors = np.empty((size, real.vectors.shape[1]), np.float32)
    for start in range(0, size, 10_000):
        part = pairs[start : start + 10_000]
        noise = random.normal(0, NOISE / np.sqrt(vectors.shape[1]), (len(part), vectors.shape[1]))
        mixed = (real.vectors[part[:, 0]] + real.vectors[part[:, 1]]) / 2 + noise
        vectors[start : start + len(part)] = mixed / np.linalg.norm(mixed, axis=1, keepdims=True)
    return Rows("synthetic", texts, vectors, real.queries, real.query_vectors, real.embedding_rate)
