"""Runs ``eval scale``: each size in a process of its own, so that the memory of one is not counted to the next."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from rich.console import Console
from rich.table import Table

from eval.dataset import Dataset, read_dataset
from eval.scale import Figures, measure
from eval.scale_report import table, write_scale_report
from eval.scale_rows import chunks_of, real_rows, synthetic_rows
from eval.terminal import bars
from index.chroma import HNSW
from index.embedding import Embedder
from index.settings import IndexSettings

REAL_ROWS = 10_000
"""Larger sizes are synthetic."""


def run_scale(folder: Path, sizes: Sequence[int], report: Path | None, errors: Console) -> None:
    """Measure all sizes, print the table, write the report.

    Raises:
        QuestionsError: the folder is no retrieval set.
        IndexMissingError: the embedding model is missing.
    """
    settings, dataset = IndexSettings(), read_dataset(folder)
    embed(settings, dataset, sizes, errors)
    measured = []
    for size in sizes:
        # Not forked: Chroma's client must not be, and a fork would count this process's memory.
        alone = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
        with errors.status(f"{size:,} 行"), alone as pool:
            measured.append(pool.submit(measured_size, settings, dataset, size).result())
    console = Console(highlight=False, width=120)
    shown = Table()
    head, *lines = table(measured)
    for number, name in enumerate(head):
        shown.add_column(name, justify="right" if number else "left")
    for cells in lines:
        shown.add_row(*cells)
    console.print(shown)
    if report is not None:
        setting = {
            "measured_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            "dataset": dataset.name,
            "model": Path(settings.model_path).name,
            "hnsw": ", ".join(f"{name} {value}" for name, value in HNSW.items()),
            "cores": os.cpu_count(),
            "queries": len(dataset.queries),
        }
        files = write_scale_report(report, measured, setting)
        errors.print(f"{len(files)} 個のファイルを {report} に書きました", markup=False)


def embed(settings: IndexSettings, dataset: Dataset, sizes: Sequence[int], errors: Console) -> None:
    """Embed what the sizes need and no earlier run has; the model's memory stays out of the measuring processes."""
    embedder = Embedder(settings)
    for size in dict.fromkeys(min(size, REAL_ROWS) for size in sizes):
        with bars(errors)("埋め込み", min(size, len(chunks_of(dataset)))) as tick:
            real_rows(dataset, size, embedder, settings.data_dir / "scale", tick)


def measured_size(settings: IndexSettings, dataset: Dataset, size: int) -> Figures:
    """The figures of one size."""
    kept = settings.data_dir / "scale"
    rows = real_rows(dataset, min(size, REAL_ROWS), Embedder(settings), kept, lambda _done: None)
    if size > REAL_ROWS:
        rows = synthetic_rows(rows, size)
    return measure(rows, kept / "engines", lambda _done: None)
