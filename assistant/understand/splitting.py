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
MIN_COUNTED = 8
_DIGITS = ("[1１]", "[2２]", "[3３]", "[4４]", "[5５]", "[6６]", "[7７]", "[8８]", "[9９]")
_WRITTEN = {
    "circled": "①②③④⑤⑥⑦⑧⑨",
    "brackets": _DIGITS,
    "digit": _DIGITS,
    "counter": ("[一1１]", "[二2２]", "[三3３]", "[四4４]", "[五5５]", "[六6６]"),
    "things": "一二三四五六",
    "kana_things": ("ひとつ", "ふたつ", "みっつ", "よっつ"),
    "kana_letter": "アイウエオ",
    "plan": ("[AＡ]", "[BＢ]", "[CＣ]", "[DＤ]"),
    "letter": "abcdef",
    "order": ("まず", "(?:次|つぎ)", "(?:最後|さいご|それから)"),
    "word": ("first", "second", "third", "fourth", "fifth"),
}
"""How each form of counting writes the numbers from one on."""


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
    for marked in (_counted(message, says), _by_marks(message)):
        if len(marked) >= MIN_PARTS:
            return marked
    asking = [part for part in _by_subject(message, subjects) if says(part)]
    return asking if len(asking) >= MIN_PARTS else [message.strip()]


@lru_cache
def _forms() -> list[list[re.Pattern[str]]]:
    """Per form of counting, the patterns of its numbers from one on."""
    return [
        [re.compile(form.replace("{n}", number), re.IGNORECASE) for number in _WRITTEN[name]]
        for name, form in cues("splitting")["counted"].items()
    ]


@lru_cache
def _chosen() -> re.Pattern[str]:
    return re.compile(cues("splitting")["chosen"], re.IGNORECASE)


def _counted(message: str, says: Callable[[str], bool]) -> list[str]:
    """Questions that are counted off from one on (「(1)…の単価、(2)…の割合」): all of them ask, in whatever words."""
    if not _asks().search(message):
        return []
    found = max((_labels(message, form) for form in _forms()), key=len)
    ends = [*(label.start() for label in found[1:]), len(message)]
    pieces = [message[a.end() : b].strip(" \u3000\n、,;；") for a, b in zip(found, ends, strict=bool(found))]
    whole = all(len(piece) >= MIN_COUNTED and says(piece) for piece in pieces)
    return _with_question_before(message[: found[0].start()], pieces) if found and whole else []


def _labels(message: str, numbers: Sequence[re.Pattern[str]]) -> list[re.Match[str]]:
    """The numbers of one form in their order; none when they only offer a choice."""
    found: list[re.Match[str]] = []
    for number in numbers:
        label = number.search(message, found[-1].end() if found else 0)
        if label is None:
            break
        found.append(label)
    choice = any(_chosen().search(message[: label.start()]) for label in found[1:])
    return [] if choice or len(found) < MIN_PARTS else found


def _with_question_before(head: str, parts: list[str]) -> list[str]:
    """The parts, behind a question that stands before them."""
    last = head.strip().rstrip("。\n ").rsplit("。", 1)[-1]
    asks = bool(parts) and re.search(r"[?？]", last) and len(last) > MIN_CHARS
    return [last, *parts] if asks else parts


def _by_marks(message: str) -> list[str]:
    starts = [match.start() for match in _marks().finditer(message)]
    pieces = [message[a:b].strip() for a, b in itertools.pairwise([*starts, len(message)])]
    asking = [
        _marks().sub("", piece, count=1).strip()
        for piece in pieces
        if len(piece) > MIN_CHARS and _asks().search(piece)
    ]
    return _with_question_before(message[: starts[0]] if starts else "", asking)


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
