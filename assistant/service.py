"""The assistant as callers see it: open once, ask often, from any thread."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Literal

from assistant.answer import Answer, Language, Turn
from assistant.case import Request, State
from assistant.graph import Pipeline, Today
from assistant.mail import merge
from assistant.settings import Settings
from assistant.understand.injection import clean
from assistant.understand.language import detect
from assistant.understand.splitting import split
from corpus import Corpus, load_corpus
from index import Index

MAX_PARTS = 6


class QuestionError(ValueError):
    """A question that cannot be asked; the message says what was expected."""


class Assistant:
    """Answers questions from the corpus; holds the opened index and the loaded model."""

    def __init__(
        self,
        corpus: Corpus,
        index: Index,
        settings: Settings,
        today: Today = dt.date.today,
        *,
        knowledge: bool = True,
    ) -> None:
        self._settings, self._corpus = settings, corpus
        self._pipeline = Pipeline(corpus, index, today, knowledge=knowledge)
        self.index = index

    @classmethod
    def open(
        cls, settings: Settings | None = None, today: Today = dt.date.today, *, knowledge: bool = True
    ) -> Assistant:
        """Read the corpus and open the serving index.

        Args:
            settings: unset: those of the environment.
            today: the day answers are given on.
            knowledge: False answers from the documents alone, without curated facts and rules.

        Raises:
            IndexMissingError: nothing was built yet; the message says which command builds it.
            IndexMismatchError: the index does not fit the settings.
        """
        settings = settings or Settings()
        corpus = load_corpus()
        return cls(corpus, Index(settings, corpus), settings, today, knowledge=knowledge)

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
        language = None if lang == "auto" else lang
        reader = self._pipeline.reader
        parts = split(clean(question)[0], reader.named, reader.says)[:MAX_PARTS]
        if len(parts) < 2:  # noqa: PLR2004
            return self._one(Request(question, tuple(history), language, id))
        language = language or detect(question)
        share = max(0.4, 1.2 / len(parts))
        answers = [
            self._one(Request(part, tuple(history), language, f"{id}-{n}" if id else "", share))
            for n, part in enumerate(parts, 1)
        ]
        return merge(question, language, answers, id)

    def examined(self, question: str, history: Sequence[Turn] = ()) -> State:
        """One question taken as a whole: the answer with everything it was made from, for measuring."""
        return self._run(Request(question, tuple(history)))

    def _one(self, request: Request) -> Answer:
        state = self._run(request)
        return state["answer"].model_copy(update={"timings_ms": state["timings"]})

    def _run(self, request: Request) -> State:
        state: State = self._pipeline.compiled.invoke({"request": request})
        return state
