"""Who writes: someone who wants to take part, a municipality, or a business."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Literal

from corpus.loader import read_yaml
from corpus.schema import Strict
from corpus.text import fold

FILE = Path(__file__).resolve().parent / "audience.yaml"
Audience = Literal["municipal", "business", "applicant", "unknown"]
_KINDS: tuple[Audience, ...] = ("municipal", "business", "applicant")


class Rules(Strict):
    """``audience.yaml``: words by kind of writer."""

    municipal: list[str]
    business: list[str]
    applicant: list[str]


@cache
def _patterns() -> dict[Audience, list[re.Pattern[str]]]:
    rules = read_yaml(FILE, Rules)
    return {kind: [re.compile(word) for word in getattr(rules, kind)] for kind in _KINDS}


def audience(text: str) -> Audience:
    """Who most probably wrote a text; ``unknown`` when nothing says so."""
    folded = fold(text)
    counts = {kind: sum(bool(p.search(folded)) for p in found) for kind, found in _patterns().items()}
    best = max(counts, key=lambda kind: counts[kind])
    return best if counts[best] else "unknown"
