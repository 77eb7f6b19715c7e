"""Reads passages into evidence: bullets with their label, sentences, table cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.evidence import Evidence, Quoted, quoted
from corpus import Corpus, Document
from corpus.text import canonical, fold, plain
from index import Passage
from index.items import items
from index.tokens import count_tokens

LONG = 90
LABEL_CHARS = 22
SHORT = 9
"""Shorter pieces without a number and without a label (「協定締結」 in a drawing) say nothing by themselves."""
_LABEL = re.compile(r"^[^。、]{1,22}$")
_CHILD = re.compile(r"^\s*(?:- ・|・|[①-⑳])|^\s+- ")
_NUMBERED = re.compile(r"^\s*-?\s*[(（]\d+[)）]")
_SPACED_LETTERS = re.compile(r"(?<![A-Za-z])[A-Z](?: [A-Z])+(?![A-Za-z])")
_HEADING = re.compile(r"^(【[^】]*】|.*のイメージ|.*の概要)$")
_SENTENCE_END = re.compile(r"(?<=。)(?!\s*$)")


def from_passages(corpus: Corpus, passages: Sequence[Passage], question: str) -> list[Evidence]:
    """The bullets, sentences and table cells of passages, best passage first.

    Args:
        corpus: to look up lines and sections.
        passages: search results, best first; contact rows give no evidence (contacts are looked up).
        question: picks the cell of a table row (平成21年度の隊員数は).
    """
    found: list[Evidence] = []
    for rank, passage in enumerate(passages):
        document = corpus.documents.get(passage.document)
        if document is None or passage.kind == "contact":
            continue
        parts = (
            _row(document, passage, question) if passage.kind == "row" else _memory.texts(document, passage)
        )
        for text, quotes, context in parts:
            found.append(
                Evidence(
                    text,
                    tuple(quotes),
                    passage.heading,
                    tuple(passage.programmes),
                    passage.scheme,
                    rank,
                    passage.score,
                    quotes[-1].lines[0],
                    f"{passage.heading} {context}",
                    cosine=passage.cosine,
                )
            )
    return found


Part = tuple[str, list[Quoted], str]


class _Memory:
    """The parts of running text by passage, the last ``limit`` of them: they do not depend on the question."""

    def __init__(self, limit: int = 4096) -> None:
        self._parts: dict[tuple[str, str], list[Part]] = {}
        self._limit = limit

    def texts(self, document: Document, passage: Passage) -> list[Part]:
        """Parts of a passage, cut once."""
        key = (document.meta.sha256, passage.id)
        parts = self._parts.get(key)
        if parts is None:
            if len(self._parts) >= self._limit:
                self._parts.clear()
            parts = self._parts[key] = list(_texts(document, passage))
        return parts


_memory = _Memory()


def _texts(document: Document, passage: Passage) -> Iterator[Part]:
    """Items of running text; a bullet under a short label is shown and quoted with it."""
    path = document.path(passage.lines[0])
    label: tuple[str, Quoted, bool] | None = None
    listed = list(items(document, path, list(range(passage.lines[0], passage.lines[1] + 1))))
    for (first, last, raw), after in zip(listed, [*(item[2] for item in listed[1:]), ""], strict=True):
        if raw not in passage.text and passage.text not in raw:
            continue
        shown = _shown(document, first, last, raw)
        here = quoted(document, (first, last), raw.strip())
        if _is_label(shown, raw, after):
            label = (_NUMBERED.sub("", shown).strip().rstrip("、：:"), here, bool(_NUMBERED.match(raw)))
            continue
        if (label and not (label[2] or _CHILD.match(raw))) or _NUMBERED.match(raw):
            label = None
        if label and label[2] and not _CHILD.match(raw):
            label, used = None, label
        else:
            used = label
        if _HEADING.match(shown) or (
            len(shown) < SHORT
            and not used
            and not re.search(r"\d", shown)
            and not raw.lstrip().startswith(("-", "・", "○"))
        ):
            continue
        if count_tokens(shown) > LONG:
            yield from _sentences(document, (first, last), raw)
        elif used:
            yield f"{used[0]}：{shown}", _together(document, used[1], here), f"{used[0]} {shown}"
        else:
            yield shown, [here], shown


def _is_label(shown: str, raw: str, after: str) -> bool:
    """「要件」, 「(3) 交付率」: short, says no value, and what follows belongs to it."""
    bare = _NUMBERED.sub("", shown).rstrip("、：:")
    if not (_CHILD.match(after) or _NUMBERED.match(raw)):
        return False
    return (
        bool(_LABEL.match(bare))
        and not _CHILD.match(raw)
        and not re.search(r"\d", bare)
        and " " not in bare.strip()
    )


def _together(document: Document, label: Quoted, value: Quoted) -> list[Quoted]:
    """Label and value as one quotation when nothing but blank lines lies between, else the value alone."""
    between = (
        document.text(label.lines[1] + 1, value.lines[0] - 1) if value.lines[0] > label.lines[1] + 1 else ""
    )
    if between.strip():
        return [value]
    lines = (label.lines[0], value.lines[1])
    return [quoted(document, lines, document.text(*lines).strip())]


def _sentences(document: Document, lines: tuple[int, int], raw: str) -> Iterator[Part]:
    for piece in _SENTENCE_END.split(raw):
        shown = _shown(document, *lines, piece)
        yield shown, [quoted(document, lines, piece.strip())], shown


def _shown(document: Document, first: int, last: int, raw: str) -> str:
    for fix in document.meta.corrections:
        if first <= fix.line <= last:
            raw = raw.replace(fix.wrong, fix.right)
    text = " ".join(line.strip() for line in plain(raw).split("\n") if line.strip())
    return _SPACED_LETTERS.sub(lambda match: match[0].replace(" ", ""), text)


def _cell(text: str) -> str:
    return canonical(plain(text))


def _row(document: Document, passage: Passage, question: str) -> Iterator[Part]:
    """A table row: the cell whose column the question names, else the whole row with its header."""
    header, _, row = passage.text.partition("\n")
    line = passage.lines[0]
    head = next(n for n in range(line, 0, -1) if document.lines[n - 1] == header)
    quotes = [quoted(document, (head, head), header), quoted(document, (line, line), row)]
    columns, cells = [_cell(x) for x in header.split("\t")], [_cell(x) for x in row.split("\t")]
    asked = fold(question)
    named = [
        i
        for i, column in enumerate(columns)
        if i and column and re.search(rf"(?<!\d){re.escape(fold(column))}", asked)
    ]
    picked = named or ([] if len(columns) > LABEL_CHARS // 2 else list(range(1, len(cells))))
    if not picked:
        picked = [1, len(cells) - 1]
    shown = "、".join(
        f"{columns[i]}：{cells[i]}" if columns[i] else cells[i] for i in picked if i < len(cells) and cells[i]
    )
    label = cells[0] or columns[0]
    yield f"{label}（{shown}）" if label else shown, quotes, f"{header} {row}"
