"""Which programmes a question names, by alias or reading, whatever its width, case or script."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.schema import Programme
from corpus.text import fold
from index.readings import SHORTEST, spelled


class Names:
    """Programme names as people write them. English names match whole words; Latin-script Japanese by its sound."""

    def __init__(self, programmes: Sequence[Programme]) -> None:
        self._known = [
            (programme.name, _pattern(programme.aliases), _pattern(programme.weak_aliases))
            for programme in programmes
        ]
        self._sounds = [
            (programme.name, sounds)
            for programme in programmes
            if (sounds := [s for s in map(spelled, programme.readings) if len(s) > SHORTEST])
        ]

    def named(self, question: str) -> set[str]:
        """Official names; weak aliases count when no other name is found."""
        folded = fold(question)
        found = {name for name, strong, _ in self._known if strong and strong.search(folded)}
        if not found:
            sound = spelled(question)
            found = {name for name, sounds in self._sounds if any(s in sound for s in sounds)}
        return found or {name for name, _, weak in self._known if weak and weak.search(folded)}


def _pattern(names: Sequence[str]) -> re.Pattern[str] | None:
    if not names:
        return None
    escaped = ((name, re.escape(name)) for name in map(fold, names))
    return re.compile(
        "|".join(rf"(?<![a-z]){e}(?![a-z])" if name.isascii() else e for name, e in escaped), re.IGNORECASE
    )
