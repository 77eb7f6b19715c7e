"""An app process that asks until it is told to stop: ``asking.py DATA_DIR CHROMA_URL EXACT_ROWS``.

Prints a line for each question: the version that was published before it was asked, and the one that answered it.
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import assistant.service
import index.nearest
from assistant import Assistant, Settings
from index.store import Store
from tests.index.made_up import MadeUp, small_corpus


def main() -> None:
    """Ask question after question; standard input closing ends it."""
    data_dir, url, exact_rows = sys.argv[1:]
    index.nearest.EXACT_ROWS = int(exact_rows)
    corpus = small_corpus()
    assistant.service.load_corpus = lambda *_: corpus  # type: ignore[assignment,misc]
    settings = Settings(data_dir=Path(data_dir), chroma_url=url or None, answer_cache=8)
    MadeUp.embedded = []
    asker = Assistant.open(settings, embedder=MadeUp(settings))
    over = threading.Event()

    def wait() -> None:
        sys.stdin.read()
        over.set()

    threading.Thread(target=wait, daemon=True).start()
    while not over.is_set():
        before = Store(settings).versions()[0]
        answer = asker.ask("地域おこし協力隊の任期は何年ですか")
        sys.stdout.write(f"{before} {answer.index_version}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
