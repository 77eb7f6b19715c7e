"""Whole inquiries through the triage: are their separate questions found, and is each sent to the right division?

One to one: a question of the gold set counts as found and routed when a row of its own goes to a division and phone it
accepts, in whatever order. Rows beyond the number of questions count as spurious when they go somewhere else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from assistant.triage import Inquiry, Part
from corpus.schema import Strict
from eval.bootstrap import mean
from eval.cells import meanings, sliced_figures
from eval.confidence import coverage, ece, interval
from eval.items import GoldContact, QuestionsError, read_checked
from eval.page import Grid
from eval.report import Cell, Chapter
from eval.routing import Contact, key
from eval.table import ALL, Row, row

NONE = "(なし)"
MEANINGS = {
    "inquiry_top1": "1件だけ尋ねるメールで、最初の行の課と電話が正しい割合",
    "inquiry_top2": "同じく、最初の行の課か次点の課が正しい割合（次点は課だけを比べる）",
    "parts_routed": "複数の件を尋ねるメールで、見つけて正しい課に回せた件の割合",
    "parts_counted": "行の数が件の数と同じメールの割合",
    "spurious": "どの件にも当たらない課に回した行の割合",
    "ece": "確信度と正解率のずれ（1件だけのメールの最初の行）",
    "coverage_at_99_precision": "確信度の高い順に、正解率が99 %以上に保たれる最大の割合（同じく）",
}


class GoldPart(Strict):
    """One question of an inquiry and where it belongs."""

    asks: str
    programmes: list[str]
    contacts: list[GoldContact]

    @property
    def accepted(self) -> list[Contact]:
        """Division and phone, as compared."""
        return [key(contact.division, contact.phone) for contact in self.contacts]


class GoldInquiry(Strict):
    """One line of an inquiry file."""

    id: str
    lang: Literal["ja", "easy-ja", "en"]
    names_programme: bool
    subject: str
    body: str
    parts: list[GoldPart]
    note: str = ""

    @property
    def slices(self) -> list[str]:
        """The slices it belongs to."""
        return [ALL, f"lang={self.lang}", "named" if self.names_programme else "unnamed"]


@dataclass(frozen=True)
class Routed:
    """An inquiry and the rows it got."""

    gold: GoldInquiry
    rows: Sequence[Part]

    @property
    def single(self) -> bool:
        """Whether it asks one thing."""
        return len(self.gold.parts) == 1

    @property
    def first_right(self) -> bool:
        """Whether the first row of a single question goes where it belongs."""
        return _place(self.rows[0]) in self.gold.parts[0].accepted

    @property
    def second_right(self) -> bool:
        """Whether the first row or its runner-up does; of the runner-up only the division is known."""
        divisions = {division for division, _ in self.gold.parts[0].accepted}
        return self.first_right or key(self.rows[0].runner_up_division, "")[0] in divisions

    @property
    def matched(self) -> tuple[int, int]:
        """Questions found and routed right, and rows that went to no place any question accepts."""
        free = [_place(part) for part in self.rows]
        found = 0
        for gold in self.gold.parts:
            if place := next((place for place in free if place in gold.accepted), None):
                free.remove(place)
                found += 1
        wanted = {place for gold in self.gold.parts for place in gold.accepted}
        return found, sum(place not in wanted for place in free)


def _place(part: Part) -> Contact:
    return key(part.division, part.phone)


def read_inquiries(path: Path) -> list[GoldInquiry]:
    """Read a file of inquiries.

    Raises:
        QuestionsError: the file is missing, empty, or a line does not fit; the message names it.
    """
    found = read_checked(path, GoldInquiry)
    if not found:
        raise QuestionsError(f"{path}: 1 行もありません。")
    return found


def route(
    inquiries: Sequence[GoldInquiry], triage: Callable[[Inquiry], list[Part]], tick: Callable[[], None]
) -> list[Routed]:
    """Triage each inquiry."""
    found = []
    for number, gold in enumerate(inquiries, 1):
        found.append(Routed(gold, triage(Inquiry(number, gold.id, gold.subject, gold.body))))
        tick()
    return found


def figures(routed: Sequence[Routed]) -> list[Row]:
    """All figures, by language and by whether the programme is named."""
    rows: list[Row] = []
    for part in sorted(
        {slice_ for item in routed for slice_ in item.gold.slices}, key=lambda s: (s != ALL, s)
    ):
        own = [item for item in routed if part in item.gold.slices]
        singles = [item for item in own if item.single]
        many = [item for item in own if not item.single]
        rows += row("inquiry_top1", part, mean([float(item.first_right) for item in singles]))
        rows += row("inquiry_top2", part, mean([float(item.second_right) for item in singles]))
        shares = [float(at < item.matched[0]) for item in many for at in range(len(item.gold.parts))]
        rows += row("parts_routed", part, mean(shares))
        rows += row("parts_counted", part, mean([float(len(i.rows) == len(i.gold.parts)) for i in own]))
        strays = [float(at < item.matched[1]) for item in own for at in range(len(item.rows))]
        rows += row("spurious", part, mean(strays))
    sure = [item for item in routed if item.single]
    chances = np.array([item.rows[0].confidence or 0.0 for item in sure])
    right = np.array([float(item.first_right) for item in sure])
    if sure:
        rows += row("ece", ALL, interval(ece, chances, right))
        rows += row("coverage_at_99_precision", ALL, interval(lambda c, r: coverage(c, r)[0], chances, right))
    return rows


def inquiries_chapter(routed: Sequence[Routed]) -> Chapter:
    """The figures, each division's precision and recall, and what went wrong."""
    rows = figures(routed)
    grid = sliced_figures("メールの仕分け", rows)
    divisions = Grid(
        "課ごと（1件だけのメール）", ["課・電話", "n", "適合率", "再現率", "F1"], _by_place(routed)
    )
    items: list[dict[str, Cell]] = [
        {
            "id": item.gold.id,
            "wanted": " | ".join(",".join(map("-".join, part.accepted)) for part in item.gold.parts),
            "got": " | ".join(f"{part.programme} {part.phone} {part.confidence}" for part in item.rows),
            "found": item.matched[0],
            "parts": len(item.gold.parts),
            "rows": len(item.rows),
            "text": f"{item.gold.subject} / {item.gold.body}",
        }
        for item in routed
    ]
    return Chapter("inquiries", "メールの仕分け", rows, items, [grid, divisions, *meanings(MEANINGS)], [])


def _by_place(routed: Sequence[Routed]) -> list[list[str]]:
    given: Counter[Contact] = Counter()
    wanted: Counter[Contact] = Counter()
    right: Counter[Contact] = Counter()
    for item in routed:
        if not item.single:
            continue
        got = _place(item.rows[0])
        gold = got if item.first_right else item.gold.parts[0].accepted[0]
        given[got] += 1
        wanted[gold] += 1
        right[got] += got == gold
    table: list[list[str]] = []
    for place in sorted(wanted | given):
        precision, recall = _share(right[place], given[place]), _share(right[place], wanted[place])
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        name = " ".join(filter(None, place)) or NONE
        table.append([name, str(wanted[place]), f"{precision:.2f}", f"{recall:.2f}", f"{f1:.2f}"])
    return table


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
