"""One event of the chat: what was typed goes in, what the page shows comes out."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Protocol

import anyio
import anyio.to_thread
import structlog

from assistant.answer import Answer, Turn
from assistant.web.strings import text
from assistant.web.view import Exchange, Pages

log = structlog.get_logger(__name__)

KEPT_TURNS = 30
WORKERS = 16


class Asker(Protocol):
    """What the chat needs of an assistant."""

    def ask(self, question: str, history: Sequence[Turn] = ...) -> Answer:
        """Answer a question, given the earlier turns."""
        ...


@dataclass(frozen=True)
class Shown:
    """What the page shows after an event: conversation, kept turns, message at the question box."""

    conversation: str
    turns: list[Exchange]
    message: str


@dataclass(frozen=True)
class Chat:
    """Answers one event at a time for a session; sessions do not wait for each other.

    Attributes:
        assistant: who answers; asked in worker threads.
        pages: renders what is shown.
        max_chars: the longest question that is passed on.
    """

    assistant: Asker
    pages: Pages
    max_chars: int
    events: Iterator[int] = field(default_factory=lambda: count(1))
    workers: anyio.CapacityLimiter = field(default_factory=lambda: anyio.CapacityLimiter(WORKERS))

    async def respond(self, typed: str, turns: Sequence[Exchange]) -> AsyncIterator[Shown]:
        """Show the question at once, then its answer; a failure leaves conversation and input as they were."""
        question, turns = clean(typed), list(turns)
        if refusal := self._refusal(question):
            yield self._shown(turns, "failed", refusal)
            return
        waiting = self.pages.conversation(turns, asking=question, outcome="pending", event=next(self.events))
        yield Shown(waiting, turns, self.pages.message(""))
        try:
            answer = await anyio.to_thread.run_sync(
                partial(self.assistant.ask, question, history(turns)), limiter=self.workers
            )
            yield self._shown([*turns, Exchange(question, answer)][-KEPT_TURNS:], "done")
        except Exception:
            log.exception("the question could not be answered", characters=len(question))
            yield self._shown(turns, "failed", text("error.internal"))

    def clear(self) -> Shown:
        """The empty page."""
        return self._shown([], "cleared")

    def _refusal(self, question: str) -> str | None:
        if not question:
            return text("error.empty")
        if len(question) > self.max_chars:
            return text("error.long", limit=f"{self.max_chars:,}", length=f"{len(question):,}")
        return None

    def _shown(self, turns: list[Exchange], outcome: str, message: str = "") -> Shown:
        conversation = self.pages.conversation(turns, outcome=outcome, event=next(self.events))
        return Shown(conversation, turns, self.pages.message(message))


def clean(typed: str) -> str:
    """What was typed without what no text can hold: NUL and halves of surrogate pairs."""
    return typed.replace("\0", "").encode("utf-8", "replace").decode("utf-8").strip()


def history(turns: Sequence[Exchange]) -> list[Turn]:
    """The earlier turns as the assistant takes them."""
    result = []
    for turn in turns:
        result.append(Turn(role="user", content=turn.question))
        result.append(Turn(role="assistant", content=turn.answer.text))
    return result
