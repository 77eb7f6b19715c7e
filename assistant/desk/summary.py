"""The week at the desk: volume, frequent questions, what the documents do not say, and corrected routing."""

from __future__ import annotations

import datetime as dt
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.desk.store import DeskStore
from assistant.desk.strings import words
from assistant.desk.tables import APPROVED, PartRow
from assistant.triage.cells import Cell, neutral
from assistant.understand.terms import content_terms

DAYS = 7
TOP = 15
ALIKE = 0.5
"""Share of common words from which two questions count as the same."""
EXAMPLE_CHARS = 120


@dataclass(frozen=True)
class Table:
    """A titled table of the summary."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class Week:
    """Seven days and their tables."""

    begin: dt.date
    tables: Sequence[Table]


def week(store: DeskStore, begin: dt.date) -> Week:
    """The summary of seven days from a day on; questions stand in it masked."""
    end = begin + dt.timedelta(days=DAYS)
    parts = [part for part in store.everything() if begin <= came(part) < end]
    changed = [part for part in parts if part.programme != part.suggested_programme]
    count = words("summary.count")
    figures = [
        (words("summary.inquiries"), len({part.inquiry_id for part in parts})),
        (words("summary.parts"), len(parts)),
        (words("summary.approved"), sum(part.state == APPROVED for part in parts)),
        (words("summary.corrected"), len(changed)),
    ]
    by_division = Counter(part.division or words("queue.none") for part in parts)
    moved = Counter((part.suggested_programme or "–", part.programme or "–") for part in changed)
    asked = (words("queue.question"), count)
    return Week(
        begin,
        [
            Table(words("summary.volume"), (words("summary.figure"), count), figures),
            Table(words("summary.by_division"), (words("queue.division"), count), by_division.most_common()),
            Table(
                words("summary.questions"), asked, frequent(part.question for part in parts if part.status)
            ),
            Table(
                words("summary.uncovered"),
                asked,
                frequent(part.question for part in parts if part.status == "not_covered"),
            ),
            Table(
                words("summary.confusion"),
                (words("summary.from"), words("summary.to"), count),
                [(before, after, n) for (before, after), n in moved.most_common()],
            ),
        ],
    )


def came(part: PartRow) -> dt.date:
    """The day an inquiry came, or was taken in."""
    return part.inquiry.received or part.inquiry.created.date()


def frequent(questions: Iterable[str]) -> list[tuple[str, int]]:
    """Questions grouped by their words, the most frequent first, each with its first wording."""
    groups: list[tuple[frozenset[str], str, list[int]]] = []
    for question in questions:
        terms = frozenset(content_terms(question))
        for held, _, count in groups:
            if terms and len(terms & held) >= ALIKE * len(terms | held):
                count[0] += 1
                break
        else:
            groups.append((terms, question[:EXAMPLE_CHARS], [1]))
    found = sorted(groups, key=lambda group: -group[2][0])
    return [(question, count[0]) for _, question, count in found[:TOP]]


def workbook(shown: Week) -> bytes:
    """The summary as an XLSX workbook, one sheet a table."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    book.remove(book.active)
    for number, table in enumerate(shown.tables, 1):
        sheet = book.create_sheet(f"{number}")
        sheet.append([f"{table.title}（{shown.begin}–）"])
        sheet.append(list(table.heads))
        for cell in (*sheet[1], *sheet[2]):
            cell.font = Font(bold=True)
        for row in table.rows:
            sheet.append([neutral(value) if isinstance(value, str) else value for value in row])
        for letter, width in (("A", 60), ("B", 40), ("C", 12)):
            sheet.column_dimensions[letter].width = width
        sheet.freeze_panes = "A3"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()
