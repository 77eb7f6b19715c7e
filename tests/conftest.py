"""The real assistant on a fixed day, opened once for the whole run; what it is checked against."""

from __future__ import annotations

import csv
import datetime as dt
import os
import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Literal

import pytest

from assistant import Answer, Assistant, Settings, Turn
from assistant.answer import Language
from corpus import Corpus, load_corpus
from corpus.loader import ROOT as CORPUS

TODAY = dt.date(2026, 11, 23)
"""In 令和8年度: a year after the newest edition of the document."""

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

KNOWN = {
    test: why
    for line in (Path(__file__).parent / "known_failures.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for test, why in [line.split("\t")]
}

Ask = Callable[..., Answer]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What the product is known not to do yet is expected to fail, and reported as such."""
    for item in items:
        if item.nodeid in KNOWN:
            item.add_marker(pytest.mark.xfail(reason=KNOWN[item.nodeid], strict=False))


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    """The shipped data."""
    return load_corpus()


@pytest.fixture(scope="session")
def assistant(corpus: Corpus) -> Assistant:
    """The assistant over the real index, which is built when there is none; its model is loaded.

    One thread: two of them wait for each other on a busy machine, and a question takes a second, not 30 ms.
    """
    import torch

    from index.build import build
    from index.store import Store

    torch.set_num_threads(1)
    settings = Settings()
    if not Store(settings).versions():
        build(corpus, settings)
    opened = Assistant.open(settings, today=lambda: TODAY)
    opened.index.embedder.load()
    return opened


@pytest.fixture(scope="session")
def ask(assistant: Assistant) -> Ask:
    """Asks the assistant, each thing once in a run: answers are only read."""

    @cache
    def asked(question: str, history: tuple[Turn, ...], lang: Literal["auto"] | Language) -> Answer:
        return assistant.ask(question, history, lang)

    def run(question: str, *earlier: str, lang: Literal["auto"] | Language = "auto") -> Answer:
        """Ask; ``earlier`` are the turns before, the asker's first."""
        roles: Sequence[Literal["user", "assistant"]] = ("user", "assistant")
        turns = tuple(Turn(role=roles[at % 2], content=content) for at, content in enumerate(earlier))
        return asked(question, turns, lang)

    return run


@pytest.fixture(scope="session")
def contact_rows() -> dict[str, tuple[str, str, str | None]]:
    """Official name -> division, phone, url: read from the file itself."""
    with (CORPUS / "contacts.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["programme"]: (row["division"], row["phone"], row["url"] or None)
            for row in csv.DictReader(file)
        }


@pytest.fixture(scope="session")
def staff_names() -> frozenset[str]:
    """Every name of the 担当者 column."""
    with (CORPUS / "contacts.csv").open(encoding="utf-8", newline="") as file:
        cells = [row["staff"] for row in csv.DictReader(file)]
    return frozenset(name for cell in cells for name in re.split(r"[、\s]+", cell) if name)
