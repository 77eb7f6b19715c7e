"""The contact table against the source, and the programmes against the contact table."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.check.problem import Problem, YamlFile
from corpus.document import Document
from corpus.loader import Corpus
from corpus.schema import Contact

FILE = "contacts.csv"
COLUMNS = ("programme", "division", "staff", "phone")  # as the source prints them


def check_contacts(corpus: Corpus, document: Document) -> Iterator[Problem]:
    """Every row equals its source line, cell by cell; no row of either is missing in the other."""
    if document.meta.contact_table is None:
        return
    first, last = document.meta.contact_table
    wanted = set(range(first + 1, last + 1))
    for place, row in enumerate(corpus.contacts, 2):  # line 1 is the head
        if row.line not in wanted:
            yield Problem(
                FILE, place, "line", f"source line {row.line} is not a row of the table, or is taken"
            )
            continue
        wanted.remove(row.line)
        yield from _check_row(place, row, document.lines[row.line - 1].split("\t"))
    for line in sorted(wanted):
        cell = document.lines[line - 1].split("\t")[0]
        yield Problem(FILE, None, "programme", f"the row of source line {line} 「{cell[:30]}」 is missing")


def _check_row(place: int, row: Contact, cells: list[str]) -> Iterator[Problem]:
    if len(cells) != len(COLUMNS):
        message = f"source line {row.line} has {len(cells)} cells, expected {len(COLUMNS)}"
        yield Problem(FILE, place, "line", message)
        return
    printed = dict(zip(COLUMNS, cells, strict=True))
    printed["division"] = printed["division"].replace(" ", "")  # a line end of the slide
    printed["programme"], _, url = printed["programme"].partition(" http")
    printed["url"] = f"http{url}" if url else ""
    for field, expected in printed.items():
        value = getattr(row, field) or ""
        if value != expected:
            yield Problem(FILE, place, field, f"is 「{value}」, source line {row.line} prints 「{expected}」")


def check_programmes(corpus: Corpus, file: YamlFile) -> Iterator[Problem]:
    """Programmes and contact rows are the same names; no id stands twice, no alias means two programmes."""
    rows = {row.programme for row in corpus.contacts}
    for name in sorted(rows - {programme.name for programme in corpus.programmes}):
        yield Problem(file.name, None, "name", f"「{name}」 of contacts.csv is missing")
    owner: dict[str, str] = {}
    ids: set[str] = set()
    for at, programme in enumerate(corpus.programmes):
        if programme.name not in rows:
            yield file.problem((at, "name"), "name", f"「{programme.name}」 is not in contacts.csv")
        if programme.id in ids:
            yield file.problem((at, "id"), "id", f"「{programme.id}」 stands twice")
        ids.add(programme.id)
        for place, alias in enumerate(programme.aliases):
            if owner.setdefault(alias, programme.name) != programme.name:
                yield file.problem(
                    (at, "aliases", place),
                    f"{programme.id}.aliases",
                    f"「{alias}」 also means {owner[alias]}",
                )
