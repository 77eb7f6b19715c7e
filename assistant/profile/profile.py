"""Reads a profile from a question and the asker's earlier turns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.answer import ProfileValue
from assistant.profile.cues import Places, ProfileCues
from assistant.profile.derive import derive
from assistant.profile.extractors import Reader
from assistant.profile.text import comparison
from corpus.schema import Attribute


def extract_profile(
    question: str,
    history: Sequence[str],
    attributes: Mapping[str, Attribute],
    cues: ProfileCues,
    places: Places,
) -> list[ProfileValue]:
    """What the asker said of the case.

    Args:
        question: the current turn, in Japanese or English.
        history: the asker's earlier turns, oldest first; a later turn replaces what an earlier one said.
        attributes: the schema of the profile; cues for other attributes are not read.
        cues: how people say things.
        places: what zone a place name lies in.

    Returns:
        At most one value an attribute, in the order of the schema. ``words`` are from the comparison form.
    """
    active = frozenset(attributes) & cues.attributes.keys()
    own = frozenset(name for name in active if len(attributes[name].programmes or ()) == 1)
    known: dict[str, ProfileValue] = {}
    for turn in [*history, question]:
        reader = Reader(comparison(turn), cues, places, active, own)
        known |= {name: value for name in cues.attributes if name in active and (value := reader.read(name))}
    known = derive(known, attributes)
    return [known[name] for name in attributes if name in known]


def attributes_for(attributes: Mapping[str, Attribute], programmes: Sequence[str]) -> dict[str, Attribute]:
    """The attributes that can be said in a question about some programmes."""
    return {
        name: item
        for name, item in attributes.items()
        if item.programmes is None or set(item.programmes) & set(programmes)
    }
