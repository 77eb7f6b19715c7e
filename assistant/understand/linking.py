"""Links a question to the programmes it names: by alias, by reading (kana only), by near spelling."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz

from corpus.schema import Knowledge, Programme
from corpus.text import fold

MIN_FUZZY_JA = 5
MIN_FUZZY_EN = 10
MIN_READING = 4
FUZZY_CUTOFF = 82.0
_SQUEEZE = re.compile(r"[\s・･,、「」『』()（）\-]+")
TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}

How = Literal["alias", "reading", "typo"]


@dataclass(frozen=True)
class Link:
    """A programme (or subject) named in the question, and by which words."""

    programme: str
    words: str
    how: How


class Linker:
    """Looks for the names of the programmes; longer names win over the shorter ones inside them.

    ``subjects`` are cross-cutting matters with names of their own.
    """

    def __init__(self, programmes: Sequence[Programme], subjects: Sequence[Knowledge] = ()) -> None:
        names = {
            (_squeeze(alias), programme.name)
            for programme in programmes
            for alias in [programme.name, *programme.aliases, *programme.weak_aliases]
        } | {(_squeeze(alias), subject.about) for subject in subjects for alias in subject.aliases}
        self._aliases = sorted(names, key=lambda pair: (-len(pair[0]), pair))
        self._weak = {
            form for p in programmes for alias in p.weak_aliases for form in (_squeeze(alias), fold(alias))
        }
        self._spaced = sorted(
            {(fold(a), p.name) for p in programmes for a in [*p.aliases, *p.weak_aliases] if a.isascii()}
            | {(fold(a), s.about) for s in subjects for a in s.aliases if a.isascii()},
            key=lambda pair: (-len(pair[0]), pair),
        )
        self._whole = {
            alias: re.compile(rf"(?<![a-z]){'[ -]'.join(map(re.escape, alias.split(' ')))}(?![a-z])")
            for alias, _ in self._spaced
        }
        self._kept = lru_cache(maxsize=64)(self._link)  # several steps ask for the links of the same text
        self._readings = sorted(
            {(r, p.name) for p in programmes for r in p.readings if len(r) >= MIN_READING},
            key=lambda pair: (-len(pair[0]), pair),
        )

    def link(self, question: str) -> list[Link]:
        """Programmes named, in order of appearance; near spellings only when nothing is spelt right.

        Names that merely describe a place (過疎の町) count only when no other name is there.
        """
        return list(self._kept(question))

    def is_weak(self, link: Link) -> bool:
        """Whether its words merely describe a place or a body and name no programme by themselves."""
        return link.words in self._weak

    def _link(self, question: str) -> list[Link]:
        exact = self._exact(question)
        strong = [(at, link) for at, link in exact if not self.is_weak(link)]
        return _distinct(strong) or self._by_reading(question) or self._near(question) or _distinct(exact)

    def _exact(self, question: str) -> list[tuple[int, Link]]:
        text, spaced = _squeeze(question), fold(question)
        found: list[tuple[int, Link]] = []
        for alias, programme in self._spaced:
            for match in self._whole[alias].finditer(spaced):
                found.append((match.start(), Link(programme, alias, "alias")))
                spaced = _blank(spaced, match.start(), match.end())
        for alias, programme in self._aliases:
            if alias.isascii():
                continue
            at = text.find(alias)
            while at >= 0:
                found.append((at, Link(programme, alias, "alias")))
                text = _blank(text, at, at + len(alias))
                at = text.find(alias)
        return found

    def _by_reading(self, question: str) -> list[Link]:
        text = _squeeze(question).translate(TO_HIRAGANA)
        found: list[tuple[int, Link]] = []
        for reading, programme in self._readings:
            at = text.find(reading)
            if at >= 0:
                found.append((at, Link(programme, reading, "reading")))
                text = _blank(text, at, at + len(reading))
        return _distinct(found)

    def _near(self, question: str) -> list[Link]:
        text = _squeeze(question)
        best: tuple[float, int, Link] | None = None
        for alias, programme in self._aliases:
            if (
                alias in self._weak
                or len(alias) < (MIN_FUZZY_EN if alias.isascii() else MIN_FUZZY_JA)
                or len(text) < len(alias) - 1
            ):
                continue
            hit = fuzz.partial_ratio_alignment(alias, text, score_cutoff=FUZZY_CUTOFF)
            if hit and (best is None or hit.score > best[0]):
                best = (
                    hit.score,
                    hit.dest_start,
                    Link(programme, text[hit.dest_start : hit.dest_end], "typo"),
                )
        return [best[2]] if best else []


def _squeeze(text: str) -> str:
    return _SQUEEZE.sub("", fold(text))


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + "\0" * (end - start) + text[end:]


def _distinct(found: list[tuple[int, Link]]) -> list[Link]:
    links: dict[str, Link] = {}
    for _, link in sorted(found, key=lambda pair: pair[0]):
        links.setdefault(link.programme, link)
    return list(links.values())
