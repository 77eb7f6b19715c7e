"""Which texts have a title of their own, to be found by as well as by the whole text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence


def own_titles(titles: Sequence[str]) -> dict[int, str]:
    """Titles by row, as far as no other row has the same: a heading that several texts share tells none of them apart.

    Args:
        titles: of every row, "" for a row without one.
    """
    times = Counter(titles)
    return {row: title for row, title in enumerate(titles) if title and times[title] == 1}
