"""What a check finds, and the file it looks at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from corpus.places import Places, Step


@dataclass(frozen=True)
class Problem:
    """Something wrong in the data: file, line (None: the file as a whole), field, and what to do."""

    file: str
    line: int | None
    field: str
    message: str

    def __str__(self) -> str:
        """As editors and terminals follow it: file:line: field: message."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.field}: {self.message}"


@dataclass(frozen=True)
class YamlFile:
    """A YAML file under check, named as seen from the corpus folder."""

    root: Path
    name: str

    @cached_property
    def places(self) -> Places:
        """Lines of its entries; the file is parsed again when the first is asked for."""
        return Places(self.root / self.name)

    def problem(self, way: tuple[Step, ...], field: str, message: str) -> Problem:
        """A problem at the entry that a way of keys and positions leads to."""
        return Problem(self.name, self.places.line(*way), field, message)
