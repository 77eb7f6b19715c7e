"""The closed set of sentences that are no claims."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

from assistant.answer import Language


@lru_cache(maxsize=1)
def _catalogue() -> dict[str, dict[str, str]]:
    data: dict[str, dict[str, str]] = yaml.safe_load(
        Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")
    )
    return data


def say(key: str, language: Language, **slots: object) -> str:
    """A template in a language, its slots filled."""
    return _catalogue()[language][key].format(**slots)
