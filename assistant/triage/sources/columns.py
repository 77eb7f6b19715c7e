"""Which column of a table is the id, the subject, the body and the day it came."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from assistant.triage.inquiry import TriageError
from corpus.loader import read_yaml
from corpus.schema import Strict
from corpus.text import fold

FILE = Path(__file__).resolve().parent.parent / "columns.yaml"
Role = Literal["id", "subject", "body", "received"]
ROLES: tuple[Role, ...] = ("id", "subject", "body", "received")
_NOISE = re.compile(r"[\s_（）()\[\]【】:：*※・]+")


class Synonyms(Strict):
    """``columns.yaml``: headers by role."""

    id: list[str]
    subject: list[str]
    body: list[str]
    received: list[str]


@dataclass(frozen=True)
class Chosen:
    """Columns named by option; None: recognised by their header."""

    id: str | None = None
    subject: str | None = None
    body: str | None = None


@cache
def synonyms() -> Synonyms:
    """The recognised headers."""
    return read_yaml(FILE, Synonyms)


def plain(header: str) -> str:
    """A header as compared."""
    return _NOISE.sub("", fold(header))


def places(headers: Sequence[str], chosen: Chosen) -> dict[Role, int]:
    """Where each role stands in a row of headers; roles that no header has are absent.

    Raises:
        TriageError: a column that was named by option is not there.
    """
    folded = [plain(header) for header in headers]
    found: dict[Role, int] = {}
    for role in ROLES:
        wanted = getattr(chosen, role, None)
        if wanted is not None:
            if plain(wanted) not in folded:
                raise TriageError(
                    f"--{role}-column に指定した列「{wanted}」がありません。"
                    f"見出しは {'、'.join(filter(None, headers)) or '(空)'} です。列名を確かめてください。"
                )
            found[role] = folded.index(plain(wanted))
            continue
        place = next((folded.index(plain(s)) for s in getattr(synonyms(), role) if plain(s) in folded), None)
        if place is not None and place not in found.values():
            found[role] = place
    return found


def is_header(headers: Sequence[str], chosen: Chosen) -> bool:
    """Whether a row names a body or a subject column: without one of them there is nothing to answer."""
    try:
        return bool({"body", "subject"} & places(headers, chosen).keys())
    except TriageError:
        return False


def missing(headers: Sequence[str], place: str) -> TriageError:
    """The error for a table in which no text column is recognised."""
    seen = "、".join(header for header in headers if header)[:200] or "(空)"
    return TriageError(
        f"{place}: 本文の列が見つかりません。見出しは {seen} です。"
        "--body-column（必要なら --id-column、--subject-column）で列名を指定してください。"
    )


def picked(row: Mapping[str, object], chosen: Chosen) -> dict[Role, object]:
    """The values of a JSON object by role."""
    headers = list(row)
    found: dict[Role, object] = {role: row[headers[at]] for role, at in places(headers, chosen).items()}
    return found
