"""Figures as cells and tables of the report."""

from __future__ import annotations

from collections.abc import Sequence

from eval import glossary
from eval.page import Block, Facts, Grid, Paragraph
from eval.table import Row


def cell(made: Row | None) -> str:
    """A figure with its interval; a dash where the metric does not apply."""
    return f"{made.value:.3f} [{made.lo:.3f}, {made.hi:.3f}]" if made else "–"


def value(made: Row | None) -> str:
    """A figure alone, for tables with many columns."""
    return f"{made.value:.3f}" if made else "–"


def meanings(words: dict[str, str]) -> list[Block]:
    """What the figures of a chapter mean, for its end."""
    return [Paragraph(glossary.INTERVALS), Facts(list(words.items()))]


def slices(rows: Sequence[Row]) -> list[str]:
    """The slices that occur, in order of appearance."""
    return list(dict.fromkeys(made.slice for made in rows))


def figures(caption: str, rows: Sequence[Row]) -> Grid:
    """One line a figure: name, number of questions, value and interval."""
    return Grid(caption, ["指標", "n", "値 [95 % 区間]"], [[r.name, str(r.n), cell(r)] for r in rows])


def sliced_figures(caption: str, rows: Sequence[Row]) -> Grid:
    """One line a figure and slice."""
    return Grid(
        caption,
        ["指標", "区分", "n", "値 [95 % 区間]"],
        [[made.name, made.slice, str(made.n), cell(made)] for made in rows],
    )
