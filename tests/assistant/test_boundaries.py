"""Every limit of the document, one below, equal and one above, asked as a sentence in three languages.

The cases were written by hand from the source (``eval/questions/boundaries.jsonl``), never from the rules.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant import Answer

FILE = Path(__file__).resolve().parents[2] / "eval" / "questions" / "boundaries.jsonl"
Ask = Callable[..., Answer]
OPPOSITE = {"yes": "no", "no": "yes"}


def _by_programme() -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = defaultdict(list)
    for line in FILE.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        found[case["programmes"][0]].append(case)
    return found


CASES = _by_programme()


@pytest.mark.parametrize("programme", CASES)
def test_every_limit(programme: str, ask: Ask) -> None:
    """No verdict is wrong: the answers that are, with what was said instead."""
    wrong = []
    for case in CASES[programme]:
        also = case.get("verdict_also") or []
        accepted = [case["verdict"], *(also if isinstance(also, list) else [also])]
        said = ask(str(case["question"])).verdict
        if said not in accepted:
            worse = "opposite" if OPPOSITE.get(str(case["verdict"])) == said else "other"
            wrong.append((case["id"], worse, said, case["question"]))
    assert wrong == []
