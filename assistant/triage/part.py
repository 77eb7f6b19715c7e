"""What goes out: one row a question."""

from __future__ import annotations

from pydantic import BaseModel

from assistant.answer import Citation, Language, Status, Verdict
from assistant.triage.audience import Audience
from assistant.triage.urgency import Level

COLUMNS = (
    "inquiry_id", "part", "question", "programme", "division", "phone", "runner_up_division", "confidence", "urgency",
    "urgency_reason", "status", "verdict", "draft", "citations", "needs_human", "needs_human_reason", "audience",
    "language",
)  # fmt: skip
"""The columns of every output, in order: a contract with callers."""


class Part(BaseModel):
    """One question of an inquiry, routed and answered in draft. Personal data is masked in every field.

    ``status`` is None for a row that could not be read or answered; ``needs_human_reason`` then says why.
    """

    inquiry_id: str
    part: int
    question: str = ""
    programme: str = ""
    division: str = ""
    phone: str = ""
    runner_up_division: str = ""
    confidence: float | None = None
    urgency: Level = "normal"
    urgency_reason: str = ""
    status: Status | None = None
    verdict: Verdict | None = None
    draft: str = ""
    citations: list[Citation] = []
    needs_human: bool = True
    needs_human_reason: str = ""
    audience: Audience = "unknown"
    language: Language = "ja"
