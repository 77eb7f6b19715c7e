"""Fits the weights of ``assistant/answerable.yaml`` on development questions.

Logistic regression over features without names or words; the threshold gives up the share of answerable questions
that is asked for. Cross-validated by question, so that a question and its removed-evidence twin are never apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict

from assistant.answerable import Weights
from eval.abstention import Case, Sample

FOLDS = 5
REGULARISATION = 0.5


@dataclass(frozen=True)
class Fit:
    """A fitted model, its cross-validated AUROC and the share of unanswerable questions it finds."""

    weights: Weights
    auroc: float
    answer_rate: float
    abstention: dict[Case, float]


def fit(samples: Sequence[Sample], answer_rate: float) -> Fit:
    """Fit weights that keep a share of the answerable questions answered (cross-validated).

    Args:
        samples: with their features; those decided elsewhere (no features) and out-of-scope ones are left out.
        answer_rate: share of answerable questions to keep, 0..1.
    """
    used = [sample for sample in samples if sample.features and sample.case != "out_of_scope"]
    names = sorted({name for sample in used for name in sample.features})
    matrix = np.array([[sample.features.get(name, 0.0) for name in names] for sample in used])
    answerable = np.array([sample.case == "answerable" for sample in used])
    groups = [sample.question.id for sample in used]
    model = LogisticRegression(C=REGULARISATION, class_weight="balanced", max_iter=5000)
    chance = cross_val_predict(
        model, matrix, answerable, cv=GroupKFold(FOLDS), groups=groups, method="predict_proba"
    )[:, 1]
    threshold = float(np.quantile(chance[answerable], 1 - answer_rate))
    model.fit(matrix, answerable)
    cases = sorted({sample.case for sample in used} - {"answerable"})
    found = {
        case: float(
            np.mean([p < threshold for p, sample in zip(chance, used, strict=True) if sample.case == case])
        )
        for case in cases
    }
    weights = {name: round(float(w), 4) for name, w in zip(names, model.coef_[0], strict=True)}
    fitted = Weights(
        intercept=round(float(model.intercept_[0]), 4), threshold=round(threshold, 4), weights=weights
    )
    return Fit(
        fitted,
        float(roc_auc_score(answerable, chance)),
        float(np.mean(chance[answerable] >= threshold)),
        found,
    )
