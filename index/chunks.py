"""Documents into chunks that follow the outline, the bullets and the table rows."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator

from corpus import Corpus, Document
from corpus.schema import Contact, Section
from corpus.text import canonical, plain
from index.items import MAX_TOKENS, Item, items
from index.passage import Chunk, Kind
from index.tokens import count_tokens

__all__ = ["chunk_corpus", "chunk_document", "contact_chunk", "items", "mask_staff"]


def chunk_corpus(corpus: Corpus) -> list[Chunk]:
    """All chunks of all documents: running text and table rows, then the contact rows."""
    chunks = [chunk for document in corpus.documents.values() for chunk in chunk_document(document)]
    for document in corpus.documents.values():
        if document.meta.contact_table is not None:
            chunks += [contact_chunk(corpus, document, row) for row in corpus.contacts]
    return chunks


def chunk_document(document: Document) -> Iterator[Chunk]:
    """Chunks of one document in reading order, the contact table left out."""
    table = document.meta.contact_table or (0, 0)
    skipped = {n for first, last in [*document.meta.skip, table] for n in range(first, last + 1)}
    for path, first, last in document.leaves():
        lines = [n for n in range(first, last + 1) if n not in skipped]
        for begin, end, text, kind in _pack(document, path, lines):
            yield _chunk(document, path, (begin, end), text, kind)


def _chunk(document: Document, path: list[Section], lines: tuple[int, int], text: str, kind: Kind) -> Chunk:
    heading = " > ".join(section.short or section.title for section in path)
    body = plain(_correct(document, lines, text))
    schemes = [section.scheme for section in path if section.scheme]
    embedded = canonical(f"{heading}\n{body}")
    return Chunk(
        id=_digest(document.meta.id, lines, embedded, text),
        document=document.meta.id,
        lines=lines,
        heading=heading,
        text=text,
        embedded=embedded,
        programmes=document.programmes(lines[0]),
        edition=document.edition(*lines),
        kind=kind,
        scheme=schemes[-1] if schemes else None,
    )


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:24]


def _correct(document: Document, lines: tuple[int, int], text: str) -> str:
    for fix in document.meta.corrections:
        if lines[0] <= fix.line <= lines[1]:
            text = text.replace(fix.wrong, fix.right)
    return text


def _pack(document: Document, path: list[Section], lines: list[int]) -> Iterator[tuple[int, int, str, Kind]]:
    """Neighbouring items together up to the size limit; table rows each alone under their header."""
    wanted = set(lines)
    for is_table, run in itertools.groupby(items(document, path, lines), key=lambda item: "\t" in item[2]):
        if is_table:
            yield from _rows(list(run))
            continue
        pending: list[Item] = []
        size = 0
        for item in run:
            tokens = count_tokens(plain(item[2]))
            apart = pending and not wanted.issuperset(range(pending[-1][1], item[0]))
            if pending and (apart or size + tokens > MAX_TOKENS):
                yield _joined(document, pending)
                pending, size = [], 0
            pending.append(item)
            size += tokens
        yield _joined(document, pending)


def _rows(table: list[Item]) -> Iterator[tuple[int, int, str, Kind]]:
    """Each row of a table under its first line; a line that is alone is a row without a header."""
    (first, last, header), *rows = table
    if not rows:
        yield first, last, header, "row"
    for first, last, text in rows:
        yield first, last, f"{header}\n{text}", "row"


def _joined(document: Document, items: list[Item]) -> tuple[int, int, str, Kind]:
    first, last = items[0][0], items[-1][1]
    if len(items) == 1:
        return first, last, items[0][2], "text"
    begin, end = items[0][2], items[-1][2]
    whole = document.text(first, last)
    start = whole.index(begin)
    return first, last, whole[start : whole.rindex(end) + len(end)], "text"


def mask_staff(row: str, staff: str) -> str:
    """A contact row of the source without its 担当者 cell."""
    return "\t".join(cell for cell in row.split("\t") if cell != staff)


def contact_chunk(corpus: Corpus, document: Document, row: Contact) -> Chunk:
    """A row of the contact table; programme aliases are searched with it, staff names are not in it."""
    programme = corpus.programme(row.programme)
    section = document.path(row.line)[0]
    heading = section.short or section.title
    text = mask_staff(document.lines[row.line - 1], row.staff)
    names = " ".join(programme.aliases[:6]) if programme else ""
    embedded = f"担当課・電話番号・窓口 {row.programme} {names} {row.division} {row.phone}"
    return Chunk(
        id=_digest(document.meta.id, row.line, embedded, text),
        document=document.meta.id,
        lines=(row.line, row.line),
        heading=heading,
        text=text,
        embedded=canonical(embedded),
        programmes=[row.programme],
        edition=document.edition(row.line, row.line),
        kind="contact",
    )
