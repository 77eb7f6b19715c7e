"""Builds an index: chunk, embed what is new, write beside the serving build, verify, swap."""

from __future__ import annotations

import datetime as dt
import fcntl
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import Corpus
from index import files, held
from index.chunks import chunk_corpus
from index.embedding import BATCH, Embedder
from index.errors import IndexMismatchError, IndexMissingError
from index.passage import Chunk
from index.rows import (
    OFF_TOPIC,
    Row,
    chunk_rows,
    statement_rows,
    statement_words,
    title_rows,
    utterance_rows,
    version_of,
)
from index.settings import IndexSettings
from index.store import KINDS, Manifest, Store
from index.verify import verify

__all__ = ["OFF_TOPIC", "Built", "build", "verify"]

Progress = Callable[[int, int], None]
Vectors = dict[str, Sequence[float]]
_STEP = 1000  # rows a call; Chroma takes a few thousand at most


@dataclass(frozen=True)
class Built:
    """What a build did: rows embedded and rows whose vector was at hand; not ``fresh`` when nothing changed."""

    manifest: Manifest
    embedded: int
    reused: int
    fresh: bool


def build(corpus: Corpus, settings: IndexSettings, progress: Progress = lambda _done, _total: None) -> Built:
    """Bring the index up to date.

    Args:
        corpus: what to index.
        settings: where, and with which model.
        progress: called with texts embedded so far and texts to embed.

    Returns:
        What was done; ``fresh`` is False when the serving build was already current.

    Raises:
        IndexMissingError: model, database or server cannot be opened, or the new build does not verify.
    """
    store, embedder = Store(settings), Embedder(settings)
    chunks, utterances, statements = chunk_corpus(corpus), utterance_rows(corpus), statement_rows(corpus)
    content = version_of(chunks, utterances, statements, embedder.fingerprint)
    rows = {
        "passages": chunk_rows(chunks),
        "utterances": utterances,
        "statements": statements,
        "titles": title_rows(chunks),
    }
    size = sum(map(len, rows.values()))
    if current := _whole(store, content, store.usable_versions()[:1]):
        return Built(current, 0, size, fresh=False)
    with _exclusive(store.folder):
        if current := _whole(store, content, store.usable_versions()):
            # Another process has built it while this one waited, or it is the build before the serving one.
            store.publish(current.version)
            return Built(current, 0, size, fresh=True)
        version = store.new_name(content)
        known = _known_vectors(store, embedder.fingerprint)
        texts = dict.fromkeys(row.text for group in rows.values() for row in group)
        missing = [text for text in texts if text not in known]
        known |= _embed(embedder, missing, progress)
        collections = {kind: store.create(kind, version) for kind in rows}
        for kind, group in rows.items():
            _fill(collections[kind], group, known)
        manifest = Manifest(
            version=version,
            model=Path(settings.model_path).name,
            query_prompt=settings.query_prompt,
            document_prompt=settings.document_prompt,
            fingerprint=embedder.fingerprint,
            chunks=len(chunks),
            utterances=len(utterances),
            statements=len(statements),
            titles=len(rows["titles"]),
            built_at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        )
        if store.embedded:
            held.write(store.build_folder(version), collections)
        _write(store.build_folder(version), chunks, statement_words(corpus), manifest)
        if problems := verify(store, version):
            raise IndexMissingError(
                f"The new build does not verify: {'; '.join(problems)}. The previous index still serves."
            )
        store.publish(version)
    return Built(manifest, len(missing), size - len(missing), fresh=True)


def _whole(store: Store, content: str, versions: Sequence[str]) -> Manifest | None:
    """The manifest of the first of some builds that has the content wanted and is whole."""
    for version in versions:
        if version.partition("-")[0] == content and not verify(store, version):
            return store.manifest(version)
    return None


@contextmanager
def _exclusive(folder: Path) -> Iterator[None]:
    """One build at a time; the lock goes with the process, so a killed build blocks nobody."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "build.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _known_vectors(store: Store, fingerprint: str) -> Vectors:
    """Vectors of the kept builds by text, as far as the same model and prefixes made them.

    By text and not by id: a moved line is another chunk with the same vector, and a corrected character makes
    another vector.
    """
    known: Vectors = {}
    for version in store.usable_versions():
        try:
            if store.manifest(version).fingerprint != fingerprint:
                continue
            for kind in KINDS:
                rows = store.collection(kind, version).get(include=["embeddings", "documents"])
                vectors = (vector.tolist() for vector in rows["embeddings"])
                known |= dict(zip(rows["documents"], vectors, strict=True))
        except (IndexMissingError, IndexMismatchError):
            continue
    return known


def _embed(embedder: Embedder, texts: Sequence[str], progress: Progress) -> Vectors:
    vectors: Vectors = {}
    for start in range(0, len(texts), BATCH):
        batch = list(texts[start : start + BATCH])
        vectors |= zip(batch, embedder.embed_documents(batch), strict=True)
        progress(len(vectors), len(texts))
    return vectors


def _fill(collection: Any, rows: Sequence[Row], vectors: Vectors) -> None:  # noqa: ANN401
    for start in range(0, len(rows), _STEP):
        part = rows[start : start + _STEP]
        collection.upsert(
            ids=[row.id for row in part],
            embeddings=[vectors[row.text] for row in part],
            documents=[row.text for row in part],
            metadatas=[row.metadata for row in part],
        )


def _write(folder: Path, chunks: Sequence[Chunk], words: Mapping[str, str], manifest: Manifest) -> None:
    """The manifest last: a build folder with one is whole."""
    files.write(folder, chunks, words)
    (folder / "manifest.json").write_text(manifest.model_dump_json(indent=2), encoding="utf-8")
