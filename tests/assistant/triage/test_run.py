"""A whole run: outputs, exit codes, bad rows, and that a kill loses nothing."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from assistant import Assistant
from assistant.cli import app
from assistant.triage import Inquiry, Part, TriageError
from assistant.triage.journal import Journal
from assistant.triage.part import COLUMNS
from assistant.triage.triager import Triager
from assistant.triage.writers import write
from corpus import Corpus
from tests.conftest import TODAY

ROOT = Path(__file__).resolve().parents[3]
FORMULA = '=HYPERLINK("http://x")'
SLOW = Path(__file__).resolve().parent / "slow_run.py"


@pytest.fixture
def triage(assistant: Assistant, corpus: Corpus) -> Triager:
    """The triager on the fixed day."""
    return Triager(assistant, corpus, lambda: TODAY)


def run(monkeypatch: pytest.MonkeyPatch, assistant: Assistant, *arguments: str) -> Result:
    """``madoguchi triage`` in this process, over the assistant that is open already."""
    monkeypatch.setattr("assistant.triage.run.open_or_explain", lambda *_, **__: assistant)
    return CliRunner().invoke(app, ["triage", *arguments])


def test_a_mail_becomes_its_questions(triage: Triager, corpus: Corpus) -> None:
    """Each part has the office of its own topic, looked up, and a draft in the mail's language."""
    body = (
        "お世話になっております。△△町企画課の高橋一郎です。電話は090-1234-5678です。\n"
        "1. 地域おこし協力隊の報償費の上限はいくらですか。\n2. 空き家の改修の補助の限度額はいくらですか。過疎の町です。\n"
        "3. 隊員の退職金は対象ですか。\n明日までにお願いします。"
    )
    rows = triage(Inquiry(1, "m", "ご質問", body))
    assert [row.part for row in rows] == [1, 2, 3]
    table = {(c.programme, c.division, c.phone) for c in corpus.contacts}
    assert all((row.programme, row.division, row.phone) in table for row in rows)
    assert [row.division for row in rows][:2] == ["地域自立応援課", "過疎対策室"]
    assert all(row.urgency == "high" and row.language == "ja" for row in rows)
    assert all(0 <= (row.confidence or 0) <= 1 for row in rows)
    text = json.dumps([row.model_dump(mode="json") for row in rows], ensure_ascii=False)
    assert "高橋" not in text
    assert "090-1234-5678" not in text
    assert rows[0].phone in rows[0].draft
    assert all(
        f"「{' '.join(c.quote.replace('**', '').split())}」" in rows[0].draft for c in rows[0].citations
    )


def test_the_subject_names_what_the_questions_do_not(triage: Triager) -> None:
    """「報償費の上限は」 is about the programme of the subject."""
    rows = triage(
        Inquiry(
            1,
            "m",
            "【質問】ローカル10,000プロジェクトについて",
            "1. 補助の上限はいくらですか。\n2. 対象になる経費は何ですか。",
        )
    )
    assert [row.programme for row in rows] == ["ローカル10,000プロジェクト"] * 2


def test_what_needs_a_person_says_why(triage: Triager) -> None:
    """Not covered, complaint, personal matters, off-topic; a plain fact needs nobody."""
    reasons = {
        body: triage(Inquiry(1, "m", "", body))[0].needs_human_reason
        for body in (
            "地域おこし協力隊の隊員数は何人ですか。",
            "今日の天気を教えてください。",
            "協力隊の対応がひどいです。苦情を言います。任期は何年ですか。",
            "協力隊ですが、パワハラを受けています。任期は何年ですか。",
        )
    }
    plain, weather, complaint, personal = reasons.values()
    assert "確信度" in plain or plain == ""
    assert "対象外" in weather
    assert "苦情" in complaint
    assert "個人の事情" in personal


