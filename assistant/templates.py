"""The closed set of sentences that are no claims."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

from assistant.answer import Language


@lru_cache(maxsize=1)
def _catalogue() -> dict[str, dict[str, str]]:
    text = Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")
    data: dict[str, dict[str, str]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return data


def echoed(text: str, limit: int = 40) -> str:
    """A question as it may be repeated in an answer: one line, short, without anything that could be a tag."""
    line = " ".join(text.split()).translate({ord("<"): "＜", ord(">"): "＞"})
    return line if len(line) <= limit else f"{line[:limit]}…"


def say(key: str, language: Language, **slots: object) -> str:
    """A template in a language, its slots filled."""
    return _catalogue()[language][key].format(**slots)
