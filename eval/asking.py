"""Putting the gold questions to the assistant, or reading answers that ``madoguchi batch`` wrote."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pydantic import ValidationError

from assistant.answer import Answer, Turn
from eval.items import Question, QuestionsError, read_rows


class Asker(Protocol):
    """What of the assistant is used here."""

    def ask(self, question: str, history: Sequence[Turn] = (), *, id: str = "") -> Answer:
        """Answer one question; the language is detected."""
        ...


@dataclass(frozen=True)
class Reply:
    """A question with its answer, or with the error instead."""

    question: Question
    answer: Answer | None
    error: str = ""


def ask_all(
    asker: Asker, questions: Sequence[Question], tick: Callable[[], None] = lambda: None
) -> list[Reply]:
    """Ask every question; one that raises is recorded as an error and the run goes on."""
    replies = []
    for question in questions:
        try:
            answer = asker.ask(question.question, list(question.history), id=question.id)
        except Exception as error:
            replies.append(Reply(question, None, f"{type(error).__name__}: {error}"))
        else:
            replies.append(Reply(question, answer))
        tick()
    return replies


def read_replies(path: Path, questions: Sequence[Question]) -> list[Reply]:
    """Answers of an earlier ``madoguchi batch`` run, matched by id.

    Raises:
        QuestionsError: the file is no JSONL, or a row is neither an Answer nor ``{"id", "error"}``.
    """
    answers: dict[str, Answer | str] = {}
    for number, row in read_rows(path):
        try:
            answers[str(row.get("id"))] = (
                str(row["error"]) if row.get("error") else Answer.model_validate(row)
            )
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"]))
            raise QuestionsError(
                f"{path}: {number} 行目: {place}: {first['msg']}。`madoguchi batch` の出力を指定してください。"
            ) from error
    replies = []
    for question in questions:
        found = answers.get(question.id, "回答がファイルにない")
        replies.append(Reply(question, None, found) if isinstance(found, str) else Reply(question, found))
    return replies
