"""Intervals are seeded, paired and never outside the data."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.bootstrap import _weights, mean, paired_difference, ratio

SCORES = st.lists(st.floats(0, 1), min_size=1, max_size=40)


def test_no_questions_no_estimate() -> None:
    """An empty slice has no figure rather than a zero."""
    assert mean([]) is None


@settings(deadline=None)
@given(SCORES)
def test_interval_lies_in_the_data_and_repeats(values: list[float]) -> None:
    """The interval is ordered, inside the range of the data, and the same each time."""
    found = mean(values)
    assert found is not None
    assert found == mean(values)
    assert found.n == len(values)
    assert found.value == pytest.approx(np.mean(values))
    assert min(values) - 1e-9 <= found.lo <= found.hi <= max(values) + 1e-9


def test_interval_is_as_wide_as_theory_says() -> None:
    """For 400 coin flips the half width is near 1.96 standard errors, 0.049."""
    found = mean([1.0, 0.0] * 200)
    assert found is not None
    assert found.value - found.lo == pytest.approx(0.049, abs=0.005)
    assert found.hi - found.value == pytest.approx(0.049, abs=0.005)


def test_another_process_gets_the_same_interval() -> None:
    """The draw is seeded, not only remembered."""
    values = [0.0, 0.1, 0.2, 0.4, 0.8, 0.9, 1.0]
    before = mean(values)
    _weights.cache_clear()
    assert mean(values) == before


def test_ratio_weighs_questions_by_their_denominator() -> None:
    """Nine citations of ten and none of two are nine of twelve, not the mean of the shares."""
    found = ratio([(9, 10), (0, 2)])
    assert found is not None
    assert found.value == pytest.approx(9 / 12)
    assert (found.lo, found.hi) == (0.0, pytest.approx(0.9))


@settings(deadline=None)
@given(SCORES, st.floats(-0.5, 0.5))
def test_pairing_removes_what_both_share(values: list[float], shift: float) -> None:
    """A constant lead has an interval without width, however much questions differ."""
    found = paired_difference([value + shift for value in values], values)
    assert found is not None
    assert found.lo == pytest.approx(shift)
    assert found.hi == pytest.approx(shift)


def test_pairs_must_fit() -> None:
    """Two systems that did not answer the same questions cannot be compared."""
    with pytest.raises(ValueError, match="shorter"):
        paired_difference([1.0, 0.0], [1.0])
