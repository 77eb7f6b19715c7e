"""Kanji numerals: 三百五十万円 as people write it, 350万円 as it is compared."""

from __future__ import annotations

import re

DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")}
SMALL = {"十": 10, "百": 100, "千": 1000}
BIG = {"万": 10**4, "億": 10**8, "兆": 10**12}

_NUMERAL = re.compile(
    # Not the tail of a number or of 数十人; not the scale of 3,500 千円, which stays 3,500 thousand.
    r"(?<![\d何数幾.一二三四五六七八九十百千〇])(?:(?<!\d )|(?=[一二三四五六七八九〇]))"
    r"[一二三四五六七八九十百千〇]+"
    r"(?=万|億|兆|円|人|名|年|[かヶカヵ箇]月|週間|日|割|時間|団体|回|歳|パーセント|%|分の|戸|軒|棟|件|世帯|倍|社|か所|カ所|箇所)"
)
_PART = re.compile(r"(?<=\d分の)[一二三四五六七八九十]+")


def value(numeral: str) -> int:
    """Value of a kanji numeral below 10,000, positional (二〇二四) or with units (三百五十)."""
    if not any(char in SMALL for char in numeral):
        return int("".join(str(DIGITS[char]) for char in numeral))
    total, current = 0, 0
    for char in numeral:
        if char in SMALL:
            total += (current or 1) * SMALL[char]
            current = 0
        else:
            current = DIGITS[char]
    return total + current


def spell_digits(text: str) -> str:
    """Kanji numerals that stand before a unit, as digits: 三百五十万円 -> 350万円, 三分の一 -> 3分の1."""
    spelled = _NUMERAL.sub(lambda match: str(value(match[0])), text)
    return _PART.sub(lambda match: str(value(match[0])), spelled)
