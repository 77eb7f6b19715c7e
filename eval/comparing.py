"""Retrieval as chapters of the report: systems side by side, over the questions and over a retrieval set."""

from __future__ import annotations

from collections.abc import Sequence

from eval import glossary, plots
from eval.cells import cell, meanings, slices
from eval.failures import outcome_record, retrieval_failures
from eval.page import Block, Grid, Picture
from eval.ranked import MEASURES, Scored, dataset_rows
from eval.ranking import BUDGET_KEYS, BUDGETS, RANK_KEYS
from eval.report import Cell, Chapter
from eval.retrieval import Outcome, difference_rows, system_rows
from eval.table import ALL, find

SHOWN_BUDGET = 1500


def retrieval_chapter(outcomes: Sequence[Outcome]) -> Chapter:
    """Retrieval: one row a system at equal budgets, by language, and ours minus the best stock recipe."""
    rows, differences = system_rows(outcomes), difference_rows(outcomes)
    systems = list(dict.fromkeys(outcome.system for outcome in outcomes))

    def grid(caption: str, keys: Sequence[str], part: str) -> Grid:
        counts = {name: find(rows, f"{name}/{keys[0]}", part) for name in systems}
        lines = [
            [name, str(first.n), *(cell(find(rows, f"{name}/{key}", part)) for key in keys)]
            for name, first in counts.items()
            if first
        ]
        return Grid(caption, ["system", "n", *keys], lines)

    recall = [f"evidence_recall@{budget}" for budget in BUDGETS]
    languages = [part for part in slices(rows) if part.startswith("lang=")]
    series = [
        (name, [(float(b), made) for b in BUDGETS if (made := find(rows, f"{name}/evidence_recall@{b}"))])
        for name in systems
    ]
    blocks: list[Block] = [
        grid("検索: 同じ字数の中で見つかった根拠", recall, ALL),
        Picture(
            "字数ごとの根拠の再現率。値は上の表のとおり",
            plots.lines("evidence recall", "characters read", series),
        ),
        Grid(
            "検索: hybrid と最良の stock の差（対応あり）",
            ["指標", "区分", "n", "差 [95 % 区間]"],
            [
                [made.name, made.slice, str(made.n), cell(made)]
                for made in differences
                if made.name.split("/")[1] in recall
            ],
        ),
        *(grid(f"検索: {part}", recall, part) for part in languages),
        grid("検索: 厳しい見方と全部の根拠", [key for key in BUDGET_KEYS if key not in recall], ALL),
        grid("検索: 順位", RANK_KEYS, ALL),
        *meanings(glossary.RETRIEVAL),
    ]
    failures = retrieval_failures(outcomes, SHOWN_BUDGET)
    return Chapter(
        "retrieval", "検索", [*rows, *differences], [outcome_record(o) for o in outcomes], blocks, failures
    )


def dataset_chapter(name: str, scored: Sequence[Scored]) -> Chapter:
    """A retrieval set: one row a system."""
    rows = dataset_rows(scored)
    systems = list(dict.fromkeys(item.system for item in scored))
    lines = [
        [system, str(first.n), *(cell(find(rows, f"{system}/{key}")) for key in MEASURES)]
        for system in systems
        if (first := find(rows, f"{system}/{MEASURES[0]}"))
    ]
    blocks: list[Block] = [
        Grid(f"検索セット {name}", ["system", "n", *MEASURES], lines),
        *meanings(glossary.DATASET),
    ]
    items: list[dict[str, Cell]] = [
        {"id": item.query, "system": item.system, **item.values} for item in scored
    ]
    return Chapter("dataset", f"検索セット {name}", rows, items, blocks)
