"""``madoguchi eval abstention``: is it said when the documents do not answer, and are answers given when they do?

Three ways to be unanswerable: what people ask beside the documents (``not_in_documents``), answerable questions whose
evidence was taken away, and what is out of scope. Always shown beside the answer rate.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from eval.cells import meanings, sliced_figures
from eval.grading import ABSTAINING
from eval.items import Question
from eval.masking import MaskedIndex
from eval.page import Facts
from eval.report import Cell, Chapter
from eval.table import ALL, summarise

if TYPE_CHECKING:
    from assistant import Assistant

Case = Literal["answerable", "removed", "not_in_documents", "out_of_scope"]
ANSWERABLE = frozenset({"fact", "list", "compare", "follow_up"})
REMOVABLE = frozenset({"fact", "list"})
"""Kinds with one place that answers: without it, nothing does."""


@dataclass(frozen=True)
class Sample:
    """One question in one of the cases: whether an answer was given, and what that decision rested on."""

    question: Question
    case: Case
    answered: bool
    features: dict[str, float]

    @property
    def right(self) -> bool:
        """Answered when answerable, else not."""
        return self.answered == (self.case == "answerable")


def cases_of(question: Question) -> list[Case]:
    """In which cases a question is asked."""
    if question.kind in ("not_in_documents", "out_of_scope"):
        return [question.kind]
    if question.abstain or question.kind not in ANSWERABLE:
        return []
    return ["answerable", "removed"] if question.kind in REMOVABLE else ["answerable"]


def collect(
    assistant: Assistant,
    masked: MaskedIndex,
    questions: Sequence[Question],
    tick: Callable[[], None] = lambda: None,
) -> list[Sample]:
    """Ask every question in its cases.

    Args:
        assistant: opened over the masked index.
        masked: hides the evidence of the question that is asked.
        questions: the gold questions.
        tick: called after each question.
    """
    samples = []
    for question in questions:
        for case in cases_of(question):
            masked.hide(question if case == "removed" else None)
            state = assistant.examined(question.question, question.history)
            answered = state["answer"].status not in ABSTAINING
            samples.append(Sample(question, case, answered, state.get("features", {})))
        tick()
    masked.hide(None)
    return samples


FIGURES: dict[Case, str] = {
    "answerable": "answer_rate",
    "removed": "removed_evidence_abstention",
    "not_in_documents": "not_in_documents_abstention",
    "out_of_scope": "out_of_scope_abstention",
}
MEANINGS = {
    "answer_rate": "資料に答えがある問い（fact, list, compare, follow_up）に答えた割合",
    "removed_evidence_abstention": "答えの根拠を取り除いて聞き直したとき、書かれていないと言った割合（fact, list）",
    "not_in_documents_abstention": "施策の話だが資料に答えがない問いで、書かれていないと言った割合",
    "out_of_scope_abstention": "対象外の問いを断った割合",
}


def abstention_chapter(samples: Sequence[Sample]) -> Chapter:
    """Answer rate and abstention by case and language."""
    rows = summarise(
        ([ALL, f"lang={sample.question.lang}"], {FIGURES[sample.case]: (float(sample.right), 1.0)})
        for sample in samples
    )
    grid = sliced_figures("棄権: 答えるべきときに答え、答えられないときに断ったか", rows)
    items: list[dict[str, Cell]] = [
        {
            "id": s.question.id,
            "case": s.case,
            "answered": s.answered,
            "question": s.question.question,
            **s.features,
        }
        for s in samples
    ]
    wrong = [Facts([(f"{s.question.id} {s.case}", s.question.question)]) for s in samples if not s.right]
    return Chapter("abstention", "棄権", rows, items, [grid, *meanings(MEANINGS)], wrong)
