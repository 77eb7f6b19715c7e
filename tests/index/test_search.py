"""Search over the real index: model, Chroma and BM25 as they ship."""

from __future__ import annotations

import numpy as np
import pytest

from corpus import Corpus
from corpus.text import canonical
from index import HybridRetriever, Index
from index.build import Built, build
from index.fusion import fuse, scaled
from index.lexical import LexicalIndex
from index.settings import IndexSettings
from index.store import Store
from index.tokens import tokenise

Real = tuple[IndexSettings, Corpus, Built]
DEPTH = 10


@pytest.fixture(scope="module")
def index(real: Real) -> Index:
    """The index, open."""
    settings, corpus, _built = real
    return Index(settings, corpus)


def test_nearest_neighbours_are_the_exact_ones(real: Real) -> None:
    """recall@10 of Chroma's graph against all cosines is 1 for every known utterance, in both collections."""
    settings, _corpus, built = real
    store = Store(settings)
    rows = {kind: store.collection(kind, built.manifest.version) for kind in ("passages", "utterances")}
    asked = np.array(rows["utterances"].get(include=["embeddings"])["embeddings"], dtype=np.float64)
    assert len(asked) == built.manifest.utterances > 200
    for collection in rows.values():
        held = collection.get(include=["embeddings"])
        matrix = np.array(held["embeddings"], dtype=np.float64)
        assert np.allclose(np.linalg.norm(matrix, axis=1), 1, atol=1e-4)
        found = collection.query(query_embeddings=asked, n_results=DEPTH)["ids"]
        place = {id_: row for row, id_ in enumerate(held["ids"])}
        cosines = asked @ matrix.T
        tenth = np.sort(cosines, axis=1)[:, -DEPTH]
        recalls = [
            np.mean([cosines[at, place[id_]] >= tenth[at] - 1e-6 for id_ in ids])
            if len(set(ids)) == DEPTH
            else 0
            for at, ids in enumerate(found)
        ]
        assert min(recalls) == 1.0


def test_stored_vectors_are_those_of_the_model(real: Real, index: Index) -> None:
    """Reused vectors are what the model gives today, with the prefix of documents and not that of queries."""
    settings, _corpus, built = real
    collection = Store(settings).collection("passages", built.manifest.version)
    sample = collection.get(limit=2, include=["embeddings", "documents"])
    again = index.embedder.embed_documents(sample["documents"])
    assert np.allclose(sample["embeddings"], again, atol=1e-3)
    assert not np.allclose(sample["embeddings"][0], index.embed(sample["documents"][0]), atol=1e-2)


def test_second_build_of_the_real_index_is_a_no_op(real: Real) -> None:
    """Nothing is embedded: the model is not even loaded."""
    settings, corpus, built = real
    second = build(corpus, settings)
    assert (second.fresh, second.embedded, second.manifest) == (False, 0, built.manifest)


@pytest.mark.parametrize("mode", ["hybrid", "dense", "lexical"])
def test_the_answer_is_among_the_first(index: Index, mode: str) -> None:
    """The term of 協力隊 in all three modes; scores fall."""
    found = index.search("地域おこし協力隊の活動期間は何年ですか", 5, mode)  # type: ignore[arg-type]
    assert any("概ね1年以上3年以下" in canonical(passage.text) for passage in found)
    assert [p.score for p in found] == sorted((p.score for p in found), reverse=True)


def test_english_finds_japanese(index: Index) -> None:
    """A question without Japanese characters is searched by meaning and by what the thesaurus adds."""
    found = index.search("Who do I call about the JET Programme?", 5)
    assert any(passage.programmes == ["JETプログラムの活用等"] for passage in found)


@pytest.mark.parametrize("text", ["", "  ", "\u3000"])
def test_an_empty_question_finds_nothing(index: Index, text: str) -> None:
    """No text, no passage."""
    assert index.search(text) == []


@pytest.mark.parametrize("text", ["\ud800", "\x00", "\ufdfa" * 2000, "🙂" * 50, "1" * 3000])
def test_hostile_questions_are_searched(index: Index, text: str) -> None:
    """Whatever is typed, the search returns."""
    assert isinstance(index.search(text, 3), list)


def test_a_known_programme_ranks_higher(index: Index) -> None:
    """The hint moves its passages up and invents none."""
    name = "地域活性化起業人"
    question = "財政支援の上限はいくらですか"
    unhinted = sum(name in p.programmes for p in index.search(question, 5))
    hinted = sum(name in p.programmes for p in index.search(question, 5, programmes=[name]))
    assert hinted > unhinted


def test_utterances_name_the_programme(index: Index) -> None:
    """How someone describes a matter without its name."""
    found = index.sayings(index.embed("役場に社員を送りたい東京の会社です"))
    for best in (max(found, key=lambda label: found[label][at]) for at in range(3)):
        assert best == "地域活性化起業人"
    assert all(fit.nearest >= fit.near for fit in found.values())


def test_terms_are_known_and_held(index: Index) -> None:
    """Lexical questions the assistant asks."""
    assert index.knows("特別交付税")
    assert not index.knows("量子コンピュータ")
    assert index.rarity("量子コンピュータ") > index.rarity("特別交付税") > index.rarity("地域")
    assert all({"jet", "協力"} <= set(tokenise(c.embedded)) for c in index.holding(["jet", "協力"]))
    assert index.holding([]) == []


def test_langchain_retriever_with_the_real_model(index: Index) -> None:
    """Same passages as the search, as LangChain documents."""
    question = "ローカル10,000プロジェクトの補助率"
    found = HybridRetriever(index=index, k=3).invoke(question)
    assert [d.id for d in found] == [p.id for p in index.search(question, 3)]
    assert found[0].metadata["programmes"] == ["ローカル10,000プロジェクト"]


def test_fusion_keeps_distances() -> None:
    """Scaled to 0..1 and mixed by weight; a list that is empty leaves the other's order."""
    assert scaled({1: 0.8, 2: 0.9, 3: 0.85}) == pytest.approx({1: 0.0, 2: 1.0, 3: 0.5})
    assert scaled({7: 0.3}) == {7: 1.0}
    assert scaled({}) == {}
    mixed = fuse({1: 0.9, 2: 0.8}, {2: 10.0, 3: 5.0}, weight=0.6)
    assert mixed == pytest.approx({1: 0.6, 2: 0.4, 3: 0.2})
    assert fuse({1: 0.9, 2: 0.8}, {}) == {1: 1.0, 2: 0.0}
    assert max(fuse({}, {5: 2.0, 6: 3.0}).items(), key=lambda pair: pair[1])[0] == 6


def test_bm25_counts_like_bm25() -> None:
    """Scores of a small collection by hand: Lucene's idf, saturated term frequency, length."""
    texts = ["協力隊 協力隊", "起業人", "起業人 組合 組合 組合"]
    index = LexicalIndex.build(texts)
    tokens = [tokenise(text) for text in texts]
    term, average = "組合", sum(map(len, tokens)) / 3
    tf, length = tokens[2].count(term), len(tokens[2])
    expected = np.log(1 + (3 - 1 + 0.5) / (1 + 0.5)) * tf / (tf + 1.2 * (1 - 0.6 + 0.6 * length / average))
    assert index.scores([term]) == pytest.approx([0, 0, expected], rel=1e-4)
    assert not index.scores(["無い"]).any()
