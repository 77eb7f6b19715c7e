"""Corrections become proposals a person can apply, and the week becomes tables."""

from __future__ import annotations

import datetime as dt
import io
import json
import subprocess
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from assistant.cli import app
from assistant.desk import DeskStore
from assistant.desk.proposals import propose
from assistant.desk.summary import week, workbook
from assistant.triage import Inquiry, Part
from corpus import Corpus
from corpus.loader import ROOT
from eval.items import read_questions

DAY = dt.date(2026, 11, 23)
OTHER = {"programme": "ローカル10,000プロジェクト", "division": "地域政策課", "phone": "03-5253-5523"}


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DeskStore:
    """Four questions: one corrected, one approved, one not covered, one with a name left in it."""
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    monkeypatch.setenv("MADOGUCHI_DATABASE_URL", url)
    made = DeskStore(url)
    for number, (question, status) in enumerate(
        [
            ("うちの信金と組んで酒蔵を始める人にお金は出ますか", "answered"),
            ("協力隊の任期は何年ですか", "answered"),
            ("協力隊の退職金はいくらですか", "not_covered"),
            ("［氏名］さんの任期は何年ですか", "answered"),
        ],
        1,
    ):
        part = Part.model_validate(
            {
                "inquiry_id": str(number), "part": 1, "question": question, "status": status,
                "programme": "地域おこし協力隊", "division": "地域自立応援課", "phone": "03-5253-5391",
            }
        )  # fmt: skip
        made.add(Inquiry(number, str(number), "", "", DAY), [part])
    made.change(1, 1, "佐藤", "reroute", **OTHER)
    made.change(2, 1, "佐藤", "approve", state="approved")
    made.change(4, 1, "佐藤", "reroute", **OTHER)
    return made


def test_proposals_can_be_applied(store: DeskStore, corpus: Corpus, tmp_path: Path) -> None:
    """The diff fits the data file; the questions are gold questions; nothing personal is in them."""
    done = CliRunner().invoke(app, ["desk", "proposals", "-o", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "programmes.yaml").write_bytes((ROOT / "programmes.yaml").read_bytes())
    applied = subprocess.run(
        ["git", "apply", "out/programmes.diff"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert applied.returncode == 0, applied.stderr
    assert "信金と組んで酒蔵" in (tmp_path / "corpus" / "programmes.yaml").read_text(encoding="utf-8")
    questions = read_questions(tmp_path / "out" / "questions.jsonl")
    assert [q.contact[0].division for q in questions] == ["地域政策課", "地域自立応援課"]
    assert "［氏名］" not in (tmp_path / "out" / "questions.jsonl").read_text(encoding="utf-8")


def test_every_programme_can_be_proposed_for(store: DeskStore, corpus: Corpus) -> None:
    """Wherever a correction leads, the diff is made."""
    for row in corpus.contacts:
        part = store.part(1)
        assert part is not None
        store.change(
            1, part.version, "w", "reroute", programme=row.programme, division=row.division, phone=row.phone
        )
        found = propose(store, corpus)
        if row.programme != "地域おこし協力隊":
            assert "信金と組んで酒蔵" in found.diff
        assert all(json.loads(line) for line in found.questions)


def test_the_week_in_tables(store: DeskStore) -> None:
    """Volume, offices, questions, what is missing, corrected routing; other weeks are empty."""
    shown = week(store, DAY)
    rows = {table.title: list(table.rows) for table in shown.tables}
    assert ("質問", 4) in rows["受付"]
    assert ("担当課を直した", 2) in rows["受付"]
    assert rows["課ごと"] == [("地域政策課", 2), ("地域自立応援課", 2)]
    assert rows["資料に書かれていなかった質問（資料に足すとよいこと）"] == [
        ("協力隊の退職金はいくらですか", 1)
    ]
    assert rows["担当課の直し（仕分け → 担当者）"] == [("地域おこし協力隊", "ローカル10,000プロジェクト", 2)]
    book = openpyxl.load_workbook(io.BytesIO(workbook(shown)))
    assert len(book.worksheets) == len(shown.tables)
    assert ("質問", 0) in list(week(store, DAY + dt.timedelta(days=7)).tables[0].rows)


def test_summary_command(store: DeskStore, tmp_path: Path) -> None:
    """A workbook by command; a wrong day is 2."""
    output = tmp_path / "week.xlsx"
    assert (
        CliRunner().invoke(app, ["desk", "summary", "-o", str(output), "--begin", "2026-11-23"]).exit_code
        == 0
    )
    assert output.read_bytes().startswith(b"PK")
    assert CliRunner().invoke(app, ["desk", "summary", "-o", str(output), "--begin", "x"]).exit_code == 2
