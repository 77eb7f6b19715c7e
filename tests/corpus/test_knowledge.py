"""The curated requirements: printed where they say, in words and attributes that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from corpus.loader import ROOT, read_attributes, read_yaml
from corpus.schema import Aspect, Knowledge, Requirement, leaves

SOURCES = {
    path.parent.name: path.read_text(encoding="utf-8") for path in (ROOT / "documents").glob("*/source.txt")
}
ATTRIBUTES = read_attributes(ROOT / "attributes")
ASPECTS = read_yaml(ROOT / "aspects.yaml", TypeAdapter(dict[str, Aspect]))
FILES = sorted((ROOT / "knowledge").glob("*.yaml"))
RULES = [(path, rule) for path in FILES for rule in read_yaml(path, Knowledge).requirements]
KINDS: dict[str, tuple[type, ...]] = {"category": (str,), "boolean": (bool,), "number": (int, float)}
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def _id(value: object) -> str:
    return value.id if isinstance(value, Requirement) else value.stem if isinstance(value, Path) else ""


@pytest.mark.parametrize(("path", "rule"), RULES, ids=_id)
def test_every_quotation_is_verbatim(path: Path, rule: Requirement) -> None:
    """Each quotation stands in the source, at its line, and is unambiguous without one."""
    for quotation in rule.quotations:
        source = SOURCES[quotation.document]
        starts = [match.start() for match in re.finditer(re.escape(quotation.quote), source)]
        lines = [source.count("\n", 0, start) + 1 for start in starts]
        assert quotation.line in lines if quotation.line else len(lines) == 1, (
            path.name,
            quotation.quote,
            lines,
        )


@pytest.mark.parametrize(("path", "rule"), RULES, ids=_id)
def test_tests_use_the_schema_of_attributes(path: Path, rule: Requirement) -> None:
    """Attributes exist, values are of their type, only numbers are ordered."""
    for leaf in [*leaves(rule.test), *leaves(rule.applies)]:
        attribute = ATTRIBUTES[leaf.attribute]
        if leaf.op == "unsaid":
            assert isinstance(leaf.value, bool)
            continue
        given = leaf.value if isinstance(leaf.value, list) else [leaf.value]
        kind = KINDS[attribute.type]
        assert all(isinstance(value, kind) for value in given)
        assert attribute.type != "category" or set(given) <= set(attribute.values)
        assert leaf.op in {"eq", "ne", "in"} or attribute.type == "number"


@pytest.mark.parametrize(("path", "rule"), RULES, ids=_id)
def test_scope_names_aspects(path: Path, rule: Requirement) -> None:
    """Every aspect of a scope is in the table."""
    assert set(rule.scope) <= set(ASPECTS)


@pytest.mark.parametrize(("path", "rule"), RULES, ids=_id)
def test_statements_are_there_in_three_languages(path: Path, rule: Requirement) -> None:
    """A statement is written in ja, easy-ja and en."""
    assert {"ja", "easy-ja", "en"} == set(rule.statement)


@pytest.mark.parametrize("path", FILES, ids=_id)
def test_ids_are_unique_and_supersedes_resolves(path: Path) -> None:
    """Ids are unique; a superseded requirement exists, is older and binds the same schemes."""
    rules = {rule.id: rule for rule in read_yaml(path, Knowledge).requirements}
    assert len(rules) == len(read_yaml(path, Knowledge).requirements)
    for rule in rules.values():
        if rule.supersedes:
            older = rules[rule.supersedes]
            assert int(older.edition[1:]) < int(rule.edition[1:])
            assert older.scheme == rule.scheme


def test_attributes_have_labels_and_questions_in_three_languages() -> None:
    """Labels, questions back and value labels are complete."""
    languages = {"ja", "easy-ja", "en"}
    for name, attribute in ATTRIBUTES.items():
        assert languages == set(attribute.label) == set(attribute.ask), name
        assert set(attribute.value_labels) <= set(attribute.values), name
        assert all(languages == set(label) for label in attribute.value_labels.values()), name
