"""One inquiry in, its questions out: trimmed, masked, split, routed, answered in draft."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import structlog

from assistant.answer import Answer, Language, Turn
from assistant.cues import alternatives
from assistant.privacy import Masker
from assistant.service import Assistant
from assistant.triage.audience import audience
from assistant.triage.inquiry import Inquiry
from assistant.triage.part import Part
from assistant.triage.questions import Asked, questions
from assistant.triage.reply import draft, templates
from assistant.triage.routing import Router, Routing, load_confidence
from assistant.triage.trimming import trimmed
from assistant.triage.urgency import Urgency, urgency
from assistant.understand.language import detect
from assistant.understand.terms import content_terms
from corpus import Corpus

log = structlog.get_logger(__name__)
LONGEST = 20_000
"""Characters of a body that are read."""


@dataclass(frozen=True)
class _Mail:
    """An inquiry as it is worked on: what was written, masked, and what holds for all its questions."""

    id: str
    subject: str
    body: str
    language: Language
    urgency: Urgency
    notes: tuple[str, ...]


@cache
def _personal() -> re.Pattern[str]:
    return alternatives(templates().personal, re.IGNORECASE)


class Triager:
    """Works on one inquiry after the other; keeps nothing of them."""

    def __init__(
        self, assistant: Assistant, corpus: Corpus, today: Callable[[], dt.date] = dt.date.today
    ) -> None:
        self._assistant, self._corpus, self._today = assistant, corpus, today
        self._router, self._masker = Router(corpus), Masker(corpus.contacts)

    def __call__(self, inquiry: Inquiry) -> list[Part]:
        """The rows of an inquiry, at least one; one that fails is a row that says why."""
        if inquiry.problem:
            return [self._failed(inquiry, "unreadable", inquiry.problem)]
        try:
            return self._parts(inquiry)
        except Exception as error:
            log.exception("inquiry failed", number=inquiry.number)
            return [self._failed(inquiry, "failed", type(error).__name__)]

    def _failed(self, inquiry: Inquiry, reason: str, problem: str) -> Part:
        text = templates().reasons[reason].format(problem=self._masker.mask(problem))
        question = self._masker.mask(inquiry.text)[:200]
        return Part(inquiry_id=inquiry.id, part=1, question=question, needs_human_reason=text)

    def _parts(self, inquiry: Inquiry) -> list[Part]:
        reasons = templates().reasons
        mail = self._mail(inquiry)
        asked, more = questions(mail.subject, mail.body, self._router.named)
        notes = list(mail.notes)
        if more:
            notes.append(reasons["too_many"].format(most=len(asked)))
        if not asked:
            return [self._failed(inquiry, "failed", reasons["no_question"])]
        writer = audience(f"{mail.subject}\n{mail.body}")
        rows, before = [], ""
        for number, question in enumerate(asked, 1):
            row, before = self._one(mail, number, question, before)
            told = [*([row.needs_human_reason] if row.needs_human_reason else []), *notes]
            rows.append(
                row.model_copy(
                    update={
                        "needs_human": bool(told),
                        "needs_human_reason": "；".join(told),
                        "audience": writer,
                    }
                )
            )
        return rows

    def _mail(self, inquiry: Inquiry) -> _Mail:
        notes = [inquiry.note] if inquiry.note else []
        body = inquiry.body
        if len(body) > LONGEST:
            body = body[:LONGEST]
            notes.append(templates().reasons["too_long"].format(limit=LONGEST))
        body = self._masker.mask(trimmed(body))
        subject = self._masker.mask(_bare_subject(inquiry.subject))
        text = f"{subject}\n{body}".strip()
        urgent = urgency(text, inquiry.received or self._today())
        return _Mail(inquiry.id, subject, body, detect(body or subject), urgent, tuple(notes))

    def _one(self, mail: _Mail, number: int, asked: Asked, before: str) -> tuple[Part, str]:
        """One question as a row, and the programme it is about, for the question after it."""
        question, programme, alone = self._told(asked, before)
        told = not alone and self._tells(asked.context, question)
        history = (Turn(role="user", content=asked.context),) if told else ()
        state = self._assistant.examined(question, history, mail.language, f"{mail.id}-{number}")
        answer = state["answer"]
        routing = self._router(state, self._assistant.index)
        contact, second = routing.contact, routing.runner_up
        reasons = _reasons(asked, answer, routing, mail.urgency)
        row = Part(
            inquiry_id=mail.id,
            part=number,
            question=asked.text,
            programme=contact.programme if contact else "",
            division=contact.division if contact else "",
            phone=contact.phone if contact else "",
            runner_up_division=second.division if second else "",
            confidence=round(routing.confidence, 3),
            urgency=mail.urgency.level,
            urgency_reason=mail.urgency.reason,
            status=answer.status,
            verdict=answer.verdict,
            draft=draft(asked.text, answer, contact, self._corpus, complaint=mail.urgency.complaint),
            citations=answer.citations,
            needs_human=bool(reasons),
            needs_human_reason="；".join(reasons),
            language=mail.language,
        )
        return row, programme or (contact.programme if contact else before)

    def _told(self, asked: Asked, before: str) -> tuple[str, str, bool]:
        """The question with the programme it is about, and whether it stands alone.

        A mail often names a programme only in its subject or introduction; a later question may be about another one all
        the same, when it clearly fits that better.
        """
        own = self._router.named(asked.text)
        if own:
            return asked.text, own[0], False
        if before and not content_terms(asked.text):
            return _about(before, asked.text), before, False
        around = list(dict.fromkeys(self._router.announced(asked.context)))
        if not around and not before:
            return asked.text, "", False
        fits = self._router.ranked(asked.text, self._assistant.index)
        around.sort(key=lambda name: -fits.get(name, 0.0))
        expected = max(fits.get(name, 0.0) for name in (around or [before]))
        elsewhere = max(fits.values(), default=0.0) - expected > ELSEWHERE
        if elsewhere and len(content_terms(asked.text)) >= OWN_TERMS:
            return asked.text, "", True
        return (_about(around[0], asked.text), around[0], False) if around else (asked.text, "", False)

    def _tells(self, context: str, question: str) -> bool:
        """Whether an introduction tells of a case and not only who writes.

        One whose 「過疎の村」 would be taken for the programme of a question that names none is left out.
        """
        named = self._router.named
        return len(context) > _SHORTEST_CONTEXT and (bool(named(question)) or not named(context))


def _about(programme: str, question: str) -> str:
    """A question that names its programme."""
    return f"{programme}: {question}" if question.isascii() else f"{programme}について、{question}"


_SHORTEST_CONTEXT = 12
ELSEWHERE = 0.5
"""How much better a question has to fit another programme than the one its mail announces."""
OWN_TERMS = 3
"""Words of its own from which a question can stand alone."""
_REPLY = re.compile(
    r"^\s*(?:(?:re|fw|fwd|転送|返信)\s*[:：]\s*|【[^】]{1,16}】\s*|\[[^\]]{1,20}\]\s*)+", re.IGNORECASE
)


def _bare_subject(subject: str) -> str:
    """A subject without Re:, Fw: and list marks."""
    return _REPLY.sub("", subject).strip() or subject.strip()


def _reasons(asked: Asked, answer: Answer, routing: Routing, urgent: Urgency) -> list[str]:
    """Why a person has to look at a row, in words; none when the draft can go out as it is."""
    said = templates().reasons
    found: list[str] = []
    if answer.status in ("not_covered", "out_of_scope"):
        found.append(said[answer.status])
    if answer.status == "clarify":
        found.append(said["clarify"].format(candidates=max(routing.candidates, len(answer.questions_back))))
    if answer.verdict in ("conditional", "no"):
        found.append(said[answer.verdict])
    if answer.status != "out_of_scope" and routing.confidence < load_confidence().low:
        found.append(said["low_confidence"].format(percent=round(100 * routing.confidence)))
    if urgent.complaint:
        found.append(said["complaint"])
    if match := _personal().search(f"{asked.context}\n{asked.text}"):
        found.append(said["personal"].format(words=match.group()))
    return found


def failures(rows: Sequence[Part]) -> int:
    """Rows that could not be read or answered."""
    return sum(row.status is None for row in rows)
