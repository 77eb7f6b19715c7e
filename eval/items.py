"""Gold questions: what one line of a questions file holds, and how a file is read.

The format is that of the questions README (one JSON object a line). A wrong line is an error that names the
line, the field and what to do; it is never skipped, because a skipped question silently improves a score.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from assistant.answer import Language, Turn, Verdict

DEFAULT_QUESTIONS = Path(__file__).resolve().parent / "questions" / "dev.jsonl"

Kind = Literal[
    "eligibility",
    "fact",
    "contact",
    "compare",
    "list",
    "not_in_documents",
    "out_of_scope",
    "ambiguous",
    "follow_up",
    "injection",
    "triage",
]
Persona = Literal["applicant", "municipal", "desk"]
NonEmpty = Annotated[str, Field(min_length=1)]

M = TypeVar("M", bound=BaseModel)


class QuestionsError(Exception):
    """A questions file or a retrieval set cannot be used; the message says where and what to do."""


class GoldContact(BaseModel):
    """An acceptable contact: division 担当課 and its phone number."""

    model_config = ConfigDict(frozen=True)
    division: NonEmpty
    phone: NonEmpty


class Question(BaseModel):
    """One gold question. ``must_include`` needs one alternative of each inner list; see the README."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    id: NonEmpty
    persona: Persona
    lang: Language
    kind: Kind
    history: list[Turn] = []
    question: NonEmpty
    verdict: Verdict | None = None
    verdict_also: list[Verdict] = []
    evidence: list[NonEmpty]
    must_include: list[Annotated[list[NonEmpty], Field(min_length=1)]]
    must_not_include: list[NonEmpty] = []
    programmes: list[str] = []
    contact: list[GoldContact]
    abstain: bool
    note: str = ""

    @field_validator("verdict_also", mode="before")
    @classmethod
    def _one_or_several(cls, value: object) -> object:
        if value is None or value == "":
            return []
        return [value] if isinstance(value, str) else value

    @model_validator(mode="after")
    def _verdict_fits_kind(self) -> Self:
        if self.kind == "eligibility" and self.verdict is None:
            raise ValueError("verdict: an eligibility question needs yes, no or conditional")
        if {"yes", "no"} <= {self.verdict, *self.verdict_also}:
            raise ValueError("verdict_also: yes and no cannot both be right")
        return self

    @property
    def search_text(self) -> str:
        """The question as one text to search with: earlier user turns first, for every system alike."""
        return "\n".join([*(turn.content for turn in self.history if turn.role == "user"), self.question])


def read_checked(path: Path, model: type[M]) -> list[M]:
    """The lines of a JSONL file as a model.

    Raises:
        QuestionsError: the file cannot be read, or a line does not fit; the message names it.
    """
    found: list[M] = []
    for number, row in read_rows(path):
        try:
            found.append(model.model_validate(row))
        except ValidationError as error:
            raise QuestionsError(f"{path}: {number} 行目: {error.errors()[0]['msg']}") from error
    return found


def read_rows(path: Path) -> list[tuple[int, dict[str, Any]]]:
    """The JSON objects of a JSONL file with their line numbers (1-based); blank lines are skipped.

    Raises:
        QuestionsError: the file cannot be read, or a line is no JSON object.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionsError(
            f"{path}: UTF-8 のファイルとして読めません（{error}）。パスと文字コードを確かめてください。"
        ) from error
    rows = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise QuestionsError(
                f"{path}: {number} 行目: JSON として読めません（{error.msg}、{error.colno} 文字目）。"
                "1 行に 1 つの JSON オブジェクトを書いてください。"
            ) from error
        if not isinstance(row, dict):
            raise QuestionsError(
                f"{path}: {number} 行目: オブジェクト {{...}} が必要ですが {type(row).__name__} でした。"
            )
        rows.append((number, row))
    return rows


def read_questions(path: Path = DEFAULT_QUESTIONS) -> list[Question]:
    """Read and check a questions file.

    Raises:
        QuestionsError: with file, line, field, what was expected and what to do.
    """
    questions: list[Question] = []
    seen: dict[str, int] = {}
    for number, row in read_rows(path):
        try:
            question = Question.model_validate(row)
        except ValidationError as error:
            problems = "; ".join(
                f"{'.'.join(map(str, e['loc'])) or '(全体)'}: {e['msg']}" for e in error.errors()
            )
            raise QuestionsError(
                f"{path}: {number} 行目: {problems}。この行のフィールドを直すか、行を除いてから、もう一度実行してください。"
            ) from error
        if question.id in seen:
            raise QuestionsError(
                f"{path}: {number} 行目: id: {question.id!r} は {seen[question.id]} 行目と同じです。別の id にしてください。"
            )
        seen[question.id] = number
        questions.append(question)
    if not questions:
        raise QuestionsError(f"{path}: 質問がありません。1 行以上の JSONL を指定してください。")
    return questions


def read_all(paths: Sequence[Path]) -> list[Question]:
    """Read several files, in order.

    Raises:
        QuestionsError: as ``read_questions``, or an id stands in two of them.
    """
    questions: dict[str, Question] = {}
    for path in paths:
        for question in read_questions(path):
            if question.id in questions:
                raise QuestionsError(
                    f"{path}: id: {question.id!r} は別のファイルにもあります。どちらかの id を変えるか、1 つずつ指定してください。"
                )
            questions[question.id] = question
    return list(questions.values())
