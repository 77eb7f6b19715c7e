"""``madoguchi eval metamorphic``: does a question put otherwise get the same answer?

The same means: status, verdict, and which of the key facts the text holds. The first wording's answer is the measure, not
the gold, so that an answer that is wrong but steady counts here, and only here, as steady.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.answer import Answer
from corpus import Corpus
from eval.asking import Asker
from eval.cells import cell, meanings
from eval.items import Question
from eval.matching import missing
from eval.page import Block, Facts, Grid
from eval.report import Cell, Chapter
from eval.rewording import rewordings
from eval.table import ALL, find, plain, summarise

KINDS = frozenset({"eligibility", "fact", "list", "compare", "contact", "not_in_documents"})
MEANING = {"metamorphic_same": "言い換えても状態・判定・要点が元の答えと同じ割合"}
Outcome = tuple[str, str | None, tuple[bool, ...]]


def outcome(question: Question, answer: Answer) -> Outcome:
    """What must not change."""
    held = tuple(not missing(answer.text, [group]) for group in question.must_include)
    return answer.status, answer.verdict, held


def short_names_of(corpus: Corpus) -> dict[str, list[str]]:
    """Official name -> other Japanese names that are not parts of longer ones."""
    return {
        programme.name: [
            alias for alias in programme.aliases if not alias.isascii() and alias != programme.name
        ][:3]
        for programme in corpus.programmes
    }


def metamorphic_chapter(
    asker: Asker, questions: Sequence[Question], corpus: Corpus, tick: Callable[[], None] = lambda: None
) -> Chapter:
    """Ask every question in every wording and compare."""
    names = short_names_of(corpus)
    items: list[dict[str, Cell]] = []
    failures: list[Block] = []
    for question in questions:
        if question.kind in KINDS and not question.history:
            expected = outcome(question, asker.ask(question.question, id=question.id))
            for kind, text in rewordings(question.question, question.lang, names).items():
                came = outcome(question, asker.ask(text, id=question.id))
                items.append(
                    {
                        "id": question.id,
                        "wording": kind,
                        "lang": question.lang,
                        "text": text,
                        "same": came == expected,
                    }
                )
                if came != expected:
                    failures.append(Facts([(f"{question.id} {kind}", f"{text}\n{expected} → {came}")]))
        tick()
    rows = summarise(
        (
            [ALL, f"wording={item['wording']}", f"lang={item['lang']}"],
            plain({"metamorphic_same": bool(item["same"])}),
        )
        for item in items
    )
    parts = list(dict.fromkeys(made.slice for made in rows))
    grid = Grid(
        "言い換え: 同じ答えになった割合",
        ["区分", "n", "same"],
        [
            [part, str(made.n), cell(made)]
            for part in parts
            if (made := find(rows, "metamorphic_same", part)) is not None
        ],
    )
    return Chapter("metamorphic", "言い換え", rows, items, [grid, *meanings(MEANING)], failures)
