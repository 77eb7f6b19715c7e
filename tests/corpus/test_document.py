"""The document: lines, quotations, corrections, outline; and the contact table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Document, load_corpus

CORPUS = load_corpus()
DOCUMENT = CORPUS.documents["soumu-r7-01"]
LINES = len(DOCUMENT.lines)


@given(st.integers(0, len(DOCUMENT.source) - 1), st.integers(1, 80))
def test_any_substring_is_located_where_it_stands(start: int, length: int) -> None:
    """A quotation with its line is found there, and the span holds it."""
    quote = DOCUMENT.source[start : start + length]
    line = DOCUMENT.line_at(start)
    found = DOCUMENT.locate(quote, line)
    assert found is not None
    assert found[0] == line
    assert quote in DOCUMENT.text(*found) + "\n"


@pytest.mark.parametrize(
    ("quote", "line"), [("", None), ("", 3), ("総務省", 0), ("総務省", 10**6), ("総 務 省", None)]
)
def test_what_is_not_printed_is_not_located(quote: str, line: int | None) -> None:
    """Empty quotations and lines outside the document are no quotations."""
    assert DOCUMENT.locate(quote, line) is None


def test_corrections_mend_reading_and_not_quoting() -> None:
    """The verbatim text keeps the misread character."""
    for fix in DOCUMENT.meta.corrections:
        assert fix.wrong in DOCUMENT.text(fix.line, fix.line)
        assert fix.wrong not in DOCUMENT.corrected(fix.line, fix.line)
        assert fix.right in DOCUMENT.corrected(fix.line, fix.line)


def test_leaves_cover_every_line_once() -> None:
    """Sections and the stretches between them do not overlap."""
    lines = [n for _, first, last in DOCUMENT.leaves() for n in range(first, last + 1)]
    assert len(lines) == len(set(lines))
    assert set(lines) <= set(range(1, LINES + 1))


def test_an_own_edition_outranks_the_section() -> None:
    """560万円 of L352 is a value of R6 in a document of R7."""
    assert DOCUMENT.edition(352, 352) == "R6"
    assert DOCUMENT.edition(9, 9) == DOCUMENT.meta.edition == "R7"


def test_source_keeps_its_line_ends(tmp_path: object) -> None:
    """Line numbers are those of the file: split at newlines only."""
    document = Document(DOCUMENT.meta, "a\r\nb\u2028c\nd")
    assert document.lines == ["a\r", "b\u2028c", "d"]
    assert [document.line_at(n) for n in (0, 2, 3, 6, 7)] == [1, 1, 2, 2, 3]


def test_fourteen_contacts_and_three_without_url() -> None:
    """As the source prints them."""
    assert len(CORPUS.contacts) == 14
    assert sum(row.url is None for row in CORPUS.contacts) == 3
    assert all("staff" not in row.public() for row in CORPUS.contacts)
