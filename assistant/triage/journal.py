"""What a run has finished, beside its output: one line an inquiry, on disk before the next one begins.

A process that is killed loses nothing: a line that was not finished is not there, and its inquiry is done again.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from assistant.triage.inquiry import TriageError
from assistant.triage.part import Part

VERSION = 1
BLOCK = 1 << 20


def fingerprint(source: Path, options: Sequence[str | None]) -> str:
    """What a run reads: the content of its file or the names and sizes of its folder, and the columns chosen."""
    digest = hashlib.sha256(json.dumps([VERSION, *options]).encode())
    if source.is_dir():
        for mail in sorted(f for f in source.rglob("*") if f.suffix.lower() == ".eml"):
            digest.update(
                f"{mail.relative_to(source)}\0{mail.stat().st_size}\0".encode("utf-8", "surrogateescape")
            )
    else:
        with source.open("rb") as file:
            while block := file.read(BLOCK):
                digest.update(block)
    return digest.hexdigest()


class Journal:
    """The journal of an output file; open it with ``with``, which also keeps a second run out."""

    def __init__(self, output: Path, source: str) -> None:
        self.path = output.with_name(f"{output.name}.journal.jsonl")
        self._source = source
        self._file: BinaryIO | None = None
        self.done = 0
        self.failed = 0

    def begin(self, *, resume: bool) -> None:
        """Open the journal: a new one, or the one of an interrupted run.

        Args:
            resume: go on behind what is finished.

        Raises:
            TriageError: another run holds it, an interrupted run's is there without ``resume``, or it belongs to
                another input.
        """
        existed = self.path.exists() and self.path.stat().st_size > 0
        self._file = self.path.open("r+b" if self.path.exists() else "w+b")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise TriageError(
                f"{self.path.name} を別の実行が使っています。終わるのを待ってください。"
            ) from error
        if existed and self._finished_head():
            if not resume:
                raise TriageError(
                    f"前回の実行が途中で終わっています（{self.path}）。続けるには --resume を付け、"
                    "はじめからやり直すにはこのファイルを消してください。"
                )
            self._recover()
            return
        self._file.seek(0)
        self._file.truncate()
        self._append({"version": VERSION, "source": self._source})
        _sync_folder(self.path.parent)

    def _finished_head(self) -> bool:
        """Whether the first line is complete: else nothing was finished."""
        assert self._file is not None  # noqa: S101
        self._file.seek(0)
        return self._file.readline().endswith(b"\n")

    def _recover(self) -> None:
        """Count what is finished and cut off a line that was not."""
        file = self._open()
        file.seek(0)
        head = _parsed(file.readline())
        if head is None or head.get("version") != VERSION or head.get("source") != self._source:
            raise TriageError(
                f"{self.path.name} は別の入力（または別の版）の途中の記録です。同じ入力と列の指定で実行するか、"
                "このファイルを消してはじめからやり直してください。"
            )
        end = file.tell()
        while (line := file.readline()).endswith(b"\n") and (entry := _parsed(line)) is not None:
            self.done += 1
            self.failed += int(entry.get("failed", 0))
            end = file.tell()
        file.seek(end)
        file.truncate()

    def add(self, rows: Sequence[Part], failed: int) -> None:
        """Write down a finished inquiry; it is on disk when this returns."""
        self._append({"failed": failed, "rows": [row.model_dump(mode="json") for row in rows]})
        self.done += 1
        self.failed += failed

    def _append(self, entry: dict[str, Any]) -> None:
        file = self._open()
        line = json.dumps(entry, ensure_ascii=False).encode("utf-8", "replace")
        file.write(line + b"\n")
        file.flush()
        os.fsync(file.fileno())

    def rows(self) -> Iterator[Part]:
        """All finished rows in order, one at a time."""
        with self.path.open("rb") as file:
            file.readline()
            for line in file:
                for row in (_parsed(line) or {}).get("rows", []):
                    yield Part.model_validate(row)

    def remove(self) -> None:
        """Delete the journal: the output is written."""
        self.path.unlink(missing_ok=True)

    def _open(self) -> BinaryIO:
        if self._file is None:
            raise RuntimeError("begin() comes before writing")
        return self._file

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        data = json.loads(line)
    except ValueError:
        return None
    return data if isinstance(data, dict) else None


def _sync_folder(folder: Path) -> None:
    """Make a new or renamed file's name last."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
