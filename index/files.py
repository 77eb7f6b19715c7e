"""The files of a build beside its collections: the chunks, the curated items, and a lexical index over each."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from index.errors import REPAIR, IndexMissingError
from index.lexical import LexicalIndex
from index.passage import Chunk

_CHUNKS = "chunks.jsonl"
_LEXICAL = "lexical"
_ITEMS = "statements.json"
_ITEM_WORDS = "lexical-statements"


def write(folder: Path, chunks: Sequence[Chunk], statements: Mapping[str, str]) -> None:
    """Write all into a build folder; row i of a lexical index is chunk i, or curated item i.

    Args:
        folder: of the build.
        chunks: in the order of the rows.
        statements: words of each curated item, by id.
    """
    LexicalIndex.build([chunk.embedded for chunk in chunks]).save(folder / _LEXICAL)
    if statements:
        LexicalIndex.build(list(statements.values())).save(folder / _ITEM_WORDS)
    (folder / _ITEMS).write_text(json.dumps(list(statements), ensure_ascii=False), encoding="utf-8")
    lines = (chunk.model_dump_json() + "\n" for chunk in chunks)
    (folder / _CHUNKS).write_text("".join(lines), encoding="utf-8")


def read_statements(folder: Path) -> tuple[list[str], LexicalIndex | None]:
    """Ids of the curated items of a build and the lexical index over them; None when there are none.

    Raises:
        IndexMissingError: a file is missing or damaged.
    """
    path = folder / _ITEMS
    try:
        ids = [str(item) for item in json.loads(path.read_text(encoding="utf-8"))]
    except (OSError, ValueError) as error:
        raise IndexMissingError(f"{path} is missing or not readable. {REPAIR}") from error
    return ids, _loaded(folder / _ITEM_WORDS, len(ids)) if ids else None


def read_chunks(folder: Path) -> list[Chunk]:
    """Chunks of a build in the order of the lexical index's rows.

    Raises:
        IndexMissingError: the file is missing or damaged.
    """
    path = folder / _CHUNKS
    try:
        with path.open(encoding="utf-8") as file:
            return [Chunk.model_validate_json(line) for line in file]
    except (OSError, ValueError) as error:
        raise IndexMissingError(f"{path} is missing or not readable. {REPAIR}") from error


def read_lexical(folder: Path, size: int) -> LexicalIndex:
    """The lexical index of a build of ``size`` chunks.

    Raises:
        IndexMissingError: a file is missing or damaged, or it indexes another number of chunks.
    """
    return _loaded(folder / _LEXICAL, size)


def _loaded(folder: Path, size: int) -> LexicalIndex:
    try:
        return LexicalIndex.load(folder, size)
    except (OSError, ValueError, KeyError, EOFError) as error:
        raise IndexMissingError(f"{folder} is missing or not readable. {REPAIR}") from error
