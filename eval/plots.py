"""Plots of figures with their intervals, as SVG. Labels are plain ASCII: no Japanese font is needed."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from eval.table import Row

BAR_INCHES = 0.32  # height of one row
COLOURS = ("#0a6", "#36c", "#c63", "#848", "#666", "#a80", "#088", "#b36")


def intervals(title: str, rows: Sequence[tuple[str, Row]], low: float = 0.0) -> bytes:
    """Points with 95 % interval bars, one labelled row a line, top to bottom.

    Args:
        title: says what the horizontal axis measures.
        rows: (label, figure).
        low: left end of the axis; the right end is 1.

    Returns:
        An SVG document.
    """
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context({"svg.hashsalt": "madoguchi", "font.size": 9}):
        figure = Figure(figsize=(7.5, 0.9 + BAR_INCHES * len(rows)), layout="constrained")
        axes = figure.subplots()
        for at, (_, figure_row) in enumerate(rows):
            axes.plot([figure_row.lo, figure_row.hi], [at, at], color="#444", linewidth=2)
            axes.plot([figure_row.value], [at], "o", color=COLOURS[0])
        axes.set_yticks(range(len(rows)), [f"{label}  (n={figure_row.n})" for label, figure_row in rows])
        axes.set_xlim(low, 1.02)
        axes.invert_yaxis()
        axes.set_title(title, loc="left")
        axes.grid(axis="x", color="#ddd")
        return _svg(figure)


def lines(title: str, xlabel: str, series: Sequence[tuple[str, Sequence[tuple[float, Row]]]]) -> bytes:
    """One line a system over the character budget, with interval bars.

    Args:
        title: says what the vertical axis measures.
        xlabel: name of the horizontal axis.
        series: (system, [(x, figure), ...]).

    Returns:
        An SVG document.
    """
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context({"svg.hashsalt": "madoguchi", "font.size": 9}):
        figure = Figure(figsize=(7.5, 4), layout="constrained")
        axes = figure.subplots()
        for number, (label, points) in enumerate(series):
            # A little apart, so that the bars of different systems do not cover each other.
            xs = [x + 12 * number for x, _ in points]
            ys = [made.value for _, made in points]
            spread = [
                [made.value - made.lo for _, made in points],
                [made.hi - made.value for _, made in points],
            ]
            colour = COLOURS[number % len(COLOURS)]
            axes.errorbar(xs, ys, yerr=spread, label=label, color=colour, marker="o", capsize=2)
        axes.set_ylim(0, 1.02)
        axes.set_xlabel(xlabel)
        axes.set_title(title, loc="left")
        axes.grid(color="#ddd")
        axes.legend(loc="lower right")
        return _svg(figure)


def _svg(figure: object) -> bytes:
    from matplotlib.figure import Figure

    if not isinstance(figure, Figure):
        raise TypeError(f"expected a matplotlib Figure, got {type(figure).__name__}")
    stream = BytesIO()
    figure.savefig(stream, format="svg", metadata={"Date": None})
    return stream.getvalue()
