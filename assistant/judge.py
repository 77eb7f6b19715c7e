"""Judges a case: which requirements are met, failed or unknown, and what follows for the question.

A requirement decides only when it is in scope: the asker said something its test looks at, or the
question asks for a side of the programme (aspect) that the requirement speaks about. A question with no
such side ("may I join?") puts everything in scope that binds the asker.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from assistant.answer import ProfileValue, State, Verdict
from assistant.logic import Truth, Values, attributes_of, disjunction, evaluate, missing, negation
from corpus.schema import Requirement

ASKERS = frozenset({"applicant", "company", "business", "cooperative"})
ANY_SCHEME = ""
_STATES: dict[Truth, State] = {True: "met", False: "failed", None: "unknown"}
_ORDER: dict[State, int] = {"failed": 0, "unknown": 1, "met": 2}


@dataclass(frozen=True)
class Judged:
    """One requirement as it stands for a case; ``told`` when the asker spoke of what it tests."""

    requirement: Requirement
    state: State
    told: bool
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
    """Requirements in force: superseded ones go, unless an edition before the newer one is asked for."""
    limit = int(edition[1:]) if edition else None
    kept = [item for item in requirements if limit is None or int(item.edition[1:]) <= limit]
    gone = {item.supersedes for item in kept}
    return [item for item in kept if item.id not in gone]


def judge(
    requirements: Sequence[Requirement],
    profile: Sequence[ProfileValue],
    *,
    schemes: Collection[str],
    aspects: Collection[str],
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
        edition: fiscal year asked for ("R6"); None takes the newest.
        general: the question is about the whole programme; None: when no aspect is asked.
        askers: whom a requirement must bind to be in scope of a general question.
    """
    values: Values = {value.attribute: value.value for value in profile}
    wide = not aspects if general is None else general
    rules = _Scope(frozenset(aspects), frozenset(askers) if wide else frozenset(), values)
    in_force = current(requirements, edition)
    candidates = [scheme for scheme in _schemes_of(in_force) if not schemes or scheme in schemes]
    cases = {scheme: rules.case(in_force, scheme) for scheme in candidates or list(schemes) or [ANY_SCHEME]}
    cases = _for_this_person(cases)
    by_scheme = {scheme: _verdict(case) for scheme, case in cases.items()}
    in_scope = _sorted([item for case in cases.values() for item in case if rules.covers(item)])
    unknown = [item for case in cases.values() for item in case if item.state == "unknown" and not rules.covers(item)]
    asks = dict.fromkeys(name for item in in_scope for name in item.missing)
    return Judgement(_combine(by_scheme), tuple(in_scope), tuple(_sorted(unknown)), tuple(asks), by_scheme)
