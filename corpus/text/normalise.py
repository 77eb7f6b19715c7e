"""Normalisation: one spelling for everything that is compared, embedded or searched.

Source text itself is never changed; what is shown as a quotation is always the verbatim original.
"""

from __future__ import annotations

import re
import unicodedata

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\ufeff\ud800-\udfff]")
_WAVE = str.maketrans({"〜": "~", "～": "~", "∼": "~", "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-"})
_JA = r"[\u3040-\u30ff\u3400-\u9fff々ー、。「」（）()・]"
_JA_SPACE = re.compile(rf"(?<={_JA})[ \t\u3000]+(?={_JA})")
_SPACED_LETTERS = re.compile(r"(?<![A-Za-z])[A-Z](?: [A-Z])+(?![A-Za-z])")
_SPACES = re.compile(r"[ \t\u3000]+")
_DIGIT_COMMA = re.compile(r"(?<=\d),(?=\d{3})")
_TAGS = re.compile(r"<[^<>]*>")
_MARKS = re.compile(r"\*\*|^[ \t]*(?:- |・|○|■|●|◆|➔|⇒)+[ \t・]*", re.MULTILINE)
_RUBY = re.compile(r"(?<=[\u3400-\u9fff々])[（(][\u3040-\u309fー]+[）)]")

_KANJI_DIGIT = {c: i for i, c in enumerate("〇一二三四五六七八九")}
_KANJI_UNIT = {"十": 10, "百": 100, "千": 1000}
_KANJI_NUMBER = re.compile(
    r"(?<![\d何数幾.])[一二三四五六七八九十百千〇]+(?=万|億|兆|円|人|名|年|か月|ヶ月|カ月|ヵ月|箇月|週間|日|割|時間|団体|回|歳|パーセント|%|分の)"
)


def _kanji_value(digits: str) -> int:
    """Value of a kanji numeral below 10,000, positional (二〇二四) or with units (三百五十)."""
    if not any(c in _KANJI_UNIT for c in digits):
        return int("".join(str(_KANJI_DIGIT[c]) for c in digits))
    total, current = 0, 0
    for char in digits:
        if char in _KANJI_UNIT:
            total += (current or 1) * _KANJI_UNIT[char]
            current = 0
        else:
            current = _KANJI_DIGIT[char]
    return total + current


def _spell_digits(text: str) -> str:
    """Kanji numerals that stand before a unit, as digits: 三百五十万円 -> 350万円."""
    return _KANJI_NUMBER.sub(lambda match: str(_kanji_value(match[0])), text)


def canonical(text: str) -> str:
    """The readable normal form: NFKC, no control characters, joined letters, digits for kanji amounts.

    Spaces between Japanese characters (やさしい日本語 writes them) go, readings in brackets behind kanji go,
    thousands separators stay. Idempotent.
    """
    text = _CONTROL.sub(" ", unicodedata.normalize("NFKC", text).translate(_WAVE))
    text = unicodedata.normalize("NFKC", text)
    text = _SPACED_LETTERS.sub(lambda match: match[0].replace(" ", ""), text)
    text = _RUBY.sub("", text)
    text = _JA_SPACE.sub("", text)
    return _spell_digits(_SPACES.sub(" ", text)).strip()


def fold(text: str) -> str:
    """The comparison form: canonical, lower case, no thousands separators, katakana long marks kept."""
    return _DIGIT_COMMA.sub("", canonical(text).lower())


def plain(text: str) -> str:
    """Source text without mark-up: bold marks, bullets and HTML tags go, words stay."""
    return _MARKS.sub("", _TAGS.sub(" ", text)).strip()
