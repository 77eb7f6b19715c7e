"""Repeated questions are answered from what was kept, and from nothing else."""

from __future__ import annotations

import datetime as dt

import pytest

from assistant import Answer, Assistant, Settings, Turn
from assistant.kept import Kept
from corpus import Corpus

QUESTION = "地域おこし協力隊の活動期間は何年ですか"
VARYING = {"id", "timings_ms"}


class Counting:
    """A day that can be changed, and how often the pipeline ran."""

    def __init__(
        self, assistant: Assistant, corpus: Corpus, monkeypatch: pytest.MonkeyPatch, kept: int
    ) -> None:
        self.day, self.runs = dt.date(2026, 11, 23), 0
        settings = Settings().model_copy(update={"answer_cache": kept})
        self.assistant = Assistant(corpus, assistant.index, settings, lambda: self.day)
        pipeline = self.assistant._opened.pipeline
        run = pipeline.run

        def counted(*arguments: object) -> object:
            self.runs += 1
            return run(*arguments)

        monkeypatch.setattr(pipeline, "run", counted)


def test_least_recently_used_goes() -> None:
    """Bounded; what is asked for stays; 0 keeps nothing."""
    kept = Kept[int](2)
    kept.put("a", 1)
    kept.put("b", 2)
    assert kept.get("a") == 1
    kept.put("c", 3)
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == (1, None, 3)
    none = Kept[int](0)
    none.put("a", 1)
    assert none.get("a") is None


def test_a_repeated_question_is_not_answered_again(
    assistant: Assistant, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Same content, an id of its own, no time spent; the caller's copy is its own."""
    counting = Counting(assistant, corpus, monkeypatch, kept=8)
    first = counting.assistant.ask(QUESTION, id="one")
    again: Answer = counting.assistant.ask(QUESTION)
    assert counting.runs == 1
    assert first.model_dump(exclude=VARYING) == again.model_dump(exclude=VARYING)
    assert (first.id, again.id != "one", sum(again.timings_ms.values())) == ("one", True, 0)
    again.programmes.clear()
    assert counting.assistant.ask(QUESTION, id="three").programmes == first.programmes


def test_whatever_changes_the_answer_asks_anew(
    assistant: Assistant, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another language, history, day or wording is another question."""
    counting = Counting(assistant, corpus, monkeypatch, kept=8)
    ask = counting.assistant.ask
    ask(QUESTION)
    ask(QUESTION, lang="en")
    ask(QUESTION, [Turn(role="user", content="地域運営組織とは")])
    ask(QUESTION + "。")
    counting.day = dt.date(2027, 4, 1)
    ask(QUESTION)
    assert counting.runs == 5


def test_the_setting_turns_it_off(
    assistant: Assistant, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With 0, every question is answered anew."""
    counting = Counting(assistant, corpus, monkeypatch, kept=0)
    counting.assistant.ask(QUESTION)
    counting.assistant.ask(QUESTION)
    assert counting.runs == 2


def test_langgraph_runs_the_same_steps(assistant: Assistant) -> None:
    """The compiled graph gives the answer that the walk over the list gives, on each of its ways."""
    from assistant.case import Request

    pipeline = assistant._opened.pipeline
    for question in (
        QUESTION,
        "予算は？",
        "カレーの作り方を教えてください",
        "フリーランスですが隊員になれますか",
    ):
        walked, graphed = (
            pipeline.run(Request(question)),
            pipeline.compiled.invoke({"request": Request(question)}),
        )
        assert walked["timings"].keys() == graphed["timings"].keys()
        assert walked["answer"].model_dump(exclude=VARYING) == graphed["answer"].model_dump(exclude=VARYING)
