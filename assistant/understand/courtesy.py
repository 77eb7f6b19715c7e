"""Leaves out the sentences that only greet, thank or excuse."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.cues import alternatives, cues

_SENTENCE = re.compile(r"(?<=[。！!?？\n])")
_TRAILING = re.compile(r"[\s。、.,!！…]+$")
_REPEATED = re.compile(r"([?？!！。])[?？!！。]+")


@lru_cache(maxsize=1)
def _patterns() -> re.Pattern[str]:
    return alternatives(cues("courtesy")["patterns"], re.IGNORECASE)


@lru_cache(maxsize=1)
def _openings() -> re.Pattern[str]:
    return alternatives(cues("courtesy")["openings"], re.IGNORECASE)


def plainly(text: str) -> str:
    """The message without its courtesies and with single marks at the ends of sentences; as it is when nothing else is left."""
    single = _openings().sub("", _REPEATED.sub(r"\1", text), count=1)
    kept = [s for s in _SENTENCE.split(single) if not _patterns().search(_TRAILING.sub("", s.strip()))]
    return "".join(kept).strip() or single
