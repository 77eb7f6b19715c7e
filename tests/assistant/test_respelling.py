"""Questions typed in kana alone are read with the documents' words."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understand.respelling import Respeller
from corpus import Corpus, load_corpus
from index.tokens import has_kanji
from tests.conftest import Ask

RESPELL = Respeller(load_corpus())


@pytest.mark.parametrize(
    ("kana", "spelled"),
    [
        ("ちいきおこしきょうりょくたいの にんきは？", "地域おこし協力隊の 任期は？"),
        ("れいわ６ねんどの ほせいよさんは いくらですか", "令和６年度の 補正予算は いくらですか"),
        ("とくべつこうふぜいの ばあいは どうなりますか", "特別交付税の 場合は どうなりますか"),
        ("こどもたちが いく こうりゅうの よさん", "子供たちが いく 交流の 予算"),
    ],
)
def test_words_of_the_documents_are_found(kana: str, spelled: str) -> None:
    """Also words of three kana, between particles."""
    assert RESPELL(kana) == spelled


def test_a_greeting_may_have_kanji() -> None:
    """Only the rest has to be typed in kana."""
    greeting = "お世話になっております。"
    assert RESPELL(f"{greeting}きょうりょくたいの にんきは？") == f"{greeting}協力隊の 任期は？"


@pytest.mark.parametrize("text", ["ひっこしを しないで なれますか", "そうですか。でしょうか。ありますか"])
def test_helping_words_are_no_nouns(text: str) -> None:
    """しないで is not 市内で, でしょうか no 消化."""
    assert RESPELL(text) == text


@given(st.text("漢字かなカナabc 1。", max_size=40))
def test_other_texts_stay(text: str) -> None:
    """What has kanji, or hardly any kana, is left alone; nothing but kana ever changes."""
    if has_kanji(text):
        assert RESPELL(text) == text
    assert [c for c in RESPELL(text) if c in "abc1。"] == [c for c in text if c in "abc1。"]


def test_long_kana_is_read_quickly() -> None:
    """The work grows with the length, not with its square."""
    begin = time.monotonic()
    RESPELL("きょうりょくたいの" * 220)
    assert time.monotonic() - begin < 2


@pytest.mark.parametrize(
    ("kana", "kanji"),
    [
        ("ちいきおこしきょうりょくたいの にんきは なんねんですか", "地域おこし協力隊の任期は何年ですか"),
        ("ていじゅうじりつけんは いま いくつ ありますか", "定住自立圏は今いくつありますか"),
        ("かんけいじんこうの たんとうかの でんわばんごうは？", "関係人口の担当課の電話番号は？"),
    ],
)
def test_the_answer_rests_on_the_same_passages(ask: Ask, kana: str, kanji: str) -> None:
    """As if it had been typed with kanji."""
    one, other = ask(kana), ask(kanji)
    assert (one.status, one.programmes) == (other.status, other.programmes)
    assert {c.quote for c in one.citations} & {c.quote for c in other.citations} or not other.citations


def test_corpus_is_not_read_for_questions_with_kanji(corpus: Corpus) -> None:
    """The table is made at the first question in kana."""
    fresh = Respeller(corpus)
    fresh("協力隊の任期は何年ですか")
    assert "_spellings" not in vars(fresh)
