"""What was understood, in words of the asker's language."""

from __future__ import annotations

import pytest

from assistant.answer import Language, ProfileValue
from assistant.told import told
from corpus.loader import ROOT, read_attributes

ATTRIBUTES = read_attributes(ROOT / "attributes")


@pytest.mark.parametrize(
    ("attribute", "value", "language", "expected"),
    [
        ("amount_yen", 3_500_000.0, "ja", "350万円"),
        ("amount_yen", 3_877_000.0, "ja", "3,877,000円"),
        ("amount_yen", 3_500_000.0, "en", "3,500,000 yen"),
        ("works_days_per_month", 4.0, "ja", "4日"),
        ("employment", "freelance", "en", "freelance"),
        ("moves_registration", False, "easy-ja", "いいえ"),
    ],
)
def test_value_in_words(attribute: str, value: object, language: Language, expected: str) -> None:
    """Amounts, numbers with units, categories, yes and no."""
    item = ProfileValue(attribute=attribute, value=value, words="x")  # type: ignore[arg-type]
    found = told(item, ATTRIBUTES, language)
    assert found is not None
    assert found.value == expected
    assert found.correction.strip().startswith(("訂正", "ちがいます", "Correction"))


@pytest.mark.parametrize("language", ["ja", "easy-ja", "en"])
def test_every_attribute_can_be_told(language: Language) -> None:
    """Every value of every attribute has words in every language: none is shown as its id."""
    bare = []
    for name, attribute in ATTRIBUTES.items():
        samples: list[str | float | bool] = {"category": list(attribute.values), "boolean": [True]}.get(
            attribute.type, [1500.0]
        )  # type: ignore[assignment]
        for sample in samples:
            found = told(ProfileValue(attribute=name, value=sample, words="x"), ATTRIBUTES, language)
            if found is None or (found.value == sample and language != "en"):
                bare.append((name, sample))
    assert bare == []
