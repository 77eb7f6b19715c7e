"""A fitted logistic model as data: a review reads its weights, a command writes them."""

from __future__ import annotations

import math
from collections.abc import Mapping

from corpus.schema import Strict

STEEPEST = 30.0
"""Logit beyond which a probability is 0 or 1 for any purpose."""


class Logistic(Strict):
    """Intercept of the logit, and a weight a feature; a feature that is not given counts as 0."""

    intercept: float
    weights: dict[str, float]

    def probability(self, features: Mapping[str, float]) -> float:
        """The probability that the model gives, 0..1."""
        total = self.intercept + sum(
            weight * features.get(name, 0.0) for name, weight in self.weights.items()
        )
        return 1 / (1 + math.exp(-max(-STEEPEST, min(STEEPEST, total))))