def test_drafts_follow_the_language(triage: Triager) -> None:
    """English and easy Japanese get a frame of their own."""
    english = triage(Inquiry(1, "e", "", "How long can a chiiki okoshi kyoryokutai member serve?"))[0]
    easy = triage(
        Inquiry(1, "y", "", "協力隊（きょうりょくたい）は 何年（なんねん） できますか。教えて ください。")
    )[0]
    assert english.language == "en"
    assert english.draft.startswith("Thank you")
    assert easy.language == "easy-ja"
    assert "ありがとうございます" in easy.draft


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Three rows, the second of them bad."""
    path = tmp_path / "in.csv"
    path.write_text(
        f'id,body\n=1,"{FORMULA.replace(chr(34), chr(34) * 2)} 協力隊の任期は何年ですか。"\n2,\n3,起業人とは何ですか。\n',
        encoding="utf-8",
    )
    return path


def test_outputs(source: Path, tmp_path: Path, assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """The three formats hold the same rows under the same columns; nothing in them is a formula."""
    found: dict[str, list[dict[str, Any]]] = {}
    for ending in ("csv", "jsonl", "xlsx"):
        output = tmp_path / f"out.{ending}"
        done = run(monkeypatch, assistant, str(source), "-o", str(output))
        assert done.exit_code == 1, done.output
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        found["csv"] = list(csv.DictReader(file))
    found["jsonl"] = [
        json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    heads, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert tuple(heads) == COLUMNS == tuple(found["csv"][0]) == tuple(found["jsonl"][0])
    assert [row["inquiry_id"] for row in found["jsonl"]] == ["=1", "2", "3"]
    assert [row["inquiry_id"] for row in found["csv"]] == [row[0] for row in rows] == ["'=1", "2", "3"]
    assert found["csv"][0]["question"].startswith("'=")
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert sheet.auto_filter.ref == "A1:R4"
    assert sheet.freeze_panes == "C2"
    assert sheet["D2"].hyperlink.target.startswith("https://")
    assert "件名も本文も空" in found["csv"][1]["needs_human_reason"]
    assert not list(tmp_path.glob("*.journal*"))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("missing.csv", "-o", "out.csv"), "missing.csv"),
        (("in.csv", "-o", "out.doc"), "out.doc"),
        (("in.csv", "-o", "in.csv"), "同じファイル"),
        (("in.csv", "-o", "no/out.csv"), "フォルダー"),
        (("in.csv", "-o", "out.csv", "--body-column", "x"), "--body-column"),
        (("in.txt", "-o", "out.csv"), "形式"),
    ],
)
def test_wrong_usage_is_2(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], message: str
) -> None:
    """Nothing is opened for a run that cannot end."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in.txt").write_text("x", encoding="utf-8")
    done = CliRunner().invoke(app, ["triage", *arguments])
    assert done.exit_code == 2
    assert message in done.output.replace("\n", "")


def slow(source: Path, output: Path, *more: str) -> subprocess.Popen[bytes]:
    """A run in a process of its own whose answers take a moment and cost nothing."""
    return subprocess.Popen(
        [sys.executable, str(SLOW), str(source), str(output), *more],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def test_a_killed_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    """Kill -9 again and again: at the end every inquiry is there once, in order."""
    source, output = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    total = 120
    source.write_text(
        "".join(json.dumps({"id": n, "body": f"質問{n}ですか"}) + "\n" for n in range(total)),
        encoding="utf-8",
    )
    journal = tmp_path / "out.jsonl.journal.jsonl"
    for kill in range(4):
        running = slow(source, output, *(["--resume"] if kill else []))
        wanted = (kill + 1) * 15
        deadline = time.monotonic() + 60
        while running.poll() is None and time.monotonic() < deadline:
            if journal.exists() and journal.read_bytes().count(b"\n") > wanted:
                break
            time.sleep(0.01)
        running.send_signal(signal.SIGKILL)
        running.wait()
        assert not output.exists()
    with journal.open("ab") as file:
        file.write(b'{"failed": 0, "rows": [{"inq')  # a line that the kill cut off
    assert slow(source, output, "--resume").wait(120) == 0
    rows = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert [row["inquiry_id"] for row in rows] == [str(n) for n in range(total)]
    assert not journal.exists()


def test_an_interrupted_run_is_not_overwritten(tmp_path: Path) -> None:
    """Without --resume, and with another input, the journal stays."""
    output = tmp_path / "out.csv"
    with Journal(output, "a") as journal:
        journal.begin(resume=False)
        journal.add([Part(inquiry_id="1", part=1)], 1)
    with Journal(output, "a") as journal, pytest.raises(TriageError, match="--resume"):
        journal.begin(resume=False)
    with Journal(output, "b") as journal, pytest.raises(TriageError, match="別の入力"):
        journal.begin(resume=True)
    with Journal(output, "a") as journal:
        journal.begin(resume=True)
        assert (journal.done, journal.failed) == (1, 1)
        with Journal(output, "a") as second, pytest.raises(TriageError, match="別の実行"):
            second.begin(resume=True)


def test_an_output_that_fails_leaves_the_old_one(tmp_path: Path) -> None:
    """OUT is replaced as a whole."""
    output = tmp_path / "out.csv"
    output.write_text("old", encoding="utf-8")

    def rows() -> Any:
        yield Part(inquiry_id="1", part=1)
        raise OSError("disk full")

    with pytest.raises(OSError, match="full"):
        write(rows(), output, {})
    assert output.read_text(encoding="utf-8") == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["out.csv"]
