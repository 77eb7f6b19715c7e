"""Which sides of a programme a question asks for, as against those on which it tells something."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from assistant.answer import ProfileValue
from assistant.case import Understanding
from assistant.judge import ASKERS, Judgement, judge, might_apply
from assistant.logic import attributes_of
from assistant.profile.mentions import find
from assistant.profile.text import comparison
from assistant.understand.aspects import AspectFinder
from assistant.understand.intent import asking_sentences
from corpus.loader import read_yaml
from corpus.schema import Aspect, Requirement, Strict

COST = frozenset({"cost_item", "amount_yen", "amount_per_person_yen", "covered_share"})
TOLD_AT_LENGTH = 4
_ASIDE = re.compile(r"\([^()]{1,40}\)")
"""What is said in brackets is not what is asked: （充当率90%）."""
CUE_FILE = Path(__file__).resolve().parent / "cues" / "scope.yaml"


class ScopeCues(Strict):
    """``scope.yaml``: words that ask for everything that is required, and words that ask to take part as such."""

    whole: list[str]
    join: list[str]


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


@dataclass(frozen=True)
class Scope:
    """What of a case a question is about.

    Attributes:
        aspects: sides it asks for.
        mentioned: ids of requirements whose own cues stand in it.
        focus: sides that it both tells and asks for ("five months: is the term all right?"); when there are any, only
            requirements about them decide.
        general: the case as a whole is asked about: every requirement that counts for a whole case decides.
    """

    aspects: frozenset[str]
    mentioned: frozenset[str]
    focus: frozenset[str]
    general: bool


def judged_case(
    requirements: Sequence[Requirement],
    understood: Understanding,
    aspects: Mapping[str, Aspect],
    finder: AspectFinder,
    nearest: Collection[str] = (),
) -> Judgement:
    """Judge the case of a question against the requirements of its programme, within the scope of the question.

    Args:
        requirements: all of the programme.
        understood: the question.
        aspects: the table of aspects.
        finder: looks for them.
        nearest: ids of requirements that the search found for the question; they are taken as mentioned when its words
            bring none into scope.
    """
    scope = scope_of(understood.asked, requirements, understood.profile, aspects, finder)
    outcome = _judged(requirements, understood, scope)
    if outcome.verdict is None and nearest:
        outcome = _judged(requirements, understood, replace(scope, mentioned=frozenset(nearest)))
    return outcome


def _judged(requirements: Sequence[Requirement], understood: Understanding, scope: Scope) -> Judgement:
    return judge(
        requirements,
        understood.profile,
        schemes=understood.schemes,
        aspects=scope.aspects,
        mentioned=scope.mentioned,
        focus=scope.focus,
        edition=understood.edition,
        general=scope.general,
        askers=_askers(understood.profile),
    )


def scope_of(
    question: str,
    requirements: Sequence[Requirement],
    profile: Sequence[ProfileValue],
    aspects: Mapping[str, Aspect],
    finder: AspectFinder,
) -> Scope:
    """What of a case a question is about."""
    asked = asked_aspects(question, profile, aspects)
    named = mentioned(question, requirements)
    said = {value.attribute: value.value for value in profile}
    told = {
        side
        for item in requirements
        if attributes_of(item.test) & said.keys() and might_apply(item, said)
        for side in item.scope
    }
    focus = told & set(finder.find(_ASIDE.sub("", asking_sentences(question))))
    everything = asks_for_everything(question)
    general = everything or (
        not focus and not named and joins(question) and whole_case(requirements, asked, profile, aspects)
    )
    return Scope(asked, named, frozenset() if everything else frozenset(focus), general)


def joins(question: str, cues: ScopeCues | None = None) -> bool:
    """Whether a question asks to join, apply for or use a programme as such."""
    return next(find(comparison(question), (cues or load_scope_cues()).join), None) is not None


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
        for mention in find(text, filter(None, map(_pattern, aspect.cues))):
            if not any(start <= mention.start and mention.end <= end for start, end in told):
                asked.add(name)
                break
    return frozenset(asked)


@cache
def _pattern(cue: str) -> str:
    """A cue of the table as a pattern over the comparison form."""
    return re.escape(comparison(cue))


def _spans(text: str, words: str) -> Iterable[tuple[int, int]]:
    return [match.span() for match in re.finditer(re.escape(words), text)] if words else []
