"""An XLSX workbook that streams: header style, filter, frozen header, wrapped text, links; never a formula."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from assistant.triage.cells import Cell, cells
from assistant.triage.part import COLUMNS, Part

WIDTHS = {
    "question": 48, "programme": 26, "division": 22, "phone": 15, "runner_up_division": 20, "urgency_reason": 28,
    "draft": 70, "citations": 50, "needs_human_reason": 34, "inquiry_id": 16,
}  # fmt: skip
WIDTH = 12
MOST_LINKS = 60_000
"""A worksheet holds 65,530 links."""
LAST_ROW = 1_048_576
HEADER, LINK, ALERT = "FF1F4E78", "FF0563C1", "FFFDE9E7"
SHEET = "triage"


def write_workbook(rows: Iterable[Part], path: Path, links: Mapping[str, str]) -> int:
    """Write rows to a workbook, row by row.

    Args:
        rows: read once.
        path: the file.
        links: web address by programme.

    Returns:
        How many rows were written.
    """
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    last = get_column_letter(len(COLUMNS))
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{last}{LAST_ROW}"
    for at, name in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(at)].width = WIDTHS.get(name, WIDTH)
    made = _Cells(sheet)
    sheet.append([made.header(name) for name in COLUMNS])
    count = 0
    for row in rows:
        address = links.get(row.programme) if count < MOST_LINKS else None
        sheet.append(made.row(row, count + 2, address))
        count += 1
    sheet.auto_filter.ref = f"A1:{last}{count + 1}"
    book.save(path)
    return count


class _Cells:
    """Styled cells of one sheet; the styles are made once."""

    def __init__(self, sheet: Any) -> None:  # noqa: ANN401 - openpyxl ships no types
        from openpyxl.styles import Alignment, Font, PatternFill

        self._sheet = sheet
        self._head = {
            "font": Font(bold=True, color="FFFFFFFF"),
            "fill": PatternFill("solid", fgColor=HEADER),
            "alignment": Alignment(vertical="center", wrap_text=True),
        }
        self._wrapped = Alignment(vertical="top", wrap_text=True)
        self._linked = Font(color=LINK, underline="single")
        self._alert = PatternFill("solid", fgColor=ALERT)

    def header(self, name: str) -> Any:  # noqa: ANN401
        """A heading."""
        cell = self._cell(name)
        for style, value in self._head.items():
            setattr(cell, style, value)
        return cell

    def row(self, row: Part, number: int, address: str | None) -> list[Any]:
        """The cells of a row; the programme links to its page, a row that needs a person is tinted."""
        found = []
        for name, value in zip(COLUMNS, cells(row), strict=True):
            cell = self._cell(value)
            cell.alignment = self._wrapped
            if name in ("needs_human", "urgency") and (value is True or value == "high"):
                cell.fill = self._alert
            if name == "programme" and address:
                self._link(cell, number, COLUMNS.index(name) + 1, address)
            found.append(cell)
        return found

    def _cell(self, value: Cell) -> Any:  # noqa: ANN401
        """A cell whose text is text, whatever it begins with."""
        from openpyxl.cell import WriteOnlyCell

        cell = WriteOnlyCell(self._sheet, value=value if value != "" else None)
        if isinstance(value, str) and value:
            cell.data_type = "s"
        return cell

    def _link(self, cell: Any, row: int, column: int, address: str) -> None:  # noqa: ANN401
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.hyperlink import Hyperlink

        cell.font = self._linked
        link = Hyperlink(ref=f"{get_column_letter(column)}{row}", target=address)
        self._sheet._hyperlinks.append(link)
