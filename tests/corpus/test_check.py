"""``corpus check``: the shipped data holds, and whatever breaks it is named by file, line and field."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpus import load_corpus
from corpus.check import check
from corpus.cli import app
from corpus.loader import ROOT, CorpusError

NEAR = 12  # lines between a field and its entry
DOCUMENT = "documents/soumu-r7-01/document.yaml"
KIGYOJIN = "knowledge/chiiki-kasseika-kigyojin.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the data files to break."""
    target = tmp_path / "corpus"
    shutil.copytree(ROOT, target, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return target


def replace(path: Path, old: str, new: str) -> int:
    """Replace the first occurrence and say in which line (from 1) it stood."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old} is not in {path.name}: the test is out of date"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def run(folder: Path) -> tuple[int, str]:
    """Exit code and output of the command."""
    result = CliRunner().invoke(app, ["check", "--folder", str(folder)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_shipped_data_has_no_problem(folder: Path) -> None:
    """Exit code 0, and the counts."""
    code, output = run(folder)
    assert code == 0, output
    assert "1 document(s), 14 contacts, 14 programmes" in output


@pytest.mark.parametrize(
    ("file", "old", "new", "field"),
    [
        (KIGYOJIN, "quote: ① 三大都市圏外の市町村", "quote: ① 三大都市圏外の町村", "kigyojin.municipality.area.quotations"),
        (KIGYOJIN, "scope: [target_area]", "scope: [target_aera]", "kigyojin.municipality.area.scope"),
        (KIGYOJIN, "scheme: [kigyo-haken, fukugyo]", "scheme: [kigyo-hakken]", "kigyojin.company-location.r6.scheme"),
        (KIGYOJIN, "attribute: municipality_location", "attribute: nowhere", "kigyojin.municipality.area.test"),
        (KIGYOJIN, "value: outside_three_metro", "value: outside_four_metro", "kigyojin.municipality.area.test"),
        (KIGYOJIN, "programme: 地域活性化起業人", "programme: 地域起業人", "programme"),
        (KIGYOJIN, "id: kigyojin.municipality.kind", "id: kigyojin.municipality.area", "kigyojin.municipality.area"),
        (DOCUMENT, "sha256: 50", "sha256: 51", "sha256"),
        (DOCUMENT, "{line: 677, wrong: 過疎地或", "{line: 678, wrong: 過疎地或", "corrections"),
        (DOCUMENT, "- [1126, 1130]", "- [1126, 9999]", "skip"),
        (DOCUMENT, "title: ③ 地域おこし協力隊, lines: [29, 34]", "title: ③ 地域おこし協力隊, lines: [28, 34]", "outline"),
        (DOCUMENT, "title: ③ 地域おこし協力隊,", "title: ③ 地域おろし協力隊,", "outline"),
        ("contacts.csv", "地域自立応援課,03-5253-5392,https://furusato-work.jp/", "地域政策課,03-5253-5392,https://furusato-work.jp/", "division"),
        ("contacts.csv", "03-5253-5394", "03-5253-5395", "phone"),
        ("contacts.csv", "撫養、金島、豊原,1115", "撫養、金島,1115", "staff"),
        ("contacts.csv", ",1116", ",1115", "line"),
        ("programmes.yaml", "地域起こし協力隊, ", "地域起こし協力隊, 企業人, ", "chiiki-kasseika-kigyojin.aliases"),
        ("aspects.yaml", "answered_by: ['円']", "answered_by: ['(円']", "amount.answered_by"),
    ],
)  # fmt: skip
def test_semantic_errors_are_named_by_line_and_field(
    folder: Path, file: str, old: str, new: str, field: str
) -> None:
    """One slip, one report at its place; the line is the one that was changed, or that of the entry around it."""
    line = replace(folder / file, old, new)
    code, output = run(folder)
    assert code == 1, output
    named = [
        int(n) for n in re.findall(rf"^✗ {re.escape(file)}:(\d+): [^:]*{re.escape(field)}", output, re.M)
    ]
    if field == "chiiki-kasseika-kigyojin.aliases":  # the other owner is the one reported
        assert named and "企業人" in output
    else:
        assert any(0 <= line - n <= 12 or (n - line <= 12 and n >= line) for n in named), (line, output)


def test_a_line_is_exact_where_the_entry_is_one_line(folder: Path) -> None:
    """A quotation is reported at its own line."""
    line = replace(
        folder / KIGYOJIN, "quote: ② 三大都市圏内の市町村のうち", "quote: ② 三大都市圏内の市町村の内"
    )
    assert f"✗ {KIGYOJIN}:{line}: " in run(folder)[1]


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (DOCUMENT, "edition: R7\n", "edition: 令和7年度\n", r"soumu-r7-01/document.yaml:{line}: edition: "),
        (DOCUMENT, "publisher: ", "publischer: ", r"soumu-r7-01/document.yaml:{line}: publischer: Extra"),
        (DOCUMENT, "id: soumu-r7-01", "id: soumu-r7-02", r"soumu-r7-01/document.yaml: id: expected"),
        (DOCUMENT, "corrections:\n", "corrections: [\n", r"soumu-r7-01/document.yaml:\d+: is no YAML"),
        (KIGYOJIN, "binds: municipality", "binds: town", r"chiiki-kasseika-kigyojin.yaml:{line}: requirements\[1\].binds"),
        (KIGYOJIN, "op: eq, value: outside", "op: is, value: outside", r"kigyojin.yaml:\d+: requirements\[1\].test"),
        ("programmes.yaml", "weak_aliases: [", "weak_alias: [", r"programmes.yaml:{line}: \[1\].weak_alias: Extra"),
        ("contacts.csv", "03-5253-5394", "0352535394", r"corpus/contacts.csv:{line}: phone: .*0352535394"),
        ("contacts.csv", "programme,division", "programme,division,room", r"corpus/contacts.csv:1: expected the columns"),
        ("contacts.csv", "撫養,1116", "撫養", r"corpus/contacts.csv:{line}: expected 6 cells"),
    ],
)  # fmt: skip
def test_schema_errors_are_named_by_line_and_field(
    folder: Path, file: str, old: str, new: str, expected: str
) -> None:
    """What does not fit the schema is refused at loading, with its place."""
    line = replace(folder / file, old, new)
    code, output = run(folder)
    assert code == 1
    assert re.search(expected.replace("{line}", str(line)), output), output


@pytest.mark.parametrize(
    "file", [DOCUMENT, "documents/soumu-r7-01/source.txt", "contacts.csv", "aspects.yaml"]
)
def test_a_missing_file_is_named(folder: Path, file: str) -> None:
    """The error says which file was expected."""
    (folder / file).unlink()
    code, output = run(folder)
    assert code == 1
    assert f"{Path(file).name}: expected this file" in output


def test_a_file_that_is_not_utf8_is_named(folder: Path) -> None:
    """An editor that saved in Shift_JIS is told so."""
    path = folder / "contacts.csv"
    path.write_bytes(path.read_text(encoding="utf-8").replace("撫養", "芳賀").encode("cp932"))
    with pytest.raises(CorpusError, match=r"contacts\.csv: cannot be read as UTF-8"):
        load_corpus(folder)


def test_a_changed_source_is_noticed(folder: Path) -> None:
    """One character of the document changes its checksum."""
    replace(folder / "documents/soumu-r7-01/source.txt", "総務省", "総務庁")
    assert re.search(r"document.yaml:\d+: sha256: expected", run(folder)[1])


def test_a_missing_contact_row_is_named(folder: Path) -> None:
    """The source row that no line of the table matches."""
    path = folder / "contacts.csv"
    rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(row for row in rows if not row.startswith("地域運営組織")), encoding="utf-8")
    output = run(folder)[1]
    assert "contacts.csv: programme: the row of source line 1122 「地域運営組織" in output
    assert re.search(r"programmes.yaml:\d+: name: 「地域運営組織」 is not in contacts.csv", output)


def test_a_line_outside_every_section_is_named(folder: Path) -> None:
    """Nothing of the source is lost unnoticed."""
    replace(folder / DOCUMENT, "  - [1126, 1130]\n", "")
    assert "source line 1128 「総務省」 lies in no section" in run(folder)[1]


def test_a_repeated_key_is_named(folder: Path) -> None:
    """YAML would keep the last one silently."""
    line = replace(folder / "aspects.yaml", "amount:\n", "amount:\n  generic: false\n")
    found = [problem for problem in check(load_corpus(folder), folder) if problem.field == "generic"]
    assert [problem.file for problem in found] == ["aspects.yaml"]
    assert found[0].line is not None
    assert found[0].line > line


def test_two_files_for_one_programme_are_refused(folder: Path) -> None:
    """The second would silently replace the first."""
    shutil.copy(folder / KIGYOJIN, folder / "knowledge" / "copy.yaml")
    code, output = run(folder)
    assert code == 1
    assert "keep one file a programme" in output
