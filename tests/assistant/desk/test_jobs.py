"""Uploads in the background: closed in the middle, they go on where they stopped."""

from __future__ import annotations

import threading
from pathlib import Path

from assistant.desk import DeskStore
from assistant.desk.store import Filters
from assistant.desk.tables import FINISHED, RUNNING
from assistant.desk.web.jobs import Jobs
from assistant.triage import Inquiry, Part

ROWS = 5
FILE = "id,本文\n" + "".join(f"A{n},任期は何年ですか\n" for n in range(ROWS))


def test_closing_finishes_the_inquiry_at_hand_and_the_next_start_the_rest(tmp_path: Path) -> None:
    """Each inquiry is kept once; the upload ends as finished."""
    store = DeskStore(f"sqlite:///{tmp_path / 'desk.db'}")
    begun, closing = threading.Event(), threading.Event()
    seen: list[str] = []

    def slow(inquiry: Inquiry) -> list[Part]:
        seen.append(inquiry.id)
        begun.set()
        closing.wait(10)
        return [Part(inquiry_id=inquiry.id, part=1, question=inquiry.body)]

    jobs = Jobs(store, tmp_path / "uploads", lambda: slow)
    number = jobs.add("mails.csv", FILE.encode(), "tester")
    assert begun.wait(10)
    threading.Timer(0.2, closing.set).start()
    jobs.close()
    assert seen == ["A0"]
    assert [upload.id for upload in store.uploads(RUNNING)] == [number]

    again = Jobs(store, tmp_path / "uploads", lambda: slow)
    while store.uploads(RUNNING):
        closing.wait(0.01)
    again.close()
    assert seen == [f"A{n}" for n in range(ROWS)]
    assert [upload.id for upload in store.uploads(FINISHED)] == [number]
    assert len(store.queue(Filters())) == ROWS
