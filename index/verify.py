"""Is a build whole? Asked before it is published, and by ``madoguchi index verify``."""

from __future__ import annotations

from typing import Any

import numpy as np

from index import held
from index.errors import REPAIR, IndexMismatchError, IndexMissingError
from index.files import read_chunks, read_lexical, read_statements
from index.nearest import Rows
from index.store import KINDS, Store

SAMPLE = 3
NEAR = 1e-4


def verify(store: Store, version: str) -> list[str]:
    """What is wrong with a build; [] when its parts agree and stored vectors find themselves."""
    try:
        manifest = store.manifest(version)
        folder = store.build_folder(version)
        chunks = read_chunks(folder)
        read_lexical(folder, len(chunks))
        read_statements(folder)
        collections = {kind: store.collection(kind, version) for kind in KINDS}
    except (IndexMissingError, IndexMismatchError) as error:
        return [str(error)]
    problems = []
    if len(chunks) != manifest.chunks:
        problems.append(f"chunks.jsonl: expected {manifest.chunks} chunks, found {len(chunks)}. {REPAIR}")
    expected = {
        "passages": manifest.chunks,
        "utterances": manifest.utterances,
        "statements": manifest.statements,
        "titles": manifest.titles,
    }
    for kind, collection in collections.items():
        try:
            problems += [f"{kind}: {wrong}. {REPAIR}" for wrong in _wrong(collection, expected[kind])]
        except Exception as error:  # chromadb raises many types for damaged files
            problems.append(f"{kind}: the collection cannot be read ({error}). {REPAIR}")
    if not problems and {chunk.id for chunk in chunks} != set(collections["passages"].get(include=[])["ids"]):
        problems.append(f"passages: other rows than in chunks.jsonl. {REPAIR}")
    copies = held.read(folder, version) if store.embedded and not problems else None
    problems += [
        f"{kind}: other rows than their copies. {REPAIR}"
        for kind, rows in (copies or {}).items()
        if not _same(rows, Rows.of(collections[kind]))
    ]
    return problems


def _same(one: Rows, other: Rows) -> bool:
    """Whether two copies of a collection hold the same rows, in whatever order."""
    mine, its = (sorted(range(len(rows.ids)), key=rows.ids.__getitem__) for rows in (one, other))
    if [one.ids[row] for row in mine] != [other.ids[row] for row in its]:
        return False
    return not mine or np.allclose(one.vectors[mine], other.vectors[its], atol=NEAR)


def _wrong(collection: Any, expected: int) -> list[str]:  # noqa: ANN401
    count = collection.count()
    if count != expected:
        return [f"expected {expected} rows, found {count}"]
    if not count:
        return []
    sample = collection.get(limit=SAMPLE, include=["embeddings"])
    found = collection.query(query_embeddings=sample["embeddings"], n_results=1, include=["distances"])[
        "distances"
    ]
    # By distance, not by id: two rows may hold the same text.
    return [
        f"row {row} does not find itself"
        for row, distances in zip(sample["ids"], found, strict=True)
        if not distances or distances[0] > NEAR
    ]
