"""The cue files of the profile, as types: ``assistant/cues/profile.yaml`` and ``corpus/places.yaml``."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from corpus.errors import CorpusError
from corpus.loader import ROOT, read_yaml
from corpus.schema import Strict

CUE_FILE = Path(__file__).resolve().parent.parent / "cues" / "profile.yaml"
ATTRIBUTE_FOLDER = CUE_FILE.parent / "attributes"
Patterns = list[str]
Zone = Literal["three_metro", "partial", "outside"]


class PolarityCues(Strict):
    """How a mention is denied, made a question of duty, or said to be undecided."""

    denied_after: Patterns
    denied_verb: Patterns
    denied_before: Patterns
    topic_after: Patterns
    duty_after: Patterns
    duty_before: Patterns
    undecided_after: Patterns
    undecided_before: Patterns


class StandingCues(Strict):
    """What makes a mention the asker's own case, or a remark in passing."""

    assert_after: Patterns
    assert_before: Patterns
    aside_after: Patterns
    aside_before: Patterns


class CategoryCues(Strict):
    """Values with the words for them; ``places`` names the owner whose place also gives the value.

    ``own_case``: a word that only names the topic (融資の条件に合いますか) says nothing of the asker's case.
    """

    kind: Literal["category"]
    values: dict[str, Patterns]
    role: Patterns = Field(default_factory=list)
    places: str | None = None
    own_case: bool = False

    @property
    def said(self) -> Patterns:
        """Every pattern that gives a value."""
        return [pattern for patterns in self.values.values() for pattern in patterns]


class BooleanCues(Strict):
    """Words for true and for false; ``verbs``: the words are verbs and denied by their ending; ``own_case`` as above."""

    kind: Literal["boolean"]
    true: Patterns
    false: Patterns = Field(default_factory=list)
    verbs: bool = False
    role: Patterns = Field(default_factory=list)
    own_case: bool = False
    unless: Patterns = Field(default_factory=list)

    @property
    def said(self) -> Patterns:
        """Every pattern that gives a value."""
        return [*self.true, *self.false]


class QuantityCues(Strict):
    """A number of one unit, told from others of the same unit by the words near it."""

    kind: Literal["quantity"]
    unit: str
    near: Patterns = Field(default_factory=list)
    not_near: Patterns = Field(default_factory=list)
    zero: Patterns = Field(default_factory=list)
    default: bool = False


class PlaceCues(Strict):
    """A place whose owner is the company, the municipality, ..."""

    kind: Literal["place"]
    owner: str


class PartiesCues(Strict):
    """Who stands on the other side of a topic such as an agreement."""

    kind: Literal["parties"]
    topic: Patterns
    parties: dict[str, Patterns]


AttributeCues = Annotated[
    CategoryCues | BooleanCues | QuantityCues | PlaceCues | PartiesCues, Field(discriminator="kind")
]


class OwnerCues(Strict):
    """Words behind and in front of a place name that say whose place it is."""

    after: Patterns
    before: Patterns


class ProfileCues(Strict):
    """All of ``profile.yaml``."""

    polarity: PolarityCues
    standing: StandingCues
    owners: dict[str, OwnerCues]
    distance: Patterns
    attributes: dict[str, AttributeCues]


class Places(Strict):
    """``places.yaml``: zone -> entries 「日本語 romanisation」."""

    defined_by_document: bool
    prefectures: dict[Zone, list[str]]
    ranked_cities: dict[Zone, list[str]]
    other_cities: dict[Zone, list[str]]
    regions: dict[Zone, list[str]] = Field(default_factory=dict)

    @cached_property
    def names(self) -> dict[str, list[tuple[str, Zone]]]:
        """Name (Japanese or romanised) -> its meanings as (prefecture | ranked | plain | region, zone)."""
        found: dict[str, list[tuple[str, Zone]]] = {}
        kinds = {
            "prefecture": self.prefectures,
            "ranked": self.ranked_cities,
            "plain": self.other_cities,
            "region": self.regions,
        }
        for kind, zones in kinds.items():
            for zone, entries in zones.items():
                for entry in entries:
                    for name in entry.split(" ", 1):
                        found.setdefault(name, []).append((kind, zone))
        return found


def load_cues(path: Path = CUE_FILE, folder: Path = ATTRIBUTE_FOLDER) -> ProfileCues:
    """Read the cue file, and the cues of the attributes that belong to single programmes.

    Raises:
        CorpusError: a file is missing, a field does not fit, or an attribute has cues in two files.
    """
    cues = read_yaml(path, ProfileCues)
    attributes = dict(cues.attributes)
    for file in sorted(folder.glob("*.yaml")):
        for name, found in read_yaml(file, TypeAdapter(dict[str, AttributeCues])).items():
            if name in attributes:
                raise CorpusError(f"{folder.name}/{file.name}: {name}: another file has its cues too")
            attributes[name] = found
    return cues.model_copy(update={"attributes": attributes})


def load_places(path: Path = ROOT / "places.yaml") -> Places:
    """Read the table of places.

    Raises:
        CorpusError: the file is missing or a field does not fit.
    """
    return read_yaml(path, Places)
