"""Writes the rows of a run: CSV, XLSX or JSONL, whole or not at all."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from assistant.triage.cells import cells
from assistant.triage.inquiry import TriageError
from assistant.triage.part import COLUMNS, Part

Links = Mapping[str, str]
"""Web address by programme."""


def write(rows: Iterable[Part], output: Path, links: Links) -> int:
    """Write rows to a file by its ending; the file is replaced when all of them are written.

    Args:
        rows: read once, one at a time.
        output: the file to write.
        links: addresses for the programme cells of a workbook.

    Returns:
        How many rows were written.
    """
    draft = output.with_name(f".{output.name}.{os.getpid()}.tmp")
    try:
        count = WRITERS[output.suffix.lower()](rows, draft, links)
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        draft.replace(output)
    finally:
        draft.unlink(missing_ok=True)
    return count


def check(output: Path, source: Path) -> None:
    """Refuse an output that cannot be written, before any work is done.

    Raises:
        TriageError: unknown ending, a folder, the input itself, or a folder that does not exist.
    """
    if output.suffix.lower() not in WRITERS:
        raise TriageError(
            f"出力 {output.name}: 知らない形式です。{'、'.join(WRITERS)} のいずれかで終わる名前を指定してください。"
        )
    if output.is_dir() or (output.exists() and output.samefile(source)):
        raise TriageError(
            f"出力先 {output} はフォルダーか入力と同じファイルです。別の名前を指定してください。"
        )
    if not output.absolute().parent.is_dir():
        raise TriageError(f"出力先のフォルダー {output.parent} がありません。先に作ってください。")


def _csv(rows: Iterable[Part], path: Path, links: Links) -> int:  # noqa: ARG001 - a CSV has no links
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="", errors="replace") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        for row in rows:
            writer.writerow([str(cell).lower() if isinstance(cell, bool) else cell for cell in cells(row)])
            count += 1
    return count


def _jsonl(rows: Iterable[Part], path: Path, links: Links) -> int:  # noqa: ARG001 - links stand in the contact table
    count = 0
    with path.open("w", encoding="utf-8", errors="replace") as file:
        for row in rows:
            data = row.model_dump(mode="json")
            file.write(json.dumps({name: data[name] for name in COLUMNS}, ensure_ascii=False) + "\n")
            count += 1
    return count


def _xlsx(rows: Iterable[Part], path: Path, links: Links) -> int:
    from assistant.triage.workbook import write_workbook

    return write_workbook(rows, path, links)


WRITERS: dict[str, Callable[[Iterable[Part], Path, Links], int]] = {
    ".csv": _csv,
    ".xlsx": _xlsx,
    ".jsonl": _jsonl,
}
