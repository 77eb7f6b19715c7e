"""``eval retrieval``: our modes and the stock recipe side by side, at equal character budgets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from eval.bootstrap import paired_difference
from eval.evidence import Piece, Sources
from eval.items import Question
from eval.ranking import BUDGET_KEYS, BUDGETS, RANKS, budget_measures, has_evidence, rank_measures, reaches
from eval.reach import Reach
from eval.table import ALL, Parts, Row, plain, row, slices_of, summarise

if TYPE_CHECKING:
    from index import Index

Mode = Literal["hybrid", "dense", "lexical"]
MODES: tuple[Mode, ...] = ("hybrid", "dense", "lexical")
OURS = "hybrid"
FIRST_K = 16


class System(Protocol):
    """A retriever."""

    @property
    def name(self) -> str:
        """What its figures are called."""
        ...

    @property
    def depth(self) -> int | None:
        """Passages it hands on by default; None: as many as asked for."""
        ...

    def search(self, query: str, k: int) -> list[Piece]:
        """The k best passages, best first; fewer when it has no more."""
        ...


class IndexMode:
    """One mode of our index as a system; passages count with their heading, as they are handed on."""

    depth = None

    def __init__(self, index: Index, mode: Mode) -> None:
        self.name = mode
        self._index, self._mode = index, mode

    def search(self, query: str, k: int) -> list[Piece]:
        """The k best passages, best first."""
        found = self._index.search(query, k, mode=self._mode)
        return [Piece(p.document, p.shown, lines=p.lines) for p in found]


@dataclass(frozen=True)
class Outcome:
    """What one system found for one question: the reach of each evidence string, and the figures."""

    question: Question
    system: str
    reaches: list[Reach]
    parts: Parts


def search_budget(system: System, query: str) -> list[Piece]:
    """Passages until the largest budget is full and the largest rank is reached, or nothing more comes."""
    k = FIRST_K
    while True:
        found = system.search(query, k)
        enough = len(found) >= max(RANKS) and sum(len(piece.text) for piece in found) >= max(BUDGETS)
        if enough or len(found) < k:
            return found
        k *= 2


def run_system(
    system: System, questions: Sequence[Question], sources: Sources, tick: Callable[[], None] = lambda: None
) -> list[Outcome]:
    """Search every question that has evidence; ``tick`` is called after each."""
    outcomes = []
    for question in questions:
        if has_evidence(question, sources):
            found = reaches(question, search_budget(system, question.search_text), sources)
            parts = plain(budget_measures(found) | rank_measures(found, system.depth))
            outcomes.append(Outcome(question, system.name, found, parts))
        tick()
    return outcomes


def system_rows(outcomes: Sequence[Outcome]) -> list[Row]:
    """Figures of each system, named ``system/metric``, overall and by language and kind."""
    rows: list[Row] = []
    for name in dict.fromkeys(outcome.system for outcome in outcomes):
        mine = [o for o in outcomes if o.system == name]
        rows += summarise(
            ((slices_of(o.question, ("lang", "kind")), o.parts) for o in mine), prefix=f"{name}/"
        )
    return rows


def difference_rows(outcomes: Sequence[Outcome], ours: str = OURS) -> list[Row]:
    """Ours minus the best stock recipe, paired by question, by budget metric, overall and by language.

    The best recipe is chosen for each metric by its mean over all questions of this very run, which favours
    the baseline. Rows are named ``ours-minus-stock-N/metric``.
    """
    by: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        by.setdefault(outcome.system, []).append(outcome)
    stocks = [name for name in by if name.startswith("stock-")]
    if ours not in by or not by[ours] or not stocks:
        return []
    rows: list[Row] = []
    for metric in BUDGET_KEYS:
        best = max(stocks, key=lambda name: sum(o.parts[metric][0] for o in by[name]))
        pairs = list(zip(by[ours], by[best], strict=True))
        for part in sorted(
            {s for o in by[ours] for s in slices_of(o.question, ("lang",))}, key=lambda s: (s != ALL, s)
        ):
            kept = [(a, b) for a, b in pairs if part in slices_of(a.question, ("lang",))]
            estimate = paired_difference(
                [a.parts[metric][0] for a, _ in kept], [b.parts[metric][0] for _, b in kept]
            )
            rows += row(f"{ours}-minus-{best}/{metric}", part, estimate)
    return rows
