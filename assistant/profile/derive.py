"""Values that follow from what was said. A value said outright is never replaced."""

from __future__ import annotations

from collections.abc import Callable

from assistant.answer import ProfileValue

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
        return bool(base.value), base.words
    return (True, same.words) if same is not None and same.value is True else None


_RULES: dict[str, Callable[[Known], Derived]] = {
    "amount_per_person_yen": _per_person,
    "works_hours_per_month": _hours_per_month,
    "work_share_in_area": _share_in_area,
    "lives_in_area": _lives_there,
}


def derive(known: Known) -> Known:
    """The profile with what follows from it.

    Args:
        known: attribute -> value as said.
    """
    result = dict(known)
    for attribute, rule in _RULES.items():
        if attribute not in result and (found := rule(result)) is not None:
            result[attribute] = ProfileValue(attribute=attribute, value=found[0], words=found[1])
    return result
