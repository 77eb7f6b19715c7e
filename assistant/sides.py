"""The sides of a comparison, and what is asked of each: every one is heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from assistant.case import Understanding
from assistant.evidence import Evidence
from assistant.understand.intent import compares_types

KEEP_SHARE = 0.62
"""Share of the best score down to which a statement is worth showing."""
REACH = 12
"""How deep in a side's evidence a statement about an aspect is looked for."""


def sides_of(ranked: Sequence[Evidence], understood: Understanding) -> list[list[Evidence]]:
    """The evidence of each programme, or else of each scheme, that is compared; [] when none are.

    Where one scheme is named beside another way of doing it (会社から来る方と副業の方), the programme's others are meant.
    """
    if "compare" not in understood.intents and len(understood.schemes) < 2:  # noqa: PLR2004
        return []
    programmes = [[item for item in ranked if name in item.programmes] for name in understood.programmes]
    named = list(understood.schemes)
    if len(named) < 2 and "compare" in understood.intents and compares_types(understood.text):  # noqa: PLR2004
        own = [
            item.scheme
            for item in ranked
            if item.scheme and set(item.programmes) & set(understood.programmes)
        ]
        named = list(dict.fromkeys([*named, *own]))
    schemes = [[item for item in ranked if item.scheme == scheme] for scheme in named]
    sides = [side for side in (programmes if len(programmes) > 1 else schemes) if side]
    return sides if len(sides) > 1 else []


def by_turns(ranked: Sequence[Evidence], sides: Sequence[Sequence[Evidence]]) -> list[Evidence]:
    """The sides of a comparison take turns, so that each is heard."""
    turns = [item for row in zip_longest(*sides) for item in row if item is not None]
    top = ranked[0].score if ranked else 0.0
    return [replace(item, score=max(item.score, KEEP_SHARE * top)) for item in dict.fromkeys(turns)]


def every_side(
    chosen: Sequence[Evidence], sides: Sequence[Sequence[Evidence]], aspects: Sequence[str]
) -> list[Evidence]:
    """What is asked of each side comes first (勤務条件と上限は？ of two types: four statements), then the rest."""
    if len(aspects) * len(sides) < 2:  # noqa: PLR2004
        return list(chosen)
    wanted = [
        next((item for item in side[:REACH] if aspect in item.speaks), None)
        for aspect in aspects
        for side in sides
    ]
    return list(dict.fromkeys([*chosen[:1], *(item for item in wanted if item), *chosen[1:]]))
