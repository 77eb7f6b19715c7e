"""Answers and routing as chapters of the report: which tables and plots are shown, and in which order."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Answer
from eval import glossary, plots, routing
from eval.answers import Graded, rows_of
from eval.cells import cell, figures, meanings, slices, value
from eval.failures import answer_failures, answer_record
from eval.items import Question
from eval.page import Block, Facts, Grid, Picture
from eval.report import Cell, Chapter
from eval.table import ALL, find, slices_of, summarise

SLICE_COLUMNS = ("status", "verdict_accuracy", "facts", "cited", "contact", "evidence_recall@1500")


def answers_chapter(graded: Sequence[Graded]) -> Chapter:
    """Answers: correct by slice, then every figure overall, then what they mean."""
    rows = rows_of(graded)
    correct = [made for made in rows if made.name == "correct"]
    by_slice = [
        [
            made.slice,
            str(made.n),
            cell(made),
            *(value(find(rows, name, made.slice)) for name in SLICE_COLUMNS),
        ]
        for made in correct
    ]
    alt = "正解の割合: " + "、".join(f"{made.slice} {made.value:.2f}" for made in correct)
    blocks: list[Block] = [
        Grid("回答: 区分ごと", ["区分", "n", "correct", *SLICE_COLUMNS], by_slice),
        Picture(alt, plots.intervals("correct (95 % interval)", [(made.slice, made) for made in correct])),
        figures("回答: 全体", [made for made in rows if made.slice == ALL]),
        *meanings(glossary.ANSWERS | glossary.RETRIEVAL),
    ]
    items = [answer_record(item) for item in graded]
    errors = sum(item.answer is None for item in graded)
    return Chapter("answers", "回答", rows, items, blocks, answer_failures(graded), errors)


def routing_chapter(pairs: Sequence[tuple[Question, Answer | None]], errors: Sequence[str] = ()) -> Chapter:
    """Routing: top-1 and top-2 by slice, then precision, recall and F1 by division and phone."""
    measured = [(question, routing.measure(question, answer)) for question, answer in pairs]
    rows = summarise((slices_of(question), parts) for question, parts in measured)
    decided = routing.decisions(pairs)
    by_division = routing.division_rows(decided)
    names = ("division_precision", "division_recall", "division_f1")
    parts_shown = [part for part in slices(rows) if find(rows, "top1", part)]
    blocks: list[Block] = [
        Grid(
            "窓口案内: 区分ごと",
            ["区分", "n", "top1", "top2"],
            [
                [part, str(first.n), cell(first), cell(find(rows, "top2", part))]
                for part in parts_shown
                if (first := find(rows, "top1", part))
            ],
        ),
        Grid(
            "窓口案内: 課と電話ごと",
            ["課と電話", *names],
            [
                [part, *(cell(find(by_division, name, part)) for name in names)]
                for part in slices(by_division)
            ],
        ),
        figures("窓口案内: 全体", [made for made in rows if made.slice == ALL]),
        *meanings(glossary.ROUTING),
    ]
    items: list[dict[str, Cell]] = [
        {
            "id": q.id,
            "kind": q.kind,
            "question": q.question,
            **{name: above / below for name, (above, below) in parts.items()},
        }
        for q, parts in measured
    ]
    wrong = [f"{gold} → {predicted}" for gold, predicted in decided if gold != predicted]
    failures: list[Block] = [Facts([("正解 → 案内", "\n".join(wrong))])] if wrong else []
    return Chapter("routing", "窓口案内", [*rows, *by_division], items, blocks, failures, len(errors))
