"""The words of a question that name its subject."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.cues import cues
from index.tokens import tokenise

_QUANTITY = re.compile(r"r?\d[\d.]*\D{0,3}")


@lru_cache(maxsize=1)
def _generic() -> frozenset[str]:
    words = [str(word) for word in cues("generic")["words"]]
    return frozenset(words) | {term for word in words for term in tokenise(word)}


def content_terms(question: str) -> list[str]:
    """Index terms that are neither generic (予算, 条件, requirements) nor mere numbers, without repeats."""
    generic = _generic()
    terms = [
        term
        for term in dict.fromkeys(tokenise(question))
        if term not in generic and not _QUANTITY.fullmatch(term)
    ]
    return [
        term for term in terms if not set(tokenise(term)) - {term} or set(tokenise(term)) - {term} - generic
    ]
