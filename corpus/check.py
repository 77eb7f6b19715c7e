"""``madoguchi corpus check``: is all that we say we know printed in the documents?

Each check yields problems with file, place and field; none stops at the first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.loader import Corpus, Document
from corpus.schema import AllOf, AnyOf, Leaf, NotOf, Requirement, Section, Test


@dataclass(frozen=True)
class Problem:
    """Something wrong in the data: the file, where in it, and what to do."""

    file: str
    place: str
    message: str


def check(corpus: Corpus) -> list[Problem]:
    """All problems of a corpus; [] when everything holds."""
    problems: list[Problem] = []
    for document in corpus.documents.values():
        problems += check_document(document, {programme.name for programme in corpus.programmes})
    problems += check_contacts(corpus)
    problems += check_programmes(corpus)
    for knowledge in corpus.knowledge.values():
        ids = {item.id for item in knowledge.requirements}
        for item in knowledge.requirements:
            problems += check_requirement(corpus, knowledge.programme, item, ids)
    return problems


def check_document(document: Document, programmes: set[str]) -> Iterator[Problem]:
    """Checksum, corrections and outline of one document."""
    file = f"documents/{document.meta.id}/document.yaml"
    digest = hashlib.sha256(document.source.encode()).hexdigest()
    if digest != document.meta.sha256:
        yield Problem(
            file,
            "sha256",
            f"expected {document.meta.sha256}, source.txt has {digest}: restore the source or state the new checksum",
        )
    for fix in document.meta.corrections:
        if fix.line > len(document.lines) or fix.wrong not in document.lines[fix.line - 1]:
            yield Problem(file, f"corrections line {fix.line}", f"「{fix.wrong}」 does not stand there")
    yield from _check_outline(file, document, document.meta.outline, (1, len(document.lines)), programmes)
    covered = {line for _, first, last in document.leaves() for line in range(first, last + 1)}
    covered |= {line for first, last in document.meta.skip for line in range(first, last + 1)}
    for number, text in enumerate(document.lines, 1):
        if text.strip() and number not in covered:
            yield Problem(
                file,
                f"outline line {number}",
                f"「{text[:30]}」 lies in no section: add it to the outline or to skip",
            )


def _check_outline(
    file: str, document: Document, sections: list[Section], span: tuple[int, int], programmes: set[str]
) -> Iterator[Problem]:
    last = span[0] - 1
    for section in sections:
        place = f"outline 「{section.title}」"
        first, end = section.lines
        if not last < first <= end <= span[1]:
            yield Problem(
                file,
                place,
                f"lines {first}-{end} overlap a neighbour or leave the parent's {span[0]}-{span[1]}",
            )
        if not section.supplied and not _titled(document, section):
            yield Problem(file, place, "the title is not printed in its lines: mark it supplied")
        for unknown in set(section.programmes or []) - programmes:
            yield Problem(file, place, f"programme 「{unknown}」 is not in programmes.yaml")
        yield from _check_outline(file, document, section.sections, section.lines, programmes)
        last = end


def _titled(document: Document, section: Section) -> bool:
    squeeze = str.maketrans("", "", " *#■●-・\n")
    text = document.corrected(*section.lines).translate(squeeze)
    return section.title.translate(squeeze) in text


def check_contacts(corpus: Corpus) -> Iterator[Problem]:
    """Every row equals its source line, cell by cell, and no source row is missing."""
    for document in corpus.documents.values():
        if document.meta.contact_table is None:
            continue
        first, last = document.meta.contact_table
        rows = {row.line: row for row in corpus.contacts}
        for line in range(first + 1, last + 1):
            cells = document.lines[line - 1].split("\t")
            if line not in rows:
                yield Problem("contacts.csv", f"source line {line}", f"row 「{cells[0][:30]}」 is missing")
                continue
            row = rows[line]
            expected = {
                "programme": f"{row.programme} {row.url}" if row.url else row.programme,
                "division": row.division,
                "staff": row.staff,
                "phone": row.phone,
            }
            for (field, value), cell in zip(expected.items(), cells, strict=True):
                printed = cell.replace(" ", "") if field == "division" else cell
                if value != printed:
                    yield Problem(
                        "contacts.csv",
                        f"row {line - first}, field {field}",
                        f"is 「{value}」, source line {line} prints 「{printed}」",
                    )


def check_programmes(corpus: Corpus) -> Iterator[Problem]:
    """Programmes and contact rows are the same fourteen names; no alias means two programmes."""
    names, rows = {p.name for p in corpus.programmes}, {row.programme for row in corpus.contacts}
    for name in names ^ rows:
        yield Problem("programmes.yaml", name, "stands in only one of programmes.yaml and contacts.csv")
    owner: dict[str, str] = {}
    for programme in corpus.programmes:
        for alias in programme.aliases:
            if owner.setdefault(alias, programme.name) != programme.name:
                yield Problem(
                    "programmes.yaml", f"{programme.id}, aliases", f"「{alias}」 also means {owner[alias]}"
                )


def check_requirement(corpus: Corpus, programme: str, item: Requirement, ids: set[str]) -> Iterator[Problem]:
    """Quotations verbatim, attributes and aspects known, supersession resolvable."""
    file = f"knowledge ({programme})"
    for quotation in item.quotations:
        document = corpus.documents.get(quotation.document)
        if document is None or document.locate(quotation.quote, quotation.line) is None:
            yield Problem(
                file,
                f"{item.id}, quotations",
                f"「{quotation.quote[:40]}」 is no exact substring of {quotation.document} (line {quotation.line or 'any'})",
            )
    for aspect in set(item.scope) - set(corpus.aspects):
        yield Problem(file, f"{item.id}, scope", f"aspect 「{aspect}」 is not in aspects.yaml")
    if item.supersedes and item.supersedes not in ids:
        yield Problem(file, f"{item.id}, supersedes", f"「{item.supersedes}」 is no requirement of this file")
    for leaf in [*leaves(item.test), *leaves(item.applies)]:
        attribute = corpus.attributes.get(leaf.attribute)
        if attribute is None:
            yield Problem(
                file, f"{item.id}, test", f"attribute 「{leaf.attribute}」 is not in attributes.yaml"
            )
            continue
        values = leaf.value if isinstance(leaf.value, list) else [leaf.value]
        for value in values:
            if attribute.type == "category" and value not in attribute.values:
                yield Problem(
                    file,
                    f"{item.id}, test",
                    f"「{value}」 is no value of {leaf.attribute}: one of {attribute.values}",
                )


def leaves(test: Test | None) -> Iterator[Leaf]:
    """Every comparison of a test tree."""
    match test:
        case None:
            return
        case Leaf():
            yield test
        case NotOf():
            yield from leaves(test.not_)
        case AllOf():
            for part in test.all:
                yield from leaves(part)
        case AnyOf():
            for part in test.any:
                yield from leaves(part)
