"""Figures over answers: the flawless run reaches one everywhere, flaws move the right figures."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answer import Answer, Retrieved
from eval.answers import grade_answer, retrieved_pieces, rows_of
from eval.asking import Reply, ask_all
from eval.evidence import Sources
from eval.items import Question
from eval.routing import NONE, decisions, division_rows, measure
from eval.table import find

Ideal = Callable[[Question], Answer]


def test_flawless_run_has_full_marks(dev: list[Question], ideal: Ideal, real: Sources) -> None:
    """Every figure of a flawless run is 1 in every slice, except recall@k below the number of evidence strings."""
    rows = rows_of([grade_answer(q, ideal(q), "", real) for q in dev])
    assert {row.name for row in rows if row.value < 1} <= {"recall@1", "recall@3"}
    correct = find(rows, "correct")
    assert correct is not None
    assert correct[2:] == (60, 1.0, 1.0, 1.0)
    assert {row.slice for row in rows} >= {"all", "kind=triage", "persona=desk", "lang=easy-ja"}


def test_abstaining_always_has_full_recall_and_no_answers(
    dev: list[Question], ideal: Ideal, real: Sources
) -> None:
    """The three figures cannot all be gamed by abstaining."""
    abstained = [ideal(q).model_copy(update={"status": "not_covered"}) for q in dev]
    rows = rows_of([grade_answer(q, a, "", real) for q, a in zip(dev, abstained, strict=True)])
    values = {
        name: row.value
        for name in ("abstention_precision", "abstention_recall", "answer_rate")
        if (row := find(rows, name))
    }
    share = sum(q.abstain for q in dev) / len(dev)
    assert values == {
        "abstention_precision": pytest.approx(share),
        "abstention_recall": 1.0,
        "answer_rate": 0.0,
    }


def test_errors_count_as_failures(dev: list[Question], real: Sources) -> None:
    """A run in which everything raises has zeros, not gaps."""
    rows = rows_of([grade_answer(q, None, "boom", real) for q in dev])
    for name in (
        "correct",
        "no_error",
        "verdict_accuracy",
        "answer_rate",
        "routing_top1",
        "evidence_recall@1500",
    ):
        row = find(rows, name)
        assert row is not None
        assert row.value == 0.0


def test_run_goes_on_after_an_error(dev: list[Question], ideal: Ideal) -> None:
    """One question that raises is recorded with its error; history and id are handed on."""

    class Asker:
        def ask(self, question: str, history: object = (), *, id: str = "") -> Answer:
            if id == dev[1].id:
                raise RuntimeError("boom")
            assert history == list(next(q for q in dev if q.id == id).history)
            return ideal(next(q for q in dev if q.question == question))

    ticks: list[int] = []
    replies = ask_all(Asker(), dev, lambda: ticks.append(1))
    assert [reply for reply in replies if reply.error] == [Reply(dev[1], None, "RuntimeError: boom")]
    assert len(ticks) == len(dev)


def test_passages_of_parts_take_turns(ideal: Ideal, dev: list[Question]) -> None:
    """A mail's own passages come first; without them its parts' are interleaved by rank."""

    def part(*texts: str) -> Answer:
        found = [Retrieved(document="d", lines=(1, 1), text=text, score=0.0) for text in texts]
        return ideal(dev[0]).model_copy(update={"retrieved": found})

    mail = part().model_copy(update={"parts": [part("a", "b"), part("c")]})
    assert [piece.text for piece in retrieved_pieces(mail)] == ["a", "c", "b"]
    assert [
        piece.text for piece in retrieved_pieces(mail.model_copy(update={"retrieved": part("z").retrieved}))
    ] == ["z"]


def test_second_contact_counts_for_top_two_only(dev: list[Question], ideal: Ideal) -> None:
    """The right division in second place is top-2, not top-1; a wrong phone is neither."""
    question = next(q for q in dev if q.kind == "contact")
    right = ideal(question).contacts[0]
    wrong = right.model_copy(update={"phone": "03-0000-0000"})
    for cards, top1, top2 in [([right], 1, 1), ([wrong, right], 0, 1), ([wrong], 0, 0), ([], 0, 0)]:
        parts = measure(question, ideal(question).model_copy(update={"contacts": cards}))
        assert (parts["top1"][0], parts["top2"][0]) == (top1, top2)


def test_division_figures_of_a_known_confusion() -> None:
    """Two of three a right, one taken for b, one b not routed at all."""
    rows = division_rows([("a", "a"), ("a", "a"), ("a", "b"), ("b", "b"), ("b", NONE)])
    values = {(row.name, row.slice): row.value for row in rows}
    assert values == pytest.approx({
        ("division_precision", "a"): 1, ("division_recall", "a"): 2 / 3, ("division_f1", "a"): 4 / 5,
        ("division_precision", "b"): 1 / 2, ("division_recall", "b"): 1 / 2, ("division_f1", "b"): 1 / 2,
    })  # fmt: skip


def test_decisions_take_the_acceptable_contact_that_was_named(dev: list[Question], ideal: Ideal) -> None:
    """Mails and questions without contact are left out; an answer that names nothing is routed nowhere."""
    flawless = decisions((q, ideal(q)) for q in dev)
    assert len(flawless) == sum(bool(q.contact) and q.kind != "triage" for q in dev)
    assert all(gold == predicted for gold, predicted in flawless)
    assert {predicted for _, predicted in decisions((q, None) for q in dev)} == {NONE}
