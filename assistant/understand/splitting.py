"""Cuts a mail into its separate questions."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from assistant.cues import alternatives, cues

_SENTENCE = re.compile(r"(?<=[。?？\n])")
MIN_PARTS = 2
MIN_CHARS = 4
MIN_LISTED = 12
_NUMBERED = re.compile(r"[①-⑨]|[(（]?[1-9１-９][)）.．、:：]")


@lru_cache
def _marks() -> re.Pattern[str]:
    return alternatives(cues("splitting")["marks"], re.IGNORECASE)


@lru_cache
def _asks() -> re.Pattern[str]:
    return alternatives(cues("splitting")["asks"], re.IGNORECASE)


def split(message: str, subjects: Callable[[str], Sequence[str]], says: Callable[[str], bool]) -> list[str]:
    """The separate questions of a message, in order; a list with the message alone when it holds one.

    Args:
        message: the whole mail.
        subjects: programme names a text names; sentences that ask about different ones are different questions.
        says: whether a text has any subject matter; a greeting or 「二つ教えてください」 is no question of its own.
    """
    marked = _by_marks(message)
    if len(marked) >= MIN_PARTS:
        return marked
    asking = [part for part in _by_subject(message, subjects) if says(part)]
    return asking if len(asking) >= MIN_PARTS else [message.strip()]


def _by_marks(message: str) -> list[str]:
    starts = [match.start() for match in _marks().finditer(message)]
    pieces = [message[a:b].strip() for a, b in itertools.pairwise([*starts, len(message)])]
    asking = [
        _marks().sub("", piece, count=1).strip()
        for piece in pieces
        if len(piece) > MIN_CHARS and _asks().search(piece)
    ]
    if len(asking) < MIN_PARTS:
        asking = _listed(pieces)
    head = message[: starts[0]].strip() if starts else ""
    last = head.rstrip("。\n ").rsplit("。", 1)[-1]
    if asking and re.search(r"[?？]", last) and len(last) > MIN_CHARS:
        asking.insert(0, last)
    return asking


def _listed(pieces: list[str]) -> list[str]:
    """「①… ②…」 as noun phrases without a question mark: all of them ask when each says something."""
    numbered = [piece for piece in pieces if _NUMBERED.match(piece)]
    bare = [_NUMBERED.sub("", piece).strip() for piece in numbered]
    return bare if len(bare) >= MIN_PARTS and all(len(piece) >= MIN_LISTED for piece in bare) else []


def _by_subject(message: str, subjects: Callable[[str], Sequence[str]]) -> list[str]:
    """Asking sentences in runs that name the same programme; context before the first ask goes with it."""
    parts: list[tuple[set[str], str]] = []
    context = ""
    for sentence in _SENTENCE.split(message):
        context += sentence
        if not _asks().search(sentence):
            continue
        named = set(subjects(context))
        if parts and (not named or named & parts[-1][0]):
            parts[-1] = (parts[-1][0] | named, parts[-1][1] + context)
        else:
            parts.append((named, context))
        context = ""
    if len([part for part in parts if part[0]]) < MIN_PARTS:
        return [message.strip()]
    return [text.strip() for _, text in parts]
