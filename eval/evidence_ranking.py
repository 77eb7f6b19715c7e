"""``madoguchi eval ranking``: does the evidence that is shown first answer?

Evidence is right when it quotes the gold evidence's lines and says a key fact in the question's language.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.ranking import Fit, Ranking
from assistant.understand.aspects import AspectFinder
from corpus import Corpus
from eval.cells import meanings, sliced_figures
from eval.evidence import Sources, locate
from eval.items import Question
from eval.matching import missing
from eval.report import Chapter
from eval.table import ALL, summarise

if TYPE_CHECKING:
    from assistant import Assistant
    from assistant.evidence import Evidence

KINDS = frozenset({"fact", "list", "compare", "follow_up"})
MEANINGS = {
    "first_right": "1番目の証拠が、正解の行を引き、要点をその言語で言う割合",
    "three_right": "3番目までにそれがある割合",
}


@dataclass(frozen=True)
class Candidates:
    """The evidence of one question: features of each piece, and whether it is right."""

    question: Question
    features: list[dict[str, float]]
    right: list[bool]


def collect(
    assistant: Assistant,
    questions: Sequence[Question],
    corpus: Corpus,
    sources: Sources,
    tick: Callable[[], None] = lambda: None,
) -> list[Candidates]:
    """Ask every question and look at all its evidence; questions without any right evidence are left out."""
    finder = AspectFinder(corpus.aspects)
    found = []
    for question in questions:
        if question.kind in KINDS and not question.abstain:
            state = assistant.examined(question.question, question.history)
            evidence = state.get("evidence", [])
            fit = Fit(assistant.index, finder, state["understood"])
            right = [_right(question, item, corpus, sources) for item in evidence]
            if any(right):
                found.append(Candidates(question, [fit.features(item) for item in evidence], right))
        tick()
    return found


def _right(question: Question, item: Evidence, corpus: Corpus, sources: Sources) -> bool:
    gold = [
        (span.document, document.line_at(span.start), document.line_at(span.end - 1))
        for text in question.evidence
        for span in locate(text, sources)
        for document in [corpus.documents[span.document]]
    ]
    there = any(
        quote.document == document and quote.lines[0] <= last and first <= quote.lines[1]
        for quote in item.quotations
        for document, first, last in gold
    )
    said = item.shown_in(question.lang)
    return there and any(not missing(said, [group]) for group in question.must_include)


def ranking_chapter(samples: Sequence[Candidates], ranking: Ranking) -> Chapter:
    """How often the first and the first three pieces are right."""
    rows = summarise(
        ([ALL, f"lang={sample.question.lang}", f"kind={sample.question.kind}"], _figures(sample, ranking))
        for sample in samples
    )
    grid = sliced_figures("証拠の順位", rows)
    return Chapter("ranking", "証拠の順位", rows, [], [grid, *meanings(MEANINGS)])


def _figures(sample: Candidates, ranking: Ranking) -> dict[str, tuple[float, float]]:
    scores = [ranking.score(features) for features in sample.features]
    order = sorted(range(len(scores)), key=lambda at: -scores[at])
    right = [sample.right[at] for at in order]
    return {"first_right": (float(right[0]), 1.0), "three_right": (float(any(right[:3])), 1.0)}
