"""95 % intervals by bootstrap over questions: seeded, 2,000 resamples, percentile.

Every figure is a ratio of sums, so one function serves means (denominators 1), shares over sentences or
citations, precision and recall. With n items all right (or all wrong) the interval has no width; that is a
property of the method and says nothing about the next question.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2000
SEED = 20250106
LEVEL = 0.95


class Estimate(NamedTuple):
    """A figure with its 95 % interval; ``n`` is the number of questions behind it."""

    n: int
    value: float
    lo: float
    hi: float


@lru_cache(maxsize=64)
def _weights(n: int) -> NDArray[np.float64]:
    """How often each of n items is drawn in each resample, shape (RESAMPLES, n); the same for every metric."""
    rng = np.random.default_rng(SEED)
    return rng.multinomial(n, np.full(n, 1 / n), size=RESAMPLES).astype(np.float64)


def ratio(parts: Sequence[tuple[float, float]]) -> Estimate | None:
    """Sum of numerators over sum of denominators, with its interval.

    Args:
        parts: one (numerator, denominator) a question; denominators are positive.

    Returns:
        The estimate, or None without questions.
    """
    if not parts:
        return None
    above, below = np.asarray(parts, dtype=np.float64).T
    weights = _weights(len(parts))
    lo, hi = np.quantile((weights @ above) / (weights @ below), [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Estimate(len(parts), float(above.sum() / below.sum()), float(lo), float(hi))


def mean(values: Sequence[float]) -> Estimate | None:
    """Mean with its interval; None without values."""
    return ratio([(value, 1.0) for value in values])


def paired_difference(ours: Sequence[float], theirs: Sequence[float]) -> Estimate | None:
    """Mean of ours minus theirs, question by question, with its interval.

    Raises:
        ValueError: the two do not hold the same number of questions.
    """
    return mean([a - b for a, b in zip(ours, theirs, strict=True)])
