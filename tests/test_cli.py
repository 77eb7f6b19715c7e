"""The command line: help, exit codes, output for programs and for people, and what it says when something is wrong."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assistant import Answer, Assistant, Settings
from assistant.cli import app
from corpus.cli import app as corpus_app
from eval.cli import app as eval_app
from index.cli import app as index_app

ROOT = Path(__file__).resolve().parent.parent
HEAVY = {
    "torch",
    "chromadb",
    "gradio",
    "transformers",
    "sentence_transformers",
    "langgraph",
    "langchain_core",
    "numpy",
    "fugashi",
}
COMMANDS = [
    (), ("serve",), ("ask",), ("batch",), ("search",), ("index",), ("index", "build"), ("index", "status"), ("index", "verify"),
    ("corpus",), ("corpus", "check"), ("eval",), ("eval", "answers"), ("eval", "retrieval"), ("eval", "routing"), ("eval", "all"),
]  # fmt: skip

Run = Callable[..., Result]
Rows = Callable[..., tuple[Result, list[dict[str, object]]]]


def command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """``python -m assistant`` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "assistant", *arguments],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "200", **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def invoke(*arguments: str) -> Result:
    """The command in this process; groups are called as the console script calls them."""
    group = {"index": index_app, "corpus": corpus_app, "eval": eval_app}.get(arguments[0])
    return CliRunner().invoke(group or app, list(arguments[1:] if group else arguments))


def one_line(text: str) -> str:
    """A message without the line breaks that the width of the terminal made."""
    return " ".join(text.split())


@pytest.fixture
def run(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command in this process, with the assistant that is already open."""
    monkeypatch.setattr(Assistant, "open", classmethod(lambda _cls, *_args, **_kwargs: assistant))
    monkeypatch.setenv("COLUMNS", "200")
    runner = CliRunner()
    return lambda *arguments: runner.invoke(
        app, [str(argument) for argument in arguments], catch_exceptions=False
    )


# --- help and wrong usage ---------------------------------------------------------------------------


@pytest.mark.parametrize("names", COMMANDS, ids=" ".join)
def test_help(names: tuple[str, ...]) -> None:
    """Every command of the contract explains itself and exits with 0."""
    done = invoke(*names, "--help")
    assert (done.exit_code, "Usage:" in done.stdout, done.stderr) == (0, True, "")


@pytest.mark.parametrize("names", [(), ("ask",), ("index", "build"), ("eval",)], ids=" ".join)
def test_help_imports_nothing_heavy(names: tuple[str, ...]) -> None:
    """Help does not wait for the model, the vector store or the web framework."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "assistant", *names, "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    imported = {
        line.rsplit("|", 1)[-1].strip().split(".")[0]
        for line in done.stderr.splitlines()
        if line.startswith("import time:")
    }
    assert "typer" in imported
    assert imported & HEAVY == set()


def test_help_of_the_whole_names_every_command() -> None:
    """The first page lists the commands and groups."""
    out = command("--help").stdout
    assert [
        name
        for name in ("serve", "ask", "batch", "search", "index", "corpus", "eval")
        if not re.search(rf"^│? *{name} ", out, re.MULTILINE)
    ] == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("ask",),
        ("ask", "協力隊", "--lang", "fr"),
        ("ask", "協力隊", "--nonsense"),
        ("search", "協力隊", "-k", "0"),
        ("search", "協力隊", "-k", "101"),
        ("search", "協力隊", "--mode", "magic"),
        ("batch", "in.jsonl"),
        ("batch",),
        ("serve", "--port", "abc"),
    ],
    ids=" ".join,
)
def test_wrong_usage(arguments: tuple[str, ...]) -> None:
    """Wrong usage exits with 2 and says what is wrong."""
    done = CliRunner().invoke(app, arguments)
    assert (done.exit_code, bool(done.stderr.strip())) == (2, True)


# --- settings and index -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [("ask", "協力隊の任期は"), ("search", "協力隊"), ("batch", "in.jsonl", "-o", "out.jsonl")],
    ids=" ".join,
)
def test_wrong_setting(arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting that cannot be read exits with 2 and is named."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MADOGUCHI_PORT", "abc")
    (tmp_path / "in.jsonl").write_text(json.dumps(GOOD), encoding="utf-8")
    done = invoke(*arguments)
    assert (done.exit_code, "MADOGUCHI_PORT" in done.stderr, (tmp_path / "out.jsonl").exists()) == (
        2,
        True,
        False,
    )


