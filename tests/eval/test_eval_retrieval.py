"""The stock baseline, the side-by-side comparison and retrieval sets, with a small stand-in model."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from langchain_core.embeddings import Embeddings

from eval.dataset import read_dataset
from eval.evidence import Piece, Source, Sources
from eval.items import Question, QuestionsError
from eval.ranked import DatasetIndex, dataset_rows, run_dataset, score
from eval.retrieval import difference_rows, run_system, search_budget, system_rows
from eval.stock import SIZES, open_stock, split
from eval.table import find

DIMENSIONS = 64


class Bigrams(Embeddings):
    """Counts of character pairs: near enough to meaning for these texts, and made in no time."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Unit vectors of texts."""
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """Unit vector of a text."""
        vector = [0.0] * DIMENSIONS
        for pair in itertools.pairwise(text):
            vector[sum(map(ord, pair)) % DIMENSIONS] += 1
        norm = math.hypot(*vector) or 1.0
        return [value / norm for value in vector]


class Fixed:
    """A system that returns the same passages for every question."""

    depth = None

    def __init__(self, name: str, pieces: list[Piece]) -> None:
        self.name, self._pieces = name, pieces

    def search(self, query: str, k: int) -> list[Piece]:  # noqa: ARG002
        """The first k."""
        return self._pieces[:k]


def question(evidence: str, **fields: Any) -> Question:
    """A fact question about an evidence string."""
    base = {
        "id": evidence,
        "persona": "desk",
        "lang": "ja",
        "kind": "fact",
        "question": "上限は",
        "must_include": [],
    }
    return Question.model_validate(
        {**base, "contact": [], "abstain": False, "evidence": [evidence], **fields}
    )


@pytest.mark.parametrize("size", SIZES)
def test_stock_chunks_are_exact_and_cover_the_document(size: int, real: Sources) -> None:
    """Each chunk stands where it says, is no longer than asked, and together they show every character."""
    seen: set[int] = set()
    text = real["soumu-r7-01"].text
    for piece in split(real, size):
        assert piece.start is not None
        assert text[piece.start : piece.start + len(piece.text)] == piece.text
        assert len(piece.text) <= size
        seen.update(range(piece.start, piece.start + len(piece.text)))
    assert {at for at, char in enumerate(text) if not char.isspace()} <= seen


def test_stock_chunks_overlap_by_up_to_a_fifth(real: Sources) -> None:
    """Neighbours share text, never more than the recipe says."""
    ends = [(piece.start or 0, (piece.start or 0) + len(piece.text)) for piece in split(real, 400)]
    shared = [before[1] - after[0] for before, after in itertools.pairwise(ends)]
    assert 40 < max(shared) <= 80


def test_stock_recipe_finds_and_leaves_nothing_behind(real: Sources) -> None:
    """The nearest chunk to a sentence of the document holds it; the collection is gone afterwards."""
    sentence = (
        "人口減少地域における買物サービスの確保に向けて、移動販売などを地域と民間事業者が連携して実施する取組"
    )
    for _ in range(2):
        with open_stock(real, Bigrams(), 400) as recipe:
            found = recipe.search(sentence, 4)
            assert recipe.name == "stock-400"
            assert len(found) == 4
            assert any(sentence[:20] in piece.text for piece in found)


def test_search_goes_on_until_the_budget_is_full() -> None:
    """Short passages are asked for in greater number; a system that has no more is not asked for ever."""
    many = [Piece("d", "あ" * 50, start=0)] * 100
    assert sum(len(piece.text) for piece in search_budget(Fixed("many", many), "q")) >= 2000
    assert len(search_budget(Fixed("few", many[:3]), "q")) == 3


def test_comparison_is_paired_and_takes_the_best_stock(small: Sources) -> None:
    """Ours finds both, the better stock one of two: the difference is a half, in every slice that has questions."""
    first, second = "・活動期間：概ね1年以上3年以下", "・上限 350万円／人"
    questions = [
        question(first),
        question(second, lang="en"),
        question("・上限 350万円／人", id="x", kind="ambiguous"),
    ]
    ours = [Piece("small", first, lines=(2, 2)), Piece("small", second, lines=(3, 3))]
    systems = [Fixed("hybrid", ours), Fixed("stock-200", []), Fixed("stock-400", ours[:1])]
    outcomes = [outcome for system in systems for outcome in run_system(system, questions, small)]
    rows = difference_rows(outcomes)
    values = {
        row.slice: (row.n, row.value)
        for row in rows
        if row.name == "hybrid-minus-stock-400/evidence_recall@1500"
    }
    assert values == {"all": (2, 0.5), "lang=ja": (1, 0.0), "lang=en": (1, 1.0)}
    assert not [row for row in rows if "stock-200" in row.name]
    found = find(system_rows(outcomes), "stock-400/evidence_recall@1000")
    assert found is not None
    assert (found.n, found.value) == (2, 0.5)


