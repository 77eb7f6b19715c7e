"""Builds an index: chunk, embed what is new, write beside the serving build, verify, swap."""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import Corpus
from index.chunks import chunk_corpus
from index.embedding import BATCH, Embedder
from index.errors import IndexMissingError
from index.lexical import LexicalIndex
from index.passage import Chunk
from index.settings import IndexSettings
from index.store import METRIC, SCHEMA, Manifest, Store, write_chunks

OFF_TOPIC = "off_topic"
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Row:
    """A text to embed: id, text, and what Chroma keeps beside the vector."""

    id: str
    text: str
    metadata: dict[str, str]


@dataclass(frozen=True)
class Built:
    """What a build did."""

    manifest: Manifest
    embedded: int
    reused: int
    fresh: bool


def chunk_rows(chunks: Sequence[Chunk]) -> list[Row]:
    """Chunks as rows of the ``passages`` collection."""
    return [
        Row(chunk.id, chunk.embedded, {"kind": chunk.kind, "document": chunk.document}) for chunk in chunks
    ]


def utterance_rows(corpus: Corpus) -> list[Row]:
    """What people say, with the programme they mean, as rows of the ``utterances`` collection."""
    said = [
        (text, programme.name)
        for programme in corpus.programmes
        for text in [*programme.utterances, *programme.summary.values()]
    ]
    said += [(text, OFF_TOPIC) for text in corpus.off_topic]
    return [
        Row(hashlib.sha256(text.encode()).hexdigest()[:24], text, {"label": label})
        for text, label in dict(said).items()
    ]


def version_of(chunks: Sequence[Chunk], rows: Sequence[Row], fingerprint: str) -> str:
    """Content and configuration hash: equal inputs give the same version, so a second build does nothing."""
    parts = [
        SCHEMA,
        METRIC,
        fingerprint,
        [chunk.model_dump_json() for chunk in chunks],
        [[row.id, row.metadata] for row in rows],
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def build(corpus: Corpus, settings: IndexSettings, progress: Progress = lambda _done, _total: None) -> Built:
    """Bring the index up to date.

    Args:
        corpus: what to index.
        settings: where, and with which model.
        progress: called with texts embedded so far and texts to embed.

    Returns:
        What was done; ``fresh`` is False when the serving build was already current.
    """
    store, embedder = Store(settings), Embedder(settings)
    chunks, utterances = chunk_corpus(corpus), utterance_rows(corpus)
    version = version_of(chunks, utterances, embedder.fingerprint)
    if store.versions()[:1] == [version] and not verify(store, version):
        return Built(store.manifest(version), 0, len(chunks) + len(utterances), fresh=False)
    with _exclusive(store.folder):
        known = _known_vectors(store, embedder.fingerprint)
        rows = {"passages": chunk_rows(chunks), "utterances": utterances}
        missing = [row for group in rows.values() for row in group if row.id not in known]
        known |= _embed(embedder, missing, progress)
        for kind, group in rows.items():
            _fill(store.create(kind, version), group, known)
        folder = store.build_folder(version)
        LexicalIndex.build([chunk.embedded for chunk in chunks]).save(folder / "lexical")
        write_chunks(folder / "chunks.jsonl", chunks)
        manifest = Manifest(
            version=version,
            model=Path(settings.model_path).name,
            fingerprint=embedder.fingerprint,
            chunks=len(chunks),
            utterances=len(utterances),
            built_at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        )
        (folder / "manifest.json").write_text(manifest.model_dump_json(indent=2), encoding="utf-8")
        problems = verify(store, version)
        if problems:
            raise IndexMissingError(
                f"The new build does not verify: {'; '.join(problems)}. The previous index still serves."
            )
        store.publish(version)
    return Built(manifest, len(missing), len(chunks) + len(utterances) - len(missing), fresh=True)


@contextmanager
def _exclusive(folder: Path) -> Iterator[None]:
    """One build at a time; the lock goes with the process, so a killed build blocks nobody."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "build.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _known_vectors(store: Store, fingerprint: str) -> dict[str, Any]:
    """Vectors of the serving build by row id, if the same model made them."""
    known: dict[str, Any] = {}
    for version in store.versions()[:1]:
        try:
            if store.manifest(version).fingerprint != fingerprint:
                return {}
            for kind in ("passages", "utterances"):
                rows = store.collection(kind, version).get(include=["embeddings"])
                known |= {
                    id_: vector.tolist() for id_, vector in zip(rows["ids"], rows["embeddings"], strict=True)
                }
        except IndexMissingError:
            return {}
    return known


def _embed(embedder: Embedder, rows: Sequence[Row], progress: Progress) -> dict[str, list[float]]:
    vectors: dict[str, list[float]] = {}
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        vectors |= dict(
            zip((row.id for row in batch), embedder.embed_documents([row.text for row in batch]), strict=True)
        )
        progress(len(vectors), len(rows))
    return vectors


def _fill(collection: Any, rows: Sequence[Row], vectors: dict[str, Any]) -> None:  # noqa: ANN401
    step = 1000
    for start in range(0, len(rows), step):
        part = rows[start : start + step]
        collection.upsert(
            ids=[row.id for row in part],
            embeddings=[vectors[row.id] for row in part],
            documents=[row.text for row in part],
            metadatas=[row.metadata for row in part],
        )


def verify(store: Store, version: str) -> list[str]:
    """What is wrong with a build; [] when counts agree and a stored vector finds itself first."""
    try:
        manifest = store.manifest(version)
        collections = {kind: store.collection(kind, version) for kind in ("passages", "utterances")}
    except IndexMissingError as error:
        return [str(error)]
    problems = []
    for kind, expected in (("passages", manifest.chunks), ("utterances", manifest.utterances)):
        count = collections[kind].count()
        if count != expected:
            problems.append(f"{kind}: expected {expected} rows, found {count}")
            continue
        sample = collections[kind].get(limit=3, include=["embeddings"])
        found = collections[kind].query(query_embeddings=sample["embeddings"], n_results=1)["ids"]
        problems += [
            f"{kind}: row {row} does not find itself"
            for row, hit in zip(sample["ids"], found, strict=True)
            if hit != [row]
        ]
    folder = store.build_folder(version)
    for name in ("chunks.jsonl", "lexical"):
        if not (folder / name).exists():
            problems.append(f"{name} is missing")
    return problems
