"""A number with its unit and its place, and the words around it that move it off its limit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.profile.mentions import Mention

_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "eighteen": 18, "twenty": 20, "thirty": 30, "a couple of": 2, "half a": 0.5,
    "an": 1, "a": 1,
}  # fmt: skip
NUMBER = (
    r"(?<![\d.a-z])(?P<n>\d+(?:\.\d+)?|"
    + "|".join(sorted((word for word in _WORDS if word not in {"a", "an"}), key=len, reverse=True))
    + r")"
)
MONTH = r"(?:[かヶカヵケ箇个]月|かげつ)"
_MORE = re.compile(
    r"^(間)?(を|より)?(超|こえ|オーバー|上回|より(も|少し|ちょっと)?(長|多|大))|^(間)?以上は?(長|多)|^強(?![いく])"
)
_LESS = re.compile(
    r"^(間|分)?(未満|みまん|足らず|弱(?![いく])|に(は)?(わずかに|少し|すこし|ちょっと|あと少し|[\d万]+円(だけ)?|だけ)*(満た|届か|足り|およば)[ぁ-ん]{0,2}(ない|ません|ず)|より(も|少し|ちょっと|[\d万]+円)*(短|少|低))"
)
_MORE_EN = re.compile(
    r"\b(more than|(?<!spread )over|longer than|exceed(ing|s)?|above|beyond|greater than) (?:[a-z]+ )?(¥|jpy )?$"
)
_LESS_EN = re.compile(
    r"\b(less than|under|fewer than|below|shorter than|not even|short of|shy of|not quite|nearly|almost) (¥|jpy )?$"
)


@dataclass(frozen=True)
class Amount(Mention):
    """A number of one unit, moved off its limit by "more than" or "less than"; ``each`` when said of one person."""

    value: float = 0.0
    unit: str = ""
    each: bool = False


def number_of(text: str) -> float:
    """The value of digits or of an English number word."""
    return float(_WORDS[text]) if text in _WORDS else float(text)


def shift_of(text: str, start: int, end: int) -> int:
    """+1 when the words around a number say more than it, -1 for less, else 0."""
    if _MORE.match(text[end:]) or _MORE_EN.search(text[:start]):
        return 1
    return -1 if _LESS.match(text[end:]) or _LESS_EN.search(text[:start]) else 0
