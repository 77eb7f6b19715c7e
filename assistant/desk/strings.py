"""The catalogue of the desk's interface strings."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from corpus.loader import read_yaml

FILE = Path(__file__).resolve().parent / "strings.yaml"


@cache
def _catalogue() -> dict[str, str]:
    return read_yaml(FILE, TypeAdapter(dict[str, str]))


def words(key: str, **values: object) -> str:
    """One string with its ``{…}`` filled in.

    Raises:
        KeyError: the catalogue lacks it.
    """
    found = _catalogue()[key]
    return found.format(**values) if values else found
