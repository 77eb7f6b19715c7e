"""Which programme an unnamed question is about, whether it is about any, or whether it must be asked back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus import Corpus
from index import Index, Passage
from index.build import OFF_TOPIC
from index.sayings import Fit
from index.statements import Found

BAND = 0.06
"""Width of the cosine band in which utterances of one language lie; scales cosine differences to about 0..1."""
SAID_WEIGHT = 1.0
FOUND_WEIGHT = 0.15
LINEAR_WEIGHT = 1.0
LINEAR_SHARE = 0.05
"""What the classifier's score is worth beside a cosine, for whether a question is about any programme."""
CURATED_DISCOUNT = 0.02
"""What a curated item's cosine is worth less than that of a saying: there are ten times as many of them."""
RANK_DECAY = 0.3
TEXTS = 6


@dataclass(frozen=True)
class Subject:
    """Programmes by how well they fit an unnamed question.

    Attributes:
        ranked: (official name, score), best first.
        margin: how much better the best fitting programme fits than what is about something else, in cosine; around or
            below zero the question is about something else.
        nearest: cosine of the nearest saying about a programme.
        crosscutting: share of the best passages that belong to no programme.
    """

    ranked: tuple[tuple[str, float], ...]
    margin: float
    nearest: float
    crosscutting: float

    @property
    def lead(self) -> float:
        """How far the first programme is ahead of the second, in their score."""
        scores = [score for _, score in self.ranked[:2]]
        return scores[0] - scores[1] if len(scores) > 1 else 1.0


def subject_of(
    index: Index,
    vector: Sequence[float],
    passages: Sequence[Passage],
    curated: Mapping[str, float] | None = None,
) -> Subject:
    """Weigh what people say about each programme and what was found.

    Args:
        index: for the known sayings.
        vector: the question's embedding.
        passages: what a search without programmes found, best first.
        curated: programmes by the cosine of their nearest curated item; these too are ways to ask, but say nothing of
            whether a question is about something else.
    """
    fits = index.sayings(vector)
    away = _strength(fits.pop(OFF_TOPIC, None))
    nearest = max((fit.nearest for fit in fits.values()), default=0.0)
    margin = max(map(_strength, fits.values()), default=0.0) - away
    said = {name: fit.near for name, fit in fits.items()}
    found, crosscutting = _votes(passages)
    asked = {
        name: max(said.get(name, 0.0), cosine - CURATED_DISCOUNT) for name, cosine in (curated or {}).items()
    }
    said = {**said, **asked}
    best = max(said.values(), default=0.0)
    names = said.keys() | found.keys()
    scores = {
        name: SAID_WEIGHT * max(0.0, 1 - (best - said.get(name, 0.0)) / BAND)
        + FOUND_WEIGHT * found.get(name, 0.0)
        + (LINEAR_WEIGHT * fits[name].linear if name in fits else 0.0)
        for name in names
    }
    ranked = tuple(sorted(scores.items(), key=lambda pair: (-pair[1], pair[0])))
    return Subject(ranked, margin, nearest, crosscutting)


def _strength(fit: Fit | None) -> float:
    return fit.nearest + LINEAR_SHARE * fit.linear if fit else 0.0


def owners_of(corpus: Corpus) -> dict[str, str]:
    """The programme or named subject that each curated item is about, by the item's id."""
    return {
        item.id: known.about
        for known in corpus.knowledge.values()
        if known.programme or known.aliases
        for item in known.findable
    }


def cosines_of(hits: Sequence[Found], owners: Mapping[str, str]) -> dict[str, float]:
    """Programmes by the cosine of their nearest curated item that was found."""
    found: dict[str, float] = {}
    for hit in hits:
        if owner := owners.get(hit.item):
            found[owner] = max(found.get(owner, 0.0), hit.cosine)
    return found


def _votes(passages: Sequence[Passage]) -> tuple[dict[str, float], float]:
    """Each programme's share of the found passages, the best one's share set to 1; and the share of none.

    Contact rows vote, but take no place: a question with 電話 in it finds all of them.
    """
    votes: dict[str, float] = {}
    nobody = total = 0.0
    rank = 0
    for passage in passages:
        if rank >= TEXTS:
            break
        weight = passage.score / (1 + rank * RANK_DECAY)
        rank += passage.kind != "contact"
        total += weight
        if not passage.programmes:
            nobody += weight
        for name in passage.programmes:
            votes[name] = votes.get(name, 0.0) + weight / len(passage.programmes)
    top = max(votes.values(), default=0.0)
    return ({name: vote / top for name, vote in votes.items()} if top else {}), (
        nobody / total if total else 0.0
    )
