"""The store in a real SQLite file: nothing lost, nobody overwritten, nothing kept too long."""

from __future__ import annotations

import datetime as dt
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from assistant.desk import ConflictError, DeskStore, StoreError
from assistant.desk.store import Filters
from assistant.desk.tables import SCHEMA_VERSION, now
from assistant.triage import Inquiry, Part

ROOT = Path(__file__).resolve().parents[3]
WRITER = """
import sys
from assistant.desk import DeskStore
from assistant.triage import Inquiry, Part
store = DeskStore(sys.argv[1])
for n in range(1, 100000):
    store.add(Inquiry(n, str(n), "件名", "本文"), [Part(inquiry_id=str(n), part=1, question="q", status="answered")])
    sys.stdout.write(f"{n}\\n"); sys.stdout.flush()
"""


def url(path: Path) -> str:
    """The URL of a file."""
    return f"sqlite:///{path}"


@pytest.fixture
def store(tmp_path: Path) -> DeskStore:
    """A new store."""
    return DeskStore(url(tmp_path / "desk.db"))


def added(store: DeskStore, **values: object) -> int:
    """An inquiry with one part; the part's id."""
    part = Part.model_validate(
        {"inquiry_id": "1", "part": 1, "question": "任期は？", "status": "answered", **values}
    )
    number = store.add(Inquiry(1, "1", "件名", "山田太郎です"), [part])
    saved = store.inquiry(number)
    assert saved is not None
    return saved.parts[0].id


def test_a_new_store_is_in_wal_and_private(store: DeskStore, tmp_path: Path) -> None:
    """Readers do not wait for writers; others cannot read the file."""
    added(store)
    with sqlite3.connect(tmp_path / "desk.db") as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert (tmp_path / "desk.db").stat().st_mode & 0o077 == 0


def test_the_second_to_save_is_told(store: DeskStore) -> None:
    """Both saw version 1; the second one's words are not lost silently, nor are the first one's."""
    part = added(store)
    saved = store.change(part, 1, "佐藤", "edit", draft="一番目")
    assert saved.version == 2
    with pytest.raises(ConflictError, match="佐藤") as conflict:
        store.change(part, 1, "鈴木", "edit", draft="二番目")
    assert conflict.value.current is not None
    assert conflict.value.current.draft == "一番目"


def test_of_many_who_save_at_once_one_wins(store: DeskStore) -> None:
    """Also when the versions are compared at the same moment."""
    part, results = added(store), []
    start = threading.Barrier(8)

    def save(n: int) -> None:
        start.wait()
        try:
            store.change(part, 1, f"w{n}", "edit", draft=f"text {n}")
            results.append(n)
        except ConflictError:
            pass

    threads = [threading.Thread(target=save, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 1
    saved = store.part(part)
    assert saved is not None
    assert saved.draft == f"text {results[0]}"
    assert [review.who for review in saved.reviews] == [f"w{results[0]}"]


def test_a_review_says_who_when_before_and_after(store: DeskStore) -> None:
    """What was corrected can be traced."""
    part = added(store, programme="地域おこし協力隊")
    review = store.change(part, 1, "佐藤", "reroute", programme="地域活性化起業人").reviews[0]
    assert (review.who, review.action) == ("佐藤", "reroute")
    assert (review.before, review.after) == (
        {"programme": "地域おこし協力隊"},
        {"programme": "地域活性化起業人"},
    )
    assert abs((now() - review.moment).total_seconds()) < 60


def test_only_what_may_change_changes(store: DeskStore) -> None:
    """A question is what was asked."""
    with pytest.raises(ValueError, match="draft"):
        store.change(added(store), 1, "w", "edit", question="x")


def test_queue_and_counts(store: DeskStore) -> None:
    """Urgent ones first; filters restrict both the rows and the counts."""
    added(store, division="地域政策課", urgency="low")
    added(store, division="国際室", urgency="high")
    added(store, division="国際室", status=None)
    assert [part.urgency for part in store.queue(Filters())] == ["high", "normal", "low"]
    assert store.counts(Filters(), "division") == {"地域政策課": 1, "国際室": 2}
    assert len(store.queue(Filters(status="failed"))) == 1
    assert store.queue(Filters(oldest_days=1)) == []
    assert len(store.queue(Filters(words="任期", division="国際室"))) == 2


@pytest.mark.parametrize("version", [SCHEMA_VERSION + 1, SCHEMA_VERSION - 1])
def test_another_version_is_refused(store: DeskStore, tmp_path: Path, version: int) -> None:
    """Neither a newer nor an older store is touched."""
    store.close()
    with sqlite3.connect(tmp_path / "desk.db") as connection:
        connection.execute("UPDATE schema_version SET version = ?", (version,))
    with pytest.raises(StoreError, match=f"{version} .*{SCHEMA_VERSION}"):
        DeskStore(url(tmp_path / "desk.db"))


def test_a_wrong_url_is_refused(tmp_path: Path) -> None:
    """With the name of the setting; without the password."""
    with pytest.raises(StoreError, match="MADOGUCHI_DATABASE_URL"):
        DeskStore("nonsense")
    (tmp_path / "file.db").write_text("no database, but long enough to be looked at", encoding="utf-8")
    with pytest.raises(StoreError, match="開けません"):
        DeskStore(url(tmp_path / "file.db"))


def test_purge_deletes_for_good(store: DeskStore, tmp_path: Path) -> None:
    """The words are gone from the file, not only from the tables."""
    part = added(store)
    store.change(part, 1, "佐藤", "edit", draft="下書き")
    store.say(part, "佐藤", helpful=False, words="違う課です")
    assert store.purge(now() - dt.timedelta(days=1)) == 0
    assert store.purge(now() + dt.timedelta(seconds=1)) == 1
    assert store.part(part) is None
    store.close()
    for file in tmp_path.iterdir():
        assert "山田太郎".encode() not in file.read_bytes()


def test_kill_loses_nothing_that_was_saved(tmp_path: Path) -> None:
    """Kill -9 in the middle of writing: all that was reported is there, and the file is whole."""
    path = tmp_path / "desk.db"
    for _ in range(3):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, url(path)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
        )
        assert writer.stdout is not None
        for _ in range(20):
            writer.stdout.readline()
        time.sleep(0.02)
        writer.send_signal(signal.SIGKILL)
        writer.stdout.close()
        writer.wait()
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        inquiries, parts = (
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
            for table in ("inquiries", "parts")
        )
    assert inquiries >= 60
    assert inquiries == parts
