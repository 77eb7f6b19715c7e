"""A file of ``knowledge/``: quotations verbatim, numbers as quoted, and only words that the other tables define."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from corpus.check.problem import Problem, YamlFile
from corpus.check.statements import check_statements
from corpus.loader import Corpus
from corpus.reading import read_yaml
from corpus.schema import Attribute, Fact, Knowledge, Leaf, Quotation, Requirement, leaves
from corpus.text.years import edition_number

_TYPES: dict[str, tuple[type, ...]] = {"category": (str,), "boolean": (bool,), "number": (int, float)}
_EQUALITY = {"eq", "ne", "in"}
TOPICS = frozenset({"definition", "list", "change"})
"""Sides of a fact beside the aspects."""
Found = Iterator[tuple[str, str]]
"""Field and message."""


def check_knowledge(corpus: Corpus, file: YamlFile) -> Iterator[Problem]:
    """All facts and requirements of one file."""
    knowledge = read_yaml(file.root / file.name, Knowledge)
    programme = corpus.programme(knowledge.programme) if knowledge.programme else None
    if knowledge.programme and programme is None:
        yield file.problem(
            ("programme",), "programme", f"「{knowledge.programme}」 is not in programmes.yaml"
        )
    schemes = {scheme.id for scheme in programme.schemes} if programme else set()
    seen: set[str] = set()
    groups: list[tuple[str, Sequence[Fact | Requirement]]] = [
        ("facts", knowledge.facts),
        ("requirements", knowledge.requirements),
    ]
    for kind, items in groups:
        for at, item in enumerate(items):
            if item.id in seen:
                yield file.problem((kind, at, "id"), item.id, "this id stands twice")
            seen.add(item.id)
            for place, quotation in enumerate(item.quotations):
                if message := _misquoted(corpus, quotation):
                    way = (kind, at, "quotations", place)
                    yield file.problem(way, f"{item.id}.quotations", message)
            for field, message in _item(corpus, item, schemes, items):
                yield file.problem((kind, at, field), f"{item.id}.{field}", message)
    for at, series in enumerate(knowledge.series):
        cells = corpus.documents[series.document].lines[series.line - 1].split("\t")
        if len(series.columns) != len(cells) - 1:
            message = (
                f"line {series.line} has {len(cells) - 1} cells, {len(series.columns)} columns are named"
            )
            yield file.problem(("series", at, "columns"), f"{series.id}.columns", message)


def _item(
    corpus: Corpus, item: Fact | Requirement, schemes: set[str], items: Sequence[Fact | Requirement]
) -> Found:
    yield from check_statements(corpus, item)
    yield from _references(item, schemes, {other.id: other for other in items})
    if isinstance(item, Fact):
        for topic in sorted(set(item.topic) - set(corpus.aspects) - TOPICS):
            yield "topic", f"aspect 「{topic}」 is not in aspects.yaml"
        return
    for aspect in sorted(set(item.scope) - set(corpus.aspects)):
        yield "scope", f"aspect 「{aspect}」 is not in aspects.yaml"
    known = {other.id for knowledge in corpus.knowledge.values() for other in knowledge.stated}
    for other in sorted(set(item.otherwise) - known):
        yield "otherwise", f"「{other}」 is no fact and no requirement"
    yield from _tests(corpus, item)


def _misquoted(corpus: Corpus, quotation: Quotation) -> str | None:
    shown = f"「{quotation.quote[:40]}」"
    document = corpus.documents.get(quotation.document)
    if document is None:
        return f"{shown}: there is no document {quotation.document}"
    if document.locate(quotation.quote, quotation.line) is None:
        where = f"line {quotation.line}" if quotation.line else "anywhere"
        return f"{shown} does not stand in {quotation.document} ({where}), character by character"
    if quotation.line is None and document.source.count(quotation.quote) > 1:
        return f"{shown} stands in {quotation.document} more than once: add its line"
    return None


def _references(
    item: Fact | Requirement, schemes: set[str], older: Mapping[str, Fact | Requirement]
) -> Found:
    for scheme in sorted(set(item.scheme or []) - schemes):
        yield "scheme", f"「{scheme}」 is no scheme of this programme in programmes.yaml"
    if item.supersedes is None:
        return
    if item.supersedes not in older:
        yield "supersedes", f"「{item.supersedes}」 is nothing of this kind in this file"
    elif edition_number(older[item.supersedes].edition) >= edition_number(item.edition):
        yield "supersedes", f"「{item.supersedes}」 ({older[item.supersedes].edition}) is not older"


def _tests(corpus: Corpus, item: Requirement) -> Found:
    for field, test in (("test", item.test), ("applies", item.applies)):
        for leaf in leaves(test):
            attribute = corpus.attributes.get(leaf.attribute)
            if attribute is None:
                yield field, f"attribute 「{leaf.attribute}」 is not in attributes/"
            else:
                yield from ((field, message) for message in _compared(leaf, attribute))


def _compared(leaf: Leaf, attribute: Attribute) -> Iterator[str]:
    if leaf.op == "unsaid":
        if not isinstance(leaf.value, bool):
            yield f"{leaf.attribute}: unsaid takes true or false"
        return
    if leaf.op not in _EQUALITY and attribute.type != "number":
        yield f"{leaf.attribute} is a {attribute.type}: {leaf.op} compares numbers only"
    for value in leaf.value if isinstance(leaf.value, list) else [leaf.value]:
        if not isinstance(value, _TYPES[attribute.type]):
            yield f"「{value}」 is no {attribute.type}, which {leaf.attribute} is"
        elif attribute.type == "category" and value not in attribute.values:
            yield f"「{value}」 is no value of {leaf.attribute}: one of {', '.join(attribute.values)}"
