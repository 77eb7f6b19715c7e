"""Indexes to test with: a quick one of made-up vectors, and one of the real model that reuses what is at hand."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import Corpus, load_corpus
from index.build import Built, build
from index.settings import IndexSettings
from tests.index.made_up import MadeUp, small_corpus

MODELS = IndexSettings().bundled_model_dir.parent


@pytest.fixture
def made_up(monkeypatch: pytest.MonkeyPatch) -> type[MadeUp]:
    """Embed without a model wherever this room embeds."""
    MadeUp.embedded = []
    for module in ("build", "search", "embedding"):
        monkeypatch.setattr(f"index.{module}.Embedder", MadeUp)
    return MadeUp


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    """The shipped data with few utterances."""
    return small_corpus()


@pytest.fixture
def settings(tmp_path: Path) -> IndexSettings:
    """An empty data folder at a path with a space."""
    return IndexSettings(data_dir=tmp_path / "my data")


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[IndexSettings, Corpus, Built]]:
    """The whole index of the real model in a folder of its own; vectors of the checkout's index are reused."""
    if not (MODELS / "multilingual-e5-small" / "modules.json").is_file():
        pytest.fail("the embedding model is missing: run `python -m index.bundled_model`")
    settings = IndexSettings(data_dir=tmp_path_factory.mktemp("var"))
    (settings.data_dir / "models").symlink_to(MODELS)
    served = IndexSettings().index_dir
    if (served / "current.json").is_file():
        shutil.copytree(served, settings.index_dir, ignore=shutil.ignore_patterns("*.lock"))
    whole = load_corpus()
    yield settings, whole, build(whole, settings)
