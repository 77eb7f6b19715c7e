"""Numbers with their units, so that 350万円, 3,500千円 and 3.5 million yen are one value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from corpus.text.normalise import fold
from corpus.text.numerals import BIG, SMALL

_ENGLISH = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
_SPELLINGS = {
    "円": "円 yen jpy",
    "人": "人 名 people persons person members member",
    "か月": "か月 ヶ月 ケ月 カ月 ヵ月 箇月 months month",
    "年": "年 years year",
    "年度": "年度",
    "月": "月",
    "日": "日 days day",
    "週間": "週間 weeks week",
    "時間": "時間 hours hour",
    "割": "割",
    "%": "% percent パーセント",
    "団体": "団体",
    "社": "社",
    "市町村": "市町村",
    "組織": "組織",
    "圏域": "圏域",
    "回": "回 times",
    "か国": "か国 countries",
    "倍": "倍",
    "戸": "戸",
    "か所": "か所 カ所 箇所",
    "歳": "歳",
}
_UNIT_NAMES = {spelling: unit for unit, all_ in _SPELLINGS.items() for spelling in all_.split()}
_UNIT_NAMES["per cent"] = "%"


def _alternatives(words: list[str]) -> str:
    """A pattern for any of the words, longest first; an English word matches whole."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word) + (r"(?![a-z])" if word[-1].isalpha() else "") for word in ordered)


# Possessive quantifiers: a long run of digits is tried in one way only.
_DIGITS = r"\d++(?:\.\d++)?+"
_KANJI_SCALE = "[" + "".join([*SMALL, *BIG]) + "]"
_SCALED = rf"(?: ?+{_KANJI_SCALE}++(?:{_DIGITS})?+)++| ?+(?:{_alternatives(list(_ENGLISH))})"
_QUANTITY = re.compile(
    rf"(?P<sign>¥ ?|(?<![a-z])jpy ?)?(?<![\d.])(?P<number>{_DIGITS}(?:{_SCALED})?+)"
    rf"(?: ?(?P<unit>{_alternatives(list(_UNIT_NAMES))})|(?!\.?\d))"
)
_TOKEN = re.compile(rf"{_DIGITS}|{_KANJI_SCALE}|[a-z]++")
_PHONE = re.compile(r"(?<!\d)0\d{1,3}-\d{2,4}-\d{4}(?!\d)")
_MARKER = re.compile(r"\[\d+\]")


@dataclass(frozen=True)
class Quantity:
    """A number in base units (yen, not 万円) and the unit's one name; "" when it stands alone."""

    value: Decimal
    unit: str


def _value(number: str) -> Decimal:
    """Value of digits with scales: 2千万 is 20,000,000, 1億2000万 is 120,000,000."""
    total, below, current = Decimal(0), Decimal(0), None
    for token in _TOKEN.findall(number):
        if token in SMALL:
            below += (Decimal(1) if current is None else current) * SMALL[token]
            current = None
        elif scale := BIG.get(token) or _ENGLISH.get(token):
            total += (below + (current or 0)) * scale
            below, current = Decimal(0), None
        else:
            current = Decimal(token)
    return total + below + (current or 0)


def quantities(text: str) -> list[Quantity]:
    """All numbers of a text with their units, in order; phone numbers and citation markers left out."""
    found = []
    for match in _QUANTITY.finditer(_MARKER.sub(" ", _PHONE.sub(" ", fold(text)))):
        unit = _UNIT_NAMES.get(match["unit"] or "", "")
        found.append(Quantity(_value(match["number"]), unit or ("円" if match["sign"] else "")))
    return found


def phones(text: str) -> list[str]:
    """Phone numbers of a text, in order."""
    return _PHONE.findall(fold(text))


_MAN, _MILLION, _BILLION = 10**4, 10**6, 10**9


def in_english(value: str) -> str:
    """A printed value as an English statement says it: 350万円 -> 3.5 million yen; one without yen stays as it is."""
    found = quantities(value)
    if len(found) != 1 or found[0].unit != "円":
        return value
    amount = found[0].value
    for scale, word in ((_BILLION, "billion"), (_MILLION, "million")):
        if amount >= scale:
            return f"{(amount / scale).normalize():f} {word} yen"
    return f"{int(amount):,} yen"
