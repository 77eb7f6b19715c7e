"""The assistant as callers see it: open once, ask often, from any thread."""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import structlog

from assistant.answer import Answer, Language, Turn
from assistant.case import Request, State
from assistant.graph import Pipeline, Today
from assistant.kept import Kept
from assistant.mail import merge
from assistant.settings import Settings
from assistant.understand.injection import clean
from assistant.understand.language import detect
from assistant.understand.splitting import split
from corpus import Corpus, load_corpus
from corpus.errors import CorpusError
from index import Index
from index.embedding import Embedder
from index.errors import IndexMismatchError, IndexMissingError
from index.store import Store

log = structlog.get_logger(__name__)

MAX_PARTS = 6


class QuestionError(ValueError):
    """A question that cannot be asked; the message says what was expected."""


@dataclass(frozen=True)
class _Opened:
    """One build, what answers from it, and the answers given from it: replaced as a whole when another build serves."""

    index: Index
    pipeline: Pipeline
    answers: Kept[Answer]


class Assistant:
    """Answers questions from the corpus; holds the opened index and the loaded model.

    A build that is published meanwhile is opened at the next question: no answer is older than the index.
    """

    def __init__(
        self,
        corpus: Corpus,
        index: Index,
        settings: Settings,
        today: Today = dt.date.today,
        *,
        knowledge: bool = True,
    ) -> None:
        self._settings, self._today, self._knowledge = settings, today, knowledge
        self._store, self._swapping = Store(settings), threading.Lock()
        self._published: object = None  # looked at before the first question
        self._opened = self._open(corpus, index)

    @property
    def index(self) -> Index:
        """The index that answers now."""
        return self._opened.index

    @classmethod
    def open(
        cls,
        settings: Settings | None = None,
        today: Today = dt.date.today,
        *,
        knowledge: bool = True,
        embedder: Embedder | None = None,
    ) -> Assistant:
        """Read the corpus and open the serving index.

        Args:
            settings: unset: those of the environment.
            today: the day answers are given on.
            knowledge: False answers from the documents alone, without curated facts and rules.
            embedder: one that is loaded already, or about to be.

        Raises:
            IndexMissingError: nothing was built yet; the message says which command builds it.
            IndexMismatchError: the index does not fit the settings.
        """
        settings = settings or Settings()
        corpus = load_corpus()
        return cls(corpus, Index(settings, corpus, embedder), settings, today, knowledge=knowledge)

    def warm(self) -> None:
        """Load the model and prepare what every question needs, before the first one comes."""
        self.index.embedder.load()
        self._opened.pipeline.warm()

    def _open(self, corpus: Corpus, index: Index) -> _Opened:
        pipeline = Pipeline(corpus, index, self._today, knowledge=self._knowledge)
        return _Opened(index, pipeline, Kept(self._settings.answer_cache))

    def _current(self) -> _Opened:
        """What answers now; another build that was published is opened first, with the model that is loaded."""
        if self._store.published() == self._published:
            return self._opened
        with self._swapping:
            if (published := self._store.published()) != self._published:
                self._published = published
                try:
                    if self._store.versions()[:1] != [self.index.version]:
                        corpus = load_corpus()
                        self._opened = self._open(corpus, Index(self._settings, corpus, self.index.embedder))
                except (CorpusError, IndexMissingError, IndexMismatchError):
                    log.exception("the published index cannot be opened; the one before goes on answering")
        return self._opened

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        lang: Literal["auto"] | Language = "auto",
        id: str = "",
    ) -> Answer:
        """Answer one message.

        Args:
            question: the message; one with several questions is answered part by part.
            history: earlier turns, oldest first.
            lang: language of the answer; ``auto`` takes that of the question.
            id: kept as the answer's id; a random one when empty.

        Raises:
            QuestionError: the question is empty or too long.
        """
        question = question.encode(errors="replace").decode()
        if not question.strip():
            raise QuestionError(
                "質問が空です。聞きたいことを書いてください。(Expected a question, got an empty text.)"
            )
        if len(question) > self._settings.max_question_chars:
            raise QuestionError(
                f"質問が長すぎます（{len(question)}字）。{self._settings.max_question_chars}字以内に分けてください。"
            )
        opened = self._current()
        key = (
            question,
            tuple((t.role, t.content) for t in history),
            lang,
            opened.index.version,
            self._today(),
        )
        if (kept := opened.answers.get(key)) is not None:
            return again(kept, id)
        language = None if lang == "auto" else lang
        try:
            answer = _answer(opened.pipeline, question, history, language, id)
        except Exception:
            newer = self._current()
            if newer is opened:
                raise
            # The collections were removed meanwhile, as those of a build before the last two are.
            return _answer(newer.pipeline, question, history, language, id)
        opened.answers.put(key, answer)
        return answer

    def examined(
        self, question: str, history: Sequence[Turn] = (), language: Language | None = None, id: str = ""
    ) -> State:
        """One question taken as a whole: the answer with everything it was made from, for measuring and triage.

        Args:
            question: one question.
            history: earlier turns, or what a mail says before its questions.
            language: of the answer; None: that of the question.
            id: kept as the answer's id.
        """
        return self._current().pipeline.run(Request(question, tuple(history), language, id))


def again(kept: Answer, id: str = "") -> Answer:
    """A kept answer for another time: an id of its own, and no time spent."""
    parts = [again(part, f"{id}-{n}" if id else "") for n, part in enumerate(kept.parts, 1)]
    unspent = dict.fromkeys(kept.timings_ms, 0.0)
    changed = {"id": id or uuid.uuid4().hex, "timings_ms": unspent, "parts": parts}
    return kept.model_copy(update=changed, deep=True)


def _answer(
    pipeline: Pipeline, question: str, history: Sequence[Turn], language: Language | None, id: str
) -> Answer:
    """The answer to a message: one question, or several that are answered part by part."""
    reader = pipeline.reader
    parts = split(clean(question)[0], reader.named, reader.says)[:MAX_PARTS]
    if len(parts) < 2:  # noqa: PLR2004
        return _one(pipeline, Request(question, tuple(history), language, id))
    language = language or detect(question)
    share = max(0.4, 1.2 / len(parts))
    answers = [
        _one(pipeline, Request(part, tuple(history), language, f"{id}-{n}" if id else "", share))
        for n, part in enumerate(parts, 1)
    ]
    return merge(question, language, answers, id)


def _one(pipeline: Pipeline, request: Request) -> Answer:
    state = pipeline.run(request)
    return state["answer"].model_copy(update={"timings_ms": state["timings"]})
