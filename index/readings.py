"""Finds index terms by how they sound, for questions typed in kana or in Latin letters.

Both sides are brought to one spelling: Latin letters without long vowels (きょうりょくたい, kyouryokutai and
Kyoryokutai are ``kyoryokutai``), so one table serves kana and every common romanisation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

from corpus.text import fold
from index.tokens import has_kanji, words

SHORTEST = 5
"""Letters; shorter sounds belong to too many words."""
LONGEST = 5  # Latin words that may make up one term
_WORD = re.compile(r"[a-z]+|[\u3041-\u3096\u30a1-\u30fa\u30fc]+")
_ROWS = {
    "": "あいうえお", "k": "かきくけこ", "g": "がぎぐげご", "s": "さしすせそ", "z": "ざじずぜぞ", "t": "たちつてと",
    "d": "だぢづでど", "n": "なにぬねの", "h": "はひふへほ", "b": "ばびぶべぼ", "p": "ぱぴぷぺぽ", "m": "まみむめも",
    "r": "らりるれろ",
}  # fmt: skip
_KANA = {kana: head + vowel for head, row in _ROWS.items() for kana, vowel in zip(row, "aiueo", strict=True)}
_KANA |= {"や": "ya", "ゆ": "yu", "よ": "yo", "わ": "wa", "を": "o", "ん": "n", "ゔ": "bu"}
_SMALL = dict(zip("ぁぃぅぇぉゃゅょ", ("a", "i", "u", "e", "o", "ya", "yu", "yo"), strict=True))
_SPELLINGS = (
    ("sh", "sy"), ("ch", "ty"), ("j", "zy"), ("tsu", "tu"), ("f", "h"), ("v", "b"), ("l", "r"), ("yi", "i"), ("y+", "y"),
    ("o[uo]+", "o"), ("u+", "u"), ("m(?=[bpm])", "n"), (r"([bcdghkprstz])\1+", r"\1"),
)  # fmt: skip


def spelled(text: str) -> str:
    """Kana or Latin letters in the one spelling that is compared."""
    letters = ""
    for char in fold(text):
        kana = chr(ord(char) - 0x60) if "\u30a1" <= char <= "\u30f6" else char
        if kana in _SMALL:
            small = _SMALL[kana]
            letters = letters[:-1] + (small if letters[-1:] == "i" else small[-1])
        elif kana in _KANA:
            letters += _KANA[kana]
        elif kana.isascii() and kana.isalpha():
            letters += kana
    for pattern, put in _SPELLINGS:
        letters = re.sub(pattern, put, letters)
    return letters


class Readings:
    """The terms of a lexical index by their sound; read off the dictionary at the first question that needs it."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._vocabulary = vocabulary
        self._kept = lru_cache(maxsize=64)(
            self._heard
        )  # several steps ask for the sounds of the same question

    @cached_property
    def _terms(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for term in self._vocabulary:
            if term.isascii():
                continue
            sound = spelled("".join(word.reading for word in words(term)))
            if len(sound) >= SHORTEST:
                found.setdefault(sound, []).append(term)
        return found

    def terms(self, question: str) -> list[str]:
        """Index terms that sound like a stretch of the question, the longest first taken; [] when it has kanji."""
        return list(self._kept(question))

    def _heard(self, question: str) -> list[str]:
        folded = fold(question)
        if has_kanji(folded):
            return []
        runs = _WORD.findall(folded)
        found = [term for sound in self._sounds(runs) for term in self._terms[sound]]
        return list(dict.fromkeys(found))

    def _sounds(self, runs: list[str]) -> Iterator[str]:
        at = 0
        while at < len(runs):
            if not runs[at].isascii():
                yield from self._within(spelled(runs[at]))
                at += 1
                continue
            ends = range(min(len(runs), at + LONGEST), at, -1)
            sounds = ((end, spelled("".join(runs[at:end]))) for end in ends)
            at, sound = next(((end, sound) for end, sound in sounds if sound in self._terms), (at + 1, ""))
            if sound:
                yield sound

    def _within(self, sound: str) -> Iterator[str]:
        at = 0
        while at < len(sound):
            ends = range(len(sound), at + SHORTEST - 1, -1)
            end = next((end for end in ends if sound[at:end] in self._terms), None)
            if end is not None:
                yield sound[at:end]
            at = end or at + 1
