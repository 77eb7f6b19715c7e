"""How well a piece of evidence fits a question: features, and weights that are data.

The features know no programme and no word, so that the weights (``ranking.yaml``) hold for documents nobody has read.
``madoguchi eval ranking`` measures them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from assistant.case import Understanding
from assistant.cues import cues
from assistant.evidence import Evidence
from assistant.understand.aspects import AspectFinder
from assistant.understand.counters import asked_counters
from corpus.loader import read_yaml
from corpus.schema import Strict
from corpus.text import fold
from index import Index
from index.tokens import term_set, tokenise

FILE = Path(__file__).resolve().parent / "ranking.yaml"
WIDENED_SHARE = 0.4
EARLIER_SHARE = 0.4
AROUND_SHARE = 0.5
NEAR_COSINE = 0.78
_INTRODUCED = frozenset({"definition", "compare"})
_DEFINING = re.compile(r"(取組|制度|もの|組織|者|プログラム|事業|措置|推進|方式[^。]*活用|形成する|支援)。?$")


class Ranking(Strict):
    """``ranking.yaml``: the weight of each feature."""

    weights: dict[str, float]

    def score(self, found: Mapping[str, float]) -> float:
        """The weighted sum."""
        return sum(weight * found[name] for name, weight in self.weights.items())


@cache
def load_ranking(path: Path = FILE) -> Ranking:
    """Read the weights.

    Raises:
        CorpusError: the file is missing or a field does not fit.
    """
    return read_yaml(path, Ranking)


class Fit:
    """Features of evidence for one question."""

    def __init__(self, index: Index, aspects: AspectFinder, understood: Understanding) -> None:
        self._aspects, self._understood = aspects, understood
        self._terms = _weights(index, understood)
        self._total = sum(self._terms.values()) or 1.0
        self._counters = asked_counters(understood.text)

    def features(self, item: Evidence) -> dict[str, float]:
        """What speaks for a piece of evidence, each about 0..1."""
        asked = self._understood
        own, around = term_set(item.text), term_set(item.context)
        shared = sum(
            weight * (1.0 if term in own else AROUND_SHARE if term in around else 0.0)
            for term, weight in self._terms.items()
        )
        curated = item.kind != "source"
        near = 10 * max(0.0, item.cosine - NEAR_COSINE)
        sides = asked.probes or asked.aspects
        return {
            "found": item.score,
            "near_curated": near * curated,
            "near_source": near * (not curated),
            "words": shared / self._total,
            "aspects": self._share(item, asked.aspects),
            "probes": self._share(item, sides),
            "counter": float(any(counter.search(fold(item.text)) for counter in self._counters)),
            "scheme": float(bool(item.scheme and item.scheme in asked.schemes)),
            "other_scheme": float(bool(item.scheme and asked.schemes and item.scheme not in asked.schemes)),
            "edition": float(item.edition in asked.editions),
            "change": float("change" in asked.intents and bool(_marks().search(item.text))),
            "definition": float(
                bool(_INTRODUCED.intersection(asked.intents))
                and not asked.aspects
                and ("definition" in item.topics or introduces(item))
            ),
            "list": float("list" in asked.intents and "list" in item.topics),
            "fact": float(item.kind == "fact"),
            "requirement": float(item.kind == "requirement"),
            "curated_abroad": float(curated and asked.language != "ja"),
            "programme": float(bool(set(item.programmes) & set(asked.programmes[:2]))),
        }

    def _share(self, item: Evidence, sides: Sequence[str]) -> float:
        return sum(self.speaks_to(item, side) for side in sides) / max(1, len(sides))

    def speaks_to(self, item: Evidence, aspect: str) -> bool:
        """Whether a piece of evidence answers an aspect: by its words, or by its topics where the aspect is no probing one.

        A statement about young members has the topic age and says no age limit.
        """
        if aspect in item.topics and not self._aspects.probing(aspect):
            return True
        return self._aspects.answered(aspect, item.text, item.heading)


def _weights(index: Index, understood: Understanding) -> dict[str, float]:
    """Weight of each term: rarity for the question's own words, less for widened and earlier ones."""
    weights: dict[str, float] = {}
    for share, terms in (
        (EARLIER_SHARE, tokenise(understood.standalone)),
        (WIDENED_SHARE, index.widened(understood.text)),
        (1.0, tokenise(understood.text)),
    ):
        for term in terms:
            weights[term] = share * index.rarity(term)
    return weights


@lru_cache(maxsize=1)
def _marks() -> re.Pattern[str]:
    """What a statement of a change looks like (⇒, 拡充, 緩和)."""
    return re.compile("|".join(map(re.escape, cues("intents")["change_marks"])))


def introduces(item: Evidence) -> bool:
    """Whether a source sentence says what a programme is: under its title, not under a subtitle, and not a list."""
    return " > " not in item.heading and bool(_DEFINING.search(item.text)) and item.kind == "source"
