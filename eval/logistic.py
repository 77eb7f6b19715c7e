"""Fits a logistic model on samples in groups that may not be torn apart."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.logistic import Logistic

FOLDS = 5
DIGITS = 4
"""Decimals of a weight: more are noise, and a person reads them."""


def fitted(
    features: Sequence[dict[str, float]],
    true: NDArray[np.bool_],
    groups: Sequence[str],
    *,
    regularisation: float,
    balanced: bool = False,
) -> tuple[Logistic, NDArray[np.float64]]:
    """The model of all samples, and the probability of each by a model that saw nothing of its group.

    Args:
        features: of each sample; one that a sample lacks is 0.
        true: what is to be told.
        groups: samples of one group are held out together.
        regularisation: scikit-learn's ``C``; smaller is stronger.
        balanced: both outcomes weigh alike, however many samples they have.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold, cross_val_predict

    names = sorted({name for sample in features for name in sample})
    matrix = np.array([[sample.get(name, 0.0) for name in names] for sample in features])
    model = LogisticRegression(C=regularisation, class_weight="balanced" if balanced else None, max_iter=5000)
    chances = cross_val_predict(
        model, matrix, true, cv=GroupKFold(FOLDS), groups=groups, method="predict_proba"
    )[:, 1]
    model.fit(matrix, true)
    weights = {name: round(float(w), DIGITS) for name, w in zip(names, model.coef_[0], strict=True)}
    return Logistic(intercept=round(float(model.intercept_[0]), DIGITS), weights=weights), chances
