"""Three-valued (strong Kleene) evaluation of requirement tests over a profile.

``True`` is met, ``False`` is failed, ``None`` is unknown: the asker did not say it.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from corpus.schema import AllOf, Always, AnyOf, Leaf, NotOf, Test, leaves

Truth = bool | None
Value = str | int | float | bool | None
Values = Mapping[str, Value]

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
    "in": lambda value, allowed: value in allowed,
}


def negation(truth: Truth) -> Truth:
    """NOT: unknown stays unknown."""
    return None if truth is None else not truth


def conjunction(truths: Iterable[Truth]) -> Truth:
    """AND: one False decides; else one unknown makes it unknown; of nothing, True."""
    known = list(truths)
    if False in known:
        return False
    return None if None in known else True


def disjunction(truths: Iterable[Truth]) -> Truth:
    """OR: one True decides; else one unknown makes it unknown; of nothing, False."""
    known = list(truths)
    if True in known:
        return True
    return None if None in known else False


def evaluate(test: Test, values: Values) -> Truth:
    """Truth of a test for the values an asker gave.

    Args:
        test: a comparison or an all / any / not tree of them.
        values: attribute -> value; a missing attribute is unknown, and so is one whose value is None.

    Raises:
        TypeError: a value cannot be ordered against the test's (a category compared with a number).
    """
    match test:
        case Always():
            return True
        case Leaf():
            given = values.get(test.attribute)
            if test.op == "unsaid":
                return (test.attribute not in values) is bool(test.value)
            return None if given is None else _COMPARE[test.op](given, test.value)
        case AllOf():
            return conjunction(evaluate(part, values) for part in test.all)
        case AnyOf():
            return disjunction(evaluate(part, values) for part in test.any)
        case NotOf():
            return negation(evaluate(test.not_, values))


def attributes_of(test: Test | None) -> frozenset[str]:
    """Every attribute a test looks at; empty for no test."""
    return frozenset(leaf.attribute for leaf in leaves(test))


def missing(test: Test, values: Values) -> list[str]:
    """Attributes that keep a test unknown, in the order of the test; [] when it is decided."""
    if evaluate(test, values) is not None:
        return []
    match test:
        case Always():
            return []
        case Leaf():
            return [test.attribute]
        case NotOf():
            return missing(test.not_, values)
        case AllOf():
            parts = test.all
        case AnyOf():
            parts = test.any
    return list(dict.fromkeys(name for part in parts for name in missing(part, values)))
