"""Finds the words of a cue list in a text, and whether they are said, denied, undecided or asked as a duty."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeVar

from assistant.cues import alternatives
from assistant.profile.cues import PolarityCues, StandingCues
from assistant.profile.text import clause_around, sentence_around

Polarity = Literal["said", "denied", "duty", "undecided"]
M = TypeVar("M", bound="Mention")


@dataclass(frozen=True)
class Mention:
    """Words of a text, by offsets."""

    start: int
    end: int
    words: str


@cache
def compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for a list of alternatives."""
    return alternatives(patterns)


@cache
def _bare(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@cache
def _whole_words(pattern: str) -> re.Pattern[str]:
    """The pattern where it cuts no Latin word and no number."""
    opens, closes = r"(?:(?<![a-z0-9])|(?![a-z0-9]))", r"(?:(?![a-z0-9])|(?<![a-z0-9]))"
    return re.compile(f"{opens}(?:{pattern}){closes}")


def find(text: str, patterns: Iterable[str]) -> Iterator[Mention]:
    """Every mention of a cue list; Latin words only at word boundaries."""
    for pattern in patterns:
        # Without the word boundaries the search can skip to the first characters of the pattern: most are not there.
        if _bare(pattern).search(text) is None:
            continue
        for match in _whole_words(pattern).finditer(text):
            if match.end() > match.start():
                yield Mention(match.start(), match.end(), match[0])


def contains(text: str, patterns: Iterable[str]) -> bool:
    """Whether any pattern of a list occurs; an empty list counts as present."""
    known = tuple(patterns)
    return not known or compiled(known).search(text) is not None


def outermost(mentions: Iterable[tuple[M, str]]) -> list[tuple[M, str]]:
    """Mentions that are not inside a longer one, in order of their place."""
    found = sorted(mentions, key=lambda item: (item[0].start, -item[0].end))
    kept: list[tuple[M, str]] = []
    for mention, value in found:
        inside = any(
            k.start <= mention.start
            and mention.end <= k.end
            and (k.end - k.start) > (mention.end - mention.start)
            for k, _ in kept
        )
        if not inside:
            kept.append((mention, value))
    return kept


def polarity(text: str, mention: Mention, cues: PolarityCues, *, verb: bool = False) -> Polarity:
    """How a mention is meant.

    Args:
        text: the comparison form.
        mention: the words.
        cues: negations and duties.
        verb: the words end in the stem of a verb.
    """
    after, before = (
        text[mention.end :],
        text[clause_around(text, mention.start, mention.end)[0] : mention.start],
    )
    if _starts(after, cues.duty_after) or compiled(tuple(cues.duty_before)).search(before):
        return "duty"
    if _undecided(text, mention, cues):
        return "undecided"
    denied = _starts(after, cues.denied_after) or (verb and _starts(after, cues.denied_verb))
    return "denied" if denied or compiled(tuple(cues.denied_before)).search(before) else "said"


def _undecided(text: str, mention: Mention, cues: PolarityCues) -> bool:
    """Whether the sentence says that this is not known or not decided yet."""
    first, last = sentence_around(text, mention.start, mention.end)
    return _starts(text[mention.end : last], cues.undecided_after) or bool(
        compiled(tuple(cues.undecided_before)).search(text[first : mention.start])
    )


def is_topic(text: str, mention: Mention, cues: PolarityCues) -> bool:
    """Whether a mention only names what a condition is about."""
    return _starts(text[mention.end :], cues.topic_after)


def standing(text: str, mention: Mention, cues: StandingCues) -> int:
    """1 for the asker's own case, -1 for a remark in passing, 0 otherwise."""
    after, before = text[mention.end :], text[: mention.start]
    if _starts(after, cues.aside_after) or compiled(tuple(cues.aside_before)).search(before):
        return -1
    return int(_starts(after, cues.assert_after) or bool(compiled(tuple(cues.assert_before)).search(before)))


def _starts(text: str, patterns: Iterable[str]) -> bool:
    return compiled(tuple(patterns)).match(text) is not None
