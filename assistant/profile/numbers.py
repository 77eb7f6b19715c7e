"""Numbers with units and where they stand: money, durations, days and hours of a month, shares, persons.

``corpus.text.quantities`` reads values for comparison; here the place matters too, since the words around a
number say which attribute it is, and a comparison ("more than three years") moves it off its limit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.profile.mentions import Mention
from assistant.profile.text import sentence_around

WEEKS_PER_MONTH = 52 / 12
_DAYS_PER_MONTH = 30
_MONTHS_PER_YEAR = 12
_LATEST_TERM_YEARS = 100
_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "eighteen": 18, "twenty": 20, "thirty": 30, "a couple of": 2, "half a": 0.5,
    "an": 1, "a": 1,
}  # fmt: skip
_SCALE = {
    "億": 10**8, "百万": 10**6, "万": 10**4, "千": 10**3, "": 1, "thousand": 10**3, "k": 10**3,
    "million": 10**6, "mil": 10**6, "m": 10**6, "billion": 10**9,
}  # fmt: skip
_N = (
    r"(?<![\d.a-z])(?P<n>\d+(?:\.\d+)?|"
    + "|".join(sorted((word for word in _WORDS if word not in {"a", "an"}), key=len, reverse=True))
    + r")"
)
_MONTH = r"(?:[かヶカヵケ箇个]月|かげつ)"
_MORE = re.compile(
    r"^(間)?(を|より)?(超|こえ|オーバー|上回|より(も|少し|ちょっと)?(長|多|大))|^(間)?以上は?(長|多)|^強(?![いく])"
)
_LESS = re.compile(
    r"^(間|分)?(未満|みまん|足らず|弱(?![いく])|に(は)?(わずかに|少し|すこし|ちょっと|あと少し|[\d万]+円(だけ)?|だけ)*(満た|届か|足り|およば)[ぁ-ん]{0,2}(ない|ません|ず)|より(も|少し|ちょっと|[\d万]+円)*(短|少|低))"
)
_MORE_EN = re.compile(
    r"(more than|(?<!spread )over|longer than|exceed(ing|s)?|above|beyond|greater than) (?:[a-z]+ )?(¥|jpy )?$"
)
_LESS_EN = re.compile(
    r"(less than|under|fewer than|below|shorter than|not even|short of|shy of|not quite|nearly|almost) (¥|jpy )?$"
)
_PERIOD = re.compile(
    rf"1{_MONTH}|ひと月|ひとつき|毎月|月間|(?<![\dかヶカヵケ箇年今来先翌各])月(?![曜分額収給日末初島形山])|毎週|週(?!間|末)|(?:1日|(?<![週月に])1回)(?=に|あたり|当たり|\d)"
)
# some of a month's days: 30日のうち15日, 1か月は30日です。町で15日; nine of 20 working days, of 20 days she spends nine
_SOME_DAYS = re.compile(
    rf"(?:\d+日間?(?:の?(?:勤務日|稼働日|営業日|出勤日)数?)?(?:[^。、\d]{{0,8}}(?:うち|内|中で|中の)|中)|{_MONTH}[はが](?:約)?\d+日)[^\d]{{0,18}}(?P<n>\d+)日(?!間)"
)
_SOME_DAYS_EN = re.compile(
    rf"{_N} (?:days? )?(?:(?:out )?of|in) (?:[a-z]+ )?\d+(?:-day month| (?:[a-z]+ )?days)(?: (?:a|per|each|every|in a) month)?"
    r"|(?<![a-z])(?:out )?of (?:[a-z]+ )?\d+ (?:[a-z]+ )?days[^.\d]{0,60}?\b(?P<m>\d+|one|two|three|four|five|six|seven|eight|nine|ten)(?= (?:in|at|on|are|there|here|days?)\b)"
)
_HOURS_EN = rf"{_N}[ -](?:full |working |business )?(?P<u>hours?)(?! (?:away|from|by|drive))(?![a-z])"
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


@dataclass(frozen=True)
class Amount(Mention):
    """A number of one unit; ``each`` when said of one person, ``shift`` +1 / -1 for more / less than."""

    value: float = 0.0
    unit: str = ""
    each: bool = False


def _number(text: str) -> float:
    return float(_WORDS[text]) if text in _WORDS else float(text)


def _shift(text: str, start: int, end: int) -> int:
    if _MORE.match(text[end:]) or _MORE_EN.search(text[:start]):
        return 1
    return -1 if _LESS.match(text[end:]) or _LESS_EN.search(text[:start]) else 0


def _yen(text: str) -> Iterator[Amount]:
    scales = "百万|億|万|千|thousand|million|billion|mil|k|m"
    pattern = rf"(?<![\d.a-z])(?P<sign>¥ ?|jpy ?)?(?P<parts>(?:\d++(?:\.\d++)?[ -]?(?:{scales})?[ -]?)+?)(?P<unit>円|えん|yen|jpy)"
    beside = (
        r"|(?<![\d.a-z])\d{5,}(?![\d.]|[ -]?[a-z]*(?:yen|people|persons|residents|inhabitants|households)|[人件社団名世帯戸円k])"
        if re.search("円|yen|¥", text)
        else ""
    )
    bare = r"(?<![\d.a-z])(?:\d++(?:\.\d++)?(?:億|百万|万|千(?=万)))+(?![\d人件社団回名世戸部k円])|¥ ?\d+(?:\.\d+)?(?: ?(?:million|k|m)\b)?|(?<![\d.a-z])\d++(?:\.\d++)?[ -](?:million|billion|thousand)\b(?! (?:people|persons|residents|inhabitants|households|tons))"
    for match in re.finditer(f"{pattern}|{bare}{beside}", text):
        parts = re.findall(rf"(\d+(?:\.\d+)?)[ -]?({scales})?", match[0])
        value = sum(float(number) * _SCALE[scale] for number, scale in parts)
        yield Amount(
            match.start(), match.end(), match[0], value + _shift(text, match.start(), match.end()), "yen"
        )


def _months(text: str) -> Iterator[Amount]:
    era = r"(?<!令和)(?<!平成)(?<!昭和)(?<![hr])"
    # a future or past point, an ordinal or an age is no duration
    point = r"(?!目|前|度|生|代|後|以来|末|ぶり|齢|収|俸|金|間?\d+月)"
    ja = rf"{era}{_N}(?:年|ねん)(?:間)?(?P<half>半)?(?:と?(?P<extra>\d+){_MONTH})?{point}|(?P<m>\d+(?:\.\d+)?){_MONTH}(?:間)?(?P<mhalf>半)?(?!目|前|後|ごと|おき|(?:に|は|が|で|の|のうち)?(?:つき|あたり)?\d+(?:日|時間|回|泊))|(?P<hy>半年|はんとし)(?:間)?(?!前|後|ごと|おき)|(?P<w>\d+)週間(?!に|後|前)|(?<![\d月])(?P<d>\d+)日間"
    en = rf"{_N}(?P<ehalf> and a half)?[ -](?P<u>years?|months?|weeks?)(?! (?:ago|old|later|experience|of experience)|\w)(?P<yhalf> and a half)?(?: and (?P<em>\d+) months?)?|(?<=for )(?:half a year|a year and a half|a year|one year|a month)|half a year|a year and a half"
    for pattern, months in ((ja, _ja_months), (en, _en_months)):
        for match in re.finditer(pattern, text):
            value = months(match)
            if value is None:
                continue
            shift = _shift(text, match.start(), match.end()) * 0.5
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
    years = _number(match["n"])
    if years >= _LATEST_TERM_YEARS:
        return None
    return years * _MONTHS_PER_YEAR + (6 if match["half"] else 0) + float(match["extra"] or 0)


def _en_months(match: re.Match[str]) -> float | None:
    if not match["u"]:
        fixed = {"half a year": 6.0, "a year and a half": 18.0, "a month": 1.0}
        return fixed.get(match[0], 12.0)
    number = _number(match["n"]) + (0.5 if match["ehalf"] or match["yhalf"] else 0)
    if number >= _LATEST_TERM_YEARS:
        return None
    unit = match["u"].rstrip("s")
    months = {"year": number * _MONTHS_PER_YEAR, "month": number, "week": number / WEEKS_PER_MONTH}[unit]
    return months + float(match["em"] or 0)


def _every(text: str) -> Iterator[Amount]:
    """Visits at longer intervals than a month: 2か月に1回, 隔月, 年4回, once every three months."""
    times = r"(?P<n>\d+)(?:回|度|日|泊)"
    spans = rf"(?P<m>\d+){_MONTH}に{times}|(?P<other>隔月|every other month|every second month)|(?P<hy>半年)に(?P<hn>\d+)(?:回|度|日)|(?<!\d)1?年(?:間)?に?(?P<yn>\d+)回|(?:once |one visit )?every (?P<em>two|three|four|six|\d+) months|(?P<ey>once|twice|\d+ times) a year"
    for match in re.finditer(spans, text):
        yield Amount(match.start(), match.end(), match[0], _monthly(match), "days_per_month")
    for match in (*_SOME_DAYS.finditer(text), *_SOME_DAYS_EN.finditer(text)):
        number = match["n"] or match["m"]
        yield Amount(match.start(), match.end(), match[0], _number(number), "days_per_month")


def _monthly(match: re.Match[str]) -> float:
    if match["m"]:
        return float(match["n"]) / float(match["m"])
    if match["hy"]:
        return float(match["hn"]) / (_MONTHS_PER_YEAR / 2)
    if match["yn"]:
        return float(match["yn"]) / _MONTHS_PER_YEAR
    if match["em"]:
        return 1 / _number(match["em"])
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
    ja = rf"{_N}(?P<u>日|回|泊|時間|じかん|にち|h(?![a-z]))(?!目|前|後|以内|間?連続|本|{denied})(?:、(?=[^、。\d]{{0,12}}(?:滞在|現地|訪)))?"
    for match in re.finditer(ja, text):
        if any(period.start() == match.start() for period in _PERIOD.finditer(text)):
            continue
        first, _ = sentence_around(text, match.start(), match.end())
        periods = [found for found in _PERIOD.finditer(text, first) if found.end() <= match.start()]
        if not periods:  # 月に20日働きます。町では9日です: the month of an earlier sentence holds on
            periods = [found for found in _PERIOD.finditer(text, 0, first) if found[0][-1] not in "日回週"]
        if _TOTAL.search(text[first : match.start()]) and "月" in text[first : match.start()]:
            yield from _rate(text, match, _number(match["n"]), match["u"] in _HOURS, "month")
        elif periods:
            period = {"週": "week", "日": "day", "回": "day"}.get(periods[-1][0][-1], "month")
            yield from _rate(text, match, _number(match["n"]), match["u"] in _HOURS, period)


def _per_period_en(text: str) -> Iterator[Amount]:
    """The same for English: the period stands behind the number, once for several ("5 days and 25 hours a month")."""
    days = rf"(?:{_N} ?(?:full |working |business |\d+-hour )?(?P<u>days?|times?|nights?|visits?)|(?P<fix>once|twice))(?![a-z])"
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
            number = {"once": 1.0, "twice": 2.0}[fix] if fix else _number(match["n"])
            yield from _rate(text, match, number, hours, own)


def _rate(text: str, match: re.Match[str], number: float, hours: bool, period: str) -> Iterator[Amount]:
    if period == "day" and not hours:
        return
    unit = ("hours" if hours else "days") + ("_per_day" if period == "day" else "_per_month")
    value = (number + _shift(text, match.start(), match.end()) * 0.5) * (
        WEEKS_PER_MONTH if period == "week" else 1
    )
    yield Amount(match.start(), match.end(), match[0].rstrip("、"), value, unit)


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
            value + _shift(text, match.start(), match.end()) * 0.01,
            unit,
        )


def _month_share(text: str) -> Iterator[Amount]:
    share = r"(?:半分|はんぶん|(?P<wari>\d)割|(?P<percent>\d+) ?%|(?P<of>\d+)分の(?P<top>\d+))"
    ja = rf"(?:(?:1{_MONTH}|ひと月|毎月|月|勤務日数?|日数)の(?:うち)?(?:約|だいたい)?{share})"
    en = r"half (?:of )?(?:the|each|every|a|my) (?:working )?(?:month|days|time)|(?P<two>(?:two|2) )?(?:a |one |1 )?(?P<third>third|quarter)s? of (?:the|each|every|a) month"
    yield from _fraction(text, f"{ja}|{en}", "share_of_month")


def _cost_share(text: str) -> Iterator[Amount]:
    ja = r"(?P<all>全額|満額|100%|全部(?=出|みて|見て|もらえ|措置|カバー|まかな)|10割)|半額|(?P<wari>\d)割(?=まで|を|が|の措置|の補助|補助|措置|もらえ|出)"
    en = r"(?:the )?(?:full|whole|entire) (?:cost|amount|expense)s?|in full|fully (?=cover|fund|reimburs|paid)|half (?:of )?the (?:cost|amount|expense)s?"
    for amount in _fraction(text, f"{ja}|{en}", "share_of_cost"):
        full = amount.words.split(" ")[-1] in {"full", "fully", ""} or re.search(
            "full|whole|entire", amount.words
        )
        yield Amount(amount.start, amount.end, amount.words, 1.0 if full else amount.value, amount.unit)


def _persons(text: str) -> Iterator[Amount]:
    each = r"(?:1人|ひとり|1名)(?:あたり|当たり|につき|に対し)|(?:per|each) (?:person|member|employee|cooperator|head)"
    many = rf"{_N} ?(?:(?:dispatched|seconded|side-job|such|of our|our) )?(?:人|名|people|persons|members|employees|cooperators|staff)(?!あたり|当たり|につき|口|目|以上の町|[a-z])"
    for match in re.finditer(each, text):
        yield Amount(match.start(), match.end(), match[0], 1.0, "persons", each=True)
    for match in re.finditer(many, text):
        yield Amount(match.start(), match.end(), match[0], _number(match["n"]), "persons")


def _counted(words_ja: str, words_en: str, unit: str) -> Callable[[str], Iterator[Amount]]:
    """A reader for whole or decimal numbers in front of one of some words."""
    pattern = re.compile(rf"{_N}[ -]?(?:(?:{words_ja})|(?:[a-z]+[ -])?(?:{words_en})(?![a-z]))")

    def read(text: str) -> Iterator[Amount]:
        for match in pattern.finditer(text):
            shift = _shift(text, match.start(), match.end()) * 0.01
            yield Amount(match.start(), match.end(), match[0], _number(match["n"]) + shift, unit)

    return read


def _shares(text: str) -> Iterator[Amount]:
    """Fractions of a whole: 1/2, 2分の1, 50%, 5割, 半分, three quarters."""
    pattern = (
        r"(?<![\d/])(?P<top>\d+) ?/ ?(?P<of>\d+)(?![\d/])|(?P<of2>\d+)分の(?P<top2>\d+)"
        r"|(?P<percent>\d+(?:\.\d+)?) ?(?:%|percent)|(?P<wari>\d+)割|(?<![\d.])(?P<rate>0\.\d+)|(?P<half>半分|はんぶん|半額|(?<![a-z])half(?![a-z]))"
        r"|(?:(?P<many>\d)[- ]|a |one[- ])?(?P<part>third|quarter)s?(?![a-z])"
    )
    for match in re.finditer(pattern, text):
        groups = match.groupdict()
        if groups["top"] and not float(groups["of"]):
            continue
        value = _share_value(groups) + _shift(text, match.start(), match.end()) * 0.01
        yield Amount(match.start(), match.end(), match[0], value, "share")


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
    return float(groups["many"] or 1) / (3 if groups["part"] == "third" else 4)


def _multiples(text: str) -> Iterator[Amount]:
    """How many times as much: 1.5倍, twice."""
    yield from _counted("倍|ばい", "times", "times")(text)
    for match in re.finditer(r"(?<![a-z])(?:twice|double)(?![a-z])", text):
        shift = _shift(text, match.start(), match.end()) * 0.01
        yield Amount(match.start(), match.end(), match[0], 2.0 + shift, "times")


def _bare(text: str) -> Iterator[Amount]:
    """Numbers as they are, for values without a unit (財政力指数 0.48)."""
    for match in re.finditer(r"(?<![\d.a-z])\d+(?:\.\d+)?(?![\d万千億円年月日人%])", text):
        shift = _shift(text, match.start(), match.end()) * 0.001
        yield Amount(match.start(), match.end(), match[0], float(match[0]) + shift, "number")


READERS: dict[str, Callable[[str], Iterator[Amount]]] = {
    "yen": _yen, "months": _months, "share_of_month": _month_share, "share_of_cost": _cost_share, "persons": _persons,
    "days_per_month": lambda text: (a for a in _per_period(text) if a.unit == "days_per_month"),
    "hours_per_month": lambda text: (a for a in _per_period(text) if a.unit == "hours_per_month"),
    "hours_per_day": lambda text: (a for a in _per_period(text) if a.unit == "hours_per_day"),
    "share": _shares, "number": _bare,
    "times": _multiples,
    "houses": _counted("戸|軒|棟|けん", "houses|homes|units|dwellings", "houses"),
    "person_days": _counted("人日|(?<=日)(?=滞在)|日|泊", "person-days|participant-days|guest-nights|days?|nights?", "person_days"),
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
