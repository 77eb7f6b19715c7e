"""Masks personal data; the official contacts stay."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.privacy.addresses import addresses
from assistant.privacy.cues import load_cues
from assistant.privacy.names import names
from assistant.privacy.numbers import digits, numbers
from assistant.privacy.spans import Span, apart, narrow
from corpus.schema import Contact


class Masker:
    """Replaces phone numbers, mail addresses, My Number, addresses and names by tokens such as ［電話］."""

    def __init__(self, contacts: Iterable[Contact] = ()) -> None:
        """A masker that leaves the numbers and divisions of the contact table alone."""
        rows = list(contacts)
        self._official = frozenset(digits(row.phone) for row in rows)
        self._divisions = tuple({row.division for row in rows} | {row.programme for row in rows})
        self._tokens = load_cues().tokens

    def spans(self, text: str) -> list[Span]:
        """Where personal data stands, in order, without overlaps."""
        plain = narrow(text)
        found = [*numbers(plain, self._official), *addresses(plain)]
        taken = {at for span in found for at in range(span.start, span.end)}
        public = self._public(plain)
        found += [
            span
            for span in names(plain)
            if not taken & set(range(span.start, span.end))
            and not any(begin <= span.start and span.end <= end for begin, end in public)
        ]
        return apart(found)

    def mask(self, text: str) -> str:
        """The text with tokens for personal data; masked twice it stays the same."""
        pieces, at = [], 0
        for span in self.spans(text):
            pieces += [text[at : span.start], self._tokens[span.kind]]
            at = span.end
        return "".join([*pieces, text[at:]])

    def _public(self, text: str) -> list[tuple[int, int]]:
        """Where the text has names of offices and programmes."""
        found = []
        for name in self._divisions:
            at = text.find(name)
            while at >= 0:
                found.append((at, at + len(name)))
                at = text.find(name, at + len(name))
        return found
