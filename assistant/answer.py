"""The Answer: the one thing this project hands out, and its parts.

The JSON field names are a contract with callers (CLI, batch, API); do not rename them.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Language = Literal["ja", "easy-ja", "en"]
Status = Literal["answered", "clarify", "not_covered", "out_of_scope"]
Intent = Literal["eligibility", "fact", "contact", "compare", "list", "definition", "change", "other"]
Verdict = Literal["yes", "no", "conditional"]
State = Literal["met", "failed", "unknown"]
SentenceKind = Literal["claim", "verdict", "absence", "contact", "courtesy"]


class Turn(BaseModel):
    """One earlier turn of a conversation."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    role: Literal["user", "assistant"]
    content: str


class Citation(BaseModel):
    """An exact quotation. ``lines`` are 1-based source lines, ``edition`` the 年度 of the quoted span."""

    marker: int
    document: str
    section: str
    lines: tuple[int, int]
    edition: str
    quote: str


class Sentence(BaseModel):
    """One sentence of the answer with the markers of the citations behind it."""

    kind: SentenceKind
    text: str
    citations: list[int] = []


class ProfileValue(BaseModel):
    """Something the asker said of the case, with the words it was read from.

    ``value`` is None when the asker said that it is undecided or not known yet.
    """

    attribute: str
    value: str | int | float | bool | None
    words: str


class Condition(BaseModel):
    """One requirement as judged for this case."""

    text: str
    state: State
    citations: list[int] = []


class ContactCard(BaseModel):
    """A row of the contact table, without staff names."""

    programme: str
    division: str
    phone: str
    url: str | None = None


class Retrieved(BaseModel):
    """A passage that was found, best first; ``text`` is heading and verbatim source, staff names masked."""

    document: str
    lines: tuple[int, int]
    text: str
    score: float


class Answer(BaseModel):
    """A complete answer to one question (or, with ``parts``, to a mail with several)."""

    id: str = ""
    question: str
    language: Language
    status: Status
    intent: Intent
    verdict: Verdict | None = None
    text: str
    sentences: list[Sentence] = []
    profile: list[ProfileValue] = []
    conditions: list[Condition] = []
    citations: list[Citation] = []
    programmes: list[str] = []
    contacts: list[ContactCard] = []
    edition_notice: str | None = None
    parts: list[Answer] = []
    questions_back: list[str] = []
    suggestions: list[str] = []
    retrieved: list[Retrieved] = []
    index_version: str = ""
    timings_ms: dict[str, float] = Field(default_factory=dict)
