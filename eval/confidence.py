"""Is the confidence of the routing to be believed, and how much can go out without a person?

ECE over bins of equal size, and coverage at 99 % precision: the largest share of questions that, most confident first,
is routed right in 99 of 100 cases. Questions are taken as they are and once more without the programme's name, which
is how most inquiries come.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.triage.routing import Confidence, Features, Router
from corpus import Corpus
from eval import routing
from eval.bootstrap import Estimate, mean
from eval.cells import meanings, sliced_figures
from eval.items import Question
from eval.logistic import DIGITS, fitted
from eval.page import Grid
from eval.report import Cell, Chapter
from eval.table import ALL, Row, row

if TYPE_CHECKING:
    from assistant import Assistant

BINS = 10
PRECISION = 0.99
RESAMPLES = 1000
SEED = 20250101
REGULARISATION = 1.0
LOWEST, HIGHEST = 0.6, 0.95
"""A person decides below the first however well the development questions went; a few errors among the surest ones do not
send everything to a person."""
NAMED, UNNAMED = "named", "name_removed"
Numbers = NDArray[np.float64]
MEANINGS = {
    "routing_top1": "最初の課と電話が正しい割合（聞き返した質問は最有力の候補）",
    "ece": "確信度と正解率のずれ（件数の等しい10区間の加重平均。小さいほどよい）",
    "coverage_at_99_precision": "確信度の高い順に、正解率が99 %以上に保たれる最大の割合",
}


@dataclass(frozen=True)
class Sample:
    """One routed question: what the confidence rests on, what it is, whether the routing is right."""

    question: Question
    part: str
    features: Features
    chance: float
    right: bool


def without_names(text: str, corpus: Corpus) -> str:
    """A question with the names of the programmes taken out."""
    names = {
        alias
        for p in corpus.programmes
        for alias in [p.name, *p.aliases, *(a for s in p.schemes for a in s.aliases if len(a) > 3)]  # noqa: PLR2004
    }
    for name in sorted(names, key=len, reverse=True):
        other = "this programme" if name.isascii() else "この制度"
        bounds = r"\b" if name.isascii() else ""
        text = re.sub(f"{bounds}{re.escape(name)}{bounds}", other, text, flags=re.IGNORECASE)
    return text


def collect(
    assistant: Assistant,
    corpus: Corpus,
    questions: Sequence[Question],
    tick: Callable[[], None] = lambda: None,
) -> list[Sample]:
    """Route every question that has one right place, as it is and without the programme's name."""
    router = Router(corpus)
    samples = []
    for question in questions:
        if routing.is_routed(question):
            bare = without_names(question.question, corpus)
            for part, text in ((NAMED, question.question), (UNNAMED, bare)):
                if part == UNNAMED and (bare == question.question or question.history):
                    continue
                found = router(assistant.examined(text, question.history), assistant.index)
                if found.features and found.contact:
                    key = routing.key(found.contact.division, found.contact.phone)
                    right = key in routing.accepted(question)
                    samples.append(Sample(question, part, found.features, found.confidence, right))
        tick()
    return samples


def ece(chances: Numbers, right: Numbers) -> float:
    """Expected calibration error over bins of equal size."""
    order = np.argsort(chances, kind="stable")
    bins = np.array_split(order, min(BINS, len(order)))
    return float(sum(abs(chances[b].mean() - right[b].mean()) * len(b) for b in bins) / len(order))


def coverage(chances: Numbers, right: Numbers, precision: float = PRECISION) -> tuple[float, float]:
    """The largest share, most confident first, that keeps a precision, and the confidence at its end.

    Questions of equal confidence go out together or not at all.
    """
    order = np.argsort(-chances, kind="stable")
    held = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    ends = np.append(chances[order][1:] < chances[order][:-1], True)
    fitting = np.flatnonzero((held >= precision) & ends)
    if not len(fitting):
        return 0.0, 1.0
    last = int(fitting[-1])
    return (last + 1) / len(order), float(chances[order][last])


def interval(figure: Callable[[Numbers, Numbers], float], chances: Numbers, right: Numbers) -> Estimate:
    """A figure with its 95 % bootstrap interval."""
    rng = np.random.default_rng(SEED)
    drawn = []
    for _ in range(RESAMPLES):
        at = rng.integers(0, len(chances), len(chances))
        drawn.append(figure(chances[at], right[at]))
    lo, hi = np.quantile(drawn, [0.025, 0.975])
    return Estimate(len(chances), figure(chances, right), float(lo), float(hi))


def figures(samples: Sequence[Sample]) -> list[Row]:
    """Top-1, ECE and coverage, over all and for questions with and without a name."""
    rows: list[Row] = []
    for part in (ALL, NAMED, UNNAMED):
        chosen = [s for s in samples if part in (ALL, s.part)]
        if not chosen:
            continue
        chances = np.array([s.chance for s in chosen])
        right = np.array([float(s.right) for s in chosen])
        rows += row("routing_top1", part, mean([float(s.right) for s in chosen]))
        rows += row("ece", part, interval(ece, chances, right))
        rows += row(
            "coverage_at_99_precision", part, interval(lambda c, r: coverage(c, r)[0], chances, right)
        )
    return rows


def confidence_chapter(samples: Sequence[Sample]) -> Chapter:
    """The figures, then what was wrong and how sure it was."""
    rows = figures(samples)
    grid = sliced_figures("担当課の確信度", rows)
    reliability = Grid("確信度と正解率", ["確信度", "n", "正解率"], _reliability(samples))
    items: list[dict[str, Cell]] = [
        {
            "id": s.question.id,
            "part": s.part,
            "confidence": round(s.chance, 4),
            "right": s.right,
            "question": s.question.question,
        }
        for s in samples
    ]
    return Chapter("confidence", "担当課の確信度", rows, items, [grid, reliability, *meanings(MEANINGS)], [])


def _reliability(samples: Sequence[Sample]) -> list[list[str]]:
    chances = np.array([s.chance for s in samples])
    right = np.array([float(s.right) for s in samples])
    bins = np.array_split(np.argsort(chances, kind="stable"), min(BINS, len(chances)))
    return [
        [f"{chances[b].min():.3f}–{chances[b].max():.3f}", str(len(b)), f"{right[b].mean():.3f}"]
        for b in bins
    ]


def fit(samples: Sequence[Sample]) -> tuple[Confidence, list[Sample]]:
    """Fit the weights, and give the samples their cross-validated confidence.

    A question and its copy without the name are never apart.
    """
    right = np.array([sample.right for sample in samples])
    model, chances = fitted(
        [sample.features for sample in samples],
        right,
        [sample.question.id for sample in samples],
        regularisation=REGULARISATION,
    )
    held = [replace(sample, chance=float(c)) for sample, c in zip(samples, chances, strict=True)]
    threshold = coverage(chances, right.astype(np.float64))[1]
    low = round(max(LOWEST, min(threshold, HIGHEST)), DIGITS)
    return Confidence(**model.model_dump(), low=low), held
