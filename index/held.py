"""The rows of a build's small collections, kept beside Chroma's database so that a cold start need not open it.

Importing Chroma and loading its graphs takes half of a cold start, and a small collection is searched exactly anyway
(``index.nearest``). What is read here are copies: they serve only while Chroma's own file says that it has these
collections, with as many rows, measured by cosine. Whatever else it says, or if it cannot be read, Chroma is opened
and says itself what is wrong.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from index import nearest
from index.chroma import METRIC
from index.nearest import Nearest, Rows
from index.store import KINDS, Store

_VECTORS, _ROWS = "held.npy", "held.json"
_COLLECTION = """
    SELECT c.schema_str, (SELECT count(*) FROM embeddings e WHERE e.segment_id = s.id)
    FROM collections c JOIN segments s ON s.collection = c.id AND s.scope = 'METADATA' WHERE c.name = ?
"""


def opened(store: Store, version: str) -> dict[str, Nearest]:
    """Search over the collections of a build, by kind.

    Raises:
        IndexMissingError: a collection or the database is not there.
        IndexMismatchError: a collection measures another distance than cosine.
    """
    if store.embedded and (held := read(store.build_folder(version), version)) is not None:
        return {kind: Nearest(rows) for kind, rows in held.items()}
    near = {kind: Nearest.over(store.collection(kind, version)) for kind in KINDS}
    if all(rows.at_hand for rows in near.values()):
        store.close()
    return near


def write(folder: Path, collections: Mapping[str, Any]) -> None:
    """Copy the rows of the collections of a build, by kind, unless there are too many to be searched exactly."""
    if any(collection.count() > nearest.EXACT_ROWS for collection in collections.values()):
        return
    copied = {kind: Rows.of(collection) for kind, collection in collections.items()}
    vectors = [rows.vectors for rows in copied.values() if len(rows.ids)]
    np.save(folder / _VECTORS, np.concatenate(vectors))
    told = {kind: [rows.ids, rows.metadata] for kind, rows in copied.items()}
    (folder / _ROWS).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def read(folder: Path, version: str) -> dict[str, Rows] | None:
    """The copies by kind; None when Chroma has to be asked."""
    try:
        told = json.loads((folder / _ROWS).read_text(encoding="utf-8"))
        vectors = np.load(folder / _VECTORS, mmap_mode="r")
        sizes = {kind: len(told[kind][0]) for kind in KINDS}
        if sizes != _sizes(folder / "chroma" / "chroma.sqlite3", version):
            return None
    except (OSError, EOFError, ValueError, KeyError, TypeError, IndexError, sqlite3.Error):
        return None
    if len(vectors) != sum(sizes.values()) or max(sizes.values()) > nearest.EXACT_ROWS:
        return None
    starts = np.cumsum([0, *(len(ids) for ids, _ in told.values())])
    return {
        kind: Rows(ids, vectors[start : start + len(ids)], metadata)
        for (kind, (ids, metadata)), start in zip(told.items(), starts, strict=False)
    }


def _sizes(database: Path, version: str) -> dict[str, int]:
    """Rows by kind, as Chroma's file has them; kinds that are missing or measured otherwise are left out."""
    found: dict[str, int] = {}
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as opened:
        for kind in KINDS:
            row = opened.execute(_COLLECTION, (f"{kind}-{version}",)).fetchone()
            if row is not None and _space(json.loads(row[0])) == METRIC:
                found[kind] = row[1]
    return found


def _space(schema: Any) -> object:  # noqa: ANN401 - Chroma's own JSON
    return schema["keys"]["#embedding"]["float_list"]["vector_index"]["config"]["space"]
