"""Fractions, multiples and counted things."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from assistant.profile.amount import MONTH, NUMBER, Amount, number_of, shift_of


def _fraction(text: str, pattern: str, unit: str) -> Iterator[Amount]:
    for match in re.finditer(pattern, text):
        groups = {name: value for name, value in match.groupdict().items() if value}
        value = 1.0 if "all" in groups else 0.5
        if "wari" in groups:
            value = float(groups["wari"]) / 10
        elif "percent" in groups:
            value = float(groups["percent"]) / 100
        elif "top" in groups:
            value = float(groups["top"]) / float(groups["of"])
        elif "third" in groups:
            value = {"third": 1 / 3, "quarter": 1 / 4}[groups["third"]] * (2 if "two" in groups else 1)
        yield Amount(
            match.start(),
            match.end(),
            match[0],
            value + shift_of(text, match.start(), match.end()) * 0.01,
            unit,
        )


def month_share(text: str) -> Iterator[Amount]:
    """Shares of a month: 月の半分, two thirds of the month."""
    share = (
        r"(?:半分|はんぶん|(?P<wari>\d)(?:割|わり(?!と|に))|(?P<percent>\d+) ?%|(?P<of>\d+)分の(?P<top>\d+))"
    )
    ja = rf"(?:(?:1{MONTH}|ひと月|毎月|月|勤務日数?|日数)の(?:うち)?(?:約|だいたい)?{share})"
    en = r"half (?:of )?(?:the|each|every|a|my) (?:working )?(?:month|days|time)|(?P<two>(?:two|2) )?(?:a |one |1 )?(?P<third>third|quarter)s? of (?:the|each|every|a) month"
    yield from _fraction(text, f"{ja}|{en}", "share_of_month")


def cost_share(text: str) -> Iterator[Amount]:
    """Shares of a cost that are to be covered: 全額, half of the cost."""
    ja = r"(?P<all>全額|満額|100%|全部(?=出|みて|見て|もらえ|措置|カバー|まかな)|10割)|半額|(?P<wari>\d)割(?=まで|を|が|の措置|の補助|補助|措置|もらえ|出)"
    en = r"(?:the )?(?:full|whole|entire) (?:cost|amount|expense)s?|in full|fully (?=cover|fund|reimburs|paid)|half (?:of )?the (?:cost|amount|expense)s?"
    for amount in _fraction(text, f"{ja}|{en}", "share_of_cost"):
        full = amount.words.split(" ")[-1] in {"full", "fully", ""} or re.search(
            "full|whole|entire", amount.words
        )
        yield Amount(amount.start, amount.end, amount.words, 1.0 if full else amount.value, amount.unit)


def counted(words_ja: str, words_en: str, unit: str) -> Callable[[str], Iterator[Amount]]:
    """A reader for whole or decimal numbers in front of one of some words."""
    pattern = re.compile(rf"{NUMBER}[ -]?(?:(?:{words_ja})|(?:[a-z]+[ -])?(?:{words_en})(?![a-z]))")

    def read(text: str) -> Iterator[Amount]:
        for match in pattern.finditer(text):
            shift = shift_of(text, match.start(), match.end()) * 0.01
            yield Amount(match.start(), match.end(), match[0], number_of(match["n"]) + shift, unit)

    return read


def shares(text: str) -> Iterator[Amount]:
    """Fractions of a whole: 1/2, 2分の1, 50%, 5割, 半分, three quarters."""
    pattern = (
        r"(?<![\d/])(?P<top>\d+) ?/ ?(?P<of>\d+)(?![\d/])|(?P<of2>\d+)分の(?P<top2>\d+)"
        r"|(?P<percent>\d+(?:\.\d+)?) ?(?:%|percent)|(?P<wari>\d+)(?:割|わり(?!と|に))|(?<![\d.])(?P<rate>0\.\d+)|(?P<half>半分|はんぶん|半額|(?<![a-z])half(?![a-z]))"
        r"|(?:(?P<many>\d)[- ]|a |one[- ])?(?P<part>third|quarter)s?(?![a-z])"
        r"|(?:(?P<many2>\d)[- ]|a |one[- ])(?P<part2>fifth|tenth)s?(?![a-z])"
    )
    for match in re.finditer(pattern, text):
        groups = match.groupdict()
        if groups["top"] and not float(groups["of"]):
            continue
        value = _share_value(groups) + shift_of(text, match.start(), match.end()) * 0.01
        yield Amount(match.start(), match.end(), match[0], value, "share")


_PARTS = {"third": 3, "quarter": 4, "fifth": 5, "tenth": 10}


def _share_value(groups: dict[str, str | None]) -> float:  # noqa: PLR0911 - one return a notation
    if groups["top"]:
        return float(groups["top"]) / float(groups["of"] or 1)
    if groups["top2"]:
        return float(groups["top2"]) / max(float(groups["of2"] or 1), 1)
    if groups["percent"]:
        return float(groups["percent"]) / 100
    if groups["wari"]:
        return float(groups["wari"]) / 10
    if groups["rate"]:
        return float(groups["rate"])
    if groups["half"]:
        return 0.5
    part = groups["part"] or groups["part2"] or ""
    return float(groups["many"] or groups["many2"] or 1) / _PARTS[part]


def multiples(text: str) -> Iterator[Amount]:
    """How many times as much: 1.5倍, twice."""
    yield from counted("倍|ばい", "times", "times")(text)
    for match in re.finditer(r"(?<![a-z])(?:twice|double)(?![a-z])", text):
        shift = shift_of(text, match.start(), match.end()) * 0.01
        yield Amount(match.start(), match.end(), match[0], 2.0 + shift, "times")


def bare(text: str) -> Iterator[Amount]:
    """Numbers as they are, for values without a unit (財政力指数 0.48)."""
    for match in re.finditer(r"(?<![\d.a-z])\d+(?:\.\d+)?(?![\d万千億円年月日人%])", text):
        shift = shift_of(text, match.start(), match.end()) * 0.001
        yield Amount(match.start(), match.end(), match[0], float(match[0]) + shift, "number")
