"""The table of 0011: levers of retrieval on a retrieval set, with paired intervals and cross-validated settings.

Usage: python docs/decisions/compare_levers.py DATASET CACHE. Vectors are kept in CACHE (about 15 minutes at first).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus import load_corpus
from corpus.text import fold
from eval.bootstrap import mean, paired_difference
from eval.dataset import read_dataset
from index.embedding import BATCH, Embedder
from index.expansion import Thesaurus
from index.fusion import fuse
from index.lexical import LexicalIndex
from index.ranker import Ranker, Titles
from index.settings import IndexSettings
from index.titles import own_titles
from index.tokens import tokenise

Scores = NDArray[np.float64]
FOLDS = 5
DEEP = 0.97  # R@100 that a setting must reach on the folds it is chosen on
WEIGHTS = (0.4, 0.45, 0.5, 0.55, 0.6)
POOLS = (60, 200, 400)

data = read_dataset(Path(sys.argv[1]))
cache = Path(sys.argv[2])
ids, queries = list(data.docs), list(data.queries)
texts, titles = list(data.docs.values()), [data.titles[id_] for id_ in ids]
gains = np.array([[data.qrels[q].get(id_, 0) for id_ in ids] for q in queries], dtype=float)
discounts = 1 / np.log2(np.arange(2, 12))
ideal = (-np.sort(-gains, 1)[:, :10] * discounts).sum(1)
say = sys.stdout.write


def vectors(name: str, make: Callable[[], Sequence[Sequence[float]]]) -> Scores:
    """Vectors from the cache, or made and kept."""
    path = cache / f"{name}.npy"
    if not path.exists():
        np.save(path, np.array(make(), dtype=np.float32))
    return np.load(path)


def embedded(parts: list[str]) -> list[list[float]]:
    """Vectors of texts."""
    steps = range(0, len(parts), BATCH)
    return [vector for at in steps for vector in embedder.embed_documents(parts[at : at + BATCH])]


def ndcg(scores: Scores) -> Scores:
    """nDCG@10 by query, linear gain."""
    order = np.argsort(-scores, 1, kind="stable")[:, :10]
    return (np.take_along_axis(gains, order, 1) * discounts).sum(1) / ideal


def recall(scores: Scores) -> Scores:
    """R@100 by query."""
    order = np.argsort(-scores, 1, kind="stable")[:, :100]
    return (np.take_along_axis(gains, order, 1) > 0).sum(1) / (gains > 0).sum(1)


def top(scores: Scores, pool: int, floor: float = -9.0) -> dict[int, float]:
    """The best of one list."""
    best = np.argsort(-scores, kind="stable")[:pool]
    return {int(row): float(scores[row]) for row in best if scores[row] > floor}


def fused(dense: Scores, title: Scores | None, words: Scores, weight: float = 0.5, pool: int = 400) -> Scores:
    """The shipped fusion over full score tables."""
    made = np.zeros(dense.shape)
    for q in range(len(queries)):
        by_title = None if title is None else top(title[q], pool)
        for row, score in fuse(
            top(dense[q], pool),
            top(words[q], pool, 0.0),
            weight,
            titles=by_title,
            titled=range(len(ids)),
        ).items():
            made[q, row] = score
    return made


def rrf(*lists: Scores) -> Scores:
    """Reciprocal rank fusion at k 60."""
    ranks = (np.argsort(np.argsort(-scores, 1, kind="stable"), 1) for scores in lists)
    return np.add.reduce([1 / (61 + rank) for rank in ranks])


def standard(scores: Scores) -> Scores:
    """Scores in standard deviations from their mean."""
    return (scores - scores.mean(1, keepdims=True)) / scores.std(1, keepdims=True)


def words_of(documents: list[str], terms: Callable[[str], list[str]]) -> Scores:
    """BM25 of all documents, cut into terms as asked."""
    lexical = LexicalIndex.of_terms([terms(text) for text in documents])
    return np.array([lexical.scores(terms(data.queries[q])) for q in queries], dtype=float)


def bigrams(text: str) -> list[str]:
    """Pairs of characters."""
    folded = "".join(fold(text).split())
    return [folded[at : at + 2] for at in range(len(folded) - 1)] or [folded]


def feedback(scores: Scores, count: int, share: float) -> tuple[Scores, Scores]:
    """Cosines of a question moved towards the first documents found."""
    best = np.argsort(-scores, 1, kind="stable")[:, :count]
    weights = np.take_along_axis(scores, best, 1)[..., None]
    weights = weights / weights.sum(1, keepdims=True)
    moved = [query + share * (table[best] * weights).sum(1) for table in (full, title)]
    return moved[0] @ full.T, moved[1] @ title.T


embedder = Embedder(IndexSettings())
query = vectors("q", lambda: [embedder.embed_query(data.queries[q]) for q in queries])
title = vectors("title", lambda: embedded(titles))
full = vectors("full", lambda: embedded(texts))
dense, by_title, words = query @ full.T, query @ title.T, words_of(texts, tokenise)
near = full @ full.T
np.fill_diagonal(near, -1)
links = np.where(near >= np.sort(near, 1)[:, [-3]], np.exp((near - 1) * 20), 0)
links = links / links.sum(1, keepdims=True)
choice = fused(dense, by_title, words)
ways: dict[str, Scores] = {
    "hybrid before (pool 60)": fused(dense, None, words, pool=60),
    "BM25": words, "dense, whole text": dense, "dense, title": by_title,
    "RRF: words, whole text": rrf(words, dense), "RRF: words, whole text, title": rrf(words, dense, by_title),
    "pool 400, no title vector": fused(dense, None, words),
    **{f"+ title vector, dense {w}, pool {p}": fused(dense, by_title, words, w, p) for w in WEIGHTS for p in POOLS},
    "standard scores instead of 0..1": standard(dense) / 4 + standard(by_title) / 4 + standard(words) / 2,
    "better of title and whole text instead of mean": fused(np.maximum(dense, by_title), None, words),
    "title words counted twice": fused(dense, by_title, words_of([f"{a}\n{b}" for a, b in zip(titles, texts, strict=True)], tokenise)),
    "character bigrams alone": words_of(texts, bigrams),
    "character bigrams for words": fused(dense, by_title, words_of(texts, bigrams)),
    **{f"feedback of {m} documents, {b}": fused(*feedback(choice, m, b), words) for m in (3, 5) for b in (0.3, 0.6)},
    "scores of 3 neighbours added, 0.2": choice + 0.2 * choice @ links.T,
}  # fmt: skip
if (cache / "cfull.npy").exists():  # whole texts without sentences that one document in a hundred repeats
    ways["vectors without page furniture"] = fused(query @ np.load(cache / "cfull.npy").T, by_title, words)


def nearest(table: Scores) -> Callable[[Sequence[float], int], dict[int, float]]:
    """Exact search."""
    return lambda vector, n: top(table @ np.array(vector), n)


own = own_titles(titles)
near_titles = nearest(title)
shipped = Ranker(
    LexicalIndex.build(texts),
    nearest(full),
    Titles(own.keys(), lambda vector, n: {row: c for row, c in near_titles(vector, n).items() if row in own}),
    Thesaurus(load_corpus().thesaurus),
)
made = np.zeros(dense.shape)
for q, text in enumerate(data.queries.values()):
    for row, score in shipped.rank(text, query[q].tolist()).scores.items():
        made[q, row] = score
ways["**shipped ranker** (0.5, 400, thesaurus, sounds)"] = made

before = ndcg(ways["hybrid before (pool 60)"])
say("| way | nDCG@10 | minus hybrid before, 95 % | R@100 |\n|---|---|---|---|\n")
for name, scores in ways.items():
    value, less = mean(list(ndcg(scores))), paired_difference(list(ndcg(scores)), list(before))
    if value is None or less is None:
        continue
    say(
        f"| {name} | {value.value:.3f} [{value.lo:.3f}, {value.hi:.3f}] | {less.value:+.3f} [{less.lo:+.3f}, {less.hi:+.3f}] | {recall(scores).mean():.3f} |\n"
    )

grid = {(w, p): ways[f"+ title vector, dense {w}, pool {p}"] for w in WEIGHTS for p in POOLS}
folds = np.random.default_rng(0).permutation(len(queries)) % FOLDS
held, deep = np.zeros(len(queries)), np.zeros(len(queries))
for fold_ in range(FOLDS):
    here = folds == fold_
    fits = [setting for setting in grid if recall(grid[setting])[~here].mean() >= DEEP]
    best = max(fits or list(grid), key=lambda setting: ndcg(grid[setting])[~here].mean())
    held[here], deep[here] = ndcg(grid[best])[here], recall(grid[best])[here]
    say(f"fold {fold_}: chose dense {best[0]}, pool {best[1]}\n")
say(f"held-out folds: nDCG@10 {held.mean():.3f}, R@100 {deep.mean():.3f}\n")
