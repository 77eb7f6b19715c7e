"""Postal addresses. Prefecture and municipality stay: whether someone may apply often hangs on them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from assistant.privacy.cues import load_cues
from assistant.privacy.spans import Span

_KANJI_NUMBER = "一二三四五六七八九十"
_NUMBER = rf"(?:\d+|[{_KANJI_NUMBER}]+)"
_HOUSE = (
    rf"(?:{_NUMBER}(?:丁目|番地の?|番|号|条|区画)[ ]?(?:[東西南北]?{_NUMBER}(?:丁目|番地の?|番|号|条|-)?[\-の ]?){{0,5}}"
    r"|\d+(?:-\d+){1,3})"
)
_ROOM = r"(?:[ ]?[^\s、。,]{0,14}(?:マンション|ビル|ハイツ|荘|コーポ|アパート|ハウス|メゾン|団地|コート|レジデンス|号棟)[^\s、。,]{0,6})?(?:[ ]?\d{1,4}(?:号室|号|F|階))?"
_ENGLISH = re.compile(
    r"(?<![\d\-])\d+(?:-\d+){1,3},? (?:[A-Z][\w'-]+,? ){0,4}[A-Z][\w'-]*(?:-(?:ku|shi|cho|machi|mura|gun|ken|fu|to)\b|City|Ward|Town)"
)


@cache
def _japanese() -> re.Pattern[str]:
    prefectures = "|".join(load_cues().prefectures)
    municipality = (
        r"(?:[一-龠ぁ-んァ-ヶ々ヶ]{1,7}?郡)?[一-龠ぁ-んァ-ヶ々ヶ]{1,8}?(?:市|区|町|村)(?:[一-龠]{1,3}区)?"
    )
    return re.compile(
        rf"(?P<kept>(?:{prefectures})[ ]?(?:{municipality})?|(?<![一-龠ぁ-んァ-ヶ]){municipality})"
        rf"(?P<rest>[ ]?(?:字|大字)?[一-龠ぁ-んァ-ヶ々ヶノ]{{0,14}}?[ ]?{_HOUSE}{_ROOM})"
    )


@cache
def _labelled() -> re.Pattern[str]:
    cues = load_cues()
    prefectures = "|".join(cues.prefectures)
    kept = rf"(?:(?:{prefectures})[ ]?)?(?:[^\s\d]{{1,8}}?[市区町村](?:[一-龠]{{1,3}}区)?)?"
    return re.compile(
        rf"(?:^|[\s【\[(・■●◆□]){cues.address_label}[】\])]?\s*[:：はー]\s*(?:〒? ?\d{{3}}-?\d{{4}}\s*)?{kept}(?P<rest>[^\s、。].{{0,60}})$",
        re.MULTILINE | re.IGNORECASE,
    )


def addresses(text: str) -> Iterator[Span]:
    """Streets and houses of a text in one width, behind the municipality."""
    for match in _japanese().finditer(text):
        yield Span(*match.span("rest"), "address")
    for match in _labelled().finditer(text):
        yield Span(*match.span("rest"), "address")
    for match in _ENGLISH.finditer(text):
        yield Span(*match.span(), "address")
