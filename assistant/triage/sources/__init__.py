"""Reads inquiries from whatever a desk has: tables and mails, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from assistant.triage.inquiry import Inquiry, TriageError
from assistant.triage.sources.columns import Chosen
from assistant.triage.sources.mails import read_eml, read_mbox
from assistant.triage.sources.tables import read_csv, read_jsonl, read_xlsx

__all__ = ["FORMATS", "Chosen", "read"]


FORMATS: dict[str, Callable[[Path, Chosen], Iterator[Inquiry]]] = {
    ".csv": read_csv,
    ".tsv": read_csv,
    ".xlsx": read_xlsx,
    ".jsonl": read_jsonl,
    ".mbox": lambda path, _: read_mbox(path),
    ".eml": lambda path, _: read_eml(path),
}


def read(path: Path, chosen: Chosen | None = None) -> Iterator[Inquiry]:
    """The inquiries of a file, by its ending; a folder is one of .eml files.

    Args:
        path: the file or folder.
        chosen: columns that were named by option.

    Raises:
        TriageError: it does not exist, its format is unknown, or it is not what its ending says.
    """
    if path.is_dir():
        if not any(file.suffix.lower() == ".eml" for file in path.rglob("*")):
            raise TriageError(
                f"{path}: フォルダーに .eml のファイルがありません。メールを置いたフォルダーを指定してください。"
            )
        return FORMATS[".eml"](path, chosen or Chosen())
    if not path.is_file():
        raise TriageError(f"{path} がありません。入力ファイルのパスを確かめてください。")
    reader = FORMATS.get(path.suffix.lower())
    if reader is None:
        raise TriageError(
            f"{path.name}: 知らない形式です。{'、'.join(FORMATS)} のいずれか、または .eml のフォルダーを指定してください。"
        )
    return reader(path, chosen or Chosen())