def test_wrong_setting_in_a_process_of_its_own() -> None:
    """No traceback is shown, whatever the command."""
    done = command("serve", MADOGUCHI_PORT="abc")
    assert (done.returncode, "MADOGUCHI_PORT" in done.stderr, "Traceback" in done.stderr) == (2, True, False)


@pytest.mark.parametrize(
    "arguments", [("ask", "協力隊の任期は"), ("search", "協力隊"), ("index", "build")], ids=" ".join
)
def test_nothing_set_up(arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In an empty data folder a command exits with 2 and names the command that repairs it."""
    monkeypatch.setenv("MADOGUCHI_DATA_DIR", str(tmp_path / "empty"))
    done = invoke(*arguments)
    assert (done.exit_code, bool(re.search("Run `[^`]+`", done.stderr))) == (2, True)


def test_nothing_set_up_in_a_process_of_its_own(tmp_path: Path) -> None:
    """The same for the web app, without a traceback."""
    done = command("serve", "--port", "0", MADOGUCHI_DATA_DIR=str(tmp_path / "empty"))
    assert (done.returncode, bool(re.search("Run `[^`]+`", done.stderr)), "Traceback" in done.stderr) == (
        2,
        True,
        False,
    )


@pytest.mark.parametrize("arguments", [("ask", "協力隊の任期は"), ("search", "協力隊")], ids=" ".join)
def test_no_index(arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a model but no index the message names ``madoguchi index build``."""
    monkeypatch.setenv("MADOGUCHI_EMBEDDING_MODEL", Settings().model_path)
    monkeypatch.setenv("MADOGUCHI_DATA_DIR", str(tmp_path))
    done = invoke(*arguments)
    assert (done.exit_code, "madoguchi index build" in one_line(done.stderr)) == (2, True)


def test_other_prefix_than_the_index(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings that do not fit the index exit with 2, tell both and name the repair."""
    monkeypatch.setenv("MADOGUCHI_QUERY_PROMPT", "search: ")
    done = invoke("search", "協力隊")
    said = one_line(done.stderr)
    assert (done.exit_code, "madoguchi index build" in said, "'search: '" in said) == (2, True, True)


def test_repair_can_be_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a narrow terminal, too, the command to run stands on one line."""
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("MADOGUCHI_DATA_DIR", str(tmp_path / "empty"))
    assert re.search("Run `[^`\n]+`", invoke("ask", "協力隊の任期は").stderr)


def test_index_status(assistant: Assistant) -> None:
    """The serving build as JSON, with whether it is current."""
    done = invoke("index", "status")
    shown = json.loads(done.stdout[: done.stdout.rindex("}") + 1])
    assert (done.exit_code, shown["version"], shown["metric"], shown["current"]) == (
        0 if shown["current"] else 1,
        assistant.index.version,
        "cosine",
        shown["current"],
    )


def test_index_verify(assistant: Assistant) -> None:
    """A sound index exits with 0."""
    done = invoke("index", "verify")
    assert (done.exit_code, assistant.index.version in done.stdout) == (0, True)


@pytest.mark.parametrize("name", ["status", "verify"])
def test_index_check_of_nothing(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing was built, a check fails and names the repair."""
    monkeypatch.setenv("MADOGUCHI_DATA_DIR", str(tmp_path / "empty"))
    done = invoke("index", name)
    assert (done.exit_code in (1, 2), "Run `" in done.stdout + done.stderr) == (True, True)


def test_corpus_check() -> None:
    """The shipped data are sound."""
    done = invoke("corpus", "check")
    assert (done.exit_code, "0 problem(s)" in done.stdout, "14 contacts" in done.stdout) == (0, True, True)


def test_corpus_check_finds_a_wrong_phone(tmp_path: Path) -> None:
    """A contact that is not the source's is named with line and field, and the command exits with 1."""
    folder = tmp_path / "corpus"
    shutil.copytree(ROOT / "corpus", folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    table = folder / "contacts.csv"
    table.write_text(
        table.read_text(encoding="utf-8").replace("03-5253-5527", "03-0000-0000"), encoding="utf-8"
    )
    done = invoke("corpus", "check", "--folder", str(folder))
    assert (done.exit_code, "contacts.csv:15: phone" in done.stdout) == (1, True)


# --- ask --------------------------------------------------------------------------------------------


def test_ask_json_in_a_process_of_its_own(assistant: Assistant) -> None:
    """The whole way: standard output is one Answer and nothing else."""
    done = command("ask", "地域おこし協力隊の活動期間は何年ですか", "--json")
    answer = Answer.model_validate_json(done.stdout)
    assert (done.returncode, answer.status, answer.programmes) == (0, "answered", ["地域おこし協力隊"])


def test_ask_shows_text_quotation_and_source(run: Run) -> None:
    """For reading: the text, its quotations with their lines, and the notice of source."""
    done = run("ask", "ふるさとワーキングホリデーは何週間ですか")
    assert done.exit_code == 0
    assert [
        part for part in ("03-5253-5392", "[1]", "行、R", "非公式", "出典：総務省") if part not in done.stdout
    ] == []


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("予算は？", "clarify"),
        ("協力隊に面接はありますか", "not_covered"),
        ("カレーの作り方", "out_of_scope"),
    ],
)
def test_any_status_is_done(question: str, status: str, run: Run) -> None:
    """An answer that is no answer exits with 0 all the same."""
    done = run("ask", question, "--json")
    assert (done.exit_code, Answer.model_validate_json(done.stdout).status) == (0, status)


def test_ask_in_a_language(run: Run) -> None:
    """``--lang`` chooses the language."""
    done = run("ask", "フリーランスは副業型の起業人になれますか", "--lang", "en", "--json")
    assert Answer.model_validate_json(done.stdout).text.startswith("No.")


def test_ask_markup_is_shown_as_it_is(run: Run) -> None:
    """Brackets in a text are no markup of the terminal."""
    done = run("ask", "[bold]協力隊[/bold]の任期は何年ですか")
    assert (done.exit_code, "1年以上3年以下" in done.stdout) == (0, True)


def test_ask_with_history(run: Run, tmp_path: Path) -> None:
    """A history file makes a follow-up."""
    file = tmp_path / "history.json"
    turns = [
        {"role": "user", "content": "地域運営組織の予算はいくらですか"},
        {"role": "assistant", "content": "31百万円です。"},
    ]
    file.write_text(json.dumps(turns, ensure_ascii=False), encoding="utf-8")
    done = run("ask", "電話番号は？", "--history", file, "--json")
    assert (done.exit_code, Answer.model_validate_json(done.stdout).programmes) == (0, ["地域運営組織"])


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        '{"role": "user", "content": "x"}',
        '[{"role": "system", "content": "x"}]',
        '[{"role": "user"}]',
        '["x"]',
        "\xff",
    ],
)
def test_bad_history(content: str, run: Run, tmp_path: Path) -> None:
    """A history that is no list of turns exits with 2 and shows what is expected."""
    file = tmp_path / "history.json"
    file.write_bytes(content.encode("latin-1"))
    done = run("ask", "電話番号は？", "--history", file)
    assert (done.exit_code, "history.json" in done.stderr, '"role"' in done.stderr) == (2, True, True)


