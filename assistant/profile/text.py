"""The form of a text that cues are matched against, and the parts it is read in."""

from __future__ import annotations

import re

from corpus.text import fold

_JA = r"\u3040-\u30ff\u3400-\u9fff々ー、。"
_DIGIT_SPACE = re.compile(rf"(?<=[{_JA}]) +(?=[\d¥])|(?<=\d) +(?=[{_JA}])")
_LATIN_SPACE = re.compile(rf"(?<=[{_JA}]) +(?=[a-z])|(?<=[a-z]) +(?=[{_JA}])")
_SENTENCE_END = re.compile(r"[。!?\n]+|\.(?=\s|$)")
_CLAUSE_END = re.compile(r"[。!?\n、,;]+|\.(?=\s|$)|(?<=です)が|(?<=ます)が|けど| but | and ")


def comparison(text: str) -> str:
    """The comparison form: folded, and no space between Japanese characters and digits or Latin words."""
    return _LATIN_SPACE.sub("", _DIGIT_SPACE.sub("", fold(text))).replace("’", "'")


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
