"""Builds with made-up vectors and dies by SIGKILL at a moment: ``killed_build.py DATA_DIR WORD MOMENT``.

Forty texts with WORD are added to the corpus, three batches to embed; MOMENT ``never`` lets it finish, and prints the
version.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import Any

import index.build
import index.store
from index.settings import IndexSettings
from tests.index.made_up import MadeUp, small_corpus


def die(*_args: object, **_options: object) -> Any:
    """End without any clean-up."""
    os.kill(os.getpid(), signal.SIGKILL)


class Dying(MadeUp):
    """Dies in the second batch."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One batch, then death."""
        if self.embedded:
            die()
        return super().embed_documents(texts)


class Slow(MadeUp):
    """Takes as long as a model would: to be killed from outside."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Say that the embedding has begun, then go on slowly."""
        sys.stdout.write("embedding\n")
        sys.stdout.flush()
        time.sleep(0.1)
        return super().embed_documents(texts)


def arrange(moment: str) -> None:
    """Put death in the way of the build."""
    filled = index.build._fill
    calls: list[str] = []

    def fill_half(collection: Any, rows: Any, vectors: Any) -> None:
        calls.append(collection.name)
        filled(collection, rows[: len(rows) // 2] if len(calls) == 2 else rows, vectors)
        if len(calls) == 2:
            die()

    match moment:
        case "in the second batch of embedding":
            index.build.Embedder = Dying  # type: ignore[misc]
        case "from outside":
            index.build.Embedder = Slow  # type: ignore[misc]
        case "in the middle of filling":
            index.build._fill = fill_half
        case "before the manifest":
            index.build._write = die
        case "before publishing":
            index.store.Store.publish = die  # type: ignore[method-assign]
        case "while writing the pointer":
            os.fsync = die
        case "before cleaning up":
            shutil.rmtree = die  # type: ignore[assignment]


def main() -> None:
    """Build, or die."""
    data_dir, word, moment = sys.argv[1:]
    MadeUp.embedded = []
    index.build.Embedder = MadeUp  # type: ignore[misc]
    arrange(moment)
    corpus = small_corpus([f"{word} {n}" for n in range(40)])
    built = index.build.build(corpus, IndexSettings(data_dir=Path(data_dir)))
    sys.stdout.write(built.manifest.version)


if __name__ == "__main__":
    main()
