"""Every format and encoding a desk has comes in with its words unharmed."""

from __future__ import annotations

import datetime as dt
import json
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import openpyxl
import pytest

from assistant.triage import Inquiry, TriageError
from assistant.triage.sources import Chosen, read
from assistant.triage.sources.decoding import decode
from assistant.triage.sources.html_text import to_text

QUESTION = "①協力隊の任期は何年ですか。～髙橋㈱"
ROWS = f'受付番号,件名,お問い合わせ内容,受付日\r\nA1,任期,"{QUESTION}\r\n二行目",2025/1/6\r\n'


def only(path: Path, **columns: str) -> Inquiry:
    """The one inquiry of a file."""
    (found,) = read(path, Chosen(**columns))
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_csv_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    """Vendor characters (①, 髙, ㈱) and line breaks inside cells survive."""
    path = tmp_path / "in.csv"
    path.write_bytes(ROWS.encode(encoding))
    found = only(path)
    assert (found.id, found.subject, found.received) == ("A1", "任期", dt.date(2025, 1, 6))
    assert found.body.replace("\r\n", "\n") == f"{QUESTION}\n二行目"
    assert not found.problem


def test_csv_in_iso_2022_jp(tmp_path: Path) -> None:
    """Escape sequences are recognised without being told."""
    path = tmp_path / "in.csv"
    path.write_bytes("id,body\r\n1,任期は何年ですか\r\n".encode("iso2022_jp"))
    assert only(path).body == "任期は何年ですか"


def test_iso_2022_jp_with_vendor_characters() -> None:
    """Mail programs write ① and ㈱ into ISO-2022-JP, which the standard lacks."""
    circled = b"\x1b$B-!\x1b(B"
    assert decode(circled, "iso-2022-jp") == "①"


def test_columns_by_option(tmp_path: Path) -> None:
    """A header nobody foresaw is named by option."""
    path = tmp_path / "in.csv"
    path.write_text("key,memo\n7,任期は？\n", encoding="utf-8")
    assert only(path, id="key", body="memo").id == "7"


def test_unknown_columns_say_what_to_do(tmp_path: Path) -> None:
    """The message names the headers and the option."""
    path = tmp_path / "in.csv"
    path.write_text("key,memo\n7,任期は？\n", encoding="utf-8")
    with pytest.raises(TriageError, match=r"memo.*--body-column"):
        list(read(path))
    with pytest.raises(TriageError, match="nothing"):
        list(read(path, Chosen(body="nothing")))


def test_title_rows_above_the_headers(tmp_path: Path) -> None:
    """A workbook's title is no header; numbers are not 1.0."""
    path = tmp_path / "in.xlsx"
    book = openpyxl.Workbook()
    for row in (["問い合わせ一覧"], [], ["番号", "件名", "内容"], [1, "任期", QUESTION], [2, None, None]):
        book.active.append(row)
    book.save(path)
    first, second = read(path)
    assert (first.id, first.body) == ("1", QUESTION)
    assert second.problem


def test_bad_rows_are_kept(tmp_path: Path) -> None:
    """No line of JSONL is lost, whatever is in it."""
    path = tmp_path / "in.jsonl"
    lines = [
        json.dumps({"id": 1, "本文": "任期は？"}),
        "{broken",
        "[1]",
        json.dumps({"id": 2, "x": 1}),
        json.dumps({"body": {}}),
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    found = list(read(path))
    assert [bool(item.problem) for item in found] == [False, True, True, True, True]


def test_a_row_with_too_many_cells_is_reported(tmp_path: Path) -> None:
    """An unquoted comma must not cut a question silently."""
    path = tmp_path / "in.csv"
    path.write_text("id,body\n1,上限は,いくら？\n", encoding="utf-8")
    assert "2 行目" in only(path).problem


def mail(body: str, charset: str, subtype: str = "plain") -> MIMEText:
    """A mail as programs write it."""
    message = MIMEText(body, subtype, charset)
    message["Subject"] = Header("任期について", charset).encode()
    message["Date"] = "Mon, 06 Jan 2025 10:00:00 +0900"
    message["Message-ID"] = "<m1@example.jp>"
    return message


@pytest.mark.parametrize("charset", ["utf-8", "iso-2022-jp", "shift_jis"])
def test_eml_in_every_encoding(tmp_path: Path, charset: str) -> None:
    """Subject and body are decoded by what the mail declares."""
    path = tmp_path / "one.eml"
    path.write_bytes(mail("任期は何年ですか。", charset).as_bytes())
    found = only(path)
    assert (found.id, found.subject, found.body) == ("one", "任期について", "任期は何年ですか。")
    assert found.received == dt.date(2025, 1, 6)


def test_raw_headers_and_undeclared_bodies(tmp_path: Path) -> None:
    """Mails that declare nothing are read all the same."""
    path = tmp_path / "raw.eml"
    path.write_bytes("Subject: 任期について\n\n任期は何年ですか。".encode("cp932"))
    assert (only(path).subject, only(path).body) == ("任期について", "任期は何年ですか。")


def test_mbox_keeps_mails_apart(tmp_path: Path) -> None:
    """Mails begin at From lines; one quoted with > does not; attachments are no text."""
    whole = MIMEMultipart()
    whole["Subject"] = "添付つき"
    whole.attach(MIMEText("上限はいくらですか。\n\nFrom here on it is text", "plain", "utf-8"))
    file = MIMEBase("text", "csv")
    file.set_payload("secret")
    file.add_header("Content-Disposition", "attachment", filename="a.csv")
    whole.attach(file)
    path = tmp_path / "box.mbox"
    first = mail("任期は？", "iso-2022-jp").as_bytes()
    second = whole.as_bytes().replace(b"\nFrom here", b"\n>From here")
    path.write_bytes(b"From a@b Mon Jan 6\n" + first + b"\n\nFrom c@d Mon Jan 6\n" + second + b"\n")
    found = list(read(path))
    assert [item.id for item in found] == ["m1@example.jp", "mail-2"]
    assert "secret" not in found[1].body


def test_folder_of_mails(tmp_path: Path) -> None:
    """A folder is read in the order of its names; other files in it are not."""
    for name in ("b", "a"):
        (tmp_path / f"{name}.eml").write_bytes(mail(f"{name}ですか", "utf-8").as_bytes())
    (tmp_path / "note.txt").write_text("x", encoding="utf-8")
    assert [item.id for item in read(tmp_path)] == ["a", "b"]


def test_html_mail_reads_as_it_looks() -> None:
    """Blocks are lines, styles and hidden texts are gone, history is marked as quoted."""
    html = (
        "<html><head><style>p{}</style></head><body><p>上限は&nbsp;いくらですか。<br>任期は？</p>"
        '<div style="display:none">hidden</div><ul><li>一つ</li></ul><blockquote>古い質問</blockquote></body></html>'
    )
    assert to_text(html).split("\n") == ["上限は いくらですか。", "任期は？", "", "・一つ", "", "> 古い質問"]


@pytest.mark.parametrize("name", ["missing.csv", "notes.txt"])
def test_what_cannot_be_read_is_refused(tmp_path: Path, name: str) -> None:
    """A missing file and an unknown ending are errors with a way out."""
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    with pytest.raises(TriageError, match=r"パス|形式"):
        list(read(tmp_path / name))


def test_a_workbook_that_is_none(tmp_path: Path) -> None:
    """Broken workbooks are refused, not crashed upon."""
    path = tmp_path / "in.xlsx"
    path.write_bytes(b"no zip")
    with pytest.raises(TriageError, match="xlsx"):
        list(read(path))
