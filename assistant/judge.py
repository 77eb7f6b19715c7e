"""Judges a case: which requirements are met, failed or unknown, and what follows for the question.

A requirement decides only when it is in scope: the asker said something its test looks at, or the
question asks for a side of the programme (aspect, or the requirement's own cues) that the requirement speaks
about. A question with no such side ("may I join?") puts every requirement in scope that counts for a whole case
and binds the asker.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from assistant.answer import ProfileValue, State, Verdict
from assistant.logic import Truth, Values, attributes_of, disjunction, evaluate, missing, negation
from corpus.schema import Requirement
from corpus.text.years import edition_number

ASKERS = frozenset({"applicant", "company", "business", "cooperative"})
ANY_SCHEME = ""
# A question about a cost is not about who may join.
COST = "cost_item"
# Circumstances so rare that an asker in them says so: without a word they are taken as absent.
RARE: Values = {"jet_former": False}
_STATES: dict[Truth, State] = {True: "met", False: "failed", None: "unknown"}
_ORDER: dict[State, int] = {"failed": 0, "unknown": 1, "met": 2}


@dataclass(frozen=True)
class Judged:
    """One requirement as it stands for a case.

    ``told`` when the asker spoke of what it tests; ``doubtful`` when it would fail but nobody knows whether
    it applies.
    """

    requirement: Requirement
    state: State
    told: bool
    doubtful: bool = False
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Judgement:
    """The outcome of a case.

    Attributes:
        verdict: yes, no, conditional; None when no requirement is in scope (the caller says: not covered).
        in_scope: requirements that bear on the verdict, the decisive ones (failed, then unknown) first.
        open: requirements out of scope that nothing is known about; they do not change the verdict.
        questions_back: attributes whose values would settle the unknown requirements in scope.
        by_scheme: scheme id -> its verdict; the key "" stands for a programme without schemes.
    """

    verdict: Verdict | None
    in_scope: tuple[Judged, ...]
    open: tuple[Judged, ...]
    questions_back: tuple[str, ...]
    by_scheme: dict[str, Verdict | None]

    @property
    def permitting(self) -> tuple[str, ...]:
        """Schemes under which the answer is yes."""
        return tuple(scheme for scheme, verdict in self.by_scheme.items() if verdict == "yes")


def current(requirements: Iterable[Requirement], edition: str | None = None) -> list[Requirement]:
    """Requirements in force: superseded ones go, unless an edition before the newer one is asked for; of a year without any, the newest."""
    limit = edition_number(edition) if edition else None
    known = list(requirements)
    kept = [item for item in known if limit is None or edition_number(item.edition) <= limit] or known
    gone = {item.supersedes for item in kept}
    return [item for item in kept if item.id not in gone]


def judge(  # noqa: PLR0913 - the parts of one question, all named
    requirements: Sequence[Requirement],
    profile: Sequence[ProfileValue],
    *,
    schemes: Collection[str],
    aspects: Collection[str],
    mentioned: Collection[str] = (),
    focus: Collection[str] = (),
    edition: str | None = None,
    general: bool | None = None,
    askers: Collection[str] = ASKERS,
) -> Judgement:
    """Judge a case against the requirements of one programme.

    Args:
        requirements: all requirements of the programme.
        profile: what the asker said.
        schemes: scheme ids the question names; empty when unknown, then every scheme is tried.
        aspects: sides the question asks for, best from ``assistant.scope.asked_aspects``.
        mentioned: ids of requirements whose cues stand in the question.
        focus: sides that the question both tells and asks for; when there are any, only they decide. Something told
            beside them that fails turns a yes into conditional.
        edition: fiscal year asked for ("R6"); None takes the newest.
        general: the question is about the whole programme; None: when it asks for no aspect and tells
            nothing that a requirement tests.
        askers: whom a requirement must bind to be in scope of a general question.
    """
    said = {value.attribute: value.value for value in profile}
    in_force = current(requirements, edition)
    named = [scheme for scheme in _schemes_of(in_force) if not schemes or scheme in schemes]
    rules = _Scope(frozenset(aspects), frozenset(mentioned), frozenset(focus), frozenset(), said)
    cases = {scheme: rules.case(in_force, scheme) for scheme in named or list(schemes) or [ANY_SCHEME]}
    cases = _for_this_person(cases)
    if general is None:
        general = not (aspects or mentioned) and not any(
            item.told or item.doubtful for case in cases.values() for item in case
        )
    rules = replace(rules, askers=frozenset(askers) if general else frozenset())
    deciding = {scheme: [item for item in case if rules.covers(item)] for scheme, case in cases.items()}
    if not any(deciding.values()):
        deciding = {scheme: [item for item in case if item.doubtful] for scheme, case in cases.items()}
    deciding = _with_own_rules(deciding)
    by_scheme = {
        scheme: _tempered(_verdict(items), cases[scheme], items) for scheme, items in deciding.items()
    }
    in_scope = _sorted(item for items in deciding.values() for item in items)
    named_ids = {item.requirement.id for item in in_scope}
    rest = _sorted(item for case in cases.values() for item in case)
    unknown = tuple(item for item in rest if item.state == "unknown" and item.requirement.id not in named_ids)
    return Judgement(_combine(by_scheme), tuple(in_scope), unknown, _questions(in_scope), by_scheme)


def might_apply(item: Requirement, said: Values) -> bool:
    """Whether a requirement binds in the case, or may for all that was said."""
    return item.applies is None or evaluate(item.applies, {**RARE, **said}) is not False


@dataclass(frozen=True)
class _Scope:
    """What decides: the aspects asked for, the requirements mentioned, whom a general question is about, what was said."""

    aspects: frozenset[str]
    mentioned: frozenset[str]
    focus: frozenset[str]
    askers: frozenset[str]
    said: Values

    @property
    def values(self) -> Values:
        """What was said, and what silence means."""
        return {**RARE, **self.said}

    def case(self, requirements: Iterable[Requirement], scheme: str) -> list[Judged]:
        """Requirements in force for a scheme, each with its state; those that do not apply are left out."""
        bound = (item for item in requirements if item.scheme is None or scheme in item.scheme)
        return [judged for item in bound if (judged := self._state(item)) is not None]

    def _state(self, item: Requirement) -> Judged | None:
        applies = True if item.applies is None else evaluate(item.applies, self.values)
        if applies is False:
            return None
        if item.test is None:
            return Judged(item, "unknown", told=False)
        tested = evaluate(item.test, self.values)
        truth = disjunction([negation(applies), tested])
        told = applies is True and bool(attributes_of(item.test) & self.said.keys())
        gap = missing(item.test if applies or item.applies is None else item.applies, self.values)
        return Judged(
            item,
            _STATES[truth],
            told,
            applies is None and tested is False,
            tuple(gap) if truth is None else (),
        )

    def covers(self, judged: Judged) -> bool:
        """Whether a requirement bears on the verdict."""
        item = judged.requirement
        if self.focus and not (
            self.focus.intersection(item.scope) or (judged.told and item.id in self.mentioned)
        ):
            return False
        if item.test is None or judged.told or item.counts == "told":
            return judged.told
        if item.applies is not None:
            return evaluate(item.applies, self.values) is True
        if item.id in self.mentioned or (self.aspects.intersection(item.scope) and COST not in self.said):
            return True
        return item.counts == "case" and item.binds in self.askers and COST not in self.said


def _verdict(deciding: Sequence[Judged]) -> Verdict | None:
    """Any failed: no; else any unknown: conditional; else yes; None when nothing is in scope."""
    if not deciding:
        return None
    states = {item.state for item in deciding}
    if "failed" in states:
        return "no"
    return "conditional" if "unknown" in states else "yes"


def _tempered(verdict: Verdict | None, case: Sequence[Judged], deciding: Sequence[Judged]) -> Verdict | None:
    """No yes while something else that the asker told fails."""
    beside = any(item.told and item.state == "failed" and item not in deciding for item in case)
    return "conditional" if verdict == "yes" and beside else verdict


def _schemes_of(requirements: Iterable[Requirement]) -> list[str]:
    """Every scheme id the requirements name, in their order."""
    return list(dict.fromkeys(scheme for item in requirements for scheme in item.scheme or []))


def _for_this_person(cases: dict[str, list[Judged]]) -> dict[str, list[Judged]]:
    """Leave out schemes made for other people, when what the asker is fits the target of another one."""

    def fits(case: list[Judged], state: State) -> bool:
        return any("employment" in item.requirement.scope and item.state == state for item in case)

    if not any(fits(case, "met") for case in cases.values()):
        return cases
    return {scheme: case for scheme, case in cases.items() if not fits(case, "failed")}


def _with_own_rules(deciding: dict[str, list[Judged]]) -> dict[str, list[Judged]]:
    """Where rules of particular schemes decide, schemes on which only common rules bear have no say."""
    own = {
        scheme: items for scheme, items in deciding.items() if any(item.requirement.scheme for item in items)
    }
    return own or deciding


def _combine(by_scheme: dict[str, Verdict | None]) -> Verdict | None:
    """One verdict for all schemes: what they agree on, conditional when it depends on the scheme."""
    verdicts = {verdict for verdict in by_scheme.values() if verdict is not None}
    if len(verdicts) > 1:
        return "conditional"
    return verdicts.pop() if verdicts else None


def _sorted(items: Iterable[Judged]) -> list[Judged]:
    """Each requirement once; failed, then unknown, then met; what the asker spoke of before the rest."""
    once = {item.requirement.id: item for item in items}
    return sorted(once.values(), key=lambda item: (_ORDER[item.state], not item.told))


def _questions(items: Sequence[Judged]) -> tuple[str, ...]:
    """Attributes to ask for: the first one missing of each requirement, then the second ones, ..."""
    rounds = zip_longest(*(item.missing for item in items))
    return tuple(dict.fromkeys(name for round_ in rounds for name in round_ if name is not None))
