"""The one ranking of texts for a question: by meaning and by words, fused. Serves any collection.

The assistant's index and the evaluation of retrieval sets both rank through it, so a figure measured on a set
is a figure of what the assistant does (docs/decisions/0011-retrieval-levers.md).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from index.expansion import Thesaurus
from index.fusion import fuse
from index.lexical import LexicalIndex
from index.nearest import top
from index.readings import Readings
from index.tokens import has_japanese, tokenise

Mode = Literal["hybrid", "dense", "lexical"]
Cosines = Callable[[Sequence[float], int], dict[int, float]]
"""The n rows nearest to a vector, with their cosine."""

POOL = 400
"""Candidates of each list: what lies deeper gets nothing from that list."""
EXPANSION_WEIGHT = 0.5


class Titles(NamedTuple):
    """Search by title: the rows that have one of their own, and the nearest of them."""

    rows: Collection[int]
    nearest: Cosines


@dataclass(frozen=True)
class Ranking:
    """Fused scores by row, and the cosines of the rows nearest in meaning."""

    scores: Mapping[int, float]
    cosines: Mapping[int, float]

    def best(self, k: int) -> list[int]:
        """The k best rows, best first; equal scores in the order of the rows."""
        return sorted(self.scores, key=lambda row: (-self.scores[row], row))[:k]


class Ranker:
    """Ranks the rows of one collection."""

    def __init__(
        self,
        lexical: LexicalIndex,
        texts: Cosines,
        titles: Titles | None = None,
        thesaurus: Thesaurus | None = None,
    ) -> None:
        """Put the engines together.

        Args:
            lexical: words of the texts.
            texts: vectors of the whole texts.
            titles: vectors of titles alone, of the texts that have one of their own (the question of a FAQ). A heading
                that several texts share does not tell them apart and makes the ranking worse.
            thesaurus: what documents call the things that people say.
        """
        self.lexical, self._texts, self._titles = lexical, texts, titles
        self._thesaurus = thesaurus or Thesaurus([])
        self._readings = Readings(lexical.terms)
        self._kept = lru_cache(maxsize=8)(
            self._rank
        )  # a question is ranked to see its subject, and to answer it

    def rank(
        self, question: str, vector: Sequence[float], mode: Mode = "hybrid", extra: Sequence[str] = ()
    ) -> Ranking:
        """Score the candidates.

        Args:
            question: any text.
            vector: its embedding; not read when the mode is ``lexical``.
            mode: by meaning, by words, or both.
            extra: index terms to add to the question's, at the weight of an expansion.
        """
        return self._kept(question, tuple(vector), mode, tuple(extra))

    def _rank(self, question: str, vector: tuple[float, ...], mode: Mode, extra: tuple[str, ...]) -> Ranking:
        cosines = {} if mode == "lexical" else self._texts(vector, POOL)
        words = {} if mode == "dense" else self.by_words(question, extra)
        if mode == "lexical" or self._titles is None:
            return Ranking(fuse(cosines, words), cosines)
        titles = self._titles.nearest(vector, POOL)
        return Ranking(fuse(cosines, words, titles=titles, titled=self._titles.rows), cosines)

    def by_words(self, question: str, extra: Sequence[str] = ()) -> dict[int, float]:
        """BM25 by row: the question's own terms, and at less weight what documents call them and what sounds like them.

        A question without Japanese characters has no terms of its own.
        """
        own = tokenise(question) if has_japanese(question) else []
        added = [t for t in dict.fromkeys([*self.widened(question), *extra]) if t not in own]
        scores = self.lexical.scores(own) + EXPANSION_WEIGHT * self.lexical.scores(added)
        return {row: float(scores[row]) for row in top(scores, POOL) if scores[row] > 0}

    def widened(self, question: str) -> list[str]:
        """Terms the documents use for the words and sounds of a question."""
        return [*self._thesaurus.terms(question), *self._readings.terms(question)]
