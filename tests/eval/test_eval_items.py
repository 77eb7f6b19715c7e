"""A wrong questions file is refused with line, field and what to do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.evidence import Sources
from eval.items import DEFAULT_QUESTIONS, Question, QuestionsError, read_questions
from eval.ranking import unlocated

GOOD = json.loads(DEFAULT_QUESTIONS.read_text(encoding="utf-8").split("\n")[0])


def write(path: Path, *rows: dict[str, Any] | str) -> Path:
    """A questions file of the rows."""
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_shipped_questions_are_sound(dev: list[Question], real: Sources) -> None:
    """All are read, and all evidence is an exact substring of a document."""
    assert len(dev) == 60
    assert unlocated(dev, real) == []


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ('{"id": "x", ', ["2 行目", "JSON"]),
        ("[1]", ["2 行目", "list"]),
        ({**GOOD, "id": "x", "kind": "quiz"}, ["2 行目", "kind"]),
        ({**GOOD, "id": "x", "contact": [{"division": "課"}]}, ["2 行目", "contact.0.phone"]),
        ({**GOOD, "id": "x", "must_include": [[]]}, ["2 行目", "must_include.0"]),
        ({**GOOD, "id": "x", "verdict": None}, ["2 行目", "verdict"]),
        ({**GOOD, "id": "x", "verdict": "yes", "verdict_also": ["no"]}, ["2 行目", "verdict_also"]),
        ({k: v for k, v in GOOD.items() if k != "question"} | {"id": "x"}, ["2 行目", "question"]),
        (GOOD, ["2 行目", "id", "1 行目"]),
    ],
)
def test_errors_name_the_place(row: dict[str, Any] | str, words: list[str], tmp_path: Path) -> None:
    """The message holds the line and the field."""
    with pytest.raises(QuestionsError) as caught:
        read_questions(write(tmp_path / "q.jsonl", GOOD, row))
    assert all(word in str(caught.value) for word in words)


def test_missing_empty_and_binary_files(tmp_path: Path) -> None:
    """Files that hold no question are errors too."""
    binary = tmp_path / "b.jsonl"
    binary.write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "none.jsonl", write(tmp_path / "empty.jsonl"), binary):
        with pytest.raises(QuestionsError, match=path.name):
            read_questions(path)


def test_blank_lines_and_unknown_fields_are_allowed(tmp_path: Path) -> None:
    """Later versions of the format may add fields."""
    assert len(read_questions(write(tmp_path / "q.jsonl", {**GOOD, "new": 1}, "", ""))) == 1


def test_follow_ups_are_searched_with_what_was_asked_before(dev: list[Question]) -> None:
    """User turns are part of the search text, answers are not."""
    question = next(q for q in dev if q.kind == "follow_up")
    user, assistant = question.history
    assert question.search_text == f"{user.content}\n{question.question}"
    assert assistant.content not in question.search_text