def test_missing_history(run: Run, tmp_path: Path) -> None:
    """So does one that is not there."""
    done = run("ask", "電話番号は？", "--history", tmp_path / "none.json")
    assert (done.exit_code, "none.json" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("question", "said"),
    [("", "質問が空です"), ("　 \n", "質問が空です"), ("あ" * 8001, "質問が長すぎます")],
    ids=["empty", "blank", "long"],
)
def test_question_that_cannot_be_asked(question: str, said: str, run: Run) -> None:
    """An empty or too long question exits with 2, says so, and prints no answer."""
    done = run("ask", question)
    assert (done.exit_code, said in done.stderr, done.stdout) == (2, True, "")


# --- search -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["hybrid", "dense", "lexical"])
def test_search_modes(mode: str, run: Run) -> None:
    """Each way of searching finds the passage, as JSON with its place."""
    done = run("search", "隊員の募集等に要する経費の上限", "--mode", mode, "--json", "-k", "5")
    rows = json.loads(done.stdout)
    assert (done.exit_code, len(rows)) == (0, 5)
    assert all(row.keys() == {"document", "lines", "text", "score", "edition", "programmes"} for row in rows)
    assert any("募集等に要する経費" in row["text"] for row in rows)


@pytest.mark.parametrize("k", [1, 3, 10])
def test_search_k(k: int, run: Run) -> None:
    """``-k`` is how many."""
    assert len(json.loads(run("search", "協力隊の経費", "-k", k, "--json").stdout)) == k


def test_search_for_reading(run: Run) -> None:
    """On a terminal each passage stands under its heading, lines and year."""
    done = run("search", "ふるさとワーキングホリデーの参加者数", "-k", "2")
    assert (done.exit_code, bool(re.search(r"\d\.\d{3} .*（\d+–\d+行、R\d）", done.stdout))) == (0, True)


