"""What follows from what was said: formulas of the attribute files."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from assistant.answer import ProfileValue
from assistant.profile.derive import derive
from corpus.schema import Attribute

LABEL = {"ja": "比"}
RATIO = {
    "ratio": Attribute.model_validate(
        {"type": "number", "formula": "loan / public", "label": LABEL, "ask": LABEL}
    )
}
CALCULATED = {"ratio": RATIO["ratio"].model_copy(update={"prefer": "formula"})}


def said(**values: float) -> dict[str, ProfileValue]:
    """A profile of numbers; the words are the numbers."""
    return {
        name: ProfileValue(attribute=name, value=value, words=f"{value:g}") for name, value in values.items()
    }


def test_formula_takes_over_the_words_of_its_parts() -> None:
    """A ratio of two amounts."""
    ratio = derive(said(loan=30.0, public=20.0), RATIO)["ratio"]
    assert ratio.value == pytest.approx(1.5)
    assert ratio.words == "30、20"


@pytest.mark.parametrize("known", [{"loan": 30.0}, {"loan": 30.0, "public": 0.0}])
def test_nothing_follows_from_a_missing_part_or_a_division_by_zero(known: dict[str, float]) -> None:
    """Unknown stays unknown."""
    assert "ratio" not in derive(said(**known), RATIO)


def test_value_said_outright_is_kept() -> None:
    """Unless the attribute says otherwise."""
    assert derive(said(loan=30.0, public=20.0, ratio=2.0), RATIO)["ratio"].value == 2.0


def test_calculated_value_is_nearer_the_truth_than_a_round_one() -> None:
    """Of "about 1.5 times" beside two amounts: the amounts count; without them what was said stays."""
    known = said(loan=44.99, public=30.0, ratio=1.5)
    assert derive(known, CALCULATED)["ratio"].value == pytest.approx(1.4997, abs=1e-4)
    assert derive(said(ratio=1.5), CALCULATED)["ratio"].value == 1.5


@pytest.mark.parametrize("formula", ["loan ** 2", "open('x')", "loan if loan else 0", "loan.real", "loan <"])
def test_formula_is_arithmetic_and_nothing_else(formula: str) -> None:
    """Data is never run as code."""
    label = {"ja": "比"}
    with pytest.raises((ValidationError, SyntaxError)):
        Attribute.model_validate({"type": "number", "formula": formula, "label": label, "ask": label})
