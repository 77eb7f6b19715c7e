"""Phone numbers, mail addresses, My Number and postcodes, with the official numbers left alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache

from assistant.privacy.cues import load_cues
from assistant.privacy.spans import Span

MY_NUMBER_DIGITS = 12
LONGEST_PHONE = 15
_MAIL = re.compile(
    r"(?<![A-Za-z0-9._%+'-])[A-Za-z0-9._%+'-]{1,64} ?(?:@|\(at\)|\[at\]|（at）|★|☆) ?[A-Za-z0-9-]{1,63}"
    r"(?: ?(?:\.|\(dot\)|\[dot\]) ?[A-Za-z0-9-]{1,63}){1,8}",
    re.IGNORECASE,
)
_SEPARATED = r"[ \-.・/]{0,3}"
_JAPANESE = re.compile(
    r"(?<![\d\-.,¥])"
    r"(?:\(?\+ ?81\)?[ \-.]{0,3}\(?0?\)?[ ]?\(?[1-9]\d{0,3}\)?[ \-.()]{1,3}\d{1,4}[ \-.]{1,3}\d{3,4}"
    r"|\+ ?81[ \-]?[1-9]\d{8,9}"
    r"|\(0\d{1,4}\) ?\d{1,4}[ \-.]{0,3}\d{3,4}"
    r"|0\d{1,4} ?\( ?\d{1,4} ?\) ?\d{3,4}"
    r"|0\d{1,4}[ ]?[\-.][ ]?\d{1,4}[ ]?[\-.][ ]?\d{3,4}"
    r"|0\d{1,4} \d{1,4} \d{3,4}"
    r"|0[5789]0" + _SEPARATED + r"\d{4}" + _SEPARATED + r"\d{4}"
    r"|0120" + _SEPARATED + r"\d{3}" + _SEPARATED + r"\d{3}"
    r"|0\d{9})(?![\d])"
)
_ABROAD = re.compile(r"(?<![\d+])\+ ?\d{1,3}(?:[ \-.()]{0,2}\d){6,13}(?!\d)")
_POSTCODE = re.compile(
    r"〒 ?\d{3} ?-? ?\d{4}(?!\d)|(?<![\d\-])\d{3}-\d{4}(?![\d\-])(?=\s{0,3}[一-龠]{2,3}[都道府県])"
)
_TWELVE = re.compile(r"(?<![\d\-])\d(?:[ \-]?\d){11}(?![\d\-])")


@cache
def _labelled(kind: str) -> re.Pattern[str]:
    cues = load_cues()
    if kind == "phone":
        return re.compile(
            rf"{cues.phone_label}[\s:.は()（）／/]{{0,4}}(\+?\d(?:[\d \-.()]{{4,17}})\d|(?<=内線)\d{{2,6}}|(?<=内線[: ])\d{{2,6}})(?!\d)",
            re.IGNORECASE,
        )
    if kind == "postcode":
        return re.compile(r"郵便番号[\s:はー]{0,3}(\d{3} ?-? ?\d{4})(?!\d)")
    return re.compile(rf"{cues.my_number_label}\D{{0,8}}(\d(?:[ \-]?\d){{11}})(?!\d)", re.IGNORECASE)


def digits(text: str) -> str:
    """The digits of a number, the country code of Japan turned into the leading zero."""
    found = re.sub(r"\D", "", text)
    return f"0{found[2:].lstrip('0')}" if found.startswith("81") and "+" in text else found


def is_my_number(number: str) -> bool:
    """Whether twelve digits carry the check digit of an individual number.

    The last digit is 11 minus the weighted sum of the others modulo 11, and 0 where that is more than 9.
    """
    if len(number) != MY_NUMBER_DIGITS or not number.isdigit():
        return False
    total = sum(
        int(digit) * (place + 1 if place <= 6 else place - 5)  # noqa: PLR2004 - the weights of the ordinance
        for place, digit in enumerate(reversed(number[:-1]), 1)
    )
    rest = total % 11
    return int(number[-1]) == (0 if rest <= 1 else 11 - rest)


def numbers(text: str, official: Collection[str]) -> Iterator[Span]:
    """Personal numbers and addresses of a text in one width.

    Args:
        text: as ``narrow`` gives it.
        official: digits of phone numbers that are public.
    """
    for match in _MAIL.finditer(text):
        yield Span(*match.span(), "mail")
    for match in _TWELVE.finditer(text):
        if is_my_number(digits(match.group())):
            yield Span(*match.span(), "my_number")
    for match in _labelled("my_number").finditer(text):
        yield Span(*match.span(1), "my_number")
    for match in [*_POSTCODE.finditer(text)]:
        yield Span(*match.span(), "postcode")
    for match in _labelled("postcode").finditer(text):
        yield Span(*match.span(1), "postcode")
    for pattern, group in ((_JAPANESE, 0), (_ABROAD, 0), (_labelled("phone"), 1)):
        for match in pattern.finditer(text):
            number = digits(match.group(group))
            if number not in official and len(number) <= LONGEST_PHONE:
                yield Span(*match.span(group), "phone")
