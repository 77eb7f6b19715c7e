"""What comes in: one mail, form entry or call note."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


class TriageError(Exception):
    """A run cannot start or go on; the message says what was expected, what came and what to do next."""


@dataclass(frozen=True)
class Inquiry:
    """One incoming inquiry as its source gave it, quoted history and signature included.

    Attributes:
        number: its place in the source, from 1.
        id: how the source names it; made from the place when it has no name.
        subject: its subject; may be empty.
        body: its text, HTML already turned into plain text.
        received: the day it came, where the source says so.
        problem: why it cannot be answered; "" when it can.
        note: what a person should know about how it was read (characters that could not be decoded).
    """

    number: int
    id: str
    subject: str = ""
    body: str = ""
    received: dt.date | None = None
    problem: str = ""
    note: str = ""

    @property
    def text(self) -> str:
        """Subject and body as one text."""
        return f"{self.subject}\n{self.body}".strip()
