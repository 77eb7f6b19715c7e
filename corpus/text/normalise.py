"""Normalisation: one spelling for everything that is compared, embedded or searched.

Source text itself is never changed; what is shown as a quotation is always the verbatim original.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from corpus.text.numerals import spell_digits

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\ufeff\ud800-\udfff]")
_WAVE = str.maketrans(
    {"〜": "~", "～": "~", "∼": "~", "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "⁄": "/"}
)
_MACRONS = str.maketrans("āīūēōĀĪŪĒŌâîûêôÂÎÛÊÔ", "aiueoAIUEOaiueoAIUEO")
"""Romaji with long marks (fukugyō) is romaji without."""
_JA = r"[\u3040-\u30ff\u3400-\u9fff々ー、。「」（）()・]"
_JA_SPACE = re.compile(rf"(?<={_JA}) +(?={_JA})")
_SPACED_LETTERS = re.compile(r"(?<![A-Za-z])[A-Z](?: [A-Z])+(?![A-Za-z])")
_SPACES = re.compile(r"[ \t\u3000]+")
_CIRCLED = re.compile(r"(?<=[①-⑳㉑-㉟㊱-㊿])(?=\d)|(?<=\d)(?=[①-⑳㉑-㉟㊱-㊿])")
_DIGIT_COMMA = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_TAGS = re.compile(r"<[^<>]*>")
_MARKS = re.compile(r"\*\*|^[ \t]*(?:- |・|○|■|●|◆|➔|⇒)+[ \t・]*", re.MULTILINE)
_COUNTED = re.compile(r"なん(?=[人社名回件団組戸校泊年月日割歳万]|まんえん|か[月国所])")
_KANA_YEN = re.compile(r"(?<=\d)(?: ?(?:まん|マン))(?=えん|円)")
_KANA_UNIT = re.compile(r"(?<=[\d万])えん(?![あ-ん]*じょ)")
KEPT_TEXTS = 16384
KEPT_LENGTH = 400  # characters; longer texts are somebody's mail, not ours
_RUBY = re.compile(r"(?<=[\u3400-\u9fff々])(?:\([\u3040-\u309fー]+\))+")
_RUBY_OF_WORD = re.compile(
    r"(?<=[\u3400-\u9fff々])(?P<ending>[\u3040-\u309f]{1,8})(?:\([\u3040-\u309fー]+(?P=ending)\))+"
)


def _composed(text: str) -> str:
    """NFKC without control characters and lone surrogates; a bullet ① stays apart from digits beside it."""
    text = unicodedata.normalize("NFKC", _CIRCLED.sub(" ", text))
    return unicodedata.normalize("NFKC", _CONTROL.sub(" ", text.translate(_WAVE))).translate(_MACRONS)


def canonical(text: str) -> str:
    """The readable normal form: NFKC, no control characters, joined letters, digits for kanji amounts.

    Spaces between Japanese characters (やさしい日本語 writes them) go, readings in brackets behind kanji and
    behind words that end in kana (泊まる（とまる）) go, thousands separators stay. Idempotent.

    Args:
        text: any text; lone surrogates and NUL are read as spaces.
    """
    return _canonical_kept(text) if len(text) <= KEPT_LENGTH else _canonical(text)


def fold(text: str) -> str:
    """The comparison form: canonical, lower case, no thousands separators, katakana long marks kept."""
    return _fold_kept(text) if len(text) <= KEPT_LENGTH else _fold(text)


def _canonical(text: str) -> str:
    text = _SPACES.sub(" ", _composed(text))
    text = _SPACED_LETTERS.sub(lambda match: match[0].replace(" ", ""), text)
    text = _RUBY_OF_WORD.sub(r"\g<ending>", _RUBY.sub("", _JA_SPACE.sub("", text)))
    text = _JA_SPACE.sub("", text)  # a reading between two blanks has left them side by side
    return unicodedata.normalize("NFKC", spell_digits(_yen(_COUNTED.sub("何", text)))).strip()


def _yen(text: str) -> str:
    """Amounts written in kana: 3000まんえん -> 3000万円."""
    return _KANA_UNIT.sub("円", _KANA_YEN.sub("万", text))


def _fold(text: str) -> str:
    return _DIGIT_COMMA.sub("", canonical(text).lower())


# The same cues and source sentences are compared question after question: that was a third of an answer's time.
_canonical_kept = lru_cache(maxsize=KEPT_TEXTS)(_canonical)
_fold_kept = lru_cache(maxsize=KEPT_TEXTS)(_fold)


def plain(text: str) -> str:
    """Source text without mark-up: bold marks, bullets and HTML tags go, words stay."""
    return _MARKS.sub("", _TAGS.sub(" ", text)).strip()
