"""What is known of a question on its way through the pipeline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from assistant.answer import Answer, Intent, Language, ProfileValue, SentenceKind, Status, Turn
from assistant.evidence import Evidence, Quoted
from assistant.judge import Judgement
from corpus.text.years import edition_number
from index import Passage
from index.statements import Found


@dataclass(frozen=True)
class Request:
    """A question as it came in, with the earlier turns (oldest first) and the language asked for.

    ``share`` is the part of an answer's usual length it may take (one question of several in a mail).
    """

    question: str
    history: tuple[Turn, ...] = ()
    language: Language | None = None
    id: str = ""
    share: float = 1.0


@dataclass(frozen=True)
class Understanding:
    """What a question is.

    Attributes:
        text: the question without orders and mark-up, in canonical form; "" when nothing is left.
        standalone: the same, led by the question it follows up on.
        asked: what it asks: the text, or ``standalone`` when the text alone asks nothing (じゃあ副業型は？).
        language: of the question, or as asked for.
        intents: leading one first.
        aspects: sides of a programme it speaks of.
        probes: those of them in its asking sentences: what is not answered of these is said to be missing.
        programmes: official names, the likeliest first; [] when cross-cutting or unknown.
        named: the programmes are named in the question or its history, not inferred.
        schemes: 類型 it names.
        editions: fiscal years it names.
        profile: what the asker said of the case.
        vector: embedding of ``standalone``.
        hits: curated items found for it, best first.
        candidates: programmes to ask back about; [] when it need not be asked back.
        foreign: it is about something else altogether.
    """

    text: str
    standalone: str
    language: Language
    asked: str = ""
    intents: tuple[Intent, ...] = ("fact",)
    aspects: tuple[str, ...] = ()
    probes: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    named: bool = False
    schemes: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    profile: tuple[ProfileValue, ...] = ()
    vector: tuple[float, ...] = ()
    hits: tuple[Found, ...] = ()
    candidates: tuple[str, ...] = ()
    foreign: bool = False

    @property
    def edition(self) -> str | None:
        """The newest fiscal year that is asked for; None: the newest there is."""
        return max(self.editions, key=edition_number, default=None)

    @property
    def intent(self) -> Intent:
        """The leading intent."""
        return self.intents[0]


@dataclass(frozen=True)
class Drafted:
    """A sentence before grounding. ``note`` (its 年度) is added by code and is not part of the claim."""

    kind: SentenceKind
    text: str
    quotations: tuple[Quoted, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Draft:
    """An answer before grounding."""

    status: Status
    sentences: tuple[Drafted, ...] = ()
    programmes: tuple[str, ...] = ()
    questions_back: tuple[str, ...] = ()
    verdict: str | None = None
    conditions: tuple[tuple[str, str, tuple[Quoted, ...]], ...] = ()
    suggestions: tuple[str, ...] = ()


class State(TypedDict, total=False):
    """What the steps of the graph hand on."""

    request: Request
    understood: Understanding
    passages: list[Passage]
    evidence: list[Evidence]
    judgement: Judgement | None
    features: dict[str, float]
    draft: Draft
    answer: Answer
    timings: dict[str, float]