def test_search_shows_no_staff_name(run: Run, staff_names: frozenset[str]) -> None:
    """Contact rows are found with the names masked."""
    out = run("search", "担当者 電話番号 担当課室", "-k", "50", "--json").stdout
    assert "03-5253" in out
    assert {name for name in staff_names if name in out} == set()


def test_search_of_nothing(run: Run) -> None:
    """An empty search finds nothing and is done."""
    done = run("search", " ", "--json")
    assert (done.exit_code, json.loads(done.stdout)) == (0, [])


# --- batch ------------------------------------------------------------------------------------------


@pytest.fixture
def batch(run: Run, tmp_path: Path) -> Rows:
    """Runs a batch over lines; gives the result and the rows written."""

    def go(*lines: str | dict[str, object]) -> tuple[Result, list[dict[str, object]]]:
        source, output = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
        texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
        source.write_text("\n".join(texts) + "\n", encoding="utf-8")
        done = run("batch", source, "-o", output)
        return done, [json.loads(line) for line in output.read_bytes().decode("utf-8").split("\n") if line]

    return go


GOOD: dict[str, object] = {"id": "g", "question": "協力隊の活動期間は何年ですか"}


def test_batch(batch: Rows) -> None:
    """Good rows: one Answer a row, in order, under its id; exit code 0."""
    done, rows = batch(
        GOOD,
        {"id": 7, "question": "カレーの作り方"},
        {"id": "h", "question": "電話番号は？", "history": [{"role": "user", "content": "RMOとは"}]},
    )
    assert (done.exit_code, [row["id"] for row in rows]) == (0, ["g", "7", "h"])
    assert [Answer.model_validate(row).status for row in rows] == ["answered", "out_of_scope", "answered"]


def test_batch_language(batch: Rows) -> None:
    """A row may ask for a language."""
    _, rows = batch({**GOOD, "lang": "en"})
    assert rows[0]["language"] == "en"


BAD = [
    "not json",
    "[1, 2]",
    '"text"',
    "null",
    '{"id": "b"}',
    '{"question": "協力隊"}',
    '{"id": "b", "question": ""}',
    '{"id": "b", "question": "  "}',
    '{"id": "b", "question": 5}',
    '{"id": "b", "question": "協力隊", "lang": "fr"}',
    '{"id": "b", "question": "協力隊", "history": "x"}',
    '{"id": "b", "question": "協力隊", "history": [{"role": "system", "content": "x"}]}',
    '{"id": null, "question": "協力隊"}',
    json.dumps({"id": "b", "question": "あ" * 8001}),
    '{"id": "b", "question": "\\ud800"}',
    '{"id": {"a": 1}, "question": "協力隊"}',
    "{" * 20_000,
    "[" * 100_000,
]


@pytest.fixture(scope="module")
def after_bad_rows(assistant: Assistant) -> tuple[int, list[dict[str, object]]]:
    """Exit code and rows of a batch with every bad row, a good one behind each."""
    lines = [line for bad in BAD for line in (bad, json.dumps(GOOD))]
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setattr(Assistant, "open", classmethod(lambda _cls, *_args, **_kwargs: assistant))
        source, output = Path(folder, "in.jsonl"), Path(folder, "out.jsonl")
        source.write_text("\n".join(lines), encoding="utf-8")
        done = CliRunner().invoke(app, ["batch", str(source), "-o", str(output)], catch_exceptions=False)
        return done.exit_code, [
            json.loads(line) for line in output.read_text(encoding="utf-8").split("\n") if line
        ]


def test_batch_with_bad_rows_answers_all_others(after_bad_rows: tuple[int, list[dict[str, object]]]) -> None:
    """Bad rows never stop a batch: every good row is answered, and the exit code says that some failed."""
    code, rows = after_bad_rows
    assert (code, len(rows), {row.get("status") for row in rows[1::2]}) == (1, 2 * len(BAD), {"answered"})


@pytest.mark.parametrize("at", range(len(BAD)), ids=[ascii(line[:60]) for line in BAD])
def test_bad_row_is_an_error_row(at: int, after_bad_rows: tuple[int, list[dict[str, object]]]) -> None:
    """A bad row becomes ``{"id", "error"}``."""
    assert after_bad_rows[1][2 * at].keys() == {"id", "error"}


