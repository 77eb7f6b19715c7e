"""``eval answers``: what one answer contributes to each figure, and the failures in readable form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Answer
from eval.citing import evidence_cited, lines_right, quote_spans, with_parts
from eval.evidence import Piece, Sources
from eval.grading import ABSTAINING, Check, grade, is_correct
from eval.items import Question
from eval.matching import contains, forbidden, missing
from eval.ranking import budget_measures, has_evidence, rank_measures, reaches
from eval.routing import routed_first
from eval.table import Parts, Row, plain, slices_of, summarise


@dataclass(frozen=True)
class Graded:
    """A question, its answer (None: ``error`` says why), the checks and the figures."""

    question: Question
    answer: Answer | None
    error: str
    checks: list[Check]
    parts: Parts

    @property
    def correct(self) -> bool:
        """Whether every check of *correct* holds."""
        return is_correct(self.checks)

    @property
    def reasons(self) -> list[str]:
        """Why the answer is not correct; [] when it is."""
        return [self.error] if self.error else [check.why for check in self.checks if not check.ok]


def retrieved_pieces(answer: Answer) -> list[Piece]:
    """What was retrieved, best first; of a mail without passages of its own, its parts' in turn."""
    lists = [answer.retrieved] if answer.retrieved else [part.retrieved for part in answer.parts]
    longest = max((len(found) for found in lists), default=0)
    turns = [found[i] for i in range(longest) for found in lists if i < len(found)]
    return [Piece(p.document, p.text, lines=p.lines) for p in turns]


def _citation_parts(question: Question, answer: Answer, sources: Sources) -> Parts:
    parts: dict[str, tuple[float, float]] = {}
    citations = [c for part in with_parts(answer) for c in part.citations]
    if citations:
        total = float(len(citations))
        parts["quotations_verbatim"] = (sum(bool(quote_spans(c, sources)) for c in citations), total)
        parts["quotation_lines_right"] = (sum(lines_right(c, sources) for c in citations), total)
    cited = evidence_cited(answer, question.evidence, sources)
    if cited and question.kind != "ambiguous":
        parts["evidence_cited"] = (float(any(cited)), 1.0)
        parts["evidence_cited_share"] = (sum(cited) / len(cited), 1.0)
    return parts


def _abstention_parts(question: Question, answer: Answer | None) -> Parts:
    abstained = answer is not None and answer.status in ABSTAINING
    parts: dict[str, tuple[float, float]] = {}
    if abstained:
        parts["abstention_precision"] = (float(question.abstain), 1.0)
    if question.abstain:
        parts["abstention_recall"] = (float(abstained), 1.0)
    elif question.kind != "ambiguous":
        parts["answer_rate"] = (float(answer is not None and answer.status == "answered"), 1.0)
    return parts


def measure(question: Question, answer: Answer | None, checks: Sequence[Check], sources: Sources) -> Parts:
    """Every figure to which this answer contributes; an error contributes failures, never nothing."""
    ok = {check.name: check.ok for check in checks}
    parts = plain({"correct": is_correct(list(checks)), "no_error": answer is not None, **ok})
    if question.kind == "eligibility":
        parts["verdict_accuracy"] = (float(ok["verdict"]), 1.0)
    if question.contact:
        parts["routing_top1"] = (float(answer is not None and routed_first(question, answer)), 1.0)
    parts.update(_abstention_parts(question, answer))
    text = answer.text if answer else ""
    if question.must_include:
        lacking = len(missing(text, question.must_include))
        parts["must_include"] = (1 - lacking / len(question.must_include), 1.0)
    if question.must_not_include:
        parts["must_not_include_kept"] = (float(not forbidden(text, question.must_not_include)), 1.0)
    if has_evidence(question, sources):
        found = reaches(question, retrieved_pieces(answer) if answer else [], sources)
        parts.update(plain(rank_measures(found) | budget_measures(found)))
    if answer:
        parts["language"] = (float(answer.language == question.lang), 1.0)
        if question.contact and ok["contact"]:
            parts["contact_in_text"] = (float(any(contains(text, c.phone) for c in question.contact)), 1.0)
        parts.update(_citation_parts(question, answer, sources))
    return parts


def grade_answer(question: Question, answer: Answer | None, error: str, sources: Sources) -> Graded:
    """Grade and measure one answer."""
    checks = grade(question, answer, sources)
    return Graded(question, answer, error, checks, measure(question, answer, checks, sources))


def rows_of(graded: Sequence[Graded]) -> list[Row]:
    """All figures overall and by kind, persona and language."""
    return summarise((slices_of(item.question), item.parts) for item in graded)
