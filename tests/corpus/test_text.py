"""Normalisation, numerals and fiscal years, for any text."""

from __future__ import annotations

import datetime as dt
import time
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.text import canonical, edition_of_date, editions_in, fold, plain, quantities
from corpus.text.quantities import phones

JAPANESE = st.text(st.sampled_from("あかゞ゛゙アー漢字一二千万円（）() 　\t\n、1,0.JET①〜a[]"), max_size=40)
ANY = st.one_of(JAPANESE, st.text(max_size=60))
HOSTILE = ["\ud800", "a\x00b", "\ufdfa" * 2000, "1" * 5000 + ".", "(" * 3000, "千" * 3000, "漢（か" * 1000]
WIDE = str.maketrans({code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000})
MAN = st.integers(1, 99_999_999)


def kanji(number: int) -> str:
    """A number below 10^16 in kanji with units, as documents write it."""
    text = ""
    for unit in ("", "万", "億", "兆"):
        number, group = divmod(number, 10_000)
        part = "".join(
            ("" if digit == 1 and name else "〇一二三四五六七八九"[digit]) + name
            for digit, name in zip(map(int, f"{group:04d}"), ("千", "百", "十", ""), strict=True)
            if digit
        )
        text = (part + unit if part else "") + text
    return text


@given(ANY)
@example("体験 （たいけん）")
@example("J  E\tT")
@example("か ゙")
@example("漢(かな)(かな) 字")
@example("漢あ(いあ)(うあ) 字")
@example("何一二円")
def test_canonical_is_idempotent(text: str) -> None:
    """What is normal stays as it is."""
    once = canonical(text)
    assert canonical(once) == once
    assert unicodedata.is_normalized("NFKC", once)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: f"{text[:1]!a}*{len(text)}")
def test_hostile_text_is_read_quickly(text: str) -> None:
    """Surrogates, NUL, ligatures that expand and long runs neither raise nor stall."""
    begin = time.monotonic()
    result = canonical(text)
    quantities(text), editions_in(text, dt.date(2025, 4, 1)), phones(text), plain(text)
    assert time.monotonic() - begin < 1
    result.encode()
    assert "\x00" not in result


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    """No text raises."""
    canonical(text).encode()
    assert all(isinstance(quantity.value, Decimal) for quantity in quantities(text))
    assert all(edition.startswith("R") for edition in editions_in(text, dt.date(2025, 4, 1)))


@given(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), max_size=30))
def test_width_does_not_matter(text: str) -> None:
    """Full-width letters, digits and signs read as plain ones."""
    assert canonical(text.translate(WIDE)) == canonical(text)


@given(MAN)
def test_an_amount_is_one_value_in_every_spelling(man: int) -> None:
    """350万円, 3,500千円, 3.5 million yen, 三百五十万円 and their wide and grouped forms are one value."""
    yen = man * 10_000
    million = (Decimal(yen) / 10**6).normalize()
    spellings = [
        f"{man}万円",
        f"{man:,}万円",
        f"{man} 万円",
        f"{man}万円".translate(WIDE),
        f"{man * 10:,}千円",
        f"{man * 10:,} 千円",
        f"{million:f} million yen",
        f"{million:f}百万円",
        f"{kanji(yen)}円",
        f"{yen:,}円",
        f"¥{yen:,}",
        f"JPY {million:f} million",
    ]
    for text in spellings:
        assert [(q.value, q.unit) for q in quantities(f"上限は{text}。")] == [(yen, "円")], text


