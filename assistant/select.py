"""Which of the evidence answers the question, and whether any does."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.answerable import Features, features, load_models
from assistant.case import Understanding
from assistant.evidence import Evidence
from assistant.ranking import Fit, load_ranking
from assistant.understand.aspects import AspectFinder
from assistant.understand.counters import asked_counters
from assistant.understand.intent import asks_several
from assistant.understand.terms import content_terms
from corpus import Corpus
from corpus.text import fold, quantities
from index import Index
from index.tokens import term_set, tokenise

POOL = 24
SHARED_TERMS = 3
COUNTED = "number"
VALUES = frozenset({"amount", "rate", "budget", "number", "period", "when"})
"""Sides that ask for a value: when one of them is answered, the others were words of description (任期を終えた人の割合)."""
PAID = frozenset({"pay", "wage_level", "amount"})
"""How much a person is paid is one question: that there is pay answers no part of it."""
UNPRINTED = "書かれていません"
"""A statement that something is not printed answers nothing."""
ARROW = re.compile("[⇒→]")


@dataclass(frozen=True)
class Selection:
    """Evidence by how well it answers, best first, the aspects nothing answers, and whether the question is answered.

    ``partly``: of several questions one is answered and another is not. ``features`` is what the decision rests on.
    """

    ranked: tuple[Evidence, ...]
    missing: tuple[str, ...]
    answered: bool = True
    partly: bool = False
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
        fit, ranking = Fit(self._index, self._aspects, understood), load_ranking()
        scored = [replace(item, score=ranking.score(fit.features(item))) for item in evidence]
        ranked = sorted(_distinct(scored), key=lambda item: (-item.score, item.rank, item.line))
        missing = self._missing(understood, ranked[:POOL], fit)
        sides = understood.probes or understood.aspects
        ranked = [
            replace(item, speaks=tuple(side for side in sides if fit.speaks_to(item, side)))
            for item in ranked
        ]
        names = {term for name in understood.programmes for term in self._names.get(name, ())}
        found = features(self._index, understood, ranked, missing, names)
        models = load_models()
        model = models.curated if any(item.kind != "source" for item in evidence) else models.documents
        compared = understood.named and "compare" in understood.intents
        elliptical = understood.asked != understood.text
        sure = compared or elliptical or model.probability(found) >= model.threshold
        elsewhere = (
            understood.named
            and not (compared or elliptical)
            and bool(ranked)
            and ranked[0].foreign_to(understood.programmes)
        )
        answered = bool(ranked) and not missing and sure and not elsewhere
        probing = {side for side in understood.probes if self._aspects.probing(side)}
        told = probing - set(missing) - (PAID if PAID.intersection(missing) else frozenset())
        partly = bool(missing and told) and asks_several(understood.text)
        return Selection(tuple(self._revised(ranked, understood)), tuple(missing), answered, partly, found)

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

    def _missing(self, understood: Understanding, pool: Sequence[Evidence], fit: Fit) -> list[str]:
        """Probing aspects that no evidence sharing a subject word with the question answers."""
        probing = [aspect for aspect in understood.probes if self._aspects.probing(aspect)]
        terms = set(content_terms(understood.standalone)) | set(self._index.widened(understood.text))
        named = {term for name in understood.programmes for term in self._names.get(name, ())}
        if not {term for term in terms - named if not term.startswith("何")}:
            terms = set()
        missing = [
            aspect
            for aspect in probing
            if not any(_answers(item, aspect, terms, understood, fit) for item in pool)
        ]
        if VALUES.intersection(probing) - set(missing):
            missing = [aspect for aspect in missing if aspect not in VALUES]
        own = [item for item in pool if not item.foreign_to(understood.programmes)]
        for counter in asked_counters(understood.text):
            if not any(counter.search(fold(item.text)) for item in own):
                missing.append(COUNTED)
        return list(dict.fromkeys(missing))


def _answers(item: Evidence, aspect: str, terms: set[str], understood: Understanding, fit: Fit) -> bool:
    if item.foreign_to(understood.programmes) or UNPRINTED in item.text or not fit.speaks_to(item, aspect):
        return False
    return not terms.isdisjoint(term_set(item.text) | term_set(item.context)) or not terms


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
