"""The catalogue of interface strings: every word of the pages that is no answer and no source text."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import cast

import yaml

from corpus.text.years import edition_number

HERE = Path(__file__).resolve().parent
FALLBACK = "ja"


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """All strings by language."""
    return cast(
        "dict[str, dict[str, str]]", yaml.safe_load((HERE / "strings.yaml").read_text(encoding="utf-8"))
    )


@cache
def examples(language: str = FALLBACK) -> tuple[str, ...]:
    """Example questions for the empty page."""
    data = cast("dict[str, list[str]]", yaml.safe_load((HERE / "examples.yaml").read_text(encoding="utf-8")))
    return tuple(data.get(language) or data[FALLBACK])


def text(key: str, language: str = FALLBACK, **values: object) -> str:
    """One string of the catalogue with its ``{…}`` filled in.

    Raises:
        KeyError: not even the Japanese block has the key.
    """
    blocks = catalogue()
    found = blocks.get(language, {}).get(key) or blocks[FALLBACK][key]
    return found.format(**values) if values else found


def edition_label(edition: str, language: str = FALLBACK) -> str:
    """``R6`` in words: 令和6年度. Anything else is shown as it is."""
    if not (edition.startswith("R") and edition[1:].isdigit()):
        return edition
    year = edition_number(edition)
    if year == 1:
        return text("edition.first", language)
    return text("edition.year", language, year=year, western=2018 + year)


def lines_label(first: int, last: int, language: str = FALLBACK) -> str:
    """Line numbers in words."""
    return text("citation.line" if first == last else "citation.lines", language, first=first, last=last)
