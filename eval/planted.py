"""Synthetic mails with personal data planted in them, and how much of it the masker finds.

The values are drawn at random; which ones were planted is known, so that recall needs no reading. What nobody may mask
(official phones and divisions) is planted too.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from assistant.privacy import Masker
from assistant.privacy.numbers import MY_NUMBER_DIGITS, is_my_number
from corpus import Corpus
from corpus.loader import read_yaml
from corpus.schema import Strict
from eval.bootstrap import mean
from eval.cells import meanings, sliced_figures
from eval.report import Chapter
from eval.table import Row, row

FILE = Path(__file__).resolve().parent / "planted.yaml"
MIDDLES = (2, 6)
ENGLISH = 0.2
PERSONAL = {
    "name": "name", "surname": "name", "kana": "name", "foreign": "name", "latin": "name", "phone": "phone",
    "mail": "mail", "my_number": "my_number", "postcode": "postcode", "street": "address",
}  # fmt: skip
OFFICIAL = frozenset({"office", "office_phone"})
_SLOT = re.compile(r"\{(\w+)\}")
MEANINGS = {
    "masked": "埋めた個人情報のうち、跡が残らなかった割合（区分は種類）",
    "official_kept": "埋めた公式の課名・電話のうち、そのまま残った割合",
    "left_alone": "個人情報でない字のうち、伏せられなかった割合",
}


class Parts(Strict):
    """``planted.yaml``: values to plant and sentences to plant them in."""

    surnames: list[str]
    given: list[str]
    kana: list[str]
    foreign: list[str]
    latin: list[str]
    places: list[str]
    streets: list[str]
    phones: list[str]
    mails: list[str]
    users: list[str]
    openings: dict[str, list[str]]
    middles: dict[str, list[str]]
    closings: dict[str, list[str]]


@dataclass
class Mail:
    """A mail, what was planted in it by kind, and how many of its characters are no personal data."""

    text: str = ""
    personal: list[tuple[str, str]] = field(default_factory=list)
    official: list[str] = field(default_factory=list)
    plain: int = 0


@cache
def _parts() -> Parts:
    return read_yaml(FILE, Parts)


def my_number(rng: random.Random) -> str:
    """Twelve digits with their check digit, written as people write them."""
    head = "".join(str(rng.randrange(10)) for _ in range(MY_NUMBER_DIGITS - 1))
    number = next(head + str(last) for last in range(10) if is_my_number(head + str(last)))
    sep = rng.choice(["", " ", "-"])
    return sep.join((number[:4], number[4:8], number[8:]))


class Planter:
    """Makes mails; the same seed makes the same ones."""

    def __init__(self, corpus: Corpus, seed: int = 7) -> None:
        self._corpus, self._rng = corpus, random.Random(seed)  # noqa: S311 - test data, no secret

    def mail(self) -> Mail:
        """One mail: an opening, some sentences, a closing."""
        parts, rng = _parts(), self._rng
        language = "en" if rng.random() < ENGLISH else "ja"
        middles = rng.sample(
            parts.middles[language], min(rng.randint(*MIDDLES), len(parts.middles[language]))
        )
        frames = [rng.choice(parts.openings[language]), *middles, rng.choice(parts.closings[language])]
        made = Mail()
        for frame in frames:
            self._fill(frame, made)
            made.text += "\n"
        return made

    def _fill(self, frame: str, mail: Mail) -> None:
        at = 0
        for match in _SLOT.finditer(frame):
            mail.text += frame[at : match.start()]
            mail.plain += match.start() - at
            slot, value = match[1], self._value(match[1])
            mail.text += value
            if slot in PERSONAL:
                mail.personal.append((PERSONAL[slot], value))
            elif slot in OFFICIAL:
                mail.official.append(value)
            at = match.end()
        mail.text += frame[at:]
        mail.plain += len(frame) - at

    def _value(self, slot: str) -> str:
        parts, rng = _parts(), self._rng

        def digits(count: int) -> str:
            return "".join(str(rng.randrange(10)) for _ in range(count))

        contact = rng.choice(self._corpus.contacts)
        made = {
            "name": lambda: (
                rng.choice(parts.surnames) + rng.choice(["", " ", "　"]) + rng.choice(parts.given)
            ),
            "surname": lambda: rng.choice(parts.surnames),
            "phone": lambda: rng.choice(parts.phones).format(
                a=rng.choice("789"), d2=digits(2), d3=digits(3), d4=digits(4), e3=digits(3), e4=digits(4)
            ),
            "mail": lambda: rng.choice(parts.mails).format(user=rng.choice(parts.users), n=digits(2)),
            "my_number": lambda: my_number(rng),
            "postcode": lambda: f"{digits(3)}-{digits(4)}",
            "office": lambda: contact.division,
            "office_phone": lambda: contact.phone,
            "extension": lambda: digits(4),
        }
        if slot in made:
            return made[slot]()
        values: list[str] = getattr(parts, f"{slot}s", None) or getattr(parts, slot)
        return rng.choice(values)


def measure(masker: Masker, mails: Sequence[Mail]) -> tuple[list[Row], list[str]]:
    """Recall by kind, official contacts kept, other characters left alone; and what was missed, with its line."""
    hits: dict[str, list[float]] = {}
    kept: list[float] = []
    alone: list[float] = []
    missed: list[str] = []
    for mail in mails:
        masked = masker.mask(mail.text)
        spans = [(s.start, s.end) for s in masker.spans(mail.text)]
        for kind, value in mail.personal:
            gone = _gone(mail.text, value, spans)
            hits.setdefault(kind, []).append(float(gone))
            if not gone:
                line = next((line for line in mail.text.split("\n") if value in line), "")
                missed.append(f"{kind}: {value} … {line}")
        kept += [float(masked.count(value) >= mail.official.count(value)) for value in mail.official]
        covered = sum(end - start for start, end in spans)
        planted = sum(len(value) for _, value in mail.personal)
        alone.append(1 - max(0, covered - planted) / max(1, mail.plain))
    rows = [made for kind, values in sorted(hits.items()) for made in row("masked", kind, mean(values))]
    rows += row("official_kept", "all", mean(kept)) + row("left_alone", "all", mean(alone))
    return rows, missed


def _gone(text: str, value: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether every character of every occurrence of a value is masked."""
    hidden = {at for start, end in spans for at in range(start, end)}
    return all(
        text[at].isspace() or text[at] in "・" or at in hidden
        for match in re.finditer(re.escape(value), text)
        for at in range(*match.span())
    )


def privacy_chapter(corpus: Corpus, count: int, seed: int) -> Chapter:
    """Recall on ``count`` mails made from a seed."""
    planter = Planter(corpus, seed)
    rows, missed = measure(Masker(corpus.contacts), [planter.mail() for _ in range(count)])
    grid = sliced_figures(f"個人情報の伏せ字（合成メール {count} 通）", rows)
    items = [{"missed": line} for line in missed]
    return Chapter("privacy", "個人情報の伏せ字", rows, list(items), [grid, *meanings(MEANINGS)], [])
