"""Reads the weights file: architecture, vocabulary and the directory of its tensors.

Layout (little-endian): magic and architecture; token pieces with their scores; a character table,
which is skipped; a directory of tensors; their data.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.bundled_model.errors import BundledModelError
from index.bundled_model.tensor import BLOCK_VALUES, Tensor

MAGIC = b"E5S1"


@dataclass(frozen=True)
class Architecture:
    """The sizes of the encoder."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    positions: int
    epsilon: float


@dataclass(frozen=True)
class Vocabulary:
    """The unigram tokenizer's pieces in id order, their scores, and the ids with a role."""

    pieces: list[str]
    scores: list[float]
    bos: int
    eos: int
    pad: int
    unk: int


@dataclass(frozen=True)
class Weights:
    """Everything the converter takes from the file."""

    architecture: Architecture
    vocabulary: Vocabulary
    tensors: dict[str, Tensor]


class _Cursor:
    """Walks through the mapped file."""

    def __init__(self, data: NDArray[np.uint8]) -> None:
        self.data = data
        self.position = 0

    def take(self, count: int) -> NDArray[np.uint8]:
        self.position += count
        return self.data[self.position - count : self.position]

    def unpack(self, layout: str) -> tuple[Any, ...]:
        return struct.unpack("<" + layout, self.take(struct.calcsize("<" + layout)).tobytes())


def read_weights(path: Path) -> Weights:
    """Map the file and read its directory; the tensors' data stay on disk until asked for."""
    cursor = _Cursor(np.memmap(path, dtype=np.uint8, mode="r"))
    if (magic := cursor.take(len(MAGIC)).tobytes()) != MAGIC:
        raise BundledModelError(
            f"Expected {path} to begin with {MAGIC!r}, got {magic!r}: not a weights file."
        )
    _, hidden, layers, heads, forward, _, positions, _, epsilon, block = cursor.unpack("I7ifi")
    if block != BLOCK_VALUES:
        raise BundledModelError(f"Expected blocks of {BLOCK_VALUES} values in {path}, got {block}.")
    vocabulary = _read_vocabulary(cursor)
    _, skipped = cursor.unpack("iI")
    cursor.take(skipped)
    architecture = Architecture(hidden, layers, heads, forward, positions, epsilon)
    return Weights(architecture, vocabulary, dict(_read_tensors(cursor)))


def _read_vocabulary(cursor: _Cursor) -> Vocabulary:
    count, bos, eos, pad, unk, length = cursor.unpack("5iQ")
    offsets = cursor.take(4 * (count + 1)).view("<u4").tolist()
    scores = cursor.take(4 * count).view("<f4").tolist()
    text = cursor.take(length).tobytes()
    pieces = [text[start:end].decode() for start, end in pairwise(offsets)]
    return Vocabulary(pieces, scores, bos, eos, pad, unk)


def _read_tensors(cursor: _Cursor) -> Iterator[tuple[str, Tensor]]:
    (count,) = cursor.unpack("i")
    for _ in range(count):
        (length,) = cursor.unpack("H")
        name = cursor.take(length).tobytes().decode()
        _, size, offset, stored = cursor.unpack("BIQQ")
        yield name, Tensor(size, cursor.data[offset : offset + stored])
