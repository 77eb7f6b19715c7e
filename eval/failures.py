"""One failed question, readable: what was asked, expected and answered, and why that is not correct."""

from __future__ import annotations

from collections.abc import Sequence

from eval.answers import Graded
from eval.items import Question
from eval.page import Block, Facts, Heading
from eval.report import Cell
from eval.retrieval import OURS, Outcome

NOTHING = "（なし）"


def expected(question: Question) -> str:
    """What a correct answer has, line by line."""
    lines = ["abstain（not_covered か out_of_scope）"] if question.abstain else []
    if question.verdict:
        lines.append("verdict: " + " / ".join([question.verdict, *question.verdict_also]))
    lines += ["含む: " + " | ".join(group) for group in question.must_include]
    lines += ["含まない: " + text for text in question.must_not_include]
    lines += [f"担当課: {contact.division} {contact.phone}" for contact in question.contact]
    return "\n".join([*lines, f"注: {question.note}"] if question.note else lines) or NOTHING


def got(item: Graded) -> str:
    """What came back, line by line."""
    if item.answer is None:
        return f"エラー: {item.error}"
    answer = item.answer
    lines = [f"status: {answer.status}, verdict: {answer.verdict}, intent: {answer.intent}"]
    lines += [f"担当課: {card.division} {card.phone}" for card in answer.contacts]
    lines += [f"聞き返し: {text}" for text in answer.questions_back]
    return "\n".join([*lines, answer.text])


def _title(question: Question) -> Heading:
    return Heading(f"{question.id}（{question.kind}, {question.persona}, {question.lang}）", 3)


def _asked(question: Question) -> str:
    return "\n".join([*(f"{turn.role}: {turn.content}" for turn in question.history), question.question])


def answer_failures(graded: Sequence[Graded]) -> list[Block]:
    """Every question whose answer is not correct, with the reasons first."""
    blocks: list[Block] = []
    for item in graded:
        if not item.correct:
            pairs = [("理由", "\n".join(item.reasons)), ("質問", _asked(item.question))]
            pairs += [("期待", expected(item.question)), ("回答", got(item))]
            blocks += [_title(item.question), Facts(pairs)]
    return blocks


def retrieval_failures(outcomes: Sequence[Outcome], budget: int) -> list[Block]:
    """Questions of which our default mode did not find all evidence within the budget."""
    blocks: list[Block] = []
    for outcome in outcomes:
        if outcome.system == OURS and not outcome.parts[f"evidence_all@{budget}"][0]:
            lines = [
                f"{found.chars:.0f} 字目（{found.rank:.0f} 位）"
                if found.rank != float("inf")
                else "見つからない"
                for found in outcome.reaches
            ]
            pairs = [("質問", _asked(outcome.question)), ("根拠", "\n".join(outcome.question.evidence))]
            blocks += [_title(outcome.question), Facts([*pairs, ("見つかった位置", "\n".join(lines))])]
    return blocks


def answer_record(item: Graded) -> dict[str, Cell]:
    """One row of items.csv: the question, the outcome, and each figure that applies."""
    question, answer = item.question, item.answer
    record: dict[str, Cell] = {"id": question.id, "kind": question.kind, "persona": question.persona}
    record |= {"lang": question.lang, "question": question.question, "reasons": "\n".join(item.reasons)}
    record |= {
        "status": answer.status if answer else "error",
        "got_verdict": answer.verdict if answer else None,
    }
    record |= {"text": answer.text if answer else ""}
    return record | {name: round(above / below, 4) for name, (above, below) in item.parts.items()}


def outcome_record(outcome: Outcome) -> dict[str, Cell]:
    """One row of items.csv: what one system found for one question."""
    question = outcome.question
    record: dict[str, Cell] = {"id": question.id, "kind": question.kind, "lang": question.lang}
    record |= {"system": outcome.system, "question": question.question}
    return record | {name: round(above / below, 4) for name, (above, below) in outcome.parts.items()}
