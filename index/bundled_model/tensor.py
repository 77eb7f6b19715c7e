"""One tensor as the weights file stores it, and how its values are unpacked.

It is stored either as float32 or in blocks of 32 values: one float16 scale, then 16 bytes whose low
nibbles are the first 16 values and whose high nibbles are the other 16, each offset by 8.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BLOCK_VALUES = 32
BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK_VALUES // 2,))])
BLOCKS_AT_ONCE = 1 << 18
ZERO_POINT = 8


@dataclass(frozen=True)
class Tensor:
    """A stored tensor; its values are unpacked on demand."""

    size: int
    stored: NDArray[np.uint8]

    def values(self) -> Iterator[NDArray[np.float32]]:
        """Yield the values in order, some megabytes at a time."""
        if self.stored.nbytes == self.size * 4:
            yield self.stored.view("<f4")
            return
        blocks = self.stored.view(BLOCK)
        for start in range(0, len(blocks), BLOCKS_AT_ONCE):
            part = blocks[start : start + BLOCKS_AT_ONCE]
            nibbles = np.concatenate([part["nibbles"] & 15, part["nibbles"] >> 4], axis=1)
            centred = nibbles.astype(np.float32) - ZERO_POINT
            yield (centred * part["scale"].astype(np.float32)[:, None]).reshape(-1)
