"""Places of personal data in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.privacy.cues import Kind

_DASHES = "‐‑‒–—―−－ｰ"
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_NARROW = {**_WIDE, **dict.fromkeys(map(ord, _DASHES), ord("-")), 0x3000: ord(" "), 0x00A0: ord(" ")}
# ー and 一 are dashes only between digits: 03ー1234ー5678
_LONG_MARK = re.compile(r"(?<=\d)[ー一](?=\d)")


@dataclass(frozen=True)
class Span:
    """Characters ``start`` to ``end`` of a text are personal data of a kind."""

    start: int
    end: int
    kind: Kind


def narrow(text: str) -> str:
    """The text in one width, character for character: places in it are places in the text."""
    return _LONG_MARK.sub("-", text.translate(_NARROW))


def apart(spans: Iterable[Span]) -> list[Span]:
    """Spans that do not overlap, in order; the earlier and longer one stays."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
        elif span.end > kept[-1].end:
            kept[-1] = Span(kept[-1].start, span.end, kept[-1].kind)
    return kept
