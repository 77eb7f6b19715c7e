"""Rank and budget figures from reaches."""

from __future__ import annotations

from math import inf

from hypothesis import given, settings
from hypothesis import strategies as st

from eval.ranking import BUDGETS, budget_measures, rank_measures
from eval.reach import Reach

NUMBERS = st.one_of(st.just(inf), st.integers(1, 3000).map(float))


def test_known_case() -> None:
    """First evidence at rank 2 and 900 characters, second at rank 4 and 1,600, third never."""
    found = [Reach(900, 2, 900), Reach(1600, 4, inf), Reach(inf, inf, inf)]
    ranks, budgets = rank_measures(found), budget_measures(found)
    assert (ranks["mrr"], ranks["recall@1"], ranks["recall@3"], ranks["recall@5"]) == (0.5, 0, 1 / 3, 2 / 3)
    assert [budgets[f"evidence_recall@{b}"] for b in BUDGETS] == [1 / 3, 1 / 3, 2 / 3]
    assert [budgets[f"evidence_whole@{b}"] for b in BUDGETS] == [1 / 3, 1 / 3, 1 / 3]
    assert budgets["evidence_all@2000"] == 0


def test_what_is_deeper_than_handed_on_is_not_found() -> None:
    """A system that hands on four passages does not profit from its fifth."""
    assert rank_measures([Reach(10, 5, 10)], depth=4) == {
        "mrr": 0,
        "recall@1": 0,
        "recall@3": 0,
        "recall@5": 0,
    }


@settings(deadline=None)
@given(st.lists(st.builds(Reach, NUMBERS, NUMBERS, NUMBERS), min_size=1, max_size=6))
def test_more_room_never_hurts(found: list[Reach]) -> None:
    """Recall grows with budget and rank, and all-found is never above recall."""
    values = budget_measures(found) | rank_measures(found)
    for name in ("evidence_recall", "evidence_all", "evidence_whole"):
        series = [values[f"{name}@{b}"] for b in BUDGETS]
        assert series == sorted(series)
    assert values["recall@1"] <= values["recall@3"] <= values["recall@5"]
    assert all(values[f"evidence_all@{b}"] <= values[f"evidence_recall@{b}"] for b in BUDGETS)
