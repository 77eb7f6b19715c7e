"""What a question counts, and how an answer to it must print the number."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.cues import alternatives, cues
from corpus.text import fold


@lru_cache(maxsize=1)
def _counters() -> list[tuple[re.Pattern[str], re.Pattern[str]]]:
    return [(alternatives(entry["ask"]), alternatives(entry["print"])) for entry in cues("counters")]


@lru_cache(maxsize=64)
def asked_counters(question: str) -> list[re.Pattern[str]]:
    """Patterns one of which an answer must match, for each thing that is counted; [] when nothing is."""
    folded = fold(question)
    return [answer for ask, answer in _counters() if ask.search(folded)]
