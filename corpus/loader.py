"""Reads all data files into one typed object."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from corpus.document import Document
from corpus.errors import CorpusError
from corpus.reading import read_contacts, read_text, read_yaml
from corpus.schema import (
    Aspect,
    Attribute,
    Contact,
    DocumentMeta,
    Knowledge,
    LeftOut,
    Programme,
    Synonyms,
    Text,
)

__all__ = ["ROOT", "Corpus", "CorpusError", "Document", "load_corpus", "read_yaml"]

ROOT = Path(__file__).resolve().parent


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
    left_out: list[LeftOut]
    divisions: dict[str, Text]

    def contact(self, programme: str) -> Contact | None:
        """The contact row of a programme, by official name."""
        return next((row for row in self.contacts if row.programme == programme), None)

    def division(self, name: str, language: str) -> str:
        """A division as a reader of a language meets it: its own name, with its reading or its meaning beside it."""
        told = self.divisions.get(name, {})
        if language == "en":
            return f"{name} ({told['en']})" if "en" in told else name
        return told.get("easy-ja", name) if language == "easy-ja" else name

    @property
    def subjects(self) -> list[Knowledge]:
        """Cross-cutting subjects that people name, though they have no row in the contact table."""
        return [item for item in self.knowledge.values() if item.programme is None and item.aliases]

    def programme(self, name: str) -> Programme | None:
        """A programme by official name."""
        return next((item for item in self.programmes if item.name == name), None)


def read_documents(folder: Path) -> dict[str, Document]:
    """Every folder of ``documents/``, by document id.

    Raises:
        CorpusError: there is none, or one lacks a file, or does not bear its document's id.
    """
    places = sorted(place for place in folder.iterdir() if place.is_dir()) if folder.is_dir() else []
    if not places:
        raise CorpusError(f"{folder.name}/: expected a folder for each document, found none: restore them")
    found = {}
    for place in places:
        meta = read_yaml(place / "document.yaml", DocumentMeta)
        if meta.id != place.name:
            raise CorpusError(f"{place.name}/document.yaml: id: expected the folder's name, got {meta.id}")
        found[meta.id] = Document(meta, read_text(place / "source.txt"))
    return found


def read_knowledge(folder: Path) -> dict[str, Knowledge]:
    """Every file of ``knowledge/``, by programme, or by subject where there is no programme.

    Raises:
        CorpusError: a file does not fit its schema, names neither, or two speak of the same.
    """
    found: dict[str, Knowledge] = {}
    for file in sorted(folder.glob("*.yaml")):
        knowledge = read_yaml(file, Knowledge)
        name = knowledge.about
        if not name:
            raise CorpusError(
                f"{folder.name}/{file.name}: programme: expected a programme or a subject with `ja`, got neither"
            )
        if name in found:
            raise CorpusError(
                f"{folder.name}/{file.name}: programme: another file speaks of {name} too: "
                "keep one file a programme"
            )
        found[name] = knowledge
    return found


def read_attributes(folder: Path) -> dict[str, Attribute]:
    """Every file of ``attributes/``, by attribute.

    Raises:
        CorpusError: a file does not fit its schema, or an attribute stands in two.
    """
    found: dict[str, Attribute] = {}
    for file in sorted(folder.glob("*.yaml")):
        for name, attribute in read_yaml(file, TypeAdapter(dict[str, Attribute])).items():
            if name in found:
                raise CorpusError(f"{folder.name}/{file.name}: {name}: this attribute stands in another file")
            found[name] = attribute
    return found


def load_corpus(root: Path = ROOT) -> Corpus:
    """Read all data files below ``root``.

    Raises:
        CorpusError: a file is missing or does not fit its schema.
    """
    return Corpus(
        documents=read_documents(root / "documents"),
        contacts=read_contacts(root / "contacts.csv"),
        programmes=read_yaml(root / "programmes.yaml", TypeAdapter(list[Programme])),
        knowledge=read_knowledge(root / "knowledge"),
        aspects=read_yaml(root / "aspects.yaml", TypeAdapter(dict[str, Aspect])),
        attributes=read_attributes(root / "attributes"),
        off_topic=read_yaml(root / "off_topic.yaml", TypeAdapter(list[str])),
        thesaurus=read_yaml(root / "thesaurus.yaml", TypeAdapter(list[Synonyms])),
        divisions=read_yaml(root / "divisions.yaml", TypeAdapter(dict[str, Text])),
        left_out=read_yaml(root / "left_out.yaml", TypeAdapter(list[LeftOut])),
    )
