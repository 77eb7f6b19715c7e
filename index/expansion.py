"""Widens a question by what documents call the things that people say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.schema import Synonyms
from corpus.text import fold
from index.tokens import tokenise


class Thesaurus:
    """Looks up the document terms for the words of a question; English words match whole."""

    def __init__(self, entries: Sequence[Synonyms]) -> None:
        self._entries = [
            (_pattern(entry.say), [term for text in entry.find for term in tokenise(text)])
            for entry in entries
        ]
        self._kept = lru_cache(maxsize=64)(
            self._terms
        )  # several steps ask for the terms of the same question

    def terms(self, question: str) -> list[str]:
        """Index terms to add to a search for the question, without repeats."""
        return list(self._kept(question))

    def _terms(self, question: str) -> list[str]:
        folded = fold(question)
        found = [term for pattern, terms in self._entries if pattern.search(folded) for term in terms]
        return list(dict.fromkeys(found))


@lru_cache(maxsize=1024)
def _word(word: str) -> str:
    escaped = re.escape(fold(word))
    return rf"(?<![a-z]){escaped}(?![a-z])" if word.isascii() else escaped


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(_word(word) for word in words))
