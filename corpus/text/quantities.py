"""Numbers with their units, so that 350万円, 3,500千円 and 3.5 million yen are one value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from corpus.text.normalise import fold

_SCALE = {
    "": 1,
    "千": 10**3,
    "万": 10**4,
    "百万": 10**6,
    "億": 10**8,
    "兆": 10**12,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
}
_UNIT_NAMES = {
    "円": "円",
    "yen": "円",
    "jpy": "円",
    "人": "人",
    "名": "人",
    "people": "人",
    "persons": "人",
    "members": "人",
    "か月": "か月",
    "ヶ月": "か月",
    "カ月": "か月",
    "ヵ月": "か月",
    "箇月": "か月",
    "months": "か月",
    "month": "か月",
    "年": "年",
    "years": "年",
    "year": "年",
    "年度": "年度",
    "日": "日",
    "days": "日",
    "day": "日",
    "週間": "週間",
    "weeks": "週間",
    "week": "週間",
    "時間": "時間",
    "hours": "時間",
    "hour": "時間",
    "割": "割",
    "%": "%",
    "percent": "%",
    "per cent": "%",
    "団体": "団体",
    "社": "社",
    "市町村": "市町村",
    "組織": "組織",
    "圏域": "圏域",
    "回": "回",
    "times": "回",
    "か国": "か国",
    "countries": "か国",
    "倍": "倍",
    "戸": "戸",
    "カ所": "か所",
    "か所": "か所",
    "箇所": "か所",
    "月": "月",
    "歳": "歳",
}
_NUMBER = r"\d+(?:\.\d+)?"
_SCALES = "百万|万|億|兆|千|thousand|million|billion"
_UNITS = "|".join(sorted(map(re.escape, _UNIT_NAMES), key=len, reverse=True))
_QUANTITY = re.compile(rf"(?<![\d.])(?P<parts>(?:{_NUMBER} ?(?:{_SCALES})? ?)+?)(?P<unit>{_UNITS})?(?![\d.])")
_PART = re.compile(rf"({_NUMBER}) ?({_SCALES})?")
_PHONE = re.compile(r"(?<!\d)0\d{1,3}-\d{2,4}-\d{4}(?!\d)")
_MARKER = re.compile(r"\[\d+\]")


@dataclass(frozen=True)
class Quantity:
    """A number in base units (yen, not 万円) and the unit's one name; "" when it stands alone."""

    value: Decimal
    unit: str


def quantities(text: str) -> list[Quantity]:
    """All numbers of a text with their units, in order; phone numbers and citation markers left out."""
    found = []
    for match in _QUANTITY.finditer(_MARKER.sub(" ", _PHONE.sub(" ", fold(text)))):
        parts = _PART.findall(match["parts"])
        value = sum((Decimal(number) * _SCALE[scale] for number, scale in parts), Decimal(0))
        found.append(Quantity(value, _UNIT_NAMES.get(match["unit"] or "", "")))
    return found


def phones(text: str) -> list[str]:
    """Phone numbers of a text, in order."""
    return _PHONE.findall(fold(text))
