"""``document.yaml`` against ``source.txt``: checksum, spans, corrections, outline."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from corpus.check.problem import Problem, YamlFile
from corpus.document import Document
from corpus.loader import Corpus
from corpus.places import Step
from corpus.schema import Section

_SQUEEZE = str.maketrans("", "", " *#■●-・\n")
Way = tuple[Step, ...]


def check_document(corpus: Corpus, document: Document, file: YamlFile) -> Iterator[Problem]:
    """Checksum, spans, corrections and outline of one document."""
    meta = document.meta
    digest = hashlib.sha256(document.source.encode()).hexdigest()
    if digest != meta.sha256:
        yield file.problem(
            ("sha256",),
            "sha256",
            f"expected {meta.sha256}, source.txt has {digest}: restore the source or state the new checksum",
        )
    yield from _check_spans(document, file)
    for at, fix in enumerate(meta.corrections):
        if not 1 <= fix.line <= len(document.lines) or fix.wrong not in document.lines[fix.line - 1]:
            yield file.problem(
                ("corrections", at),
                "corrections",
                f"「{fix.wrong}」 does not stand in source line {fix.line}",
            )
    yield from _Outline(corpus, document, file).check(meta.outline, (1, len(document.lines)), ("outline",))
    covered = {line for _, first, last in document.leaves() for line in range(first, last + 1)}
    covered |= {line for first, last in meta.skip for line in range(first, last + 1)}
    for number, text in enumerate(document.lines, 1):
        if text.strip() and number not in covered:
            yield file.problem(
                ("outline",),
                "outline",
                f"source line {number} 「{text[:30]}」 lies in no section: add it to the outline or to skip",
            )


def _check_spans(document: Document, file: YamlFile) -> Iterator[Problem]:
    meta = document.meta
    spans: list[tuple[Way, tuple[int, int]]] = [(("skip", at), span) for at, span in enumerate(meta.skip)]
    spans += [(("editions", at), span.lines) for at, span in enumerate(meta.editions)]
    if meta.contact_table:
        spans.append((("contact_table",), meta.contact_table))
    for way, (first, last) in spans:
        if not 1 <= first <= last <= len(document.lines):
            yield file.problem(
                way, str(way[0]), f"lines {first}-{last} are no span of the source's 1-{len(document.lines)}"
            )


class _Outline:
    """The checks of the sections, from the outside in."""

    def __init__(self, corpus: Corpus, document: Document, file: YamlFile) -> None:
        self._document, self._file = document, file
        self._programmes = {programme.name for programme in corpus.programmes}
        self._schemes = {scheme.id for programme in corpus.programmes for scheme in programme.schemes}

    def check(self, sections: list[Section], span: tuple[int, int], way: Way) -> Iterator[Problem]:
        """Sections of one level, which lie in ``span`` one after the other."""
        before = span[0] - 1
        for at, section in enumerate(sections):
            here = (*way, at)
            for field, message in self._wrong(section, before, span):
                yield self._file.problem((*here, field), f"outline 「{section.title}」 {field}", message)
            yield from self.check(section.sections, section.lines, (*here, "sections"))
            before = section.lines[1]

    def _wrong(self, section: Section, before: int, span: tuple[int, int]) -> Iterator[tuple[str, str]]:
        first, last = section.lines
        if not before < first <= last <= span[1]:
            yield "lines", f"{first}-{last} overlap a neighbour or leave the parent's {span[0]}-{span[1]}"
        elif not section.supplied and not self._titled(section):
            yield "title", "is not printed in its lines: mark it supplied"
        for unknown in sorted(set(section.programmes or []) - self._programmes):
            yield "programmes", f"「{unknown}」 is not in programmes.yaml"
        if section.scheme and section.scheme not in self._schemes:
            yield "scheme", f"「{section.scheme}」 is no scheme of programmes.yaml"

    def _titled(self, section: Section) -> bool:
        text = self._document.corrected(*section.lines).translate(_SQUEEZE)
        return section.title.translate(_SQUEEZE) in text
