"""Which sides of a programme a question asks about."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.cues import alternatives, literal, pattern
from corpus.schema import Aspect
from corpus.text import fold


class AspectFinder:
    """Finds aspects by their cues; a cue inside a longer cue of another aspect does not count."""

    def __init__(self, aspects: Mapping[str, Aspect]) -> None:
        self._cues = {
            name: (frozenset(map(literal, aspect.cues)), pattern(aspect.cues))
            for name, aspect in aspects.items()
        }
        self._answers = {
            name: alternatives(aspect.answered_by) for name, aspect in aspects.items() if aspect.answered_by
        }
        self._yields = {name: aspect.unless_asked for name, aspect in aspects.items()}
        self._probing = {name for name, aspect in aspects.items() if aspect.probing}
        self._unless = {
            name: alternatives(aspect.unless) for name, aspect in aspects.items() if aspect.unless
        }

    def find(self, question: str) -> list[str]:
        """Aspect ids in order of appearance."""
        folded = fold(question)
        hits = [
            (match.start(), match.end(), name)
            for name, (words, cue) in self._cues.items()
            if any(word in folded for word in words)  # most aspects are not spoken of: a tenth of the search
            for match in cue.finditer(folded)
        ]
        kept = [hit for hit in hits if not any(_inside(hit, other) for other in hits)]
        names = dict.fromkeys(name for _, _, name in sorted(kept))
        return [name for name in names if not names.keys() & set(self._yields[name])]

    def probing(self, aspect: str) -> bool:
        """Whether it is said when nothing answers the aspect."""
        return aspect in self._probing

    def answered(self, aspect: str, text: str, heading: str = "") -> bool:
        """Whether a text under a heading holds what a passage must hold to answer the aspect."""
        answer, unless = self._answers.get(aspect), self._unless.get(aspect)
        if unless is not None and unless.search(f"{heading} {text}"):
            return False
        return answer is None or bool(answer.search(text))


def _inside(hit: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    same = hit[:2] == other[:2]
    return other[2] != hit[2] and not same and other[0] <= hit[0] and hit[1] <= other[1]
