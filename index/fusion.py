"""Dense and lexical scores into one ranking.

Score-normalised convex combination: the cosine of multilingual-e5 lives in a narrow band (.7-.9) and BM25 is
unbounded, so each list is scaled to its own best and worst candidate before they are mixed. Rank fusion finds about
as much (docs/decisions/0002-fusion.md) but throws away the distances that the choice of sentences weighs later.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

DENSE_WEIGHT = 0.5


def scaled(scores: Mapping[int, float]) -> dict[int, float]:
    """Scores of one list mapped linearly to 0..1; a list without spread maps to 1."""
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    if high == low:
        return dict.fromkeys(scores, 1.0)
    return {row: (score - low) / (high - low) for row, score in scores.items()}


def fuse(
    dense: Mapping[int, float],
    lexical: Mapping[int, float],
    weight: float = DENSE_WEIGHT,
    *,
    titles: Mapping[int, float] | None = None,
    titled: Collection[int] = (),
) -> dict[int, float]:
    """Weighted sum of the scaled lists; a row that a list does not hold gets 0 from it.

    Args:
        dense: cosine by row.
        lexical: BM25 score by row; empty when the question has nothing to search by words.
        weight: share of the dense lists together, 0..1.
        titles: cosine of the title by row; shares the weight of a titled row equally with ``dense``.
        titled: rows that have a title; the others go by ``dense`` alone.
    """
    by_meaning = scaled(dense)
    if titles:
        by_title = scaled(titles)
        by_meaning = {
            row: (by_meaning.get(row, 0.0) + by_title.get(row, 0.0)) / (2 if row in titled else 1)
            for row in by_meaning.keys() | by_title.keys()
        }
    top = max(lexical.values(), default=1.0)
    by_words = {row: score / top for row, score in lexical.items()}
    if not by_words or not by_meaning:
        return by_meaning or by_words
    return {
        row: weight * by_meaning.get(row, 0.0) + (1 - weight) * by_words.get(row, 0.0)
        for row in by_meaning.keys() | by_words.keys()
    }
