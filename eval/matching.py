"""Key facts: does a text contain an alternative, under the matching of the questions README?"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence


def normalise(text: str) -> str:
    """NFKC, lower case, without white space and ``*``: the form in which facts are compared."""
    folded = unicodedata.normalize("NFKC", text).lower()
    # NFKC can give new white space and lower() new marks, so white space goes last.
    return "".join(char for char in folded if not char.isspace() and char != "*")


def contains(text: str, alternative: str) -> bool:
    """Whether the normalised text holds the normalised alternative."""
    return normalise(alternative) in normalise(text)


def missing(text: str, must_include: Iterable[Sequence[str]]) -> list[Sequence[str]]:
    """The inner lists of which the text holds no alternative; [] when every key fact is there."""
    plain = normalise(text)
    return [group for group in must_include if not any(normalise(option) in plain for option in group)]


def forbidden(text: str, must_not_include: Iterable[str]) -> list[str]:
    """The strings that make the answer wrong and stand in the text."""
    plain = normalise(text)
    return [string for string in must_not_include if normalise(string) in plain]
