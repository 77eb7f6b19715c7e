"""Reads the data files into typed objects. Nothing is guessed: a wrong file is an error with its place."""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from corpus.schema import Aspect, Attribute, Contact, DocumentMeta, Knowledge, Programme, Section, Synonyms

ROOT = Path(__file__).resolve().parent
T = TypeVar("T")


class CorpusError(Exception):
    """A data file is wrong; the message names file, field and what to do."""


def read_yaml(path: Path, kind: type[T] | TypeAdapter[T]) -> T:
    """Read a YAML file as a model or adapted type.

    Raises:
        CorpusError: the file is missing, no YAML, or a field does not fit the schema.
    """
    try:
        data: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise CorpusError(f"{path.name}: cannot be read as YAML: {error}") from error
    adapter = kind if isinstance(kind, TypeAdapter) else TypeAdapter(kind)
    try:
        return adapter.validate_python(data)
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise CorpusError(f"{path.name}: {problems}") from error


@dataclass(frozen=True)
class Document:
    """A source text with its metadata. ``lines`` counts from 0, line numbers everywhere else from 1."""

    meta: DocumentMeta
    source: str

    @cached_property
    def lines(self) -> list[str]:
        """The source split at newlines."""
        return self.source.split("\n")

    @cached_property
    def line_starts(self) -> list[int]:
        """Character offset at which each line begins."""
        starts = [0]
        for line in self.lines[:-1]:
            starts.append(starts[-1] + len(line) + 1)
        return starts

    def line_at(self, offset: int) -> int:
        """Line number (1-based) of a character offset."""
        return bisect_right(self.line_starts, offset)

    def text(self, first: int, last: int) -> str:
        """Verbatim text of lines first..last (1-based, inclusive)."""
        return "\n".join(self.lines[first - 1 : last])

    def corrected(self, first: int, last: int) -> str:
        """The same with misread characters mended: for reading and searching, never for quoting."""
        lines = self.lines[first - 1 : last]
        for fix in self.meta.corrections:
            if first <= fix.line <= last:
                lines[fix.line - first] = lines[fix.line - first].replace(fix.wrong, fix.right)
        return "\n".join(lines)

    def locate(self, quote: str, line: int | None = None) -> tuple[int, int] | None:
        """First and last line of a quotation, or None when it is no exact substring (from ``line`` on)."""
        start = self.source.find(quote, self.line_starts[line - 1] if line else 0)
        if start < 0 or (line and self.line_at(start) != line):
            return None
        return self.line_at(start), self.line_at(start + len(quote) - 1)

    def path(self, line: int) -> list[Section]:
        """Outline entries around a line, outermost first; [] outside every section."""
        path: list[Section] = []
        level = self.meta.outline
        while inner := next((s for s in level if s.lines[0] <= line <= s.lines[1]), None):
            path.append(inner)
            level = inner.sections
        return path

    def edition(self, first: int, last: int) -> str:
        """Edition of a span: its own entry in ``editions``, else its section's, else the document's."""
        for span in self.meta.editions:
            if span.lines[0] <= first and last <= span.lines[1]:
                return span.edition
        named = [section.edition for section in self.path(first) if section.edition]
        return named[-1] if named else self.meta.edition

    def programmes(self, line: int) -> list[str]:
        """Programmes of the innermost section that names any; [] for cross-cutting text."""
        named = [section.programmes for section in self.path(line) if section.programmes is not None]
        return named[-1] if named else []

    def leaves(self) -> Iterator[tuple[list[Section], int, int]]:
        """Every stretch of lines with its outline path; a parent's own lines come between its children."""
        yield from _leaves(self.meta.outline, [])


def _leaves(sections: list[Section], path: list[Section]) -> Iterator[tuple[list[Section], int, int]]:
    for section in sections:
        here, at = [*path, section], section.lines[0]
        for child in section.sections:
            if at < child.lines[0]:
                yield here, at, child.lines[0] - 1
            yield from _leaves([child], here)
            at = child.lines[1] + 1
        if at <= section.lines[1]:
            yield here, at, section.lines[1]


@dataclass(frozen=True)
class Corpus:
    """Everything this room knows."""

    documents: dict[str, Document]
    contacts: list[Contact]
    programmes: list[Programme]
    knowledge: dict[str, Knowledge]
    aspects: dict[str, Aspect]
    attributes: dict[str, Attribute]
    off_topic: list[str]
    thesaurus: list[Synonyms]

    def contact(self, programme: str) -> Contact | None:
        """The contact row of a programme, by official name."""
        return next((row for row in self.contacts if row.programme == programme), None)

    def programme(self, name: str) -> Programme | None:
        """A programme by official name."""
        return next((item for item in self.programmes if item.name == name), None)


def read_contacts(path: Path) -> list[Contact]:
    """The contact table; an empty url cell means that the source prints none."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [{**row, "url": row["url"] or None} for row in csv.DictReader(file)]
    try:
        return TypeAdapter(list[Contact]).validate_python(rows)
    except ValidationError as error:
        first = error.errors()[0]
        raise CorpusError(f"{path.name}: row {first['loc']}: {first['msg']}") from error


def read_documents(folder: Path) -> dict[str, Document]:
    """Every folder of ``documents/`` that holds a ``document.yaml``."""
    found = {}
    for file in sorted(folder.glob("*/document.yaml")):
        meta = read_yaml(file, DocumentMeta)
        found[meta.id] = Document(meta, (file.parent / "source.txt").read_text(encoding="utf-8"))
    return found


def load_corpus(root: Path = ROOT) -> Corpus:
    """Read all data files below ``root``.

    Raises:
        CorpusError: a file is missing or does not fit its schema.
    """
    knowledge = [read_yaml(file, Knowledge) for file in sorted((root / "knowledge").glob("*.yaml"))]
    return Corpus(
        documents=read_documents(root / "documents"),
        contacts=read_contacts(root / "contacts.csv"),
        programmes=read_yaml(root / "programmes.yaml", TypeAdapter(list[Programme])),
        knowledge={item.programme: item for item in knowledge},
        aspects=read_yaml(root / "aspects.yaml", TypeAdapter(dict[str, Aspect])),
        attributes=read_yaml(root / "attributes.yaml", TypeAdapter(dict[str, Attribute])),
        off_topic=read_yaml(root / "off_topic.yaml", TypeAdapter(list[str])),
        thesaurus=read_yaml(root / "thesaurus.yaml", TypeAdapter(list[Synonyms])),
    )


__all__ = ["BaseModel", "Corpus", "CorpusError", "Document", "load_corpus", "read_yaml"]
