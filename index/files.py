"""The files of a build beside its collections: the chunks, and the lexical index over them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from index.errors import REPAIR, IndexMissingError
from index.lexical import LexicalIndex
from index.passage import Chunk

_CHUNKS = "chunks.jsonl"
_LEXICAL = "lexical"


def write(folder: Path, chunks: Sequence[Chunk]) -> None:
    """Write both into a build folder; row i of the lexical index is chunk i."""
    LexicalIndex.build([chunk.embedded for chunk in chunks]).save(folder / _LEXICAL)
    lines = (chunk.model_dump_json() + "\n" for chunk in chunks)
    (folder / _CHUNKS).write_text("".join(lines), encoding="utf-8")


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
    try:
        return LexicalIndex.load(folder / _LEXICAL, size)
    except (OSError, ValueError, KeyError, EOFError) as error:
        raise IndexMissingError(f"{folder / _LEXICAL} is missing or not readable. {REPAIR}") from error
