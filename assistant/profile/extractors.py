"""One extractor for each kind of attribute; what is particular to an attribute is in the cue file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from assistant.answer import ProfileValue
from assistant.profile.amount import Amount
from assistant.profile.cues import (
    BooleanCues,
    CategoryCues,
    PartiesCues,
    PlaceCues,
    Places,
    ProfileCues,
    QuantityCues,
)
from assistant.profile.mentions import (
    Mention,
    compiled,
    contains,
    find,
    is_topic,
    outermost,
    polarity,
    standing,
)
from assistant.profile.numbers import amounts
from assistant.profile.places import as_meant, owner_of, places_in, value_of
from assistant.profile.text import clause_around, sentence_around

_BEFORE, _AFTER = 10, 12
_PARTNER_DENIED = re.compile(r"^(?:とは|とも|と|は|を|も|の)?[^、。と]{0,10}?(?:ず|ない|なく|ません|なし)")
_PARTNER_ONLY = re.compile(r"^(?:と|とは|が|との間で)?(?:だけ|のみ)")
_PARTNER_ONLY_EN = re.compile(r"(?:only|just|solely) (?:with |by )?(?:the |my |our )?$")


_MEASURE = re.compile(
    r"いくら|何(日|時間|円|人|年|か月|割)|額|率|指数|日数|時間|期間|how (much|many|long)|amount|rate|index|number|length|loan|sum"
)


@dataclass(frozen=True)
class Reader:
    """Reads attributes from one turn: the text in comparison form, with the cue files.

    ``active`` are the attributes that are read; ``own`` those of them that belong to one programme alone: what they claim, no general one takes.
    """

    text: str
    cues: ProfileCues
    places: Places
    active: frozenset[str]
    own: frozenset[str] = frozenset()
    _shared: dict[str, dict[tuple[int, int], str]] = field(default_factory=dict)

    def read(self, attribute: str) -> ProfileValue | None:
        """The value of one attribute, or None when this turn does not say it."""
        cue = self.cues.attributes[attribute]
        found = _KINDS[type(cue)](self, attribute, cue)
        return None if found is None else ProfileValue(attribute=attribute, value=found[0], words=found[1])

    def category(self, _attribute: str, cue: CategoryCues) -> tuple[str | None, str] | None:
        """The value said of the asker's own case; of equals, the last."""
        if not contains(self.text, cue.role):
            return None
        mentions = outermost(
            (mention, value)
            for value, patterns in cue.values.items()
            for mention in find(self.text, patterns)
            if not (cue.own_case and is_topic(self.text, mention, self.cues.polarity))
        )
        meant = [
            (polarity(self.text, mention, self.cues.polarity), mention, value) for mention, value in mentions
        ]
        said = [
            (standing(self.text, mention, self.cues.standing), mention.start, value, mention.words)
            for how, mention, value in meant
            if how == "said"
        ]
        if said:
            _, _, value, words = max(said)
            return value, words
        open_ = next((mention.words for how, mention, _ in meant if how == "undecided"), None)
        if open_ is not None:
            return None, open_
        return self._by_place(cue.places) if cue.places else None

    def boolean(self, _attribute: str, cue: BooleanCues) -> tuple[bool | None, str] | None:
        """True or false; a denied word counts as its opposite, of several the last counts."""
        if not contains(self.text, cue.role):
            return None
        mentions = outermost(
            (mention, value)
            for value, patterns in (("true", cue.true), ("false", cue.false))
            for mention in find(self.text, patterns)
            if not (cue.own_case and is_topic(self.text, mention, self.cues.polarity))
            and not (
                cue.unless
                and re.match(f".{{0,4}}?(?:{compiled(tuple(cue.unless)).pattern})", self.text[mention.end :])
            )
        )
        found: tuple[bool | None, str] | None = None
        for mention, value in mentions:
            how = polarity(self.text, mention, self.cues.polarity, verb=cue.verbs)
            if how == "undecided":
                found = (None, mention.words)
            elif how != "duty":
                found = ((value == "true") == (how == "said" or value == "false"), mention.words)
        return found

    def quantity(self, attribute: str, cue: QuantityCues) -> tuple[float | None, str] | None:
        """The number of the attribute's unit that is said of it: by the words near it, else the last one."""
        best: tuple[tuple[bool, bool, int], Amount] | None = None
        for amount in amounts(self.text, cue.unit):
            around = (
                self.text[max(0, amount.start - _BEFORE) : amount.start],
                self.text[amount.end : amount.end + _AFTER],
            )
            if cue.not_near and any(contains(part, cue.not_near) for part in around):
                continue
            owner = self._owner(amount, cue.unit)
            near = attribute == owner if owner or attribute in self.own else self._claims(amount, cue)
            free = owner is None and not self._claimed_by_other(attribute, amount, cue.unit)
            if near or (cue.default and free):
                key = (amount.each, near, amount.start)
                best = max(best, (key, amount), key=lambda item: item[0]) if best else (key, amount)
        if best:
            return round(best[1].value, 4), best[1].words
        zero = next(find(self.text, cue.zero), None) if cue.zero else None
        return (0.0, zero.words) if zero else self._undecided(cue)

    def _undecided(self, cue: QuantityCues) -> tuple[None, str] | None:
        """The words of a number that is said to be open (融資の額はまだ決まっていません)."""
        for mention in find(self.text, cue.near):
            first, last = sentence_around(self.text, mention.start, mention.end)
            if (
                _MEASURE.search(self.text[first:last])
                and polarity(self.text, mention, self.cues.polarity) == "undecided"
            ):
                return None, mention.words
        return None

    def _owner(self, amount: Amount, unit: str) -> str | None:
        """The programme's own attribute that a number belongs to."""
        return self._owners(unit).get((amount.start, amount.end))

    def _owners(self, unit: str) -> dict[tuple[int, int], str]:
        """Numbers of a unit shared out among the programme's own attributes: the nearest words first, one number each.

        A second number goes to the same attribute only when no other attribute's words stand in its clause.
        """
        if unit not in self._shared:
            pairs = sorted(
                (gap, amount.start, amount.end, name)
                for amount in amounts(self.text, unit)
                for name in sorted(self.own)
                if isinstance(cue := self.cues.attributes[name], QuantityCues) and cue.unit == unit
                for gap in _gaps(
                    self.text, amount, cue.near, clause_around(self.text, amount.start, amount.end)
                )
            )
            owners: dict[tuple[int, int], str] = {}
            for once in (True, False):
                for _, start, end, name in pairs:
                    if (start, end) not in owners and not (once and name in owners.values()):
                        owners[start, end] = name
            self._shared[unit] = owners
        return self._shared[unit]

    def _claims(self, amount: Amount, cue: QuantityCues) -> bool:
        first, last = clause_around(self.text, amount.start, amount.end)
        return bool(cue.near) and contains(self.text[first:last], cue.near)

    def _claimed_by_other(self, attribute: str, amount: Amount, unit: str) -> bool:
        return any(
            self._claims(amount, other)
            for name, other in self.cues.attributes.items()
            if name != attribute
            and name in self.active
            and isinstance(other, QuantityCues)
            and other.unit == unit
        )

    def place(self, _attribute: str, cue: PlaceCues) -> tuple[str, str] | None:
        """The zone of the place that belongs to the attribute's owner."""
        return self._by_place(cue.owner)

    def _by_place(self, owner: str) -> tuple[str, str] | None:
        owners = {owner, "destination"} if owner == "municipality" else {owner}
        found = places_in(self.text, self.places, self.cues)
        for place in reversed(found):
            named = owner_of(self.text, place, found, self.cues)
            if named is None or named[0] not in owners:
                continue
            meant = as_meant(self.text, place, named[1], self.cues)
            if meant and (value := value_of(meant, owner)):
                return value, place.words
        return None

    def parties(self, _attribute: str, cue: PartiesCues) -> tuple[str, str] | None:
        """Who is named, and not ruled out, in the sentences about the topic."""
        if not contains(self.text, cue.topic):
            return None
        said: dict[str, Mention] = {}
        only: dict[str, Mention] = {}
        for party, patterns in cue.parties.items():
            for mention in self._of_topic(find(self.text, patterns), cue):
                before, after = self.text[: mention.start], self.text[mention.end :]
                if _PARTNER_ONLY.match(after) or _PARTNER_ONLY_EN.search(before):
                    only[party] = mention
                elif (
                    not _PARTNER_DENIED.match(after)
                    and polarity(self.text, mention, self.cues.polarity) == "said"
                ):
                    said[party] = mention
        named = only or said
        if len(named) > 1:
            return "both", "、".join(mention.words for mention in named.values())
        if named:
            return next((party, mention.words) for party, mention in named.items())
        return self._no_party(cue)

    def _of_topic(self, mentions: Iterable[Mention], cue: PartiesCues) -> list[Mention]:
        spans = [(mention, sentence_around(self.text, mention.start, mention.end)) for mention in mentions]
        return [mention for mention, (first, last) in spans if contains(self.text[first:last], cue.topic)]

    def _no_party(self, cue: PartiesCues) -> tuple[str, str] | None:
        for mention in find(self.text, cue.topic):
            if polarity(self.text, mention, self.cues.polarity) == "denied" or re.match(
                "(を|は)?(結|むす)[ばびん][ぁ-ん]?(ず|な|ませ)", self.text[mention.end :]
            ):
                return "none", mention.words
        return None


def _gaps(text: str, amount: Amount, near: list[str], span: tuple[int, int]) -> Iterator[int]:
    """Distances between a number and the words of a list within a stretch of text; the number is no gap to itself."""
    first, last = span
    for mention in find(text[first:last], near):
        start, end = mention.start + first, mention.end + first
        yield max(0, amount.start - end, start - amount.end)


_KINDS: dict[type, Callable[[Reader, str, Any], tuple[Any, str] | None]] = {
    CategoryCues: Reader.category,
    BooleanCues: Reader.boolean,
    QuantityCues: Reader.quantity,
    PlaceCues: Reader.place,
    PartiesCues: Reader.parties,
}
