"""Retrieval sets: a folder with docs.jsonl (id, title, text), queries.jsonl (id, text) and qrels.tsv."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from eval.items import QuestionsError, read_rows

QRELS_HEAD = "query-id"
QRELS_COLUMNS = 3


@dataclass(frozen=True)
class Dataset:
    """Documents (title and text), queries and titles by id, and the gain of each relevant document by query."""

    name: str
    docs: dict[str, str]
    queries: dict[str, str]
    qrels: dict[str, dict[str, int]]
    titles: dict[str, str] = field(default_factory=dict)


def _texts(path: Path, fields: Sequence[str]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for number, row in read_rows(path):
        for name in ("id", *fields):
            if not isinstance(row.get(name), str):
                raise QuestionsError(
                    f"{path}: {number} 行目: {name}: 文字列が必要です。フィールドを足すか直してください。"
                )
        texts[row["id"]] = "\n".join(row[name] for name in fields if row[name])
    if not texts:
        raise QuestionsError(f"{path}: 1 行もありません。")
    return texts


def _qrels(path: Path) -> dict[str, dict[str, int]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionsError(f"{path}: UTF-8 のファイルとして読めません（{error}）。") from error
    qrels: dict[str, dict[str, int]] = {}
    for number, line in enumerate(lines, start=1):
        cells = line.split("\t")
        if not line.strip() or cells[0] == QRELS_HEAD:
            continue
        if len(cells) != QRELS_COLUMNS or not cells[2].strip().isdecimal():
            raise QuestionsError(
                f"{path}: {number} 行目: 「query-id⇥corpus-id⇥score（整数）」が必要ですが {line!r} でした。"
            )
        qrels.setdefault(cells[0], {})[cells[1]] = int(cells[2])
    return qrels


def read_dataset(folder: Path) -> Dataset:
    """Read a retrieval set; queries without a relevant document are left out.

    Raises:
        QuestionsError: a file is missing or wrong, or no query has a relevant document among the documents.
    """
    docs = _texts(folder / "docs.jsonl", ("title", "text"))
    queries = _texts(folder / "queries.jsonl", ("text",))
    judged = {
        query: {doc: g for doc, g in gains.items() if g > 0}
        for query, gains in _qrels(folder / "qrels.tsv").items()
    }
    qrels = {
        query: gains for query, gains in judged.items() if query in queries and gains.keys() & docs.keys()
    }
    if not qrels:
        raise QuestionsError(
            f"{folder / 'qrels.tsv'}: queries.jsonl と docs.jsonl にある id の組がありません。"
        )
    titles = _texts(folder / "docs.jsonl", ("title",))
    return Dataset(folder.resolve().name, docs, {query: queries[query] for query in qrels}, qrels, titles)
