"""The cue data of personal data: which words announce it, and what stands in its place."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from corpus.loader import read_yaml
from corpus.schema import Strict

FILE = Path(__file__).resolve().parent / "cues.yaml"
Kind = Literal["phone", "mail", "my_number", "postcode", "address", "name"]


class NameCues(Strict):
    """How names are announced; regular expressions, and lists of words that are no names."""

    label: str
    introduces: str
    honorific: str
    role: str
    place: str
    speaks: str
    surname_before: str
    surname_after: str
    not_names: list[str]
    no_name: str
    english: str
    english_introduces: str
    english_maybe: str
    english_not_names: list[str]


class Cues(Strict):
    """``cues.yaml``."""

    tokens: dict[Kind, str]
    names: NameCues
    phone_label: str
    my_number_label: str
    address_label: str
    prefectures: list[str]


@cache
def load_cues() -> Cues:
    """The cue data, read once.

    Raises:
        CorpusError: the file is missing or a field does not fit.
    """
    return read_yaml(FILE, Cues)
