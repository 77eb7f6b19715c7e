"""The ranker that serves the assistant and retrieval sets, and what it is made of."""

from __future__ import annotations

import pytest

from corpus import Corpus, load_corpus
from index import Index
from index.build import Built
from index.fusion import fuse
from index.lexical import LexicalIndex
from index.names import Names
from index.ranker import Ranker
from index.readings import Readings, spelled
from index.settings import IndexSettings
from index.titles import own_titles, titles_of
from index.tokens import tokenise

Real = tuple[IndexSettings, Corpus, Built]


@pytest.fixture(scope="module")
def index(real: Real) -> Index:
    """The index, open."""
    settings, corpus, _built = real
    return Index(settings, corpus)


@pytest.mark.parametrize(
    "texts",
    [
        ["きょうりょくたい", "kyouryokutai", "Kyoryokutai", "ｷｮｳﾘｮｸﾀｲ"],
        ["しゅうらく", "shuuraku", "syuraku", "シュウラク"],
        ["じちたい", "jichitai", "zititai"],
        ["ふるさと", "furusato", "hurusato"],
    ],
)
def test_one_spelling_for_every_script(texts: list[str]) -> None:
    """Kana, half-width kana and both common romanisations come out alike."""
    assert len({spelled(text) for text in texts}) == 1


def test_terms_are_found_by_sound() -> None:
    """Kana and Latin letters find the term; a question with kanji is left to its words, an English one finds none."""
    readings = Readings(["移動", "移動販売", "期間"])
    assert readings.terms("いどうはんばい") == ["移動販売"]
    assert readings.terms("ido hanbai no kikan") == ["移動販売", "期間"]
    assert readings.terms("移動はんばい") == []
    assert readings.terms("how long is the term") == []


def test_titles_share_the_weight_of_meaning() -> None:
    """A list of titles halves the whole texts' share and leaves the words' as it is."""
    made = fuse({1: 0.9, 2: 0.8}, {2: 3.0}, titles={1: 0.5, 2: 0.7}, titled={1, 2})
    assert made == pytest.approx({1: 0.25, 2: 0.75})


def test_a_row_without_a_title_goes_by_its_text() -> None:
    """It loses nothing to rows that have one."""
    made = fuse({1: 0.9, 2: 0.8, 3: 0.7}, {}, titles={2: 0.7, 3: 0.5}, titled={2, 3})
    assert made == pytest.approx({1: 1.0, 2: 0.75, 3: 0.0})


def test_a_title_names_its_text_where_nearly_all_have_their_own() -> None:
    """A question of a FAQ does; a heading that one chunk happens to have alone does not, nor one that two have."""
    questions = [f"質問{n}" for n in range(40)]
    assert own_titles([*questions, "概要", "予算", "概要", ""], [0] * 40 + [1] * 4) == dict(
        enumerate(questions)
    )
    assert own_titles([*questions, "質問0"]) == dict(list(enumerate(questions))[1:])
    assert own_titles(["", ""]) == {}


def test_contact_rows_are_titled_by_their_programme(index: Index) -> None:
    """Their heading is one for all; the outline's headings are nobody's own in the shipped document."""
    titled = [index.chunks[row] for row in titles_of(index.chunks)]
    assert {chunk.kind for chunk in titled} == {"contact"}
    assert len(titled) == len({chunk.title for chunk in titled}) > 10


def test_ranker_serves_any_texts() -> None:
    """Without vectors of titles, thesaurus or Chroma: words and cosines of three texts."""
    texts = ["住民票の写し", "粗大ごみの申し込み", "保育園の入園"]
    ranker = Ranker(LexicalIndex.build(texts), lambda _vector, _n: {0: 0.7, 1: 0.8, 2: 0.1})
    assert ranker.rank("粗大ごみ", [1.0]).best(1) == [1]
    assert ranker.rank("粗大ごみ", [], "lexical").cosines == {}
    assert ranker.rank("xyz", [], "lexical", tokenise("入園")).best(1) == [2]


def test_names_in_any_script() -> None:
    """Alias, reading, romaji; a word inside an English word is no name."""
    names = Names(load_corpus().programmes)
    for text in ("協力隊の任期", "きょうりょくたいのにんき", "Chiikiokoshi Kyoryokutai"):
        assert "地域おこし協力隊" in names.named(text), text
    assert names.named("jets over the city") == set()


def test_contact_row_comes_first_when_asked_for(index: Index) -> None:
    """Asked whom to call, the row of the programme in question leads; asked anything else, it does not."""
    first = index.search("ローカル10,000プロジェクトの窓口はどこですか", 1)[0]
    assert (first.kind, first.programmes) == ("contact", ["ローカル10,000プロジェクト"])
    assert index.search("ローカル10,000プロジェクトの補助率は？", 1)[0].kind != "contact"


def test_engines_alone_get_no_names(index: Index) -> None:
    """The modes that are measured as baselines rank by their engine and nothing else."""
    scores = [passage.score for passage in index.search("協力隊の窓口", 5, "dense")]
    assert scores == sorted(scores, reverse=True)
    assert max(scores) <= 1


def test_spans_are_verbatim_and_know_their_neighbours(index: Index, real: Real) -> None:
    """Each span stands on its lines; the one that answers is among the first, with what stands before it."""
    found = index.spans("地域おこし協力隊の活動期間は？", 5)
    for span in found:
        if span.passage.kind == "text":
            source = real[1].documents[span.passage.document].text(*span.lines)
            assert span.text.strip() in source
    best = next(span for span in found if span.lines == (207, 207))
    assert best.text.strip() == "○活動期間：概ね1年以上3年以下"
    assert best.neighbours()[0][0].strip() == "○実施主体：地方公共団体"
    assert "地域おこし協力隊" in best.heading


def test_row_is_one_span_below_its_head(index: Index) -> None:
    """A table row comes whole, with the head of its table before it."""
    span = next(s for s in index.spans("令和5年度の協力隊の隊員数", 20) if s.passage.kind == "row")
    assert "\t" in span.text
    assert "年度" in span.neighbours()[0][0]
