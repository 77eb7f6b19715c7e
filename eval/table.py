"""Rows of figures: what ``metrics.json`` holds, and how per-question figures are summed up by slice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from eval.bootstrap import Estimate, ratio
from eval.items import Question

Parts = Mapping[str, tuple[float, float]]
"""Figures of one question: metric -> (numerator, denominator > 0); a metric that does not apply is absent."""

ALL = "all"


class Row(NamedTuple):
    """One figure: metric name, slice, number of questions, value and 95 % interval."""

    name: str
    slice: str
    n: int
    value: float
    lo: float
    hi: float


def row(name: str, part: str, estimate: Estimate | None) -> list[Row]:
    """The estimate as a row; no row without questions."""
    return [Row(name, part, *estimate)] if estimate else []


def slices_of(question: Question, by: Sequence[str] = ("kind", "persona", "lang")) -> list[str]:
    """The slices a question belongs to: ``all`` and one a field, such as ``lang=ja``."""
    return [ALL, *(f"{field}={getattr(question, field)}" for field in by)]


def summarise(items: Iterable[tuple[Sequence[str], Parts]], prefix: str = "") -> list[Row]:
    """Sum up figures by metric and slice.

    Args:
        items: for each question its slices and its figures.
        prefix: put before the metric's name, such as ``hybrid/``.

    Returns:
        Rows by metric in order of appearance; ``all`` first, then the slices by name.
    """
    sums: dict[str, dict[str, list[tuple[float, float]]]] = {}
    for slices, parts in items:
        for name, pair in parts.items():
            for part in slices:
                sums.setdefault(name, {}).setdefault(part, []).append(pair)
    return [
        made
        for name, groups in sums.items()
        for part in sorted(groups, key=lambda part: (part != ALL, part))
        for made in row(prefix + name, part, ratio(groups[part]))
    ]


def find(rows: Iterable[Row], name: str, part: str = ALL) -> Row | None:
    """The row of a metric and slice, if there is one."""
    return next((made for made in rows if made.name == name and made.slice == part), None)


def plain(parts: Mapping[str, float | bool]) -> dict[str, tuple[float, float]]:
    """Figures that are simple means: each counts once."""
    return {name: (float(value), 1.0) for name, value in parts.items()}
