"""Settings of the assistant: those of the index, and its own."""

from __future__ import annotations

from pydantic import Field

from index.settings import IndexSettings


class Settings(IndexSettings):
    """Everything that can be set from outside, with its default."""

    host: str = Field(default="127.0.0.1", description="address the web app listens on")
    port: int = Field(default=7860, description="port the web app listens on")
    log_level: str = Field(default="WARNING", description="DEBUG, INFO, WARNING or ERROR")
    max_question_chars: int = Field(default=8000, description="longer questions are refused with an error")
    answer_cache: int = Field(
        default=256,
        ge=0,
        description="answers kept for repeated questions; 0: every question is answered anew",
    )
