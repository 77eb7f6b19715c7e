"""Which 施策 and 担当課 a question goes to, which comes second, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.case import State, Understanding
from assistant.logistic import Logistic
from assistant.understand.linking import Linker
from assistant.understand.subject import Subject, cosines_of, owners_of, subject_of
from assistant.understand.terms import content_terms
from corpus import Corpus
from corpus.loader import read_yaml
from corpus.schema import Contact
from index import Index

FILE = Path(__file__).resolve().parent / "confidence.yaml"
HEAD = "# Weights of assistant/triage/routing.py. Made by `madoguchi eval confidence --fit`.\n"
PASSAGES = 24
MANY_TERMS = 8
Features = dict[str, float]


class Confidence(Logistic):
    """``confidence.yaml``: whether the first 担当課 is right; below ``low`` a person decides."""

    low: float


@dataclass(frozen=True)
class Routing:
    """Where a question goes.

    Attributes:
        contact: the row of the contact table; None when the question is about none of its programmes.
        runner_up: the row of the next likely 課.
        candidates: how many programmes it may be about, when that has to be asked back.
        features: what the confidence rests on.
        confidence: how likely the contact is right, 0..1.
    """

    contact: Contact | None
    runner_up: Contact | None
    candidates: int
    features: Features
    confidence: float


@cache
def load_confidence(path: Path = FILE) -> Confidence:
    """Read the weights.

    Raises:
        CorpusError: the file is missing or a field does not fit.
    """
    return read_yaml(path, Confidence)


def save_confidence(model: Confidence, path: Path = FILE) -> None:
    """Write the weights, as ``madoguchi eval confidence --fit`` does; the next start reads them."""
    import yaml

    path.write_text(HEAD + yaml.safe_dump(model.model_dump(), sort_keys=True), encoding="utf-8")
    load_confidence.cache_clear()


class Router:
    """Takes the routing from what the pipeline understood, and weighs how sure it is."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._linker = Linker(corpus.programmes, corpus.subjects)
        self._owners = owners_of(corpus)

    def named(self, text: str) -> list[str]:
        """Official names of the programmes a text names, in order."""
        return [link.programme for link in self._linker.link(text)]

    def announced(self, text: str) -> list[str]:
        """Programmes that a subject or an introduction names outright; words that describe a place (過疎の村) name none."""
        return [link.programme for link in self._linker.link(text) if not self._linker.is_weak(link)]

    def ranked(self, text: str, index: Index) -> dict[str, float]:
        """Programmes by how well they fit a text that names none of them, best first."""
        vector = index.embed(text)
        return dict(subject_of(index, vector, index.search(text, PASSAGES, vector=vector)).ranked)

    def __call__(self, state: State, index: Index) -> Routing:
        """The routing of an examined question; contacts are looked up, never inferred."""
        understood, answer = state["understood"], state["answer"]
        if understood.foreign or not understood.vector:
            return Routing(None, None, 0, {}, 0.0)
        subject = self._subject(understood, index)
        suggested = [card.programme for card in answer.contacts]
        suggested += understood.candidates or understood.programmes
        order = list(dict.fromkeys([*suggested, *(name for name, _ in subject.ranked)]))
        rows = [row for name in order if (row := self._corpus.contact(name))]
        first = rows[0] if suggested or understood.candidates else None
        if first is None:
            return Routing(None, rows[0] if rows else None, len(understood.candidates), {}, 0.0)
        second = next((row for row in rows[1:] if row.division != first.division), None)
        features = self._features(understood, subject, first, answer.status)
        chance = load_confidence().probability(features)
        return Routing(first, second, len(understood.candidates), features, chance)

    def _subject(self, understood: Understanding, index: Index) -> Subject:
        vector = list(understood.vector)
        found = index.search(understood.standalone, PASSAGES, vector=vector)
        return subject_of(index, vector, found, cosines_of(understood.hits, self._owners))

    def _features(self, understood: Understanding, subject: Subject, first: Contact, status: str) -> Features:
        links = self._linker.link(understood.text)
        named = {link.programme for link in links}
        scores = self._by_contact(subject.ranked)
        key = (first.division, first.phone)
        own = scores.pop(key, 0.0)
        other = max(scores.values(), default=0.0)
        return {
            "named": float(understood.named),
            "named_here": float(bool(named)),
            "named_several": float(len({self._key(name) for name in named}) > 1),
            "misspelt": float(any(link.how == "typo" for link in links)),
            "lead": max(-1.0, min(1.0, own - other)),
            "lead_unnamed": 0.0 if understood.named else max(-1.0, min(1.0, own - other)),
            "agrees": float(own >= other),
            "margin": 10 * max(-0.1, min(0.1, subject.margin)),
            "nearest": 10 * max(0.0, subject.nearest - 0.8),
            "crosscutting": subject.crosscutting,
            "asked_back": float(bool(understood.candidates)),
            "not_covered": float(status == "not_covered"),
            "terms": min(len(content_terms(understood.text)), MANY_TERMS) / MANY_TERMS,
            "english": float(understood.language == "en"),
            "easy": float(understood.language == "easy-ja"),
        }

    def _key(self, programme: str) -> tuple[str, str]:
        row = self._corpus.contact(programme)
        return (row.division, row.phone) if row else (programme, "")

    def _by_contact(self, ranked: Sequence[tuple[str, float]]) -> dict[tuple[str, str], float]:
        """The best score of each contact."""
        best: dict[tuple[str, str], float] = {}
        for name, score in ranked:
            key = self._key(name)
            best[key] = max(best.get(key, 0.0), score)
        return best
