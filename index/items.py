"""The smallest pieces of a document: bullets, paragraphs, table rows, and sentences of what is too long.

Sizes are counted in morphemes: the source's lines are bullets of 10 to 100, and a chunk of at most
``MAX_TOKENS`` stays far below the 512 word pieces the embedding model reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus import Document
from corpus.schema import Section
from corpus.text import canonical, plain
from index.tokens import count_tokens

MAX_TOKENS = 90
MAX_CHARACTERS = 200  # of a piece of a sentence that has no end to cut at
_BULLET = re.compile(r"^\s*(?:- |・|○|■|●|◆|➔|⇒|※|[①-⑳]|[(（][0-9０-９]+[)）]|\d+[.．]|【|＜|<)")
_SENTENCE_END = re.compile(r"(?<=。)|(?<=\s)(?=・)")

Item = tuple[int, int, str]
"""First line, last line, verbatim text."""


def items(document: Document, path: list[Section], lines: list[int]) -> Iterator[Item]:
    """Bullets, paragraphs and table rows of a stretch of lines; a section's own title lines are left out."""
    titles = {_bare(section.title) for section in path}
    block: list[int] = []
    for number in [*lines, 0]:
        text = document.lines[number - 1] if number else ""
        new = not text.strip() or _BULLET.match(text) or "\t" in text or (block and number != block[-1] + 1)
        if block and new:
            yield from _split(block[0], block[-1], document.text(block[0], block[-1]))
            block = []
        if text.strip() and _bare(text) not in titles:
            block.append(number)


def _bare(text: str) -> str:
    return re.sub(r"[\s*#■●・-]", "", canonical(text))


def _split(first: int, last: int, text: str) -> Iterator[Item]:
    """An item that is too long, cut at sentence ends or inner bullets, and a sentence without end by length."""
    if "\t" in text or count_tokens(plain(text)) <= MAX_TOKENS * 2:
        yield first, last, text
        return
    pieces = [piece for sentence in _SENTENCE_END.split(text) for piece in _pieces(sentence)]
    part, at = "", first
    for piece in [*pieces, None]:
        if part and (piece is None or count_tokens(plain(part + piece)) > MAX_TOKENS):
            if part.strip():
                begin = at + len(part) - len(part.lstrip("\n"))
                inner = part.strip("\n")
                yield begin, begin + inner.count("\n"), inner
            at += part.count("\n")
            part = ""
        part += piece or ""


def _pieces(sentence: str) -> list[str]:
    if count_tokens(plain(sentence)) <= MAX_TOKENS * 2:
        return [sentence]
    return [sentence[at : at + MAX_CHARACTERS] for at in range(0, len(sentence), MAX_CHARACTERS)]
