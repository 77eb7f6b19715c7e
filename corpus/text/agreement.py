"""Does a text print what a statement says? Numbers with units, fiscal years, phone numbers and addresses."""

from __future__ import annotations

import re
from collections.abc import Collection

from corpus.text.normalise import fold
from corpus.text.quantities import phones, quantities
from corpus.text.years import editions_in

_URL = re.compile(r"https?://[^\s\]）)」]+")
_EDITION = re.compile(r"(?<![a-z])r\d{1,2}(?!\d)|令和\d+年度?|fy ?20\d\d|\(reiwa \d+\)")


def unsupported(text: str, printed: str, editions: Collection[str] = ()) -> list[str]:
    """Numbers, fiscal years, phone numbers and addresses of a statement that a printed text does not bear out.

    A fiscal year (R7, 令和7年度) must be one of ``editions`` or be printed. A number is printed when its value is
    there with the same unit, in any notation (350万円 = 3.5 million yen).
    """
    available = {(quantity.value, quantity.unit) for quantity in quantities(printed)}
    values = {value for value, _ in available}
    missing = [
        f"edition {edition}"
        for edition in editions_in(text)
        if edition not in {*editions, *editions_in(printed)}
    ]
    missing += [
        f"number {quantity.value} {quantity.unit}".strip()
        for quantity in quantities(_EDITION.sub(" ", fold(text)))
        if (quantity.value, quantity.unit) not in available
        and not (_bare(quantity.unit, quantity.value, available) and quantity.value in values)
    ]
    missing += [f"phone {phone}" for phone in phones(text) if phone not in phones(printed)]
    return missing + [f"url {url}" for url in _URL.findall(fold(text)) if url not in fold(printed)]


def _bare(unit: str, value: object, available: Collection[tuple[object, str]]) -> bool:
    """A number without unit agrees with any unit; one with a unit agrees with a printed number that has none."""
    return not unit or any(other == value and not other_unit for other, other_unit in available)