def test_ndcg_has_linear_gain() -> None:
    """Gain 1 before gain 2: (1 + 2/log2 3) / (2 + 1/log2 3); a query without results is zero."""
    scored = score("s", {"q": ["b", "a"]}, {"q": {"a": 2, "b": 1}, "lost": {"a": 1}})
    values = {item.query: item.values for item in scored}
    assert values["q"]["nDCG@10"] == pytest.approx((1 + 2 / math.log2(3)) / (2 + 1 / math.log2(3)))
    assert set(values["lost"].values()) == {0.0}
    row = find(dataset_rows(scored), "s/P@1")
    assert row is not None
    assert (row.n, row.value) == (2, 0.5)


def test_rank_order_decides_not_the_id() -> None:
    """Evaluators re-sort runs; the order handed in must survive."""
    scored = score("s", {"q": ["z", "a"]}, {"q": {"a": 1}})
    assert scored[0].values["RR@10"] == 0.5


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A retrieval set of three documents and two judged queries."""
    (tmp_path / "docs.jsonl").write_text(
        '{"id": "a", "title": "住民票", "text": "住民票の写しは市民課で取れます。"}\n'
        '{"id": "b", "title": "ごみ", "text": "粗大ごみは電話で申し込みます。"}\n'
        '{"id": "c", "title": "", "text": "保育園の入園は子育て課です。"}\n', encoding="utf-8")  # fmt: skip
    (tmp_path / "queries.jsonl").write_text(
        '{"id": "1", "text": "粗大ごみの申し込み"}\n{"id": "2", "text": "住民票の写し"}\n{"id": "3", "text": "未判定"}\n', encoding="utf-8")  # fmt: skip
    (tmp_path / "qrels.tsv").write_text(
        "query-id\tcorpus-id\tscore\n1\tb\t2\n1\ta\t0\n2\ta\t1\n", encoding="utf-8"
    )
    yield tmp_path


def test_retrieval_set_is_searched_by_all_modes(folder: Path) -> None:
    """Every mode puts the only fitting document first; unjudged queries are left out."""
    dataset = read_dataset(folder)
    assert dataset.qrels == {"1": {"b": 2}, "2": {"a": 1}}
    assert dataset.docs["c"] == "保育園の入園は子育て課です。"
    index = DatasetIndex(dataset.docs, Bigrams())
    rows = dataset_rows(run_dataset(dataset, index))
    assert {row.name: (row.n, row.value) for row in rows if row.name.endswith("/P@1")} == {
        "hybrid/P@1": (2, 1.0), "dense/P@1": (2, 1.0), "lexical/P@1": (2, 1.0)}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("docs.jsonl", '{"id": "a", "title": "x"}\n', ["docs.jsonl", "1 行目", "text"]),
        ("queries.jsonl", "nope\n", ["queries.jsonl", "1 行目"]),
        ("qrels.tsv", "1\tb\n", ["qrels.tsv", "1 行目"]),
        ("qrels.tsv", "9\tb\t1\n", ["qrels.tsv", "id"]),
    ],
)
def test_wrong_retrieval_sets_are_refused(name: str, text: str, words: list[str], folder: Path) -> None:
    """The message names file, line and field."""
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(QuestionsError) as caught:
        read_dataset(folder)
    assert all(word in str(caught.value) for word in words)


def test_missing_folder_is_refused(tmp_path: Path) -> None:
    """A folder that is not there is a wrong usage, not a crash."""
    with pytest.raises(QuestionsError, match=r"docs\.jsonl"):
        read_dataset(tmp_path / "none")


def test_documents_are_compared_by_their_own_source() -> None:
    """Evidence in the second of two documents is found there."""
    sources = {"one": Source("別の文書\n"), "two": Source("上限は200万円です\n")}
    outcome = run_system(
        Fixed("s", [Piece("two", "上限は200万円です", lines=(1, 1))]),
        [question("上限は200万円です")],
        sources,
    )
    assert outcome[0].parts["recall@1"] == (1.0, 1.0)
