"""Numbers with units and where they stand: money, durations, days and hours of a month, shares, persons.

``corpus.text.quantities`` reads values for comparison; here the place matters too, since the words around a
number say which attribute it is, and a comparison ("more than three years") moves it off its limit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from assistant.profile.amount import MONTH, NUMBER, Amount, number_of, shift_of
from assistant.profile.fractions import bare, cost_share, counted, month_share, multiples, shares
from assistant.profile.text import sentence_around

WEEKS_PER_MONTH = 52 / 12
_DAYS_PER_MONTH = 30
_MONTHS_PER_YEAR = 12
_LATEST_TERM_YEARS = 100

_SCALE = {
    "億": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4, "千": 10**3, "": 1, "thousand": 10**3, "k": 10**3,
    "million": 10**6, "mil": 10**6, "m": 10**6, "billion": 10**9,
}  # fmt: skip


_PERIOD = re.compile(
    rf"1{MONTH}|ひと月|ひとつき|毎月|月間|(?<![\dかヶカヵケ箇年今来先翌各])月(?![曜分額収給日末初島形山])|毎週|週(?!間|末)|(?:1日|(?<![週月に])1回)(?=に|あたり|当たり|\d)"
)
# some of a month's days: 30日のうち15日, 1か月は30日です。町で15日; nine of 20 working days, of 20 days she spends nine
_SOME_DAYS = re.compile(
    rf"(?:\d+日間?(?:の?(?:勤務日|稼働日|営業日|出勤日)数?)?(?:[^。、\d]{{0,8}}(?:うち|内|中で|中の)|中)|{MONTH}[はが](?:約)?\d+日)[^\d]{{0,18}}(?P<n>\d+)日(?!間)"
)
_SOME_DAYS_EN = re.compile(
    rf"{NUMBER} (?:days? )?(?:(?:out )?of|in) (?:[a-z]+ )?\d+(?:-day month| (?:[a-z]+ )?days)(?: (?:a|per|each|every|in a) month)?"
    r"|(?<![a-z])(?:out )?of (?:[a-z]+ )?\d+ (?:[a-z]+ )?days[^.\d]{0,60}?\b(?P<m>\d+|one|two|three|four|five|six|seven|eight|nine|ten)(?= (?:in|at|on|are|there|here|days?)\b)"
)
_HOURS_EN = rf"{NUMBER}[ -](?:full |working |business )?(?P<u>hours?)(?! (?:away|from|by|drive))(?![a-z])"
_EACH_DAY = re.compile(
    r"days? (?:(?:a|per|each|every) (?:month|week) )?(?:of|at|for|with|x) (?:about |only |just )?$"
)
_IN_ALL = re.compile(r"(?:total of|exactly|only|just|but) $")
_IN_ALL_AFTER = re.compile(r"^ (?:in all|altogether|in total|total|overall|all told|all in all)")
_HOURS = frozenset({"時間", "じかん", "h"})
_TOTAL = re.compile("(計|のべ|延べ|トータル|全部|ぜんぶ)で?(約|は)?$")
_PERIOD_EN = re.compile(
    r"^(?: [a-z-]+){0,6}? ?(?:a|per|each|every|in a|/|out of (?:a|the)) ?(?P<p>month|week|day)\b|^ (?P<q>monthly|weekly|daily)"
)


def _yen(text: str) -> Iterator[Amount]:
    scales = "千万|百万|億|万|千|thousand|million|billion|mil|k|m"
    pattern = rf"(?<![\d.a-z])(?P<sign>¥ ?|jpy ?)?(?P<parts>(?:\d++(?:\.\d++)?[ -]?(?:{scales})?[ -]?)+?)(?P<unit>円|えん|yen|jpy)"
    beside = (
        r"|(?<![\d.a-z])\d{5,}(?![\d.]|[ -]?[a-z]*(?:yen|people|persons|residents|inhabitants|households)|[人件社団名世帯戸円k])"
        if re.search("円|yen|¥", text)
        else ""
    )
    bare = r"(?<![\d.a-z])(?:\d++(?:\.\d++)?(?:億|千万|百万|万))+(?![\d人件社団回名世戸部k円])|¥ ?\d+(?:\.\d+)?(?: ?(?:million|k|m)\b)?|(?<![\d.a-z])\d++(?:\.\d++)?[ -](?:million|billion|thousand)\b(?! (?:people|persons|residents|inhabitants|households|tons))"
    for match in re.finditer(f"{pattern}|{bare}{beside}", text):
        parts = re.findall(rf"(\d+(?:\.\d+)?)[ -]?({scales})?", match[0])
        value = sum(float(number) * _SCALE[scale] for number, scale in parts)
        yield Amount(
            match.start(), match.end(), match[0], value + shift_of(text, match.start(), match.end()), "yen"
        )


def _months(text: str) -> Iterator[Amount]:
    era = r"(?<!令和)(?<!平成)(?<!昭和)(?<![hr])"
    # a future or past point, an ordinal or an age is no duration
    point = r"(?!目|前|度|生|代|後|以来|末|ぶり|齢|収|俸|金|間?\d+月)"
    ja = rf"{era}{NUMBER}(?:年|ねん)(?:間)?(?P<half>半)?(?:と?(?P<extra>\d+){MONTH})?{point}|(?P<m>\d+(?:\.\d+)?){MONTH}(?:間)?(?P<mhalf>半)?(?!目|前|後|ごと|おき|(?:に|は|が|で|の|のうち)?(?:つき|あたり)?\d+(?:日|時間|回|泊))|(?P<hy>半年|はんとし)(?:間)?(?!前|後|ごと|おき)|(?P<w>\d+)週間(?!に|後|前)|(?<![\d月])(?P<d>\d+)日間"
    en = rf"{NUMBER}(?P<ehalf> and a half)?[ -](?P<u>years?|months?|weeks?)(?! (?:ago|old|later|experience|of experience)|\w)(?P<yhalf> and a half)?(?: and (?P<em>\d+) months?)?|(?<=for )(?:half a year|a year and a half|a year|one year|a month)|half a year|a year and a half"
    for pattern, months in ((ja, _ja_months), (en, _en_months)):
        for match in re.finditer(pattern, text):
            value = months(match)
            if value is None:
                continue
            shift = shift_of(text, match.start(), match.end()) * 0.5
            yield Amount(match.start(), match.end(), match[0], value + shift, "months")


def _ja_months(match: re.Match[str]) -> float | None:
    if match["hy"]:
        return 6.0
    if match["w"]:
        return float(match["w"]) / WEEKS_PER_MONTH
    if match["d"]:
        return float(match["d"]) / _DAYS_PER_MONTH
    if match["m"]:
        return float(match["m"]) + (0.5 if match["mhalf"] else 0)
    years = number_of(match["n"])
    if years >= _LATEST_TERM_YEARS:
        return None
    return years * _MONTHS_PER_YEAR + (6 if match["half"] else 0) + float(match["extra"] or 0)


def _en_months(match: re.Match[str]) -> float | None:
    if not match["u"]:
        fixed = {"half a year": 6.0, "a year and a half": 18.0, "a month": 1.0}
        return fixed.get(match[0], 12.0)
    number = number_of(match["n"]) + (0.5 if match["ehalf"] or match["yhalf"] else 0)
    if number >= _LATEST_TERM_YEARS:
        return None
    unit = match["u"].rstrip("s")
    months = {"year": number * _MONTHS_PER_YEAR, "month": number, "week": number / WEEKS_PER_MONTH}[unit]
    return months + float(match["em"] or 0)


def _every(text: str) -> Iterator[Amount]:
    """Visits at longer intervals than a month: 2か月に1回, 隔月, 年4回, once every three months."""
    times = r"(?P<n>\d+)(?:回|度|日|泊)"
    spans = rf"(?P<m>\d+){MONTH}に{times}|(?P<other>隔月|every other month|every second month)|(?P<hy>半年)に(?P<hn>\d+)(?:回|度|日)|(?<!\d)1?年(?:間)?に?(?P<yn>\d+)回|(?:once |one visit )?every (?P<em>two|three|four|six|\d+) months|(?P<ey>once|twice|\d+ times) a year"
    for match in re.finditer(spans, text):
        yield Amount(match.start(), match.end(), match[0], _monthly(match), "days_per_month")
    for match in (*_SOME_DAYS.finditer(text), *_SOME_DAYS_EN.finditer(text)):
        number = match["n"] or match["m"]
        yield Amount(match.start(), match.end(), match[0], number_of(number), "days_per_month")


def _monthly(match: re.Match[str]) -> float:
    if match["m"]:
        return float(match["n"]) / float(match["m"])
    if match["hy"]:
        return float(match["hn"]) / (_MONTHS_PER_YEAR / 2)
    if match["yn"]:
        return float(match["yn"]) / _MONTHS_PER_YEAR
    if match["em"]:
        return 1 / number_of(match["em"])
    if match["ey"]:
        count = {"once": 1.0, "twice": 2.0}.get(match["ey"])
        return (count if count else float(match["ey"].split()[0])) / _MONTHS_PER_YEAR
    return 0.5


def _per_period(text: str) -> Iterator[Amount]:
    """Days and hours that are said of a month, a week or a day."""
    intervals = list(_every(text))
    yield from intervals
    for amount in (*_per_period_ja(text), *_per_period_en(text)):
        if not any(interval.start <= amount.start < interval.end for interval in intervals):
            yield amount


def _per_period_ja(text: str) -> Iterator[Amount]:
    denied = r"も[^。、]{0,10}?(?:ない|ません|ず|なし|なく)"
    ja = rf"{NUMBER}(?P<u>日|回|泊|時間|じかん|にち|h(?![a-z]))(?!目|前|後|以内|間?連続|本|{denied})(?:、(?=[^、。\d]{{0,12}}(?:滞在|現地|訪)))?"
    for match in re.finditer(ja, text):
        if any(period.start() == match.start() for period in _PERIOD.finditer(text)):
            continue
        first, _ = sentence_around(text, match.start(), match.end())
        periods = [found for found in _PERIOD.finditer(text, first) if found.end() <= match.start()]
        if not periods:  # 月に20日働きます。町では9日です: the month of an earlier sentence holds on
            periods = [found for found in _PERIOD.finditer(text, 0, first) if found[0][-1] not in "日回週"]
        if _TOTAL.search(text[first : match.start()]) and "月" in text[first : match.start()]:
            yield from _rate(text, match, number_of(match["n"]), match["u"] in _HOURS, "month")
        elif periods:
            period = {"週": "week", "日": "day", "回": "day"}.get(periods[-1][0][-1], "month")
            yield from _rate(text, match, number_of(match["n"]), match["u"] in _HOURS, period)


def _per_period_en(text: str) -> Iterator[Amount]:
    """The same for English: the period stands behind the number, once for several ("5 days and 25 hours a month")."""
    days = rf"(?:{NUMBER} ?(?:full |working |business |\d+-hour )?(?P<u>days?|times?|nights?|visits?)|(?P<fix>once|twice))(?![a-z])"
    found = [*re.finditer(days, text), *re.finditer(_HOURS_EN, text)]
    period = None
    for match in sorted(found, key=lambda match: match.start(), reverse=True):
        before, after = text[: match.start()], text[match.end() :]
        hours = (match["u"] or "").startswith("hour")
        if said := _PERIOD_EN.match(after):
            word = said["p"] or said["q"]
            period = {"monthly": "month", "weekly": "week", "daily": "day"}.get(word, word)
        own = period
        if hours and (_EACH_DAY.search(before) or re.match(" (?:working )?days?(?![a-z])", after)):
            own = "day"
        elif hours and not period and (_IN_ALL.search(before) or _IN_ALL_AFTER.match(after)):
            own = "month" if re.search(r"\b(?:month|monthly)\b", before) else None
        if own:
            fix = match.groupdict().get("fix")
            number = {"once": 1.0, "twice": 2.0}[fix] if fix else number_of(match["n"])
            yield from _rate(text, match, number, hours, own)


def _rate(text: str, match: re.Match[str], number: float, hours: bool, period: str) -> Iterator[Amount]:
    if period == "day" and not hours:
        return
    unit = ("hours" if hours else "days") + ("_per_day" if period == "day" else "_per_month")
    value = (number + shift_of(text, match.start(), match.end()) * 0.5) * (
        WEEKS_PER_MONTH if period == "week" else 1
    )
    yield Amount(match.start(), match.end(), match[0].rstrip("、"), value, unit)


def _persons(text: str) -> Iterator[Amount]:
    each = r"(?:1人|ひとり|1名)(?:(?:あたり|当たり|につき|に対し)|(?:に|で|分)?(?=約?[\d¥]+(?:\.\d+)?(?:億|万|千|円)))|(?:per|each) (?:person|member|employee|cooperator|head)"
    many = rf"{NUMBER} ?(?:(?:dispatched|seconded|side-job|such|of our|our) )?(?:人|名|people|persons|members|employees|cooperators|staff)(?!あたり|当たり|につき|口|目|以上の町|[a-z])"
    for match in re.finditer(each, text):
        yield Amount(match.start(), match.end(), match[0], 1.0, "persons", each=True)
    for match in re.finditer(many, text):
        yield Amount(match.start(), match.end(), match[0], number_of(match["n"]), "persons")


READERS: dict[str, Callable[[str], Iterator[Amount]]] = {
    "yen": _yen, "months": _months, "share_of_month": month_share, "share_of_cost": cost_share, "persons": _persons,
    "days_per_month": lambda text: (a for a in _per_period(text) if a.unit == "days_per_month"),
    "hours_per_month": lambda text: (a for a in _per_period(text) if a.unit == "hours_per_month"),
    "hours_per_day": lambda text: (a for a in _per_period(text) if a.unit == "hours_per_day"),
    "share": shares, "number": bare,
    "times": multiples,
    "houses": counted("戸|軒|棟|けん", "houses|homes|units|dwellings", "houses"),
    "person_days": counted("人日|(?<=日)(?=滞在)|日|泊", "person-days|participant-days|guest-nights|days?|nights?", "person_days"),
}  # fmt: skip


def amounts(text: str, unit: str) -> list[Amount]:
    """All numbers of one unit, in order of their place.

    Args:
        text: the comparison form.
        unit: yen, months, days_per_month, hours_per_month, hours_per_day, share_of_month, share_of_cost, persons,
            share, number, times, houses, person_days.

    Raises:
        KeyError: no such unit.
    """
    return sorted(READERS[unit](text), key=lambda amount: amount.start)
