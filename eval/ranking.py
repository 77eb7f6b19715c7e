"""Retrieval figures of one question: rank metrics and evidence recall at equal character budgets."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from eval.evidence import Piece, Sources, locate
from eval.items import Question
from eval.reach import Reach, reach

BUDGETS = (1000, 1500, 2000)
RANKS = (1, 3, 5)
RANK_KEYS = ("mrr", *(f"recall@{rank}" for rank in RANKS))
BUDGET_KEYS = tuple(
    f"{name}@{budget}" for name in ("evidence_recall", "evidence_all", "evidence_whole") for budget in BUDGETS
)


def has_evidence(question: Question, sources: Sources) -> bool:
    """Whether retrieval can be judged: an ambiguous question has no passage that is the right one."""
    return question.kind != "ambiguous" and any(locate(text, sources) for text in question.evidence)


def unlocated(questions: Sequence[Question], sources: Sources) -> list[tuple[str, str]]:
    """(question id, evidence) of evidence that is no exact substring of any document; it is left out."""
    return [(q.id, text) for q in questions for text in q.evidence if not locate(text, sources)]


def reaches(question: Question, pieces: Sequence[Piece], sources: Sources) -> list[Reach]:
    """How far one has to read for each evidence string of the question that the sources hold."""
    spans = (locate(text, sources) for text in question.evidence)
    return [reach(found, pieces, sources) for found in spans if found]


def rank_measures(found: Sequence[Reach], depth: int | None = None) -> dict[str, float]:
    """MRR (rank of the first evidence found) and recall@k (share of evidence strings found in the first k).

    Args:
        found: the reach of each evidence string, at least one.
        depth: passages the system hands on; what lies deeper counts as not found.
    """
    ranks = [r.rank if depth is None or r.rank <= depth else float("inf") for r in found]
    first = min(ranks)
    values = {"mrr": 1 / first if isfinite(first) else 0.0}
    return values | {f"recall@{k}": sum(rank <= k for rank in ranks) / len(ranks) for k in RANKS}


def budget_measures(found: Sequence[Reach]) -> dict[str, float]:
    """Share of evidence found, all found, and share shown whole by one passage, within each budget.

    Args:
        found: the reach of each evidence string, at least one.
    """
    values = {}
    for budget in BUDGETS:
        hits = [r.chars <= budget for r in found]
        values[f"evidence_recall@{budget}"] = sum(hits) / len(hits)
        values[f"evidence_all@{budget}"] = float(all(hits))
        values[f"evidence_whole@{budget}"] = sum(r.whole <= budget for r in found) / len(found)
    return values
