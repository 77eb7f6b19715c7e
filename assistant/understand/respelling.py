"""Spells a question that was typed in kana alone with the documents' words: きょうりょくたいの にんき is 協力隊の任期.

A morphological analyser cannot cut such a text (にんき becomes 人気, れいわ falls apart), and no term of it is found.
The words of the corpus with their readings can: the cut that covers most of the text with the longest of them wins.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property

from assistant.cues import cues
from assistant.understand.courtesy import plainly
from assistant.understand.linking import TO_HIRAGANA
from corpus import Corpus
from corpus.text import canonical
from index.tokens import JOINING, Word, has_kanji, words

MIN_KANA = 8
"""Characters from which a clause without kanji is looked at."""
SHORTEST, SHORT = 3, 4
"""A word's reading in kana; up to the second, only between particles."""
LONGEST_RUN, LONGEST_READING = 5, 24
"""Morphemes of a word, and kana of its reading."""
_SENTENCE = re.compile(r"(?<=[。？?！!、\n])")
_VERBAL = ("ます", "まし", "ませ")
"""What follows the stem of a verb and no noun."""
_KANA_RUN = re.compile(r"[\u3041-\u3096ー]+")


class Respeller:
    """Kana to the words of a corpus."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        known = cues("respelling")
        self._kept = frozenset(known["kept"])
        self._before, self._after = tuple(known["before"]), tuple(known["after"])
        self._own: dict[str, str] = known["words"]

    def __call__(self, question: str) -> str:
        """The question with the words that are recognised; itself when it holds any kanji but in a greeting."""
        if has_kanji(plainly(canonical(question))):
            return question
        return "".join(map(self._sentence, _SENTENCE.split(question)))

    def _sentence(self, sentence: str) -> str:
        kana = sum(map(len, _KANA_RUN.findall(sentence)))
        if kana < MIN_KANA or has_kanji(sentence):
            return sentence
        return _KANA_RUN.sub(lambda match: self._spelled(match[0]), sentence)

    @cached_property
    def _spellings(self) -> dict[str, str]:
        """The commonest spelling of each reading; made at the first question in kana."""
        counts: dict[str, Counter[str]] = {}
        for text in _texts(self._corpus):
            for run in _runs(words(canonical(text))):
                for reading, spelling in _parts(run):
                    counts.setdefault(reading, Counter())[spelling] += 1
        found = {reading: spellings.most_common(1)[0][0] for reading, spellings in counts.items()}
        return {
            reading: spelling
            for reading, spelling in found.items()
            if any(word.pos in JOINING for word in words(reading))
        } | self._own

    def _spelled(self, run: str) -> str:
        """The cut of a run of kana with the greatest sum of squared word lengths."""
        best: list[tuple[int, str]] = [(0, "")]
        for end in range(1, len(run) + 1):
            options = [(best[end - 1][0], best[end - 1][1] + run[end - 1])]
            for start in range(max(0, end - LONGEST_READING), end):
                piece = run[start:end]
                if piece in self._kept:
                    options.append((best[start][0] + len(piece) ** 2, best[start][1] + piece))
                elif (spelling := self._spellings.get(piece)) and (
                    len(piece) > SHORT or self._stands_alone(run, start, end)
                ):
                    options.append((best[start][0] + len(piece) ** 2, best[start][1] + spelling))
            best.append(max(options, key=lambda option: option[0]))
        return best[-1][1]

    def _stands_alone(self, run: str, start: int, end: int) -> bool:
        """Whether a short piece stands between particles or the ends of its run."""
        before, after = run[:start], run[end:]
        return (not before or before.endswith(self._before)) and (
            not after
            or after.startswith(self._after)
            or (after in self._kept and not after.startswith(_VERBAL))
        )


def _texts(corpus: Corpus) -> Iterator[str]:
    """Whatever the corpus is made of: documents, statements, names."""
    for document in corpus.documents.values():
        yield from document.lines
    for known in corpus.knowledge.values():
        yield from (item.statement["ja"] for item in (*known.stated, *known.requirements))
    for programme in corpus.programmes:
        yield from (programme.name, *programme.aliases)
    for aspect in corpus.aspects.values():
        yield from (aspect.label["ja"], *aspect.cues)


def _runs(found: Iterable[Word]) -> Iterator[list[Word]]:
    """Neighbouring nouns."""
    for joining, run in itertools.groupby(found, key=lambda word: word.pos in JOINING):
        if joining:
            yield list(run)


def _parts(run: list[Word]) -> Iterator[tuple[str, str]]:
    """Reading and spelling of each part of a run that has kanji and is read in kana."""
    for start in range(len(run)):
        for end in range(start + 1, min(len(run), start + LONGEST_RUN) + 1):
            spelling = "".join(word.surface for word in run[start:end])
            reading = "".join(word.reading for word in run[start:end]).translate(TO_HIRAGANA)
            if len(reading) >= SHORTEST and has_kanji(spelling) and _KANA_RUN.fullmatch(reading):
                yield reading, spelling
