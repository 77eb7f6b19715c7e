"""Which of the evidence answers the question, and whether any does."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from assistant.answerable import Features, features, load_models
from assistant.case import Understanding
from assistant.cues import cues
from assistant.evidence import Evidence
from assistant.understand.aspects import AspectFinder
from assistant.understand.counters import asked_counters
from assistant.understand.terms import content_terms
from corpus import Corpus
from corpus.text import fold, quantities
from index import Index
from index.tokens import tokenise

PASSAGE_WEIGHT = 1.0
WORDS_WEIGHT = 0.9
WIDENED_SHARE = 0.4
EARLIER_SHARE = 0.4
ASPECT_WEIGHT = 0.35
EDITION_WEIGHT = 0.25
COUNTER_WEIGHT = 0.35
SCHEME_WEIGHT = 0.2
PROGRAMME_WEIGHT = 0.5
CURATED_WEIGHT = {"fact": 0.2, "requirement": 0.1, "source": 0.0}
FOREIGN_SHARE = 2.0
"""Source sentences are Japanese: in another language a curated statement is worth more."""
CHANGE_WEIGHT = 0.8
DEFINITION_WEIGHT = 0.5
_INTRODUCED = frozenset({"definition", "compare"})
_DEFINING = re.compile(r"(取組|制度|もの|組織|者|プログラム|事業|措置|推進|方式[^。]*活用|形成する|支援)。?$")
POOL = 24
SHARED_TERMS = 3
COUNTED = "number"
VALUES = frozenset({"amount", "rate", "budget", "number", "period", "when"})
"""Sides that ask for a value: when one of them is answered, the others were words of description (任期を終えた人の割合)."""
ARROW = re.compile("[⇒→]")


@dataclass(frozen=True)
class Selection:
    """Evidence by how well it answers, best first, the aspects nothing answers, and whether the question is answered.

    ``features`` is what that decision rests on.
    """

    ranked: tuple[Evidence, ...]
    missing: tuple[str, ...]
    answered: bool = True
    features: Features = field(default_factory=dict, compare=False)


class Select:
    """Scores evidence by passage, shared words, asked aspects, edition and scheme."""

    def __init__(
        self,
        index: Index,
        aspects: AspectFinder,
        newest: str,
        revisions: Sequence[Evidence],
        names: Mapping[str, Collection[str]],
    ) -> None:
        self._index, self._aspects, self._newest, self._revisions = index, aspects, newest, revisions
        self._names = names

    def __call__(self, understood: Understanding, evidence: Sequence[Evidence]) -> Selection:
        """Rank evidence for a question."""
        weights = self._weights(understood)
        scored = [replace(item, score=self._score(item, understood, weights)) for item in evidence]
        ranked = sorted(_distinct(scored), key=lambda item: (-item.score, item.rank, item.line))
        missing = self._missing(understood, ranked[:POOL])
        names = {term for name in understood.programmes for term in self._names.get(name, ())}
        found = features(self._index, understood, ranked, missing, names)
        models = load_models()
        model = models.curated if any(item.kind != "source" for item in evidence) else models.documents
        answered = bool(ranked) and model.probability(found) >= model.threshold
        return Selection(tuple(self._revised(ranked, understood)), tuple(missing), answered, found)

    def _revised(self, ranked: Sequence[Evidence], understood: Understanding) -> list[Evidence]:
        """Evidence with an earlier amount comes after the statement that changes it (560万円⇒590万円)."""
        if understood.editions and self._newest not in understood.editions:
            return list(ranked)
        result: dict[str, Evidence] = {}
        for item in ranked:
            for revision in self._revisions if item.edition != self._newest else ():
                if revision.text not in result and _revises(revision, item):
                    result[revision.text] = replace(revision, score=item.score, rank=item.rank)
            result.setdefault(item.text, item)
        return list(result.values())

    def _weights(self, understood: Understanding) -> dict[str, float]:
        """Weight of each term: rarity for the question's own words, less for widened and earlier ones."""
        weights: dict[str, float] = {}
        for share, terms in (
            (EARLIER_SHARE, tokenise(understood.standalone)),
            (WIDENED_SHARE, self._index.widened(understood.text)),
            (1.0, tokenise(understood.text)),
        ):
            for term in terms:
                weights[term] = share * self._index.rarity(term)
        return weights

    def _score(self, item: Evidence, understood: Understanding, weights: dict[str, float]) -> float:
        own, around = term_set(item.text), term_set(item.context)
        total = sum(weights.values()) or 1.0
        shared = sum(
            weight * (1.0 if term in own else 0.5 if term in around else 0.0)
            for term, weight in weights.items()
        )
        answered = sum(self._speaks_to(item, aspect) for aspect in understood.aspects)
        score = PASSAGE_WEIGHT * item.score + WORDS_WEIGHT * shared / total
        score += ASPECT_WEIGHT * answered / max(1, len(understood.aspects))
        score += COUNTER_WEIGHT * any(
            counter.search(fold(item.text)) for counter in asked_counters(understood.text)
        )
        score += SCHEME_WEIGHT * bool(item.scheme and item.scheme in understood.schemes)
        score -= SCHEME_WEIGHT * bool(
            item.scheme and understood.schemes and item.scheme not in understood.schemes
        )
        score += CHANGE_WEIGHT * bool("change" in understood.intents and _marks().search(item.text))
        score += DEFINITION_WEIGHT * bool(
            _INTRODUCED.intersection(understood.intents)
            and not understood.aspects
            and ("definition" in item.topics or _introduces(item))
        )
        score += CURATED_WEIGHT[item.kind] * (1.0 if understood.language == "ja" else FOREIGN_SHARE)
        score += PROGRAMME_WEIGHT * bool(set(item.programmes) & set(understood.programmes[:2]))
        return score + self._edition(item, understood)

    def _speaks_to(self, item: Evidence, aspect: str) -> bool:
        """Whether a piece of evidence answers an aspect: by its topics where it is curated, else by its words."""
        return aspect in item.topics or self._aspects.answered(aspect, item.text, item.heading)

    def _edition(self, item: Evidence, understood: Understanding) -> float:
        """Asked about a year, that year."""
        return EDITION_WEIGHT if item.edition in understood.editions else 0.0

    def _missing(self, understood: Understanding, pool: Sequence[Evidence]) -> list[str]:
        """Probing aspects that no evidence sharing a subject word with the question answers."""
        probing = [aspect for aspect in understood.probes if self._aspects.probing(aspect)]
        terms = set(content_terms(understood.standalone)) | set(self._index.widened(understood.text))
        named = {term for name in understood.programmes for term in self._names.get(name, ())}
        if not {term for term in terms - named if not term.startswith("何")}:
            terms = set()
        missing = [
            aspect
            for aspect in probing
            if not any(self._answers(item, aspect, terms, understood) for item in pool)
        ]
        if VALUES.intersection(probing) - set(missing):
            missing = [aspect for aspect in missing if aspect not in VALUES]
        own = [
            item
            for item in pool
            if not item.programmes
            or not understood.programmes
            or set(item.programmes) & set(understood.programmes)
        ]
        for counter in asked_counters(understood.text):
            if not any(counter.search(fold(item.text)) for item in own):
                missing.append(COUNTED)
        return list(dict.fromkeys(missing))

    def _answers(self, item: Evidence, aspect: str, terms: set[str], understood: Understanding) -> bool:
        if (
            understood.programmes
            and item.programmes
            and not set(item.programmes) & set(understood.programmes)
        ):
            return False
        if not self._speaks_to(item, aspect):
            return False
        return not terms.isdisjoint(term_set(item.text) | term_set(item.context)) or not terms


