"""Curated items are found by how people ask for them, with the real model."""

from __future__ import annotations

import pytest

from corpus import Corpus
from index import Index
from index.build import Built
from index.settings import IndexSettings
from index.statements import curated_items

Real = tuple[IndexSettings, Corpus, Built]


@pytest.fixture(scope="module")
def index(real: Real) -> Index:
    """The real index, open."""
    settings, corpus, _ = real
    return Index(settings, corpus)


def test_every_item_is_found_by_its_own_words(index: Index, real: Real) -> None:
    """The statement of an item finds it among the first three; items with the same statement share the place."""
    lost = []
    for item in curated_items(real[1])[::7]:
        text = item.asks[0] if item.asks else item.statement["ja"]
        found = [hit.item for hit in index.statements(text, index.embed(text))[:3]]
        if item.id not in found:
            lost.append((item.id, found))
    assert len(lost) <= 2, lost


def test_scores_fall_and_lie_between_0_and_1(index: Index) -> None:
    """Best first."""
    question = "副業型の勤務日数は月に何日以上ですか"
    scores = [hit.score for hit in index.statements(question, index.embed(question))]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
