"""Fiscal years: 令和7年度, R7, 2025年度 and FY2025 are one edition."""

from __future__ import annotations

import datetime as dt
import re

from corpus.text.normalise import canonical

_REIWA_OFFSET = 2018
_FISCAL_YEAR_STARTS = 4

_YEAR = re.compile(
    r"(?:令和|(?<![a-z])r)\.? ?(?P<reiwa>\d{1,2}|元)(?!\d)"
    r"|(?<!\d)(?P<western>20\d\d)(?= ?年| ?fy|\b)|(?:fy ?|fiscal year |fiscal )(?P<fiscal>20\d\d)",
)
# Of calendar years (去年, last year) people tell their own history; only fiscal years ask for an edition.
_RELATIVE = {
    "今年度": 0,
    "本年度": 0,
    "this fiscal year": 0,
    "来年度": 1,
    "next fiscal year": 1,
    "昨年度": -1,
    "前年度": -1,
    "last fiscal year": -1,
    "一昨年度": -2,
}
_RELATIVE_WORD = re.compile("|".join(sorted(_RELATIVE, key=len, reverse=True)))


def edition_of_date(day: dt.date) -> str:
    """The edition in force on a day; the Japanese fiscal year begins on 1 April."""
    year = day.year if day.month >= _FISCAL_YEAR_STARTS else day.year - 1
    return f"R{year - _REIWA_OFFSET}"


def editions_in(text: str, today: dt.date | None = None) -> list[str]:
    """Editions a text names, in order, without repeats.

    Args:
        text: any text.
        today: when given, 今年度, 昨年度, "last fiscal year" count too, seen from this day.
    """
    lowered = canonical(text).lower()
    found: list[str] = []
    for match in _YEAR.finditer(lowered):
        if match["reiwa"]:
            number = 1 if match["reiwa"] == "元" else int(match["reiwa"])
        else:
            number = int(match["western"] or match["fiscal"]) - _REIWA_OFFSET
        if number > 0:
            found.append(f"R{number}")
    if today is not None:
        base = int(edition_of_date(today)[1:])
        found += [f"R{base + _RELATIVE[match[0]]}" for match in _RELATIVE_WORD.finditer(lowered)]
    return list(dict.fromkeys(found))


def edition_label(edition: str, language: str = "ja") -> str:
    """R7 as a reader writes it: 令和7年度, FY2025 (Reiwa 7)."""
    number = int(edition[1:])
    if language == "en":
        return f"FY{number + _REIWA_OFFSET} (Reiwa {number})"
    return f"令和{number}年度"


def edition_number(edition: str) -> int:
    """R7 as 7, for comparing editions."""
    return int(edition[1:])


_ERAS = {"H": ("平成", 1988), "R": ("令和", _REIWA_OFFSET), "S": ("昭和", 1925)}


def spoken_year(year: str, language: str = "ja") -> str:
    """A year of a table (H21, R5) as a reader writes it: 平成21年度, FY2009."""
    era, first = _ERAS[year[0]]
    number = int(year[1:])
    if language == "en":
        return f"FY{first + number}"
    return f"{era}{'元' if number == 1 else number}年度"


def year_names(year: str) -> tuple[str, ...]:
    """How a question may name a year of a table, in comparison form: 平成21年, h21, 2009."""
    era, first = _ERAS[year[0]]
    number = int(year[1:])
    spoken = "元" if number == 1 else str(number)
    return (f"{era}{spoken}年", f"{year[0].lower()}{spoken}", str(first + number))
