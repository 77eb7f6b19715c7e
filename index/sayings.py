"""What people say about each label (a programme, or something else), and which label a question fits.

Two views of the same rows: the nearest sayings of a label, which know rare wordings, and a linear classifier over all
of them, which weighs what the sayings of one label have in common against those of the others. Together they find the
programme of more questions that do not name it than either alone (docs/decisions/0018-unnamed.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from index.nearest import Matrix, Rows

NEAREST = 3
REGULARISATION = 1.0


class Fit(NamedTuple):
    """How a question fits a label.

    Attributes:
        nearest: cosine of the nearest saying.
        near: mean cosine of the few nearest ones.
        linear: the classifier's score; 1 is what a saying of the label itself would have, 0 what one of another.
    """

    nearest: float
    near: float
    linear: float


class Sayings:
    """Labelled unit vectors."""

    def __init__(self, rows: Rows) -> None:
        """Keep the rows; each has its ``label`` beside it."""
        said = [str((kept or {}).get("label", "")) for kept in rows.metadata]
        self.labels = sorted(set(said))
        self._vectors = np.asarray(rows.vectors, dtype=np.float32)
        self._of = np.array([self.labels.index(label) for label in said], dtype=np.intp)
        self._rows = [np.flatnonzero(self._of == at) for at in range(len(self.labels))]

    def __call__(self, vector: Sequence[float]) -> dict[str, Fit]:
        """Every label's fit to a unit vector."""
        if not self.labels:
            return {}
        asked = np.asarray(vector, dtype=np.float32)
        cosines = self._vectors @ asked
        mean, weights, offset = self._classifier
        linear = (asked - mean) @ weights + offset
        found = {}
        for at, label in enumerate(self.labels):
            own = cosines[self._rows[at]]
            near = np.partition(own, max(len(own) - NEAREST, 0))[-NEAREST:]
            found[label] = Fit(float(near.max()), float(near.mean()), float(linear[at]))
        return found

    @cached_property
    def _classifier(self) -> tuple[Matrix, Matrix, Matrix]:
        """Ridge regression on the labels, each label weighing the same however many sayings it has."""
        count = len(self._of)
        weight = (count / len(self.labels)) / np.bincount(self._of)[self._of]
        mean = self._vectors.mean(axis=0)
        centred = self._vectors - mean
        truth = np.eye(len(self.labels), dtype=np.float32)[self._of]
        offset = np.average(truth, axis=0, weights=weight)
        weighted = (centred * weight[:, None]).T
        square = weighted @ centred + REGULARISATION * np.eye(centred.shape[1])
        return mean, np.linalg.solve(square, weighted @ (truth - offset)), offset
