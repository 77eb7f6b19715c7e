"""What was understood of the asker, in words that a person can check and correct."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.answer import Language, ProfileValue
from assistant.templates import say
from corpus.schema import Attribute

_MAN = 10_000


@dataclass(frozen=True)
class Told:
    """One thing the asker said: its name, its value, the words it was read from, and how to begin a correction."""

    label: str
    value: str
    words: str
    correction: str


def told(value: ProfileValue, attributes: Mapping[str, Attribute], language: Language) -> Told | None:
    """A profile value in a language; None for an attribute that the schema does not know."""
    attribute = attributes.get(value.attribute)
    if attribute is None:
        return None
    label = attribute.label[language]
    return Told(
        label, _value(value, attribute, language), value.words, say("correction", language, label=label)
    )


def _value(value: ProfileValue, attribute: Attribute, language: Language) -> str:
    if value.value is None:
        return say("undecided", language)
    if isinstance(value.value, bool):
        return say("true" if value.value else "false", language)
    if isinstance(value.value, str):
        return attribute.value_labels.get(value.value, {}).get(language, value.value)
    number = int(value.value) if float(value.value).is_integer() else round(float(value.value), 2)
    if attribute.unit == "yen":
        in_man = language != "en" and number >= _MAN and number % _MAN == 0
        return f"{number // _MAN:,}万円" if in_man else say("yen", language, number=f"{number:,}")
    return f"{number:,}{say(f'unit_{attribute.unit}', language)}" if attribute.unit else f"{number:,}"
