"""Fits the weights of ``assistant/answerable.yaml`` on development questions.

Logistic regression over features without names or words; the threshold gives up the share of answerable questions
that is asked for. Cross-validated by question, so that a question and its removed-evidence twin are never apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import roc_auc_score

from assistant.answerable import Weights
from eval.abstention import Case, Sample
from eval.logistic import DIGITS, fitted

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
    answerable = np.array([sample.case == "answerable" for sample in used])
    model, chance = fitted(
        [sample.features for sample in used],
        answerable,
        [sample.question.id for sample in used],
        regularisation=REGULARISATION,
        balanced=True,
    )
    threshold = float(np.quantile(chance[answerable], 1 - answer_rate))
    cases = sorted({sample.case for sample in used} - {"answerable"})
    found = {
        case: float(
            np.mean([p < threshold for p, sample in zip(chance, used, strict=True) if sample.case == case])
        )
        for case in cases
    }
    return Fit(
        Weights(**model.model_dump(), threshold=round(threshold, DIGITS)),
        float(roc_auc_score(answerable, chance)),
        float(np.mean(chance[answerable] >= threshold)),
        found,
    )
