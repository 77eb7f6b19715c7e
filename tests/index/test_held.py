"""Copies of small collections: the same search without Chroma, and Chroma itself whenever they cannot be trusted."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from corpus import Corpus
from index import held, nearest
from index.build import build
from index.nearest import Nearest
from index.settings import IndexSettings
from index.store import KINDS, Store
from index.verify import verify
from tests.index.made_up import MadeUp

pytestmark = pytest.mark.usefixtures("made_up")


@pytest.fixture
def built(made_up: type[MadeUp], settings: IndexSettings, corpus: Corpus) -> tuple[Store, str]:
    """A store with one build, by name."""
    version = build(corpus, settings).manifest.version
    return Store(settings), version


def test_copies_find_what_the_collections_find(built: tuple[Store, str]) -> None:
    """Same rows, cosines and metadata, for every kind; Chroma is not opened."""
    store, version = built
    copies = held.opened(store, version)
    assert store._databases == {}
    for kind in KINDS:
        rows = Nearest.over(store.collection(kind, version))
        vector = np.random.default_rng(3).normal(size=16)
        vector /= np.linalg.norm(vector)
        ours, its = copies[kind].search(vector.tolist(), 400), rows.search(vector.tolist(), 400)
        assert {near.id: dict(near.metadata) for near in ours} == {
            near.id: dict(near.metadata) for near in its
        }
        assert [near.cosine for near in ours] == pytest.approx([near.cosine for near in its], abs=1e-6)


def _fewer_rows(folder: Path) -> None:
    told = json.loads((folder / "held.json").read_text())
    told["titles"] = [part[:-1] for part in told["titles"]]
    (folder / "held.json").write_text(json.dumps(told))


def _shorter(folder: Path) -> None:
    np.save(folder / "held.npy", np.load(folder / "held.npy")[:-1])


DAMAGE: dict[str, Callable[[Path], object]] = {
    "no ids": lambda folder: (folder / "held.json").unlink(),
    "no vectors": lambda folder: (folder / "held.npy").unlink(),
    "broken ids": lambda folder: (folder / "held.json").write_text("{"),
    "broken vectors": lambda folder: (folder / "held.npy").write_bytes(b""),
    "other ids": lambda folder: (folder / "held.json").write_text('{"passages": []}'),
    "fewer ids": _fewer_rows,
    "fewer vectors": _shorter,
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_without_whole_copies_chroma_is_asked(
    built: tuple[Store, str], damage: Callable[[Path], object]
) -> None:
    """Whatever is wrong with the copies, the collections serve."""
    store, version = built
    damage(store.build_folder(version))
    assert held.read(store.build_folder(version), version) is None
    near = held.opened(store, version)
    assert all(near[kind].at_hand and near[kind].size for kind in KINDS)


def test_many_rows_are_left_to_chroma(built: tuple[Store, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Above the limit of exact search copies do not serve."""
    store, version = built
    monkeypatch.setattr(nearest, "EXACT_ROWS", 3)
    near = held.opened(store, version)
    assert not any(rows.at_hand for rows in near.values())


def test_verify_compares_copies_with_their_collections(built: tuple[Store, str]) -> None:
    """A vector that differs is named with the command that repairs it."""
    store, version = built
    folder = store.build_folder(version)
    vectors = np.load(folder / "held.npy")
    vectors[0] = -vectors[0]
    np.save(folder / "held.npy", vectors)
    assert [problem for problem in verify(store, version) if "copies" in problem and "index build" in problem]
