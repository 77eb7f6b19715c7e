"""The files of ``--report DIR``: metrics.json, items.csv, report.md, report.html, config.json."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from eval.page import Block, Facts, Heading, to_html, to_markdown
from eval.table import Row

Cell = str | float | int | bool | None


@dataclass(frozen=True)
class Chapter:
    """The result of one task: its figures, one record a question (and system), its text and its failures.

    ``errors`` counts questions that could not be run at all; they make the exit code 1.
    """

    task: str
    title: str
    rows: Sequence[Row]
    items: Sequence[Mapping[str, Cell]]
    blocks: Sequence[Block]
    failures: Sequence[Block] = field(default=())
    errors: int = 0


def metrics_json(chapters: Sequence[Chapter]) -> str:
    """All figures as a JSON list of objects with name, slice, n, value, lo, hi."""
    rows = [made._asdict() for chapter in chapters for made in chapter.rows]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def _write_items(path: Path, chapters: Sequence[Chapter]) -> None:
    items = [{"task": chapter.task, **item} for chapter in chapters for item in chapter.items]
    columns = list(dict.fromkeys(name for item in items for name in item))
    # With a byte order mark, so that spreadsheet programs read the Japanese text.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(items)


def page_blocks(chapters: Sequence[Chapter], config: Mapping[str, Cell]) -> list[Block]:
    """The whole report: figures first, then every failure, then what the figures depend on."""
    blocks: list[Block] = [Heading("窓口 評価レポート", 1)]
    for chapter in chapters:
        blocks += [Heading(chapter.title), *chapter.blocks]
    for chapter in chapters:
        if chapter.failures:
            blocks += [Heading(f"{chapter.title}: 正しくなかったもの"), *chapter.failures]
    return [*blocks, Heading("測定の条件"), Facts([(name, str(value)) for name, value in config.items()])]


def write_report(folder: Path, chapters: Sequence[Chapter], config: Mapping[str, Cell]) -> list[Path]:
    """Write all files into ``folder`` (made if needed); existing ones are replaced.

    Args:
        folder: where to write.
        chapters: the results.
        config: what the figures depend on (questions file, model, index version, seed, ...).

    Returns:
        The files written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    blocks = page_blocks(chapters, config)
    texts = {
        "metrics.json": metrics_json(chapters),
        "report.md": to_markdown(blocks),
        "report.html": to_html("窓口 評価レポート", blocks),
        "config.json": json.dumps(dict(config), ensure_ascii=False, indent=1) + "\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    _write_items(folder / "items.csv", chapters)
    return [folder / name for name in [*texts, "items.csv"]]
