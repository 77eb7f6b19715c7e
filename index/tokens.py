"""Words for the lexical index: fugashi lemmas, numbers whole with their unit, noun compounds.

unidic-lite cuts 地域活性化起業人 into five pieces and 10,000 into three; pieces alone find too much and
compounds alone too little, so both are kept.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from corpus.text import fold, quantities

_FISCAL = re.compile(r"(?:令和|(?<![a-z])r) ?(\d{1,2}+|元)(?: ?年度?)?(?!\d)")
_WESTERN = re.compile(r"(?<!\d)(?=20\d\d ?年|(?<=fy)|(?<=fy ))(20\d\d)(?!\d)")
_REIWA_OFFSET = 2018
_QUANTITY = re.compile(
    r"(?<![a-z\d])\d[\d,.]*(?: ?(?:百万|千|万|億|兆|thousand|million|billion))*"
    r"(?:円|yen|人|名|[かヶカ]月|年度?|日間?|週間|時間|割|%|団体|社|市町村|組織|圏域|回|か国|倍|戸|[かカ箇]所|歳)?"
)
_KEPT = frozenset(
    {"名詞", "動詞", "形容詞", "形状詞", "副詞", "接頭辞", "接尾辞", "代名詞", "感動詞", "連体詞"}
)
JOINING = frozenset({"名詞", "接頭辞", "接尾辞", "形状詞"})
"""Parts of speech that make up compounds."""
_STOP_JA = (
    "為る 有る 居る 成る 出来る 言う 事 物 者 所 様 等 此れ 其れ 何れ 何 無い 良い 貰う 下さる 頂く 呉れる 願う "
    "教える 知る 御 因る 於く 就く"
)
_STOP_EN = (
    "the a an of to in for is are be i we you it and or on at do does can my our what how which this that "
    "with from by"
)
_STOP = frozenset({*_STOP_JA.split(), *_STOP_EN.split()})
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_KANJI = re.compile(r"[\u3400-\u9fff]")
_lock = threading.Lock()


def has_japanese(text: str) -> bool:
    """Whether a text has any kana or kanji."""
    return bool(_JAPANESE.search(text))


def has_kanji(text: str) -> bool:
    """Whether a text has any kanji; what has none is written in kana or in Latin letters."""
    return bool(_KANJI.search(text))


@lru_cache(maxsize=1)
def _tagger() -> Any:  # noqa: ANN401 - fugashi ships no types
    import fugashi

    return fugashi.Tagger()


class Word:
    """One morpheme: surface, lemma (its dictionary spelling), part of speech, its finer kinds, and reading in katakana."""

    __slots__ = ("kinds", "lemma", "pos", "reading", "surface")

    def __init__(self, surface: str, lemma: str, pos: str, kinds: tuple[str, str, str], reading: str) -> None:
        self.surface, self.lemma, self.pos, self.kinds, self.reading = surface, lemma, pos, kinds, reading


def words(text: str) -> list[Word]:
    """Morphemes of a text, folded where its terms are to be compared."""
    with _lock:
        found = list(_tagger()(text))
        return [
            Word(
                node.surface,
                (node.feature.lemma or node.surface).split("-")[0],
                node.feature.pos1 or "",
                (node.feature.pos2 or "", node.feature.pos3 or "", node.feature.pos4 or ""),
                getattr(node.feature, "kana", None) or node.surface,
            )
            for node in found
        ]


def count_tokens(text: str) -> int:
    """Length in morphemes, the measure for the size of chunks."""
    with _lock:
        return len(_tagger()(text.encode(errors="replace").decode()))


def tokenise(text: str) -> list[str]:
    """Index terms of a text, in order, repeats kept.

    350万円 and 3,500千円 give the same term; 特別交付税 gives 特別, 交付, 税 and 特別交付税.
    """
    return list(_terms(text))


@lru_cache(maxsize=16384)
def term_set(text: str) -> frozenset[str]:
    """The different terms of a text; kept, since the same evidence is weighed for question after question."""
    return frozenset(tokenise(text))


@lru_cache(maxsize=8192)
def _terms(text: str) -> tuple[str, ...]:
    """The terms; kept, since the same source sentences are weighed for question after question."""
    folded = fold(text)
    terms = [f"r{1 if match[1] == '元' else int(match[1])}" for match in _FISCAL.finditer(folded)]
    terms += [
        f"r{year}" for match in _WESTERN.finditer(folded) if (year := int(match[1]) - _REIWA_OFFSET) > 0
    ]
    folded = _FISCAL.sub(" ", folded)
    at = 0
    for match in _QUANTITY.finditer(folded):
        terms += _word_terms(folded[at : match.start()])
        terms += [f"{quantity.value.normalize():f}{quantity.unit}" for quantity in quantities(match[0])]
        at = match.end()
    return (*terms, *_word_terms(folded[at:]))


def _word_terms(text: str) -> list[str]:
    if not text.strip():
        return []
    found = words(text)
    singles = [word.lemma for word in found if word.pos in _KEPT and word.lemma not in _STOP]
    return singles + ["".join(word.surface for word in run) for run in compounds(found)]


def compounds(found: list[Word]) -> Iterator[list[Word]]:
    """Runs of two or more noun-like morphemes."""
    run: list[Word] = []
    for word in [*found, Word("", "", "", ("", "", ""), "")]:
        if word.pos in JOINING and not (run and run[-1].surface.isascii() and word.surface.isascii()):
            run.append(word)
            continue
        if len(run) > 1:
            yield run
        run = [word] if word.pos in JOINING else []
