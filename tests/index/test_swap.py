"""A build is swapped in while apps answer: embedded, and with a Chroma server that several processes share."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant, Settings
from corpus import Corpus
from index.build import build
from index.settings import IndexSettings
from index.store import Store
from tests.index.made_up import MadeUp
from tests.index.servers import running_server
from tests.index.test_build import with_word

ROOT = Path(__file__).resolve().parents[2]
ASKING = Path(__file__).with_name("asking.py")
QUESTION = "地域おこし協力隊の任期は何年ですか"
WORDS = ("一つ目", "二つ目", "三つ目", "四つ目")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Chroma server on a loopback port."""
    with running_server(tmp_path_factory.mktemp("server")) as url:
        yield url


@pytest.fixture(params=["embedded", "server"])
def place(request: pytest.FixtureRequest, settings: IndexSettings, server: str) -> IndexSettings:
    """A data folder, with the collections in it or on the server."""
    return settings.model_copy(update={"chroma_url": server if request.param == "server" else None})


def opened(place: IndexSettings, monkeypatch: pytest.MonkeyPatch, corpus: Corpus) -> Assistant:
    """An assistant over the made-up index."""
    monkeypatch.setattr("assistant.service.load_corpus", lambda: corpus)
    settings = Settings(data_dir=place.data_dir, chroma_url=place.chroma_url, answer_cache=8)
    return Assistant.open(settings, embedder=MadeUp(settings))


@pytest.mark.usefixtures("made_up")
def test_a_running_app_answers_from_the_new_build(
    place: IndexSettings, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also a question whose answer is kept, and after two builds, when the one it had open is gone; and back again."""
    first = build(corpus, place).manifest.version
    asker = opened(place, monkeypatch, corpus)
    embedder = asker.index.embedder
    assert asker.ask(QUESTION).index_version == asker.ask(QUESTION).index_version == first
    for word in (*WORDS[:2], WORDS[0]):
        version = build(with_word(corpus, word), place).manifest.version
        assert version != first
        assert asker.ask(QUESTION).index_version == version
    assert asker.index.embedder is embedder


@pytest.mark.usefixtures("made_up")
def test_a_build_that_cannot_be_opened_does_not_stop_the_app(
    place: IndexSettings, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An index of other prefixes is published: the app goes on with the one it has, then takes the next good one."""
    first = build(corpus, place).manifest.version
    asker = opened(place, monkeypatch, corpus)
    build(corpus, place.model_copy(update={"document_prompt": "other: "}))
    assert asker.ask(QUESTION).index_version == first
    third = build(with_word(corpus, "次"), place).manifest.version
    assert asker.ask(QUESTION).index_version == third


@pytest.mark.usefixtures("made_up")
@pytest.mark.parametrize("exact_rows", [20_000, 0], ids=["rows at hand", "rows asked of Chroma"])
def test_no_stale_answer_in_any_process(place: IndexSettings, corpus: Corpus, exact_rows: int) -> None:
    """Two processes ask while a third builds four times: no answer is older than what was published before it was asked.

    None fails, and both end with the last build.
    """
    versions = [build(corpus, place).manifest.version]
    command = [sys.executable, str(ASKING), str(place.data_dir), place.chroma_url or "", str(exact_rows)]
    apps = [
        subprocess.Popen(
            command,
            cwd=ROOT,
            env={"PYTHONPATH": ":".join([str(ROOT), *filter(None, sys.path)])},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    lines: list[list[str]] = [[], []]
    readers = [
        threading.Thread(target=lambda n=n: lines[n].extend(apps[n].stdout or []), daemon=True)
        for n in (0, 1)
    ]
    for reader in readers:
        reader.start()
    wait_until(lambda: all(lines), apps)
    for word in WORDS:
        versions.append(build(with_word(corpus, word), place).manifest.version)
        wait_until(lambda: all(seen[-1].split()[-1] == versions[-1] for seen in lines), apps)
    for app in apps:
        assert app.stdin is not None
        app.stdin.close()
        assert app.wait(60) == 0
    assert Store(place).versions()[0] == versions[-1]
    for seen in lines:
        pairs = [line.split() for line in seen]
        assert len(pairs) > len(versions)
        stale = [pair for pair in pairs if versions.index(pair[1]) < versions.index(pair[0])]
        assert stale == []


def wait_until(reached: object, apps: list[subprocess.Popen[str]]) -> None:
    """Wait for what the app processes are to do; one that ended fails the test."""
    import time

    deadline = time.monotonic() + 60
    while not reached():  # type: ignore[operator]
        assert all(app.poll() is None for app in apps), "an app ended"
        assert time.monotonic() < deadline, "an app never noticed"
        time.sleep(0.05)
