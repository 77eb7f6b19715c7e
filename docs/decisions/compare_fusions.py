"""Prints the figures of decision 0002: ways to fuse the dense and the lexical list of the serving index.

    python docs/decisions/compare_fusions.py [QUESTIONS.jsonl]

QUESTIONS defaults to eval/questions/practice.jsonl, the development split; the index must have been built.
Every way gets the same two lists of a question. The recall counts retrieved characters, headings included.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from assistant.settings import Settings
from corpus import load_corpus
from eval.bootstrap import mean, paired_difference
from eval.evidence import Piece, Source
from eval.items import read_questions
from eval.retrieval import IndexMode, Outcome, run_system
from index import Index
from index.fusion import DENSE_WEIGHT, fuse
from index.ranker import POOL, Mode

PRACTICE = Path(__file__).resolve().parents[2] / "eval" / "questions" / "practice.jsonl"
WEIGHTS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
RRF_CONSTANTS = (10, 60)
BUDGETS = (1000, 1500)
LANGUAGES = ("ja", "easy-ja", "en")
Scores = dict[int, float]
Fusion = Callable[[Mapping[int, float], Mapping[int, float]], Scores]


class Lists:
    """Both lists of a question, searched once for all ways to fuse them."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._row = {chunk.id: row for row, chunk in enumerate(index.chunks)}
        self._known: dict[str, tuple[Scores, Scores]] = {}

    def of(self, query: str) -> tuple[Scores, Scores]:
        """Scores by meaning (texts and titles) and by words, by row: scaled, which scaling again leaves as is."""
        if query not in self._known:
            self._known[query] = self._by(query, "dense"), self._by(query, "lexical")
        return self._known[query]

    def _by(self, query: str, mode: Mode) -> Scores:
        return {self._row[p.id]: p.score for p in self.index.search(query, POOL, mode)}


class Fused:
    """One way to fuse, as a system that ``eval.retrieval`` can run."""

    depth = None

    def __init__(self, name: str, lists: Lists, fusion: Fusion) -> None:
        self.name, self._lists, self._fusion = name, lists, fusion

    def search(self, query: str, k: int) -> list[Piece]:
        """The k best passages, best first."""
        scores = self._fusion(*self._lists.of(query))
        best = sorted(scores, key=lambda row: (-scores[row], row))[:k]
        chunks = [self._lists.index.chunks[row] for row in best]
        return [
            Piece(c.document, f"{c.heading}\n{c.text}" if c.heading else c.text, lines=c.lines)
            for c in chunks
        ]


def convex(weight: float) -> Fusion:
    """The product's fusion with another share of the dense list."""
    return lambda dense, lexical: fuse(dense, lexical, weight)


def reciprocal_rank(constant: int) -> Fusion:
    """Reciprocal rank fusion: the sum of 1 / (constant + rank) over both lists."""

    def fusion(dense: Mapping[int, float], lexical: Mapping[int, float]) -> Scores:
        scores: Scores = {}
        for found in (dense, lexical):
            for rank, row in enumerate(sorted(found, key=lambda row: (-found[row], row)), start=1):
                scores[row] = scores.get(row, 0.0) + 1 / (constant + rank)
        return scores

    return fusion


def recalls(outcomes: Iterable[Outcome], budget: int) -> list[float]:
    """Evidence recall of every question within a budget of characters."""
    return [outcome.parts[f"evidence_recall@{budget}"][0] for outcome in outcomes]


def line(name: str, outcomes: list[Outcome], product: list[Outcome]) -> str:
    """The figures of one way, and its difference from the product, paired by question."""
    cells = []
    for budget in BUDGETS:
        values, gap = (
            recalls(outcomes, budget),
            paired_difference(recalls(outcomes, budget), recalls(product, budget)),
        )
        if (made := mean(values)) is None or gap is None:
            continue
        cells += [f"{made.value:.3f}", f"{gap.value:+.3f} [{gap.lo:+.3f}, {gap.hi:+.3f}]"]
        for language in LANGUAGES:
            part = mean(recalls((o for o in outcomes if o.question.lang == language), budget))
            cells.append(f"{part.value:.3f}" if part else "-")
    return f"| {name} | {' | '.join(cells)} |\n"


def main() -> None:
    """Search, fuse in every way, and print a Markdown table."""
    questions = read_questions(Path(sys.argv[1]) if len(sys.argv) > 1 else PRACTICE)
    corpus = load_corpus()
    sources = {name: Source(document.source) for name, document in corpus.documents.items()}
    index = Index(Settings(), corpus)
    lists = Lists(index)
    ways: dict[str, Fusion] = {f"convex, dense {weight:.1f}": convex(weight) for weight in WEIGHTS}
    ways |= {f"RRF, k {constant}": reciprocal_rank(constant) for constant in RRF_CONSTANTS}
    ways |= {"dense alone": lambda dense, _: dict(dense), "lexical alone": lambda _, lexical: dict(lexical)}
    product = run_system(IndexMode(index, "hybrid"), questions, sources)
    counts = {language: sum(o.question.lang == language for o in product) for language in LANGUAGES}
    out = sys.stdout.write
    out(
        f"index {index.version}: {len(index.chunks)} chunks; {len(product)} questions with evidence {counts}; "
    )
    out(f"product: convex, dense {DENSE_WEIGHT}\n\n")
    head = [f"{name} {budget}" for budget in BUDGETS for name in ("all", "minus product", *LANGUAGES)]
    out(f"| way | {' | '.join(head)} |\n|{'---|' * (len(head) + 1)}\n")
    out(line("the product (index.search)", product, product))
    for name, fusion in ways.items():
        out(line(name, run_system(Fused(name, lists, fusion), questions, sources), product))


if __name__ == "__main__":
    main()
