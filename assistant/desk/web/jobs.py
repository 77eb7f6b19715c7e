"""Uploads are triaged one after the other in the background; a restart goes on with what was not finished."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import structlog

from assistant.desk.store import DeskStore
from assistant.desk.tables import FINISHED, RUNNING, STOPPED
from assistant.triage import Inquiry, Part, TriageError
from assistant.triage.sources import FORMATS, read

log = structlog.get_logger(__name__)
Triage = Callable[[Inquiry], list[Part]]


class Jobs:
    """A queue of uploads and the one thread that works on it."""

    def __init__(self, store: DeskStore, folder: Path, triager: Callable[[], Triage]) -> None:
        """Begin with the uploads that an earlier process left.

        Args:
            store: where inquiries go.
            folder: where uploaded files wait.
            triager: makes the triager, at the first upload.
        """
        self._store, self._folder, self._triager = store, folder, triager
        self._waiting: queue.Queue[int | None] = queue.Queue()
        self._closing = threading.Event()
        self._made: Triage | None = None
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for upload in reversed(store.uploads(RUNNING)):
            self._waiting.put(upload.id)
        self._worker = threading.Thread(target=self._work, name="desk-uploads", daemon=True)
        self._worker.start()

    def add(self, name: str, content: bytes, who: str) -> int:
        """Keep a file and put it in the queue; the upload's id.

        Raises:
            TriageError: its format is unknown or it cannot be read.
        """
        ending = Path(name).suffix.lower()
        if ending not in FORMATS:
            raise TriageError(f"{name}: 知らない形式です。{'、'.join(FORMATS)} のいずれかを選んでください。")
        draft = self._folder / f"new-{threading.get_ident()}{ending}"
        draft.write_bytes(content)
        draft.chmod(0o600)
        try:
            total = sum(1 for _ in read(draft))
            number = self._store.begin_upload(Path(name).name, who, total)
            draft.replace(self._folder / f"{number}{ending}")
        finally:
            draft.unlink(missing_ok=True)
        self._waiting.put(number)
        return number

    def close(self) -> None:
        """Finish the inquiry at hand and stop; the next start goes on with what is left."""
        self._closing.set()
        self._waiting.put(None)
        self._worker.join()

    def _work(self) -> None:
        while (number := self._waiting.get()) is not None and not self._closing.is_set():
            try:
                self._run(number)
            except Exception as error:
                log.exception("upload stopped", upload=number)
                self._store.end_upload(number, STOPPED, str(error)[:500] or type(error).__name__)

    def _run(self, number: int) -> None:
        upload = self._store.upload(number)
        file = next(iter(self._folder.glob(f"{number}.*")), None)
        if upload is None or file is None:
            self._store.end_upload(
                number, STOPPED, "アップロードしたファイルがありません。もう一度送ってください。"
            )
            return
        triage = self._made = self._made or self._triager()
        for inquiry in islice(read(file), upload.done, None):
            if self._closing.is_set():
                return
            self._store.add(inquiry, triage(inquiry), number)
        self._store.end_upload(number, FINISHED)
        file.unlink(missing_ok=True)
