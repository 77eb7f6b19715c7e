"""``eval robust``: how much retrieval finds for questions that are hard to read.

One- and two-character terms, kana only, half-width kana, typos, romaji, English, mixed languages and long mails.
Each probe says which source lines it needs; every need counts as found when a passage shows one of its lines.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field

from eval.cells import cell
from eval.items import read_checked
from eval.page import Block, Facts, Grid
from eval.report import Cell, Chapter
from eval.table import ALL, find, plain, summarise

if TYPE_CHECKING:
    from index import Index, Passage

PROBES = Path(__file__).resolve().parent / "robust" / "queries.jsonl"
DEPTHS = (5, 10)


class Probe(BaseModel):
    """One question: its kind, and for each thing it needs the source lines any of which answers it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str
    kind: str
    query: Annotated[str, Field(min_length=1)]
    needs: Annotated[list[Annotated[list[int], Field(min_length=1)]], Field(min_length=1)]
    programmes: list[str] = []


def read_probes(path: Path = PROBES) -> list[Probe]:
    """The probes of a file.

    Raises:
        QuestionsError: a line is not a probe.
    """
    return read_checked(path, Probe)


def recall(probe: Probe, passages: Sequence[Passage]) -> float:
    """Share of the needs of which a passage shows a line."""
    shown = {line for passage in passages for line in range(passage.lines[0], passage.lines[1] + 1)}
    return sum(not shown.isdisjoint(need) for need in probe.needs) / len(probe.needs)


def robust_chapter(index: Index, probes: Sequence[Probe], tick: Callable[[], None] = lambda: None) -> Chapter:
    """Recall by kind; what the first ten passages miss is listed."""
    items: list[dict[str, Cell]] = []
    missed: list[Block] = []
    figures = []
    for probe in probes:
        found = index.search(probe.query, max(DEPTHS))
        values = {f"recall@{k}": recall(probe, found[:k]) for k in DEPTHS}
        figures.append(([ALL, f"kind={probe.kind}"], plain(values)))
        items.append({"id": probe.id, "kind": probe.kind, "query": probe.query, **values})
        if values[f"recall@{max(DEPTHS)}"] < 1:
            missed.append(Facts([(probe.id, probe.query)]))
        tick()
    rows = summarise(figures, "robust/")
    parts = list(dict.fromkeys(made.slice for made in rows))
    names = [f"recall@{k}" for k in DEPTHS]
    lines = [
        [part, str(first.n), *(cell(find(rows, f"robust/{name}", part)) for name in names)]
        for part in parts
        if (first := find(rows, f"robust/{names[0]}", part)) is not None
    ]
    grid = Grid("読みにくい問い: 必要な行が見つかった割合", ["区分", "n", *names], lines)
    return Chapter("robust", "読みにくい問い", rows, items, [grid], missed)
