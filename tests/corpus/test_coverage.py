"""Coverage by place: a number counts where a statement says it, not where it is merely quoted or printed elsewhere."""

from __future__ import annotations

import dataclasses

import pytest

from corpus import Corpus, Document, load_corpus
from corpus.check.coverage import Coverage, coverage, spans
from corpus.schema import Fact, Knowledge, LeftOut, Quotation

WHOLE = load_corpus()
DOCUMENT = WHOLE.documents["soumu-r7-01"]
TEXT = """制度のあらまし
1 概要（令和7年度、R6から）
・上限：100万円／団体、100万円／人（フリーランスは対象外）
③ 補助率 1/2 以内、月20時間以上
"""


def document(text: str = TEXT) -> Document:
    """A document of a few lines without a contact table."""
    return Document(DOCUMENT.meta.model_copy(update={"contact_table": None, "skip": [], "id": "small"}), text)


def covered(*facts: Fact, left_out: tuple[LeftOut, ...] = ()) -> Coverage:
    """Coverage of the small document by some facts."""
    corpus: Corpus = dataclasses.replace(
        WHOLE, knowledge={"x": Knowledge(programme="x", facts=list(facts))}, left_out=list(left_out)
    )
    return coverage(corpus, document())


def fact(statement: str, quote: str, line: int | None = None) -> Fact:
    """A fact of the small document."""
    return Fact(
        id="x",
        topic=[],
        edition="R7",
        statement={"ja": statement},
        quotations=[Quotation(quote=quote, document="small", line=line)],
    )


def words(found: Coverage) -> list[str]:
    """What is forgotten, as printed."""
    return [span.words for span in found.forgotten]


def test_years_and_list_marks_are_no_numbers() -> None:
    """What is counted: amounts, rates, hours, condition words."""
    assert [span.words for span in spans(document())] == [
        "100万", "100万", "上限", "対象外", "1", "2", "20", "以内", "以上"
    ]  # fmt: skip


def test_same_amount_in_another_place_is_not_covered_by_it() -> None:
    """100万円／団体 does not cover 100万円／人 on the same line."""
    found = covered(fact("上限は100万円／団体です。", "・上限：100万円／団体"))
    assert words(found).count("100万") == 1


def test_number_that_is_only_quoted_is_not_covered() -> None:
    """The statement must say it."""
    found = covered(
        fact("対象外の人がいます。", "・上限：100万円／団体、100万円／人（フリーランスは対象外）")
    )
    assert words(found).count("100万") == 2
    assert "対象外" not in words(found)


def test_left_out_counts_once_and_only_there() -> None:
    """One entry accounts for one span."""
    found = covered(left_out=(LeftOut(line=3, document="small", words=["100万円"], reason="試験"),))
    assert words(found).count("100万") == 1
    assert found.share_left_out(numbers=True) == pytest.approx(1 / 5)


def test_fraction_and_hours_are_covered_by_their_statement() -> None:
    """1/2 and 20時間."""
    found = covered(fact("補助率は1/2以内、月20時間以上です。", "③ 補助率 1/2 以内、月20時間以上"))
    assert words(found) == ["100万", "100万", "上限", "対象外"]


def test_shipped_document_is_covered() -> None:
    """Every number and condition of the shipped document is stated or left out; at most a tenth is left out."""
    found = coverage(WHOLE, DOCUMENT)
    assert [(span.line, span.words) for span in found.forgotten] == []
    assert found.share_left_out(numbers=True) <= 0.1
    assert found.share_left_out(numbers=False) <= 0.1