@lru_cache(maxsize=1)
def _marks() -> re.Pattern[str]:
    """What a statement of a change looks like (⇒, 拡充, 緩和)."""
    return re.compile("|".join(map(re.escape, cues("intents")["change_marks"])))


@lru_cache(maxsize=16384)
def term_set(text: str) -> frozenset[str]:
    """The index terms of a source sentence or of what stands around it."""
    return frozenset(tokenise(text))


def _introduces(item: Evidence) -> bool:
    """Whether a statement says what a programme is: the text under its title, not under a subtitle, and not a list."""
    return " > " not in item.heading and bool(_DEFINING.search(item.text)) and item.kind == "source"


def _distinct(evidence: Sequence[Evidence]) -> list[Evidence]:
    """One statement a place: of a curated statement and the source sentence it quotes, the better one stays."""
    kept: dict[str, Evidence] = {}
    for item in sorted(evidence, key=lambda item: -item.score):
        others = (other for other in kept.values() if other.kind != item.kind)
        if item.text not in kept and not any(_same_place(item, other) for other in others):
            kept[item.text] = item
    return list(kept.values())


def _same_place(one: Evidence, other: Evidence) -> bool:
    """Whether two pieces of different kinds say the same place; a source sentence with other numbers says more."""
    if not one.quotations or not other.quotations:
        return False
    mine, its = one.quotations[0].quote, other.quotations[0].quote
    overlap = mine in its or its in mine
    return overlap and ("source" in (one.kind, other.kind) or quantities(one.text) == quantities(other.text))


def _revises(revision: Evidence, item: Evidence) -> bool:
    """Whether a change of an amount starts from an amount of the same programme's earlier statement."""
    if not set(revision.programmes) & set(item.programmes):
        return False
    old = [quantity for quantity in quantities(ARROW.split(revision.text)[0]) if quantity.unit == "円"]
    amounts = quantities(item.text)
    shared = term_set(revision.text) & term_set(item.text)
    return bool(old) and old[-1] in amounts and len(shared) >= SHARED_TERMS


def revisions(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Statements of the form 300万円⇒350万円."""
    return [
        item
        for item in evidence
        if len(parts := ARROW.split(item.text)) > 1 and all(quantities(part) for part in parts)
    ]


def names_of(corpus: Corpus) -> dict[str, frozenset[str]]:
    """Index terms of each programme's names: they say which programme is meant, not what is asked of it."""
    return {
        item.name: frozenset(
            term for name in [item.name, *item.aliases, *item.weak_aliases] for term in tokenise(name)
        )
        for item in corpus.programmes
    }
