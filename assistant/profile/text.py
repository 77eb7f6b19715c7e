"""The form of a text that cues are matched against, and the parts it is read in."""

from __future__ import annotations

import re

from corpus.text import fold

_JA = r"\u3040-\u30ff\u3400-\u9fff々ー、。"
_DIGIT_SPACE = re.compile(rf"(?<=[{_JA}]) +(?=[\d¥])|(?<=\d) +(?=[{_JA}])")
_LATIN_SPACE = re.compile(rf"(?<=[{_JA}]) +(?=[a-z])|(?<=[a-z]) +(?=[{_JA}])")
_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = {
    word: 10 * n
    for n, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2
    )
}
_NUMBERS = {word: n for n, word in enumerate(_ONES)} | _TENS
_COUNTED = r"(?=[ -](?:and a half )?(?:hundred|thousand|million|billion|full |working |business |whole |person-)?(?:years?|months?|weeks?|days?|hours?|nights?|visits?|times|percent|yen|people|persons?|members?|houses?|homes?|units?|million|thousand|hundred|billion|day|hour|month|year)\b)"
_SPELLED = re.compile(
    rf"\b(?P<tens>{'|'.join(_TENS)})(?:[- ](?P<unit>{'|'.join(_ONES[1:10])}))?\b|\b(?P<small>{'|'.join(sorted(_ONES[2:], key=len, reverse=True))})\b|\b(?P<one>one|an?(?= (?:million|thousand|hundred)\b)){_COUNTED}"
)
_HUNDRED = re.compile(r"\b(\d+) hundred(?: and)?(?: (?P<rest>\d+))?(?! ?\d)")
_SENTENCE_END = re.compile(r"[。!?\n]+|\.(?=\s|$)")
_CLAUSE_END = re.compile(r"[。!?\n、,;]+|\.(?=\s|$)|(?<=です)が|(?<=ます)が|けど| but | and ")


def comparison(text: str) -> str:
    """The comparison form: folded, no space between Japanese characters and digits or Latin words, English numbers as digits."""
    plain = _LATIN_SPACE.sub("", _DIGIT_SPACE.sub("", fold(text))).replace("’", "'")
    return _HUNDRED.sub(_hundreds, _SPELLED.sub(_digits, plain))


def _digits(match: re.Match[str]) -> str:
    if match["tens"]:
        return str(_TENS[match["tens"]] + (_NUMBERS[match["unit"]] if match["unit"] else 0))
    return "1" if match["one"] else str(_NUMBERS[match["small"]])


def _hundreds(match: re.Match[str]) -> str:
    return str(int(match[1]) * 100 + int(match["rest"] or 0))


def _around(text: str, start: int, end: int, border: re.Pattern[str]) -> tuple[int, int]:
    first, last = 0, len(text)
    for match in border.finditer(text):
        if match.end() <= start:
            first = match.end()
        elif match.start() >= end:
            last = match.start()
            break
    return first, last


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Offsets of the sentence that holds text[start:end]."""
    return _around(text, start, end, _SENTENCE_END)


def clause_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Offsets of the clause that holds text[start:end]: up to the next comma or conjunction."""
    return _around(text, start, end, _CLAUSE_END)
