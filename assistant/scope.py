"""Which sides of a programme a question asks for, as against those on which it tells something."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from assistant.answer import ProfileValue
from assistant.case import Understanding
from assistant.judge import ASKERS, Judgement, judge
from assistant.profile.mentions import find
from assistant.profile.text import comparison
from corpus.loader import read_yaml
from corpus.schema import Aspect, Requirement, Strict

COST = frozenset({"cost_item", "amount_yen", "amount_per_person_yen", "covered_share"})
TOLD_AT_LENGTH = 4
CUE_FILE = Path(__file__).resolve().parent / "cues" / "scope.yaml"


class ScopeCues(Strict):
    """``scope.yaml``: words that ask for everything that is required."""

    whole: list[str]


@cache
def load_scope_cues(path: Path = CUE_FILE) -> ScopeCues:
    """Read the cue file.

    Raises:
        CorpusError: the file is missing or a field does not fit.
    """
    return read_yaml(path, ScopeCues)


def asks_for_everything(question: str, cues: ScopeCues | None = None) -> bool:
    """Whether a question asks for all that is required ("what must I fulfil?"), not for what it tells."""
    return next(find(comparison(question), (cues or load_scope_cues()).whole), None) is not None


def judged_case(
    requirements: Sequence[Requirement], understood: Understanding, aspects: Mapping[str, Aspect]
) -> Judgement:
    """Judge the case of a question against the requirements of its programme, within the scope of the question."""
    asked = asked_aspects(understood.asked, understood.profile, aspects)
    named = mentioned(understood.asked, requirements)
    general = asks_for_everything(understood.asked) or (
        not named and whole_case(requirements, asked, understood.profile, aspects)
    )
    return judge(
        requirements,
        understood.profile,
        schemes=understood.schemes,
        aspects=asked,
        mentioned=named,
        edition=understood.editions[0] if understood.editions else None,
        general=general,
        askers=_askers(understood.profile),
    )


def _askers(profile: Sequence[ProfileValue]) -> frozenset[str]:
    """Whom a requirement must bind to count in a whole case: the asker, as far as it is known who asks."""
    role = next((value.value for value in profile if value.attribute == "asker"), None)
    return ASKERS if role is None else frozenset({str(role)})


def mentioned(question: str, requirements: Iterable[Requirement]) -> frozenset[str]:
    """Ids of the requirements whose own cues stand in the question."""
    text = comparison(question)
    return frozenset(item.id for item in requirements if next(find(text, item.cues), None) is not None)


def whole_case(
    requirements: Iterable[Requirement],
    asked: Collection[str],
    profile: Sequence[ProfileValue],
    aspects: Mapping[str, Aspect],
) -> bool:
    """Whether a case as a whole is asked about ("may I join?", "does this qualify?"): then all conditions count.

    A question for a cost, or for one side that a requirement speaks about (the agreement, the place of the company),
    is about that alone, and so is one for a service beside the programme; a case told at length, or a side that no requirement knows, is about the whole.
    """
    if any(value.attribute in COST for value in profile) or any(aspects[name].offer for name in asked):
        return False
    return not any(set(item.scope) & set(asked) for item in requirements) or len(profile) >= TOLD_AT_LENGTH


def asked_aspects(
    question: str, profile: Sequence[ProfileValue], aspects: Mapping[str, Aspect]
) -> frozenset[str]:
    """Aspects that bring requirements into the scope of an eligibility question.

    An aspect whose every cue lies inside words that gave a profile value is told, not asked: what was told
    decides anyway. Generic aspects (amount, period, ...) ask for a value, not for a condition.

    Args:
        question: the current turn.
        profile: values read from it.
        aspects: the table of aspects.
    """
    text = comparison(question)
    told = [span for value in profile for word in value.words.split("、") for span in _spans(text, word)]
    asked = set()
    for name, aspect in aspects.items():
        if aspect.generic:
            continue
        for mention in find(text, filter(None, map(_literal, aspect.cues))):
            if not any(start <= mention.start and mention.end <= end for start, end in told):
                asked.add(name)
                break
    return frozenset(asked)


@cache
def _literal(cue: str) -> str:
    """A cue of the table as a pattern; "" when nothing of it is left."""
    return re.escape(comparison(cue))


def _spans(text: str, words: str) -> Iterable[tuple[int, int]]:
    return [match.span() for match in re.finditer(re.escape(words), text)] if words else []
