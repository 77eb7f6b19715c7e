"""Index terms: numbers whole, compounds beside their pieces, one spelling for every width."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import load_corpus
from index.expansion import Thesaurus
from index.tokens import count_tokens, has_japanese, tokenise

WIDE = str.maketrans({code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000})
HOSTILE = ["\ud800", "a\x00b", "\ufdfa" * 2000, "1" * 5000 + ".", "漢" * 5000, "", " ", "-"]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_cut(text: str) -> None:
    """No text raises; no term is empty or has upper-case Latin letters."""
    terms = tokenise(text)
    assert all(terms)
    assert all(term == term.lower() for term in terms if term.isascii())


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: f"{text[:1]!a}*{len(text)}")
def test_hostile_text_is_cut(text: str) -> None:
    """Surrogates, NUL, ligatures that expand and long runs."""
    assert all(tokenise(text))
    assert count_tokens(text) >= 0


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("abcXYZ0123456789,.%()-R"), max_size=30))
def test_width_does_not_matter(text: str) -> None:
    """Full-width letters and digits give the same terms."""
    sentence = f"上限は{text}です"
    assert tokenise(sentence.translate(WIDE)) == tokenise(sentence)


@given(st.integers(1, 9999))
def test_an_amount_is_one_term_in_every_spelling(man: int) -> None:
    """350万円 and 3,500千円."""
    assert tokenise(f"{man}万円") == tokenise(f"{man * 10:,}千円") == [f"{man}0000円"]


@pytest.mark.parametrize("text", ["令和7年度", "R7", "Ｒ７年度", "令和七年度"])
def test_a_fiscal_year_is_one_term(text: str) -> None:
    """As documents and people write it."""
    assert "r7" in tokenise(f"{text}の上限")


@pytest.mark.parametrize("text", ["2025年度の上限", "FY2025 limit", "2025年の上限"])
def test_a_western_year_finds_the_edition(text: str) -> None:
    """Documents count in 令和, people in years."""
    assert "r7" in tokenise(text)


def test_compounds_stand_beside_their_pieces() -> None:
    """地域活性化起業人 is found whole and by its parts; particles are not terms."""
    terms = tokenise("地域活性化起業人の特別交付税")
    assert {"地域活性化起業人", "特別交付税", "地域", "特別"} <= set(terms)
    assert "の" not in terms


def test_a_number_at_the_end_of_a_sentence_is_a_term() -> None:
    """The full stop is not part of it."""
    assert "350" in tokenise("The limit is 350.")


def test_japanese_is_kana_or_kanji() -> None:
    """Whether a question is searched by its own words."""
    assert has_japanese("R7の上限")
    assert not has_japanese("What is the limit for R7?")


def test_the_thesaurus_matches_whole_english_words() -> None:
    """Pay is not in payment; 田舎 is found inside a sentence."""
    thesaurus = Thesaurus(load_corpus().thesaurus)
    assert "過疎地域" in thesaurus.terms("田舎に住みたい")
    assert "報酬" in thesaurus.terms("How is the pay?")
    assert "報酬" not in thesaurus.terms("payable")
    assert thesaurus.terms("") == []