@pytest.mark.parametrize(
    "row", ['{"id": "\\ud800", "question": "協力隊"}', '{"id": "\\ud800"}'], ids=["good", "bad"]
)
def test_batch_goes_on_after_half_a_character_in_an_id(row: str, batch: Rows) -> None:
    """An id that cannot be written as UTF-8 does not end the batch."""
    _, rows = batch(row, GOOD)
    assert (len(rows), rows[1].get("status")) == (2, "answered")


def test_batch_error_names_line_and_field(batch: Rows) -> None:
    """The error says where and what."""
    _, rows = batch(GOOD, '{"id": "b", "question": "協力隊", "lang": "fr"}')
    assert rows[1]["id"] == "b"
    assert str(rows[1]["error"]).startswith("line 2: lang")


def test_batch_names_a_row_without_id_by_its_line(batch: Rows) -> None:
    """Without an id of its own an error row has its line's."""
    _, rows = batch(GOOD, "", "not json")
    assert (rows[1]["id"], "line 3" in str(rows[1]["error"])) == ("line-3", True)


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85"], ids=ascii)
def test_batch_row_ends_at_a_newline_only(separator: str, batch: Rows) -> None:
    """Other line separators are letters of a question."""
    done, rows = batch({"id": "s", "question": f"お世話になります。{separator}協力隊の活動期間は何年ですか"})
    assert (done.exit_code, [row.get("status") for row in rows]) == (0, ["answered"])


def test_batch_failure_inside_is_a_row(
    batch: Rows, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error of the assistant itself costs one row, and its message is not handed out."""

    def ask(question: str, *_: object) -> Answer:
        if "だめ" in question:
            raise RuntimeError("secret")
        return Answer(question=question, language="ja", status="answered", intent="fact", text="x")

    monkeypatch.setattr(assistant, "ask", ask)
    done, rows = batch(GOOD, {"id": "x", "question": "だめ"}, GOOD)
    assert (done.exit_code, rows[1], len(rows)) == (1, {"id": "x", "error": "line 2: RuntimeError"}, 3)


def test_batch_of_nothing(batch: Rows) -> None:
    """An empty file is done."""
    done, rows = batch("")
    assert (done.exit_code, rows) == (0, [])


def test_batch_with_byte_order_mark(run: Run, tmp_path: Path) -> None:
    """A file that Windows wrote is read."""
    source, output = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(b"\xef\xbb\xbf" + json.dumps(GOOD).encode() + b"\r\n")
    assert run("batch", source, "-o", output).exit_code == 0


def test_batch_counts_on_standard_error(batch: Rows) -> None:
    """It ends by saying how many rows were answered."""
    done, _ = batch(GOOD, "not json")
    assert ("2 行中 1 行" in done.stderr, done.stdout) == (True, "")


def test_batch_without_input(run: Run, tmp_path: Path) -> None:
    """A missing input file exits with 2, is named, and no output is made."""
    done = run("batch", tmp_path / "none.jsonl", "-o", tmp_path / "out.jsonl")
    assert (done.exit_code, "none.jsonl" in done.stderr, (tmp_path / "out.jsonl").exists()) == (
        2,
        True,
        False,
    )


def test_batch_input_is_a_folder(run: Run, tmp_path: Path) -> None:
    """A folder as input exits with 2."""
    assert run("batch", tmp_path, "-o", tmp_path / "out.jsonl").exit_code == 2


def test_batch_without_output_folder(run: Run, tmp_path: Path) -> None:
    """A missing output folder exits with 2 and is named."""
    (tmp_path / "in.jsonl").write_text(json.dumps(GOOD), encoding="utf-8")
    done = run("batch", tmp_path / "in.jsonl", "-o", tmp_path / "none" / "out.jsonl")
    assert (done.exit_code, "none" in done.stderr) == (2, True)


def test_batch_output_is_a_folder(run: Run, tmp_path: Path) -> None:
    """A folder as output exits with 2, without a traceback."""
    (tmp_path / "in.jsonl").write_text(json.dumps(GOOD), encoding="utf-8")
    assert run("batch", tmp_path / "in.jsonl", "-o", tmp_path).exit_code == 2


def test_batch_onto_its_own_input(run: Run, tmp_path: Path) -> None:
    """Input and output the same file: refused, and the questions are still there."""
    file = tmp_path / "in.jsonl"
    file.write_text(json.dumps(GOOD), encoding="utf-8")
    done = run("batch", file, "-o", file)
    assert (done.exit_code, json.loads(file.read_text(encoding="utf-8"))) == (2, GOOD)
