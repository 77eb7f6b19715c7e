"""Inputs that nobody types on purpose, or somebody does: each is answered, and in an answer that can be sent on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant import Answer, Assistant
from assistant.service import QuestionError

Ask = Callable[..., Answer]
HANG = 20
"""Seconds after which a single answer counts as hanging: no speed is asserted, only an end."""


@pytest.mark.timeout(HANG, func_only=True)
@pytest.mark.parametrize(
    "question",
    [
        "協力隊の予算は1" + "1" * 60 + "ですか",
        "協力隊の任期は" + "１" * 200 + "年ですか",
        "協力隊の上限は" + "1,000" * 40 + "ですか",
        "協力隊の上限は" + "1 万" * 60 + "ですか",
        "起業人は" + "月4日" * 200 + "ですか",
        "協力隊" + "で" * 2000,
        "「" * 2000 + "協力隊",
        "<" * 3000 + "協力隊の任期は",
        "（ああ）" * 800 + "協力隊",
        "a" * 4000,
        "協力隊の任期は何年ですか" * 300,
    ],
    ids=[
        "digits",
        "full-width digits",
        "thousands",
        "scales",
        "days",
        "particles",
        "brackets",
        "angle brackets",
        "readings",
        "letters",
        "repeats",
    ],
)
def test_long_runs_come_to_an_end(question: str, ask: Ask) -> None:
    """No input makes a pattern backtrack without end."""
    assert ask(question).text


@pytest.mark.parametrize(
    "question",
    [
        "\ufdfa" * 400,
        "？？？",
        "。",
        "1",
        "😀",
        "あ",
        "\u3000\u3000協力隊\u3000",
        "協力隊の任期は\x00何年ですか",
        "協力隊\u200bの任期は\u202e何年ですか",
    ],
    ids=lambda text: ascii(text[:8]),
)
def test_odd_characters_are_answered(question: str, ask: Ask) -> None:
    """Odd characters end in one of the statuses."""
    assert ask(question).status in ("answered", "clarify", "not_covered", "out_of_scope")


@pytest.mark.parametrize("question", ["協力隊の任期は\udcff何年ですか", "予算は\ud83d？"], ids=ascii)
def test_lone_surrogates_do_not_spoil_the_answer(question: str, ask: Ask) -> None:
    """An answer to half a character (a cut emoji, an argument in another encoding) is still JSON."""
    assert ask(question).model_dump_json()


@pytest.mark.parametrize(
    "question",
    ["\ufdfa" * 400, "予算" + "、" * 1500 + "は？", "「" * 1500],
    ids=["ligatures", "commas", "brackets"],
)
def test_text_does_not_grow_with_the_question(question: str, ask: Ask) -> None:
    """What is asked back repeats no more than a line of the question."""
    assert len(ask(question).text) <= 700


@pytest.mark.parametrize("question", ["", "  ", "\n\u3000\t"], ids=ascii)
def test_empty_question_is_an_error(question: str, assistant: Assistant) -> None:
    """Nothing asked: an error that says so."""
    with pytest.raises(QuestionError, match="質問が空です"):
        assistant.ask(question)


def test_too_long_question_is_an_error(assistant: Assistant) -> None:
    """Longer than the setting allows: an error that names length and limit."""
    with pytest.raises(QuestionError, match=r"8001字.*8000字以内"):
        assistant.ask("あ" * 8001)


def test_same_question_same_answer(assistant: Assistant) -> None:
    """Nothing but the id and the timings differs between two runs."""
    first, second = (assistant.ask("協力隊の活動期間は何年ですか") for _ in range(2))
    varying = {"id", "timings_ms"}
    assert first.model_dump(exclude=varying) == second.model_dump(exclude=varying)
