"""Values that follow from what was said. A value said outright stays, unless its attribute prefers the calculated one."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping

from assistant.answer import ProfileValue
from corpus.schema import Attribute

Known = dict[str, ProfileValue]
Derived = tuple[str | float | bool, str] | None

# 「月の半分以上」: the document does not say whether of calendar or of working days. From 15 days on both hold,
# up to 10 days neither does; what lies between stays unknown.
_SURELY_HALF, _SURELY_LESS, _DAYS = 15, 10, 30


def _number(known: Known, attribute: str) -> float | None:
    value = known[attribute].value if attribute in known else None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _per_person(known: Known) -> Derived:
    amount, persons = _number(known, "amount_yen"), _number(known, "persons")
    return None if amount is None else (amount / max(persons or 1, 1), known["amount_yen"].words)


def _hours_per_month(known: Known) -> Derived:
    hours, days = _number(known, "works_hours_per_day"), _number(known, "works_days_per_month")
    if hours is None or days is None:
        return None
    return hours * days, known["works_hours_per_day"].words


def _share_in_area(known: Known) -> Derived:
    for attribute in ("stays_days_per_month", "works_days_per_month"):
        days = _number(known, attribute)
        if days is not None and (days <= _SURELY_LESS or days >= _SURELY_HALF):
            return round(days / _DAYS, 4), known[attribute].words
    return None


def _lives_there(known: Known) -> Derived:
    base, same = known.get("moves_home_base"), known.get("jet_same_area")
    if base is not None:
        return None if base.value is None else (bool(base.value), base.words)
    return (True, same.words) if same is not None and same.value is True else None


_RULES: dict[str, Callable[[Known], Derived]] = {
    "amount_per_person_yen": _per_person,
    "works_hours_per_month": _hours_per_month,
    "work_share_in_area": _share_in_area,
    "lives_in_area": _lives_there,
}


def derive(known: Known, formulas: Mapping[str, Attribute] | None = None) -> Known:
    """The profile with what follows from it.

    Args:
        known: attribute -> value as said.
        formulas: attributes with arithmetic over others ("loan_yen / public_yen").
    """
    result = dict(known)
    for attribute, rule in _RULES.items():
        if attribute not in result and (found := rule(result)) is not None:
            result[attribute] = ProfileValue(attribute=attribute, value=found[0], words=found[1])
    for attribute, schema in (formulas or {}).items():
        if schema.formula is None or (attribute in result and schema.prefer == "said"):
            continue
        if (said := _calculated(schema.formula, result)) is not None:
            result[attribute] = ProfileValue(attribute=attribute, value=said[0], words=said[1])
    return result


def _calculated(formula: str, known: Known) -> tuple[float, str] | None:
    """The value of a formula and the words its parts were read from; None while a part is unknown."""
    tree = ast.parse(formula, mode="eval").body
    names = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)]
    values = {name: _number(known, name) for name in names}
    numbers = {name: value for name, value in values.items() if value is not None}
    if len(numbers) < len(values):
        return None
    try:
        value = _evaluated(tree, numbers)
    except ZeroDivisionError:
        return None
    return round(value, 4), "、".join(dict.fromkeys(known[name].words for name in names))


_OPERATORS: dict[type, Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def _evaluated(node: ast.expr, numbers: Mapping[str, float]) -> float:
    match node:
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_evaluated(left, numbers), _evaluated(right, numbers))
        case ast.Name(id=name):
            return numbers[name]
        case ast.Constant(value=int() | float() as value):
            return float(value)
    raise ValueError(f"formula: expected names, numbers and + - * /, got {ast.unparse(node)}")
