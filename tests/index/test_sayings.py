"""Labels by their sayings: the nearest few, and what a label's sayings have in common."""

from __future__ import annotations

import numpy as np
import pytest

from index.nearest import Rows
from index.sayings import NEAREST, Sayings


@pytest.fixture
def rows() -> Rows:
    """Forty unit vectors of two labels, each around a direction of its own, and five of a third."""
    rng = np.random.default_rng(1)
    centres = np.eye(3, 16)
    labels = ["a"] * 20 + ["b"] * 20 + ["c"] * 5
    made = np.stack([centres["abc".index(label)] + rng.normal(0, 0.1, 16) for label in labels])
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    return Rows([str(n) for n in range(45)], made.astype(np.float32), [{"label": label} for label in labels])


def test_each_view_finds_the_label(rows: Rows) -> None:
    """Also that of few sayings."""
    sayings = Sayings(rows)
    for at, label in enumerate("abc"):
        fits = sayings(np.eye(3, 16)[at].tolist())
        for view in range(3):
            assert max(fits, key=lambda name: fits[name][view]) == label
        assert fits[label].linear == pytest.approx(1, abs=0.3)


def test_cosines_are_exact(rows: Rows) -> None:
    """The nearest one, and the mean of the nearest few."""
    asked = rows.vectors[0]
    fits = Sayings(rows)(asked.tolist())
    own = np.sort(rows.vectors[:20] @ asked)[::-1]
    assert fits["a"].nearest == pytest.approx(float(own[0]))
    assert fits["a"].near == pytest.approx(float(own[:NEAREST].mean()))


def test_no_sayings() -> None:
    """An empty collection fits nothing."""
    assert Sayings(Rows([], np.zeros((0, 16), np.float32), []))([0.0] * 16) == {}
