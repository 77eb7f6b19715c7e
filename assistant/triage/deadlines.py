"""The days by which an inquiry wants something, as it writes them: 3月5日まで, 今週金曜, by 5 March."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

NEAR_CHARS = 14
"""How far a word such as 期限 may stand from its date."""
REIWA = 2018
LOOK_BACK_DAYS = 60
"""A day without a year that lies longer ago is meant for the next year."""
_YEAR = re.compile(
    r"(?:(?P<year>20\d\d)[年/.\-]|(?:令和|[RrＲ])(?P<era>\d{1,2}|元)[年.])?\s?(?P<month>1[0-2]|0?[1-9])[月/.\-](?P<day>3[01]|[12]\d|0?[1-9])(?:日|(?!\d|[/.\-]\d|[月年%円人]))"
)
_RELATIVE = re.compile(
    r"(?P<number>\d{1,3})(?P<unit>日|週間)(?:以内|後|のうち)|within (?P<en>\d{1,3}) (?P<en_unit>day|week)s?"
)
_WEEK = re.compile(
    r"(?P<which>今週|来週|次の?|こんどの|今度の)(?:の)?(?P<name>[月火水木金土日])(?:曜日?|[)）])|(?P<half>今週中|来週中|週明け|今月中|今月末|月末|年度末|年内)"
)


@dataclass(frozen=True)
class Words:
    """Names of days and months, and the words that make a date a deadline."""

    deadline: re.Pattern[str]
    weekdays: Sequence[str]
    weekdays_en: Sequence[str]
    months_en: Sequence[str]


def deadlines(text: str, today: dt.date, words: Words) -> list[dt.date]:
    """Days that a text names as a deadline, the next first.

    Args:
        text: in one width.
        today: the day it was written, from which 来週 and days without a year are counted.
        words: the cue data.
    """
    found = []
    for start, end, day in [*_dates(text, today), *_spoken(text, today, words)]:
        around = text[max(0, start - NEAR_CHARS) : start] + "\0" + text[end : end + NEAR_CHARS]
        if words.deadline.search(around.split("。")[0] if "\0" in around.split("。")[0] else around):
            found.append(day)
    return sorted(set(found))


def _dates(text: str, today: dt.date) -> Iterator[tuple[int, int, dt.date]]:
    for match in _YEAR.finditer(text):
        if text[match.start() - 1 : match.start()].isdigit():
            continue
        year = match["year"] or (
            str(REIWA + (1 if match["era"] == "元" else int(match["era"]))) if match["era"] else None
        )
        day = _day(int(year) if year else today.year, int(match["month"]), int(match["day"]))
        if day := day if year else _coming(day, today):
            yield match.start(), match.end(), day


def _coming(day: dt.date | None, today: dt.date) -> dt.date | None:
    """A day that was written without its year: next year's when it lies too long ago."""
    past = day is not None and day < today - dt.timedelta(days=LOOK_BACK_DAYS)
    return _day(day.year + 1, day.month, day.day) if day and past else day


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _spoken(text: str, today: dt.date, words: Words) -> Iterator[tuple[int, int, dt.date]]:
    for match in _RELATIVE.finditer(text):
        number = int(match["number"] or match["en"])
        weeks = match["unit"] == "週間" or match["en_unit"] == "week"
        yield match.start(), match.end() - 2, today + dt.timedelta(days=number * (7 if weeks else 1))
    for match in _WEEK.finditer(text):
        yield match.start(), match.end() - bool(match["half"]), _week(match, today, words)
    yield from _english(text, today, words)


def _week(match: re.Match[str], today: dt.date, words: Words) -> dt.date:
    monday = today - dt.timedelta(days=today.weekday())
    if match["name"]:
        ahead = words.weekdays.index(match["name"])
        if match["which"].startswith("今週"):
            return monday + dt.timedelta(days=ahead)
        if match["which"] == "来週":
            return monday + dt.timedelta(days=7 + ahead)
        return today + dt.timedelta(days=(ahead - today.weekday() - 1) % 7 + 1)
    last = calendar.monthrange(today.year, today.month)[1]
    year_end = dt.date(today.year + (today.month > 3), 3, 31)  # noqa: PLR2004 - a fiscal year ends in March
    return {
        "今週中": monday + dt.timedelta(days=4),
        "来週中": monday + dt.timedelta(days=11),
        "週明け": monday + dt.timedelta(days=7),
        "年度末": year_end,
        "年内": dt.date(today.year, 12, 31),
    }.get(match["half"], today.replace(day=last))


def _english(text: str, today: dt.date, words: Words) -> Iterator[tuple[int, int, dt.date]]:
    months = "|".join(f"{name[:3]}(?:{name[3:]})?" if name[3:] else name for name in words.months_en)
    pattern = re.compile(
        rf"\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<m1>{months})|(?P<m2>{months})\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?)(?:,? (?P<y>20\d\d))?\b",
        re.IGNORECASE,
    )
    short = [name[:3] for name in words.months_en]
    for match in pattern.finditer(text):
        month = short.index((match["m1"] or match["m2"]).lower()[:3]) + 1
        day = _day(int(match["y"] or today.year), month, int(match["d1"] or match["d2"]))
        if day := day if match["y"] else _coming(day, today):
            yield match.start(), match.end(), day
    for match in re.finditer(
        rf"\b(?:this |next |coming )?(?P<name>{'|'.join(words.weekdays_en)})\b", text, re.IGNORECASE
    ):
        ahead = (words.weekdays_en.index(match["name"].lower()) - today.weekday() - 1) % 7 + 1
        yield match.start(), match.end(), today + dt.timedelta(days=ahead)
