"""Cue data: which words of a question mean what. Files with a schema, so that an officer can review them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from corpus.text import fold


def pattern(words: Iterable[str]) -> re.Pattern[str]:
    """One regular expression for cue words: Japanese anywhere, English as whole words, longest first."""
    escaped = sorted({_escaped(word) for word in words}, key=len, reverse=True)
    return re.compile("|".join(escaped) or r"(?!)")


def alternatives(expressions: Iterable[str], flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """One regular expression for several: each may hold alternatives of its own."""
    return re.compile("|".join(f"(?:{expression})" for expression in expressions), flags)


def literal(word: str) -> str:
    """A cue word as it stands in a folded text."""
    plain = fold(word)
    return plain if plain.isascii() else plain.replace(" ", "")


def _escaped(word: str) -> str:
    plain = literal(word)
    return rf"(?<![a-z]){re.escape(plain)}(?![a-z])" if plain.isascii() else re.escape(plain)


@lru_cache
def cues(name: str) -> Any:  # noqa: ANN401 - each file has its own shape
    """A cue file of this folder by name, without ``.yaml``."""
    import yaml

    text = (Path(__file__).parent / f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.CSafeLoader)
