"""Which language an answer should be in."""

from __future__ import annotations

import re

from assistant.answer import Language
from corpus.text import fold

_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_LETTER = re.compile(r"[A-Za-z]")
_RUBY = re.compile(r"[\u3400-\u9fff々]+[（(][\u3040-\u309fー]+[）)]")
_WORD_SPACE = re.compile(r"(?<=[\u3040-\u30ff\u3400-\u9fff])[ \u3000]+(?=[\u3040-\u30ff\u3400-\u9fff])")
_ENGLISH = re.compile(
    r"\b(what|is|are|how|can|do|does|the|a|an|i|my|we|our|for|in|of|to|who|which|where|when|about)\b",
    re.IGNORECASE,
)
MIN_JAPANESE_SHARE = 0.3
MIN_SPACES = 2
CHARS_PER_SPACE = 14


def detect(question: str) -> Language:
    """English, Japanese, or やさしい日本語 (words set apart by spaces, or readings behind kanji)."""
    japanese, letters = len(_JAPANESE.findall(question)), len(_LETTER.findall(fold(question)))
    if letters and japanese < MIN_JAPANESE_SHARE * (japanese + letters):
        return "en"
    if fold(question)[:1].isascii() and fold(question)[:1].isalpha() and len(_ENGLISH.findall(question)) > 1:
        return "en"
    spaces = len(_WORD_SPACE.findall(question))
    if spaces >= MIN_SPACES and japanese < spaces * CHARS_PER_SPACE:
        return "easy-ja"
    return "easy-ja" if _RUBY.search(question) and spaces else "ja"
