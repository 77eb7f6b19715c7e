"""Which texts have a title of their own, to be found by as well as by the whole text.

A FAQ's question names its text; the headings of an outline name sections, and the one that a single chunk happens to
stand under says no more of it than the others do of theirs (docs/decisions/0011-retrieval-levers.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence

from index.passage import Chunk

OWN = 0.95
"""Share of the texts of a group that must have a title of their own, for titles to name texts there."""


def own_titles(titles: Sequence[str], groups: Sequence[Hashable] | None = None) -> dict[int, str]:
    """Titles by row, where nearly every text of a group has one that no other text of it has.

    Args:
        titles: of every row, "" for a row without one.
        groups: what each row belongs with; unset: all rows are one group.
    """
    placed = list(zip(groups or [None] * len(titles), titles, strict=True))
    times = Counter(placed)
    own = {row: title for row, (group, title) in enumerate(placed) if title and times[group, title] == 1}
    titled, size = Counter(placed[row][0] for row in own), Counter(group for group, _ in placed)
    return {row: title for row, title in own.items() if titled[placed[row][0]] >= OWN * size[placed[row][0]]}


def titles_of(chunks: Sequence[Chunk]) -> dict[int, str]:
    """Own titles of chunks, by row: those of one kind in one document belong together."""
    return own_titles([c.title for c in chunks], [(c.document, c.kind) for c in chunks])
