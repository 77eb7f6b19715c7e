"""Personal names: announced by words around them, or known to the dictionary as surname and first name."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from assistant.privacy.cues import load_cues
from assistant.privacy.spans import Span
from index import tokens

_WRITTEN = "一-龠々ぁ-んァ-ヶー・"
_NAME = r"(?:[一-龠々]{1,4}|[ぁ-ん]{2,5}|[ァ-ヶー・]{2,14})(?:[ ]?(?:[一-龠々ぁ-ん]{1,4}|[ァ-ヶー・]{2,12}))?"
_SURNAME, _FIRST, _ANY = "姓", "名", "一般"
_LONGEST_LABELLED = 24
_JOINED = re.compile(r"[ァ-ヶー]+・(?:[ァ-ヶー]+・)*$")
_READING = re.compile(r" ?\((?P<name>[ぁ-んァ-ヶーA-Za-z・ ]{3,24})\)")
_LONGEST_RARE, _PIECE = 5, 2
"""A surname that the dictionary lacks comes in pieces of one or two characters."""
_KANA_OR_LATIN = re.compile(r"[A-Za-z]|^[ぁ-ん]+$")


@dataclass(frozen=True)
class _Word:
    """A morpheme with its place.

    ``person`` is 姓, 名 or 一般 for names the dictionary knows, else empty; ``proper``: it is a name of whatever kind.
    """

    start: int
    end: int
    surface: str
    person: str
    proper: bool


def _words(text: str) -> list[_Word]:
    found, at = [], 0
    for word in tokens.words(text):
        start = text.find(word.surface, at)
        if start < 0:
            continue
        at = start + len(word.surface)
        kind, finer, finest = word.kinds
        person = finest or _ANY if finer == "人名" else ""
        found.append(_Word(start, at, word.surface, person, kind == "固有名詞"))
    return found


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    cues = load_cues().names
    return {
        "label": re.compile(
            rf"(?:^|[\s【\[(・■●◆□,、。|]){cues.label}[】\])]?[ ]*[:：][ ]*(?P<name>[^\n,、。:：(（/]{{1,{_LONGEST_LABELLED}}})",
            re.MULTILINE | re.IGNORECASE,
        ),
        "introduces": re.compile(rf"(?P<name>[{_WRITTEN}A-Za-z ]{{1,24}}){cues.introduces}"),
        "honorific": re.compile(rf"(?P<name>[{_WRITTEN}]{{1,12}}(?: [{_WRITTEN}]{{1,6}})?|[A-Z][a-z]+(?: [A-Z][a-z]+)?) ?{cues.honorific}"),
        "role": re.compile(rf"(?P<name>[一-龠々]{{1,4}}){cues.role}"),
        "speaks": re.compile(rf"{cues.place}の ?(?P<name>{_NAME}) ?{cues.speaks}(?=[。、.,\s!]|$)", re.MULTILINE),
        "opens": re.compile(rf"(?:^|。|\n)[ ]*(?P<name>{_NAME})(?:です|でございます|と申します)[。.\s]", re.MULTILINE),
        "alone": re.compile(r"^[ (]*(?P<name>[一-龠々]{1,4}[ ][一-龠々ぁ-んァ-ヶ]{1,5})[ )]*$", re.MULTILINE),
        "reading": re.compile(r"[一-龠々]{1,4} [一-龠々ぁ-ん]{1,4}[ ]?[(（](?P<name>[ぁ-ん]{2,6} [ぁ-ん]{2,6}|[ァ-ヶー]{2,6} [ァ-ヶー]{2,6}|[A-Z][a-z]+ [A-Z][a-z]+)[)）]"),
        "title": re.compile(f"{cues.honorific}$"),
        "surname_before": re.compile(cues.surname_before, re.MULTILINE),
        "surname_after": re.compile(f"{cues.surname_after}$"),
        "english": re.compile(rf"(?:{cues.english_introduces})\s+(?P<name>{cues.english})"),
        "english_maybe": re.compile(rf"(?:{cues.english_maybe}) (?P<name>{cues.english})(?=[,.!\n]|$| (?:from|and|in|at|of|with|here)\b)"),
        "english_alone": re.compile(r"^[ ]*(?P<name>[A-Z][a-zA-Z'-]+(?: [A-Z]\.)?(?: [A-Z][a-zA-Z'-]+){1,2})[ ]*$", re.MULTILINE),
        "dear": re.compile(rf"(?i:dear) (?P<name>{cues.english})"),
    }  # fmt: skip


def names(text: str) -> Iterator[Span]:
    """Personal names of a text in one width."""
    found = list(_announced(text))
    yield from found
    for span in found:  # a name once known is one wherever it stands, and so is its reading
        if reading := _READING.match(text, span.end):
            yield Span(*reading.span("name"), "name")
        said = text[span.start : span.end]
        for part in {said, *said.split(" ")} if len(said) > 1 else ():
            if len(part) > 1 and not part.isascii():
                yield from (Span(*m.span(), "name") for m in re.finditer(re.escape(part), text))


def _announced(text: str) -> Iterator[Span]:
    """Names that the dictionary or a cue tells."""
    words = _words(text)
    yield from _by_dictionary(text, words)
    yield from _surnames(text, words)
    for kind, pattern in _patterns().items():
        if kind.startswith("surname") or kind == "title":
            continue
        for match in pattern.finditer(text):
            start, end = match.span("name")
            span = _name_in(text, start, end, kind, words)
            if span:
                yield span


def _name_in(text: str, start: int, end: int, kind: str, words: list[_Word]) -> Span | None:
    """The name among the words that a cue points at; None when they are no name."""
    if kind.startswith("english") or kind == "dear":
        return _english(text, start, end, kind)
    inside = [word for word in words if start <= word.start < end]
    known = [word for word in inside if word.person]
    if kind == "alone":
        rare = _closes(text, start) and not re.search(load_cues().names.no_name, text[start:end])
        return Span(start, end, "name") if known or rare else None
    if kind in ("introduces", "honorific"):
        start = _last_part(text, start, end, known)
    said = _patterns()["title"].sub("", text[start:end].strip(" "))
    start = start + len(text[start:end]) - len(text[start:end].lstrip(" "))
    inside = [word for word in inside if word.start >= start]
    announced = kind in ("label", "introduces")
    if not said or not _may_be_name(said, inside, announced=announced):
        return None
    return Span(start, start + len(said), "name")


def _last_part(text: str, start: int, end: int, known: list[_Word]) -> int:
    """Where the name begins: at the known names at the end, else behind the last particle or office."""
    if known and known[-1].end >= end - 1:
        first = known[-1]
        for word in reversed(known[:-1]):
            if word.end in (first.start, first.start - 1):
                first = word
        joined = _JOINED.search(text[start : first.start])
        return joined.start() + start if joined else first.start
    said = text[start:end]
    cut = max(
        [
            match.end()
            for match in re.finditer(
                r"の|は|、|に|が|を|と|も|で|課|係|部|局|室|長|役場|町|村|市|会社|社|組合|担当| {2,}",
                said[:-1],
            )
        ],
        default=0,
    )
    return start + cut


def _may_be_name(said: str, inside: list[_Word], *, announced: bool) -> bool:
    """Whether words in a name's place can be one: not listed, no office or trade, known or cut into odd pieces.

    Args:
        said: the words.
        inside: their morphemes.
        announced: a label or 「と申します」 says that it is a name: then an ordinary word may be one.
    """
    cues = load_cues().names
    if said in cues.not_names or "［" in said or any(char.isdigit() for char in said):
        return False
    if any(word.person for word in inside):
        return True
    listed = any(len(word) > 1 and said.endswith(word) for word in cues.not_names)
    if listed or announced:
        return not listed
    if re.search(cues.no_name, said) or re.fullmatch(r"[ぁ-ん ]+", said):
        return False
    proper = any(word.proper for word in inside) and said not in _places()
    pieces = len(inside) > 1 and not any(len(word.surface) > _PIECE for word in inside)
    return proper or (pieces and len(said) <= _LONGEST_RARE)


def _english(text: str, start: int, end: int, kind: str) -> Span | None:
    parts = text[start:end].split(" ")
    other = load_cues().names.english_not_names
    if parts[0].strip(".,") in other:
        return None
    if kind == "english_alone" and not _closes(text, start):
        return None
    return Span(start, end, "name")


def _closes(text: str, start: int) -> bool:
    """Whether a line stands in the last lines of a text or alone after closing words."""
    return text.count("\n", start) <= 6 and text.count("\n", 0, start) > 0  # noqa: PLR2004


def _by_dictionary(text: str, words: list[_Word]) -> Iterator[Span]:
    """A surname followed by a first name; alone, a name may be a place or a plain word."""
    for first, second in itertools.pairwise(words):
        gap = text[first.end : second.start]
        if (
            first.person in (_SURNAME, _ANY)
            and second.person in (_FIRST, _ANY)
            and gap in ("", " ")
            and not _KANA_OR_LATIN.search(first.surface + second.surface)
            and len(first.surface + gap + second.surface) > 2  # noqa: PLR2004 - one character each is a common word
        ):
            yield Span(first.start, second.end, "name")


def _surnames(text: str, words: list[_Word]) -> Iterator[Span]:
    """A surname alone, where someone speaks or signs with it (「お世話になります、田中です」) and it is no place name."""
    patterns = _patterns()
    for word in words:
        if (
            word.person in (_SURNAME, _ANY)
            and len(word.surface) > 1
            and word.surface not in _places()
            and patterns["surname_before"].match(text, word.end)
            and patterns["surname_after"].search(text[max(0, word.start - 3) : word.start] or "\n")
        ):
            yield Span(word.start, word.end, "name")


@cache
def _places() -> frozenset[str]:
    """Prefectures and cities that are surnames too: where someone lives decides what may be done."""
    from assistant.profile import load_places

    return frozenset(load_places().names)
