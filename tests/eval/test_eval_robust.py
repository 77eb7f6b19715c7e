"""Questions that are hard to read: the shipped set, and how it is scored."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from corpus import load_corpus
from eval.items import QuestionsError
from eval.robust import Probe, read_probes, recall
from index import Passage


def passage(lines: tuple[int, int]) -> Passage:
    """A passage on some lines."""
    return Passage(id="x", document="d", lines=lines, heading="", text="", embedded="", edition="R7", score=1)


def test_set_is_large_enough_and_its_lines_exist() -> None:
    """At least 120 probes of eight kinds; every need names printed lines, every programme a row of the table."""
    probes, corpus = read_probes(), load_corpus()
    (document,) = corpus.documents.values()
    kinds = Counter(probe.kind for probe in probes)
    assert len(probes) == len({probe.id for probe in probes}) >= 120
    assert len(kinds) == 8
    assert min(kinds.values()) >= 12
    for probe in probes:
        assert all(document.lines[line - 1].strip() for need in probe.needs for line in need), probe.id
        assert set(probe.programmes) <= {programme.name for programme in corpus.programmes}, probe.id


def test_each_need_counts_once() -> None:
    """Any line of a need is enough; a passage beside it is not."""
    probe = Probe(id="p", kind="mail", query="q", needs=[[3, 9], [20]])
    assert recall(probe, [passage((8, 10)), passage((3, 3))]) == 0.5
    assert recall(probe, [passage((19, 21)), passage((1, 3))]) == 1.0
    assert recall(probe, [passage((4, 8))]) == 0.0


def test_wrong_line_is_named(tmp_path: Path) -> None:
    """A probe without needs is refused with its line."""
    path = tmp_path / "queries.jsonl"
    path.write_text('{"id": "a", "kind": "kana", "query": "x", "needs": []}\n', encoding="utf-8")
    with pytest.raises(QuestionsError, match="1 行目"):
        read_probes(path)
