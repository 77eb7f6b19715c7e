"""How much has to be read until evidence is found, whatever the chunk borders.

An evidence string counts as found once the characters read so far cover ``THRESHOLD`` of its non-white-space
characters; several passages may share in that. The strict figure asks for one passage that shows it whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, inf

import numpy as np

from eval.evidence import Piece, Sources, Span, place

THRESHOLD = 0.8


@dataclass(frozen=True)
class Reach:
    """What has to be read, best passage first, until an evidence string is found; inf when it never is."""

    chars: float  # retrieved characters, headings included, until THRESHOLD of it was shown
    rank: float  # passages, likewise
    whole: float  # retrieved characters until ONE passage showed all of it


NEVER = Reach(inf, inf, inf)


def _reach_at(span: Span, pieces: Sequence[Piece], sources: Sources) -> Reach:
    source = sources[span.document]
    wanted = span.start + np.flatnonzero(source.counted[span.start : span.end])
    if not len(wanted):
        return NEVER
    chars, ranks = np.full(len(wanted), inf), np.full(len(wanted), inf)
    whole, before = inf, 0
    for rank, piece in enumerate(pieces, start=1):
        if piece.document == span.document:
            at = place(piece, source)
            shown = np.isin(wanted, at)
            order = np.argsort(at, kind="stable")
            cost = before + 1 + order[np.searchsorted(at[order], wanted[shown])]
            chars[shown] = np.minimum(chars[shown], cost)
            ranks[shown] = np.minimum(ranks[shown], rank)
            if shown.all():
                whole = min(whole, float(cost.max()))
        before += len(piece.text)
    needed = ceil(THRESHOLD * len(wanted)) - 1
    return Reach(float(np.sort(chars)[needed]), float(np.sort(ranks)[needed]), whole)


def reach(spans: Sequence[Span], pieces: Sequence[Piece], sources: Sources) -> Reach:
    """The best reach over the occurrences of one evidence string."""
    reaches = [_reach_at(span, pieces, sources) for span in spans]
    return Reach(
        chars=min((r.chars for r in reaches), default=inf),
        rank=min((r.rank for r in reaches), default=inf),
        whole=min((r.whole for r in reaches), default=inf),
    )
