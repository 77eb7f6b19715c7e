"""A build that is killed leaves the previous index serving, and the next build succeeds and cleans up."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus import Corpus
from index import Index
from index.settings import IndexSettings
from index.store import Store
from index.verify import verify

SCRIPT = Path(__file__).with_name("killed_build.py")
ROOT = SCRIPT.parents[2]
MOMENTS = [
    "in the second batch of embedding",
    "in the middle of filling",
    "before the manifest",
    "before publishing",
    "while writing the pointer",
]


def start(settings: IndexSettings, word: str, moment: str) -> subprocess.Popen[str]:
    """A build in a process of its own."""
    command = [sys.executable, str(SCRIPT), str(settings.data_dir), word, moment]
    return subprocess.Popen(
        command, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True
    )


def finish(process: subprocess.Popen[str], code: int = 0) -> str:
    """Wait for a build and check how it ended."""
    output, _ = process.communicate(timeout=60)
    assert process.returncode == code, output
    return output


def folders(settings: IndexSettings) -> set[str]:
    """Builds on disk."""
    return {folder.name for folder in (settings.index_dir / "builds").iterdir()}


@pytest.fixture
def first(settings: IndexSettings) -> str:
    """Version of a finished build."""
    return finish(start(settings, "一つ目", "never"))


@pytest.mark.usefixtures("made_up")
def test_killed_at_each_moment(settings: IndexSettings, corpus: Corpus, first: str) -> None:
    """The first index answers after every death; then one build mends everything and leaves two on disk."""
    for moment in MOMENTS:
        finish(start(settings, f"二つ目 {moment}", moment), -signal.SIGKILL)
        store = Store(settings)
        assert store.versions() == [first], moment
        assert verify(store, first) == [], moment
        assert Index(settings, corpus).search("上限はいくらですか", 3), moment
    assert len(folders(settings)) > 2, "the deaths were to leave something behind"
    second = finish(start(settings, "三つ目", "never"))
    assert Store(settings).versions() == [second, first]
    assert folders(settings) == {second, first}


@pytest.mark.usefixtures("made_up")
def test_killed_after_the_swap(settings: IndexSettings, corpus: Corpus, first: str) -> None:
    """The new build serves; what was not cleaned up goes with the next one."""
    second = finish(start(settings, "二つ目", "never"))
    finish(start(settings, "三つ目", "before cleaning up"), -signal.SIGKILL)
    third, before = Store(settings).versions()
    assert before == second
    assert folders(settings) == {first, second, third}
    assert Index(settings, corpus).version == third
    fourth = finish(start(settings, "四つ目", "never"))
    assert folders(settings) == {fourth, third}


def test_killed_from_outside_and_repeated(settings: IndexSettings, first: str) -> None:
    """SIGKILL from another process while embedding; the same build is then made, the lock bars nobody."""
    process = start(settings, "二つ目", "from outside")
    assert process.stdout is not None
    assert process.stdout.readline() == "embedding\n"
    time.sleep(0.15)
    process.send_signal(signal.SIGKILL)
    finish(process, -signal.SIGKILL)
    assert Store(settings).versions() == [first]
    second = finish(start(settings, "二つ目", "never"))
    assert Store(settings).versions() == [second, first]


def test_the_same_build_twice_at_once(settings: IndexSettings) -> None:
    """The one that waits finds the work done; the index is whole."""
    both = [start(settings, "同じ", "never") for _ in range(2)]
    versions = {finish(process) for process in both}
    assert len(versions) == 1
    assert verify(Store(settings), versions.pop()) == []
    assert len(folders(settings)) == 1
