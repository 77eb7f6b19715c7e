"""Yearly figures: the right column, the first year that reached a number, several years in one statement."""

from __future__ import annotations

import pytest

from tests.conftest import Ask


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("令和4年度の協力隊の隊員数は？", "6,447人"),
        ("協力隊の隊員数が初めて千人を超えたのは何年度ですか", "平成26年度"),
        ("協力隊の自治体数がはじめて1,000を突破したのは何年度ですか", "平成30年度"),
        ("In which year did the number of Kyoryokutai members first exceed 5,000?", "FY2018"),
        ("協力隊の隊員数の推移を教えて", "5,503人、5,560人、6,015人、6,447人、7,200人"),
        ("協力隊の隊員数はこの3年でどう変わりましたか", "6,015人、6,447人、7,200人"),
        ("How many people joined a Furusato Working Holiday in FY2023?", "756"),
        ("ふるさとワーキングホリデーの令和5年度の参加者数は？", "756名"),
    ],
)
def test_right_year(ask: Ask, question: str, said: str) -> None:
    """Read from the printed row, answered with it."""
    answer = ask(question)
    assert answer.status == "answered"
    assert said in answer.text


def test_an_earlier_edition_is_not_mixed_with_the_newest(ask: Ask) -> None:
    """Asked about R6, the limit of R6; the raised one belongs to R7."""
    text = ask("令和6年度の協力隊の募集経費の上限は？").text
    assert "300万円" in text
    assert "350万円" not in text


def test_budgets_of_others_are_no_answer(ask: Ask) -> None:
    """The document prints no budget of JET; those of other programmes do not stand in for it."""
    assert ask("How much is the budget for JET in FY2025?").status == "not_covered"


@pytest.mark.parametrize(
    "question",
    [
        "上限額、今度いくらに上がるんでしたっけ？",
        "令和7年度に上限が引き上げられるやつ、新しい金額はいくらになりますか？",
    ],
)
def test_several_limits_rise(ask: Ask, question: str) -> None:
    """Which programme is asked back."""
    answer = ask(question)
    assert answer.status == "clarify"
    assert len(answer.questions_back) >= 2