@given(st.integers(1, 9_999_999))
def test_thousands_separators_do_not_matter(number: int) -> None:
    """A grouped number folds into the plain one."""
    assert fold(f"{number:,}人") == fold(f"{number}人") == f"{number}人"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2千万円", [(20_000_000, "円")]),
        ("3千5百万円", [(35_000_000, "円")]),
        ("1億2000万円", [(120_000_000, "円")]),
        ("1億二千万円", [(120_000_000, "円")]),
        ("350万 200万円", [(3_500_000, ""), (2_000_000, "円")]),
        ("①200万円", [(1, ""), (2_000_000, "円")]),
        ("1年6か月", [(1, "年"), (6, "か月")]),
        ("一年六ヶ月", [(1, "年"), (6, "か月")]),
        ("2025年4月1日", [(2025, "年"), (4, "月"), (1, "日")]),
        ("It costs 350.", [(350, "")]),
        ("for 3 years.", [(3, "年")]),
        ("5 daycare centres", [(5, "")]),
        ("2.5倍", [(Decimal("2.5"), "倍")]),
        ("50%、5割、半分", [(50, "%"), (5, "割")]),
        ("数十人、何百人", []),
        ("03-5253-5391 [1]", []),
        ("R6.10.1現在", []),
    ],
)
def test_numbers_keep_their_unit_and_their_bounds(text: str, expected: list[tuple[float, str]]) -> None:
    """One value a number, in order, with its unit."""
    assert [(q.value, q.unit) for q in quantities(text)] == expected


@given(st.integers(1, 99))
def test_an_edition_is_one_in_every_spelling(number: int) -> None:
    """令和7年度, R7, 2025年度 and FY2025 are one edition; a Western year beyond 2099 is none."""
    spellings = [
        f"令和{number}年度",
        f"R{number}",
        f"Ｒ{number}年",
        f"令和 {number} 年度",
        f"令和{kanji(number)}年度",
    ]
    if number + 2018 < 2100:
        spellings += [f"{number + 2018}年度", f"FY{number + 2018}", f"fiscal year {number + 2018}"]
    for text in spellings:
        assert editions_in(f"上限は{text}でいくら") == [f"R{number}"], text


def test_editions_come_in_order_without_repeats() -> None:
    """As named, each once."""
    assert editions_in("R7（令和7年度）と令和6年度、R7") == ["R7", "R6"]
    assert editions_in("令和元年") == ["R1"]
    assert editions_in("平成30年度、2017年、Router 7") == []


@pytest.mark.parametrize(
    ("text", "edition"),
    [
        ("今年度", "R7"),
        ("昨年度", "R6"),
        ("last fiscal year", "R6"),
        ("来年度", "R8"),
        ("一昨年度", "R5"),
    ],
)
def test_relative_years_are_seen_from_a_day(text: str, edition: str) -> None:
    """今年度 means nothing without a day, and the year of its April with one."""
    assert editions_in(text) == []
    assert editions_in(text, dt.date(2026, 3, 31)) == [edition]


@pytest.mark.parametrize("text", ["去年", "昨年の春", "last year", "来年", "this year"])
def test_calendar_years_tell_a_history_and_ask_for_no_edition(text: str) -> None:
    """「去年やめました」 is about the asker, not about the value of R6."""
    assert editions_in(text, dt.date(2026, 3, 31)) == []


@given(st.dates(dt.date(2019, 4, 1), dt.date(2099, 12, 31)))
def test_the_fiscal_year_begins_in_april(day: dt.date) -> None:
    """January to March belong to the year before."""
    year = day.year - (day.month < 4)
    assert edition_of_date(day) == f"R{year - 2018}"


def test_markup_goes_and_words_stay() -> None:
    """Bold marks, bullets and tags are no words."""
    assert plain("- **上限** <br> 350万円") == "上限   350万円"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("集（あつ）まる", "集まる"),
        ("泊まる（とまる） ところ", "泊まるところ"),
        ("引き上げ（ひきあげ）られます", "引き上げられます"),
        ("集まる（まちが する）", "集まる(まちがする)"),
    ],
)
def test_readings_behind_kanji_and_behind_words(written: str, read: str) -> None:
    """Both ways of writing them go; a remark in brackets is none."""
    assert canonical(written) == read
