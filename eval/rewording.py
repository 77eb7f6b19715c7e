"""Ways to put a question that change nothing about what is asked: width, kana, typos, politeness, order, short names."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

from assistant.answer import Language

Reword = Callable[[str], str]
_SENTENCE = re.compile(r"(?<=[。?？!！\n])\s*")
_EN_SENTENCE = re.compile(r"(?<=[.?!])\s+")
_WORD = re.compile(r"[a-z]{6,}")
_KANA = re.compile(r"[ぁ-ん]{3,}")


def half_width_kana(text: str) -> str:
    """Every katakana in its half-width form, voicing marks set apart."""
    table = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF66, 0xFF9E)}
    marks = {"\u3099": "\uff9e", "\u309a": "\uff9f"}
    pieces = ((char, unicodedata.normalize("NFD", char)) for char in text)
    return "".join(
        "".join(marks.get(c, table.get(c, c)) for c in split) if split[0] in table else char
        for char, split in pieces
    )


def full_width(text: str) -> str:
    """Latin letters, digits and signs in their full-width form."""
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def hiragana(text: str) -> str:
    """Katakana words of three and more letters in hiragana."""

    def lower(match: re.Match[str]) -> str:
        return "".join(chr(ord(char) - 0x60) if "ァ" <= char <= "ヶ" else char for char in match[0])

    return re.sub("[ァ-ヶー]{3,}", lower, text)


def typo(text: str) -> str:
    """One slip of a finger: a letter of a longer word (kana or Latin) swapped with the next, chosen by the text."""
    spots = list((_WORD if text.isascii() else _KANA).finditer(text))
    if not spots:
        return text
    spot = spots[int(hashlib.sha256(text.encode()).hexdigest(), 16) % len(spots)]
    at = (spot.start() + spot.end()) // 2 - 1
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def reordered(text: str) -> str:
    """The last sentence, which mostly asks, put first."""
    ends = _EN_SENTENCE if text.isascii() else _SENTENCE
    sentences = [sentence for sentence in ends.split(text) if sentence.strip()]
    if len(sentences) < 2 or "\n" in text:  # noqa: PLR2004
        return text
    return (" " if text.isascii() else "").join([sentences[-1], *sentences[:-1]])


def _framed(before: str, after: str) -> Reword:
    return lambda text: f"{before}{text}{after}"


def short_names(aliases: Mapping[str, Sequence[str]]) -> Reword:
    """Each official name by another of its names, chosen by the text.

    Args:
        aliases: official name -> other names.
    """

    def change(text: str) -> str:
        for name, others in aliases.items():
            if name in text and others:
                return text.replace(name, others[len(text) % len(others)])
        return text

    return change


JAPANESE: dict[str, Reword] = {
    "half-width kana": half_width_kana,
    "full-width ASCII": full_width,
    "hiragana": hiragana,
    "typo": typo,
    "greeting": _framed("お世話になっております。", " よろしくお願いいたします。"),
    "casual frame": _framed("すみません、ちょっと聞きたいんですが、", ""),
    "thanks": _framed("", " お手数ですが、ご教示いただけますと幸いです。"),
    "word order": reordered,
}
ENGLISH: dict[str, Reword] = {
    "lower case": str.lower,
    "full-width ASCII": full_width,
    "typo": typo,
    "greeting": _framed("Hello, I hope you are well. ", " Thank you very much in advance!"),
    "casual frame": _framed("Hi there! Quick question: ", ""),
    "word order": reordered,
}


def rewordings(text: str, language: Language, aliases: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Every rewording that differs from the text, by kind."""
    changes = dict(ENGLISH if language == "en" else JAPANESE)
    changes["short name"] = short_names(aliases)
    made = {kind: change(text) for kind, change in changes.items()}
    return {kind: other for kind, other in made.items() if other != text}
