"""Inquiries in tables: CSV, XLSX and JSONL, row by row."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from assistant.triage.inquiry import Inquiry, TriageError
from assistant.triage.sources.columns import Chosen, Role, is_header, missing, picked, places
from assistant.triage.sources.decoding import ISO_2022_JP, REPLACED, decode, file_encoding
from corpus.text import canonical

HEADER_ROWS = 10
"""Titles may stand above the headers."""
_DATE = re.compile(r"(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})")
GARBLED = "読めない文字があります（文字コードを確認してください）"


def read_csv(path: Path, chosen: Chosen) -> Iterator[Inquiry]:
    """Rows of a CSV or TSV file; ``chosen`` names columns whose header is not recognised.

    Raises:
        TriageError: no column holds text.
    """
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    encoding = file_encoding(path)
    file: io.TextIOBase
    if encoding == ISO_2022_JP:  # escape sequences switch for the rest of a line: decoded as a whole
        file = io.StringIO(decode(path.read_bytes(), ISO_2022_JP), newline="")
    else:
        file = path.open(encoding=encoding, errors="replace", newline="")
    with file:
        first = "".join(islice(file, HEADER_ROWS))
        file.seek(0)
        delimiter = max(",\t;", key=first.count)
        rows = csv.reader(file, delimiter=delimiter)
        yield from _rows(rows, chosen, path.name)


def read_xlsx(path: Path, chosen: Chosen) -> Iterator[Inquiry]:
    """Rows of the first worksheet that has a text column; formulas are read as the values they last had.

    Raises:
        TriageError: it is no workbook, or no sheet has a text column.
    """
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, InvalidFileException, OSError) as error:
        raise TriageError(
            f"{path.name}: Excel ブック（.xlsx）として読めません（{type(error).__name__}）。"
            "パスワードを外し、.xlsx 形式で保存し直してください。"
        ) from error
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            head = [_cells(row) for row in islice(sheet.iter_rows(values_only=True), HEADER_ROWS)]
            if any(is_header(row, chosen) for row in head) or len(book.worksheets) == 1:
                yield from _rows(map(_cells, sheet.iter_rows(values_only=True)), chosen, path.name)
                return
    finally:
        book.close()
    raise TriageError(
        f"{path.name}: 本文の列があるシートがありません。--body-column で列名を指定してください。"
    )


def _cells(row: Sequence[object]) -> list[str]:
    return [_cell(value) for value in row]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    return str(value)


def _rows(rows: Iterator[list[str]], chosen: Chosen, name: str) -> Iterator[Inquiry]:
    """Rows after the headers; a blank row is no inquiry, an overlong one is reported."""
    head: list[list[str]] = []
    for row in islice(rows, HEADER_ROWS):
        head.append(row)
        if is_header(row, chosen):
            break
    else:
        first = next((row for row in head if any(row)), [])
        places(first, chosen)  # a named column that is missing is the better message
        raise missing(first, name)
    headers = head[-1]
    columns = places(headers, chosen)
    number = 0
    line = len(head)
    while True:
        line += 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            number += 1
            yield Inquiry(number, f"row-{line}", problem=f"{line} 行目を読めません: {error}")
            continue
        if any(cell.strip() for cell in row):
            number += 1
            yield _inquiry(number, line, row, columns, len(headers))


def _inquiry(number: int, line: int, row: Sequence[str], columns: dict[Role, int], width: int) -> Inquiry:
    values = {role: row[at].strip() if at < len(row) else "" for role, at in columns.items()}
    problem = ""
    if any(cell.strip() for cell in row[width:]):
        problem = (
            f"{line} 行目: 列が {width} のはずが {len(row)} あります。引用符と区切り文字を確かめてください"
        )
    return made(number, f"row-{line}", values, problem)


def made(number: int, name: str, values: dict[Role, str], problem: str = "") -> Inquiry:
    """An inquiry from what a row says; one without any text has a problem."""
    subject, body = values.get("subject", ""), values.get("body", "")
    if not problem and not (subject or body):
        problem = "件名も本文も空です"
    return Inquiry(
        number,
        values.get("id") or name,
        subject,
        body,
        received(values.get("received", "")),
        problem,
        GARBLED if REPLACED in subject + body else "",
    )


def received(value: str) -> dt.date | None:
    """A day as tables write it; None when it is none."""
    match = _DATE.search(canonical(value))
    try:
        return dt.date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def read_jsonl(path: Path, chosen: Chosen) -> Iterator[Inquiry]:
    """One JSON object a line; a line that is none is reported and kept."""
    encoding = file_encoding(path)
    number = 0
    with path.open("rb") as file:
        for at, raw in enumerate(file, 1):
            line = decode(raw.rstrip(b"\r\n"), None if encoding == ISO_2022_JP else encoding)
            if line.strip():
                number += 1
                yield _object(number, at, line, chosen)


def _object(number: int, at: int, line: str, chosen: Chosen) -> Inquiry:
    name = f"line-{at}"
    try:
        data = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        return Inquiry(number, name, problem=f"{at} 行目: JSON として読めません（{error}）")
    if not isinstance(data, dict):
        return Inquiry(
            number, name, problem=f"{at} 行目: オブジェクトが必要ですが {type(data).__name__} です"
        )
    try:
        found = picked(data, chosen)
    except TriageError as error:
        return Inquiry(number, name, problem=f"{at} 行目: {error}")
    values: dict[Role, str] = {role: _text(value) for role, value in found.items()}
    problem = ""
    if not found.keys() & {"body", "subject"}:
        problem = f"{at} 行目: 本文の項目がありません（項目は {'、'.join(map(str, data))[:100]}）"
    elif not isinstance(found.get("body", ""), str | int | float | None):
        problem = f"{at} 行目: 本文は文字列が必要ですが {type(found['body']).__name__} です"
    return made(number, name, values, problem)


def _text(value: object) -> str:
    """A JSON value as text, without halves of surrogate pairs."""
    return "" if value is None else str(value).encode("utf-8", "replace").decode("utf-8").strip()
