"""Rows as cells of a table; a cell never becomes a formula."""

from __future__ import annotations

import re

from assistant.answer import Citation
from assistant.triage.part import COLUMNS, Part

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LARGEST_CELL = 32_000
"""A cell of a workbook holds 32,767 characters."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
Cell = str | int | float | bool


def neutral(text: str) -> str:
    """Text that a spreadsheet takes as text: what could begin a formula gets an apostrophe before it."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def cells(row: Part) -> list[Cell]:
    """The values of a row in the order of ``COLUMNS``, neutralised; no value is empty text."""
    return [_cell(getattr(row, name)) for name in COLUMNS]


def _cell(value: object) -> Cell:
    if value is None:
        return ""
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, list):
        value = "\n".join(_cited(item) for item in value)
    text = _CONTROL.sub("", str(value))
    return neutral(text if len(text) <= LARGEST_CELL else f"{text[:LARGEST_CELL]}…")


def _cited(citation: Citation) -> str:
    first, last = citation.lines
    lines = f"{first}行" if first == last else f"{first}–{last}行"
    quote = " ".join(citation.quote.split())
    return f"[{citation.marker}] 「{quote}」（{citation.document} {lines}、{citation.edition}）"
