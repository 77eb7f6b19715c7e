"""The report of ``eval scale``: figures as JSON and Markdown, curves as SVG."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

from eval.plots import COLOURS
from eval.scale import Figures

CURVES = ("graph_p95_ms", "exact_p95_ms", "lexical_p95_ms", "hybrid_p95_ms")
BUILDS = ("embedding_rows_s", "vector_build_rows_s", "lexical_build_rows_s")
SIZES = ("vector_disk_mib", "lexical_disk_mib", "vector_memory_mib", "lexical_memory_mib")
NOTE = (
    "Rows of origin `synthetic` are made from real chunks (halves of two texts, the mean of two vectors with noise): "
    "times and sizes may be read off them, quality may not. `dense` is what the product does at that size."
)


def write_scale_report(
    folder: Path, measured: Sequence[Figures], setting: Mapping[str, object]
) -> list[Path]:
    """Write ``scale.json``, ``scale.md`` and ``scale.svg``.

    Args:
        folder: made when missing.
        measured: figures of each size, smallest first.
        setting: what they depend on.
    """
    folder.mkdir(parents=True, exist_ok=True)
    contents = {
        "scale.json": json.dumps({"setting": dict(setting), "sizes": measured}, ensure_ascii=False, indent=2),
        "scale.md": markdown(measured, setting),
    }
    for name, text in contents.items():
        (folder / name).write_text(text + "\n", encoding="utf-8")
    (folder / "scale.svg").write_bytes(curves(measured))
    return [folder / name for name in (*contents, "scale.svg")]


def table(measured: Sequence[Figures]) -> list[list[str]]:
    """One line a figure, one column a size; the first line is the head."""
    head = ["", *(f"{int(float(figures['rows'])):,} {figures['origin']}" for figures in measured)]
    names = [name for name in measured[0] if name not in ("rows", "origin")]
    return [head, *([name, *(shown(figures[name]) for figures in measured)] for name in names)]


def shown(value: float | str) -> str:
    """A figure with as many digits as it is good for."""
    if isinstance(value, str):
        return value
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"  # noqa: PLR2004


def markdown(measured: Sequence[Figures], setting: Mapping[str, object]) -> str:
    """Setting, table and how time grows from the first size to the last."""
    head, *lines = table(measured)
    rows = ["| " + " | ".join(cells) + " |" for cells in (head, ["---"] * len(head), *lines)]
    first, last = measured[0], measured[-1]
    times = float(last["rows"]) / float(first["rows"])
    growth = ", ".join(f"{name} x{float(last[name]) / float(first[name]):.1f}" for name in CURVES)
    parts = [f"- {name}: {value}" for name, value in setting.items()]
    return "\n".join(["# Scale", "", *parts, "", NOTE, "", *rows, "", f"Rows x{times:.0f}: {growth}."])


def curves(measured: Sequence[Figures]) -> bytes:
    """Query time, build rate and size over the number of rows, all axes logarithmic, as SVG."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    xs = [float(figures["rows"]) for figures in measured]
    with rc_context({"svg.hashsalt": "madoguchi", "font.size": 9}):
        figure = Figure(figsize=(11, 3.6), layout="constrained")
        panels = zip(figure.subplots(1, 3), (CURVES, BUILDS, SIZES), ("ms", "rows/s", "MiB"), strict=True)
        for axes, names, unit in panels:
            for name, colour in zip(names, COLOURS, strict=False):
                axes.loglog(xs, [max(float(f[name]), 1e-3) for f in measured], "o-", label=name, color=colour)
            axes.set_xlabel("rows")
            axes.set_ylabel(unit)
            axes.grid(color="#ddd")
            axes.legend(fontsize=7)
        stream = BytesIO()
        figure.savefig(stream, format="svg", metadata={"Date": None})
        return stream.getvalue()
