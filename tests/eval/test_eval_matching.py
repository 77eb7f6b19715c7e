"""Key facts are compared as the questions README says."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.matching import contains, forbidden, missing, normalise

PLAIN = st.text(alphabet="あア漢円万0189,.abcXYZ-", min_size=1, max_size=20)
BLANKS = st.text(alphabet=" \t\n\u3000*\u00a0", max_size=5)


@pytest.mark.parametrize("written", ["３５０万円", "350 万円", "**350**万円", "350\n万\u3000円"])
def test_width_white_space_and_stars_do_not_matter(written: str) -> None:
    """The README's own examples are equal."""
    assert contains(f"上限は{written}です", "350万円")


def test_case_does_not_matter() -> None:
    """English facts match in any case."""
    assert contains("About 3.5 Million Yen", "3.5 million")


def test_another_number_does_not_match() -> None:
    """A digit more or less is another fact."""
    assert not contains("上限は351万円です", "350万円")
    assert not contains("35 0 1万円", "350万円")


@settings(deadline=None)
@given(PLAIN, BLANKS, st.data())
def test_blanks_anywhere_change_nothing(text: str, blanks: str, data: st.DataObject) -> None:
    """White space and stars inserted at any place leave the normal form as it is."""
    at = data.draw(st.integers(0, len(text)))
    assert normalise(text[:at] + blanks + text[at:]) == normalise(text)


@settings(deadline=None)
@given(PLAIN, PLAIN, PLAIN)
def test_a_text_contains_its_parts(before: str, fact: str, after: str) -> None:
    """Whatever stands around a fact, it is found."""
    assert contains(before + fact + after, fact)


def test_every_group_needs_one_alternative() -> None:
    """Groups are joined by and, alternatives by or."""
    groups = [["収入", "給料"], ["過疎対策室"]]
    assert missing("給料がもらえます", groups) == [["過疎対策室"]]
    assert missing("過疎対策室へ。収入があります", groups) == []


def test_forbidden_strings_are_listed() -> None:
    """Only the strings that stand in the text are returned."""
    assert forbidden("電話は０３-5253-5391", ["03-5253-5391", "03-5253-5392"]) == ["03-5253-5391"]
