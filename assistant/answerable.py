"""Does the evidence speak to what is asked? "Right topic, not covered" is told apart here.

No similarity threshold decides: a logistic model weighs how much of what is asked the best evidence takes up
(terms by rarity, aspect, kind of value) and how near it is. No feature knows a programme or a word, so that the same
weights hold for documents nobody has read. The weights are data (``answerable.yaml``), fitted by
``madoguchi eval abstention --fit`` on the development questions.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path
from statistics import median

from assistant.case import Understanding
from assistant.evidence import Evidence
from assistant.logistic import Logistic
from assistant.understand.counters import asked_counters
from assistant.understand.intent import asking_sentences
from assistant.understand.terms import content_terms
from corpus.loader import read_yaml
from corpus.schema import Strict
from corpus.text import fold, quantities
from index import Index
from index.tokens import term_set

FILE = Path(__file__).resolve().parent / "answerable.yaml"
_HEAD = (
    "# Weights of assistant/answerable.py. Made by `madoguchi eval abstention --fit`; "
    "see docs/decisions/0010-abstention.md.\n"
)
BEST, NEAR = 3, 8
_NO_COSINE = 0.78
VALUES = frozenset({"amount", "rate", "budget", "number", "period"})
Features = dict[str, float]


class Weights(Logistic):
    """A fitted model: probability that the question is answered; answered from ``threshold`` on."""

    threshold: float


class Models(Strict):
    """``answerable.yaml``: one model with curated statements at hand, one for documents alone."""

    curated: Weights
    documents: Weights


@cache
def load_models(path: Path = FILE) -> Models:
    """Read the weights.

    Raises:
        CorpusError: the file is missing or a field does not fit.
    """
    return read_yaml(path, Models)


def save_models(models: Models, path: Path = FILE) -> None:
    """Write the weights, as ``madoguchi eval abstention --fit`` does; the next start reads them."""
    import yaml

    text = yaml.safe_dump(models.model_dump(), sort_keys=True)
    path.write_text(_HEAD + text, encoding="utf-8")


def features(
    index: Index,
    understood: Understanding,
    ranked: Sequence[Evidence],
    missing: Collection[str],
    names: Collection[str],
) -> Features:
    """What of a question its evidence takes up.

    Args:
        index: for the rarity of terms.
        understood: the question.
        ranked: evidence, best first.
        missing: aspects that nothing answers.
        names: index terms of the programme's names: they say which programme is meant, not what is asked of it.
    """
    own = [item for item in ranked if not item.foreign_to(understood.programmes)]
    asked = asking_sentences(understood.text)
    weights = {
        term: index.rarity(term)
        for term in content_terms(asked) or content_terms(understood.text)
        if term not in names
    }
    widened = [term for term in index.widened(understood.text) if term not in names]
    best, near = own[:BEST], own[:NEAR]
    held = [_terms(item) for item in near]
    union = frozenset().union(*held)
    highest = math.log1p(len(index.chunks))
    value_asked = bool(VALUES & set(understood.probes) or asked_counters(understood.text))
    english = float(understood.language == "en")
    curated = [item.cosine for item in own if item.kind != "source"]
    source = [item.cosine for item in own if item.kind == "source"]
    cover = max((_share(weights, terms) for terms in held[:BEST]), default=0.0)
    heard = {term: weight for term, weight in weights.items() if index.heard(term)}
    first = held[0] if held else frozenset()
    first_cosine = own[0].cosine if own else 0.0
    return {
        "first_cosine": 10 * max(0.0, first_cosine - _NO_COSINE),
        "first_curated": float(bool(own) and own[0].kind != "source"),
        "first_nearest": float(bool(curated) and first_cosine >= max(curated) - 1e-6),
        "cover_first": _share(weights, first),
        "cover_first_heard": _share(heard, first),
        "cover_first_text": _share(heard, term_set(own[0].text) if own else frozenset()),
        "unheard": 1 - sum(heard.values()) / total if (total := sum(weights.values())) else 0.0,
        "probes_first": sum(side in own[0].speaks for side in understood.probes) / len(understood.probes)
        if own and understood.probes
        else 0.5,
        "curated_cosine": 10 * (max(curated, default=_NO_COSINE) - _NO_COSINE),
        "source_cosine": 10 * (max(source, default=_NO_COSINE) - _NO_COSINE),
        "curated_lead": 10 * (max(curated) - median(curated)) if curated else 0.0,
        "cover": cover,
        "cover_all": _share(weights, union),
        "cover_english": english * cover,
        "uncovered": max((rarity for term, rarity in heard.items() if term not in union), default=0.0)
        / highest,
        "terms": min(len(weights), 8) / 8,
        "widened": sum(term in union for term in widened) / len(widened) if widened else 0.5,
        "missing": float(bool(missing)),
        "probes_answered": float(bool(understood.probes) and not missing),
        "score": ranked[0].score if ranked else 0.0,
        "lead": own[0].score - own[min(BEST, len(own) - 1)].score if own else 0.0,
        "value_missing": float(value_asked and not any(quantities(item.text) for item in best)),
        "counter_missing": float(
            bool(counters := asked_counters(understood.text))
            and not any(counter.search(fold(item.text)) for counter in counters for item in best)
        ),
        "foreign_first": float(bool(ranked) and ranked[0].foreign_to(understood.programmes)),
        "eligibility": float("eligibility" in understood.intents),
        "list": float(bool({"list", "definition", "compare", "change"} & set(understood.intents))),
        "english": english,
        "easy": float(understood.language == "easy-ja"),
        "named": float(understood.named),
    }


def _terms(item: Evidence) -> frozenset[str]:
    return term_set(item.text) | term_set(item.context)


def _share(weights: Mapping[str, float], terms: Collection[str]) -> float:
    total = sum(weights.values())
    return sum(weight for term, weight in weights.items() if term in terms) / total if total else 0.5
