"""Reads one data file into typed objects. Nothing is guessed: a wrong file is an error with its place."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from corpus.errors import CorpusError
from corpus.places import Places, spelled
from corpus.schema import Contact

T = TypeVar("T")
CONTACT_FIELDS = tuple(Contact.model_fields)


def read_text(path: Path) -> str:
    """A UTF-8 file, its line ends as they are.

    Raises:
        CorpusError: it is missing or not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError as error:
        raise CorpusError(f"{_name(path)}: expected this file, found none: restore it") from error
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{_name(path)}: cannot be read as UTF-8 text: {error}") from error


def read_yaml(path: Path, kind: type[T] | TypeAdapter[T]) -> T:
    """A YAML file as a model or adapted type.

    Raises:
        CorpusError: the file is missing, no YAML, or a field does not fit the schema.
    """
    text = read_text(path)
    try:
        data: Any = yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise CorpusError(f"{_name(path)}:{line}: is no YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise CorpusError(f"{_name(path)}: is no YAML: {error}") from error
    adapter = kind if isinstance(kind, TypeAdapter) else TypeAdapter(kind)
    try:
        return adapter.validate_python(data)
    except ValidationError as error:
        places = Places(path)
        problems = [
            f"{_name(path)}:{places.line(*e['loc'])}: {spelled(e['loc']) or 'the file'}: {e['msg']}"
            for e in error.errors()
        ]
        raise CorpusError("\n".join(problems)) from error


def read_contacts(path: Path) -> list[Contact]:
    """The contact table; an empty url cell means that the source prints none.

    Raises:
        CorpusError: the file is missing, its head is another one, or a row does not fit the schema.
    """
    reader = csv.DictReader(io.StringIO(read_text(path), newline=""))
    if tuple(reader.fieldnames or ()) != CONTACT_FIELDS:
        raise CorpusError(
            f"{_name(path)}:1: expected the columns {','.join(CONTACT_FIELDS)}, "
            f"got {','.join(reader.fieldnames or ()) or 'nothing'}"
        )
    contacts, problems = [], []
    for row in reader:
        if None in row or None in row.values():
            problems.append(f"{_name(path)}:{reader.line_num}: expected {len(CONTACT_FIELDS)} cells")
            continue
        try:
            contacts.append(Contact.model_validate({**row, "url": row["url"] or None}))
        except ValidationError as error:
            problems += [
                f"{_name(path)}:{reader.line_num}: {spelled(e['loc'])}: {e['msg']}, got 「{e['input']}」"
                for e in error.errors()
            ]
    if problems:
        raise CorpusError("\n".join(problems))
    return contacts


def _name(path: Path) -> str:
    """File with its folder, which tells one document.yaml from another."""
    return f"{path.parent.name}/{path.name}"
