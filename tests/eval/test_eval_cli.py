"""``madoguchi eval``: exit codes, messages and the files of a report."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.answer import Answer
from eval.cli import app
from eval.items import DEFAULT_QUESTIONS, Question

Ideal = Callable[[Question], Answer]


@pytest.fixture
def batch(tmp_path: Path, dev: list[Question], ideal: Ideal) -> Path:
    """Answers as ``madoguchi batch`` writes them: flawless but for the first, whose text is hostile."""
    answers = [ideal(question) for question in dev]
    answers[0] = answers[0].model_copy(update={"text": "<script>alert(1)</script> | [bold]x[/bold]"})
    path = tmp_path / "answers.jsonl"
    path.write_text("".join(answer.model_dump_json() + "\n" for answer in answers), encoding="utf-8")
    return path


def test_help_is_fast() -> None:
    """Help imports none of the heavy libraries."""
    code = "import sys, eval.cli; print([m for m in ('numpy', 'torch', 'chromadb', 'matplotlib', 'pydantic') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    result = CliRunner().invoke(app, ["--help"])
    assert result.exit_code == 0
    assert all(name in result.output for name in ("answers", "retrieval", "routing", "all"))


def test_report_files(batch: Path, tmp_path: Path) -> None:
    """All files are written, hold the contract's fields, and fetch nothing."""
    folder = tmp_path / "deep" / "report"
    result = CliRunner().invoke(app, ["answers", "--answers", str(batch), "--report", str(folder)])
    assert result.exit_code == 0, result.output
    assert "correct" in result.output
    rows = json.loads((folder / "metrics.json").read_text(encoding="utf-8"))
    assert all(set(row) == {"name", "slice", "n", "value", "lo", "hi"} for row in rows)
    correct = next(row for row in rows if row["name"] == "correct" and row["slice"] == "all")
    assert (correct["n"], correct["value"]) == (60, pytest.approx(59 / 60))
    assert correct["lo"] < correct["value"] < correct["hi"]
    with (folder / "items.csv").open(encoding="utf-8-sig", newline="") as file:
        items = list(csv.DictReader(file))
    assert len(items) == 60
    assert [item["id"] for item in items if float(item["correct"]) < 1] == ["d001"]
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert not re.search(r"""(?:src|href)=["'](?!data:)""", page)
    assert "url(" not in page
    assert "data:image/svg+xml;base64," in page
    text = (folder / "report.md").read_text(encoding="utf-8")
    assert "d001" in text
    assert "<script" not in text
    assert "text に 収入 | 給料" in text.replace("\\|", "|")


def test_routing_from_answers(batch: Path) -> None:
    """Routing is scored from the same answers."""
    result = CliRunner().invoke(app, ["routing", "--answers", str(batch)])
    assert result.exit_code == 0, result.output
    assert "top1" in result.output
    assert "03-5253-5391" in result.output


def test_failed_rows_exit_with_one(batch: Path, tmp_path: Path) -> None:
    """A row with an error, and a question without a row, are counted and make the exit code 1."""
    lines = batch.read_text(encoding="utf-8").splitlines()
    cut = tmp_path / "cut.jsonl"
    cut.write_text("\n".join(['{"id": "d001", "error": "boom"}', *lines[1:-1]]), encoding="utf-8")
    result = CliRunner().invoke(app, ["answers", "--answers", str(cut)])
    assert result.exit_code == 1
    assert "2 件" in result.output


def test_bad_questions_exit_with_two(tmp_path: Path) -> None:
    """Line and field are named, and there is no traceback."""
    rows = DEFAULT_QUESTIONS.read_text(encoding="utf-8").splitlines()[:2]
    path = tmp_path / "q.jsonl"
    path.write_text(rows[0] + "\n" + rows[1].replace('"ja"', '"fr"'), encoding="utf-8")
    for task in ("answers", "retrieval", "routing", "all"):
        result = CliRunner().invoke(app, [task, "--questions", str(path)])
        assert result.exit_code == 2
        assert "2 行目" in result.output
        assert "lang" in result.output
        assert "Traceback" not in result.output


@pytest.mark.parametrize(
    "arguments", [["answers", "--answers", "nowhere.jsonl"], ["retrieval", "--dataset", "nowhere"], ["quiz"]]
)
def test_wrong_usage_exits_with_two(arguments: list[str]) -> None:
    """Files that are not there and unknown tasks are wrong usage."""
    assert CliRunner().invoke(app, arguments).exit_code == 2
