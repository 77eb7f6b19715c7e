"""Running the tasks: opens what a task needs, drives it and hands back its chapter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

from assistant.settings import Settings
from corpus import Corpus, load_corpus
from eval.answers import grade_answer
from eval.asking import Reply, ask_all, read_replies
from eval.chapters import answers_chapter, routing_chapter
from eval.comparing import dataset_chapter, retrieval_chapter
from eval.dataset import Dataset
from eval.evidence import Source
from eval.items import Question
from eval.ranking import unlocated
from eval.report import Chapter
from eval.retrieval import MODES, IndexMode, Outcome, System, run_system

if TYPE_CHECKING:
    from assistant import Assistant
    from eval.abstention import Sample
    from eval.confidence import Sample as Confident
    from eval.inquiries import GoldInquiry, Routed
    from index import Index

Tick = Callable[[int], None]
Progress = Callable[[str, int], AbstractContextManager[Tick]]
"""Starts a progress bar (description, total) and gives the function that advances it."""


def sources(corpus: Corpus | None = None) -> dict[str, Source]:
    """Verbatim text of a corpus, unset: the shipped one, by document id."""
    return {name: Source(document.source) for name, document in (corpus or load_corpus()).documents.items()}


@dataclass
class Run:
    """One evaluation run: the questions, and what was opened for them, opened once.

    Attributes:
        questions: the gold questions.
        progress: shows how far a step is.
        answers: output of ``madoguchi batch`` to grade; None asks the assistant now.
        knowledge: False asks an assistant that has the documents alone.
    """

    questions: Sequence[Question]
    progress: Progress
    answers: Path | None = None
    knowledge: bool = True

    @cached_property
    def settings(self) -> Settings:
        """Settings from the environment."""
        return Settings()

    @cached_property
    def corpus(self) -> Corpus:
        """The documents."""
        return load_corpus()

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Verbatim text by document id."""
        return sources(self.corpus)

    @cached_property
    def index(self) -> Index:
        """The serving index; the assistant's own when that is open, so that the model is loaded once."""
        from index import Index

        return self.assistant.index if "assistant" in self.__dict__ else Index(self.settings, self.corpus)

    @cached_property
    def assistant(self) -> Assistant:
        """The assistant."""
        from assistant import Assistant

        return Assistant.open(self.settings.uncached, knowledge=self.knowledge)

    @cached_property
    def replies(self) -> list[Reply]:
        """Every question with its answer; asked once, for all tasks."""
        if self.answers is not None:
            return read_replies(self.answers, self.questions)
        assistant = self.assistant
        with self.progress("質問しています", len(self.questions)) as tick:
            return ask_all(assistant, self.questions, lambda: tick(1))

    @cached_property
    def unlocated(self) -> list[tuple[str, str]]:
        """Evidence that stands in no document, by question id."""
        return unlocated(self.questions, self.sources)

    def answer_task(self) -> Chapter:
        """``eval answers``."""
        return answers_chapter(
            [grade_answer(r.question, r.answer, r.error, self.sources) for r in self.replies]
        )

    def routing_task(self) -> Chapter:
        """``eval routing``."""
        errors = [reply.error for reply in self.replies if reply.error]
        return routing_chapter([(reply.question, reply.answer) for reply in self.replies], errors)

    def confidence_samples(self) -> list[Confident]:
        """Every routed question, as it is and without the programme's name."""
        from eval.confidence import collect

        assistant = self.assistant
        with self.progress("確信度を測っています", len(self.questions)) as tick:
            return collect(assistant, self.corpus, self.questions, lambda: tick(1))

    def routed(self, inquiries: Sequence[GoldInquiry]) -> list[Routed]:
        """Every inquiry with the rows the triage makes of it."""
        from assistant.triage.triager import Triager
        from eval.inquiries import route

        triage = Triager(self.assistant, self.corpus)
        with self.progress("メールを仕分けています", len(inquiries)) as tick:
            return route(inquiries, triage, lambda: tick(1))

    def metamorphic_task(self) -> Chapter:
        """``eval metamorphic``."""
        from eval.metamorphic import metamorphic_chapter

        assistant = self.assistant
        with self.progress("言い換えて質問しています", len(self.questions)) as tick:
            return metamorphic_chapter(assistant, self.questions, self.corpus, lambda: tick(1))

    def ranking_task(self) -> Chapter:
        """``eval ranking``."""
        from assistant.ranking import load_ranking
        from eval.evidence_ranking import collect, ranking_chapter

        with self.progress("質問しています", len(self.questions)) as tick:
            samples = collect(self.assistant, self.questions, self.corpus, self.sources, lambda: tick(1))
        return ranking_chapter(samples, load_ranking())

    def abstention_samples(self) -> list[Sample]:
        """Every question in its cases, evidence at hand and taken away."""
        from assistant import Assistant
        from eval.abstention import collect
        from eval.masking import MaskedIndex
        from index import Index

        masked = MaskedIndex(Index(self.settings, self.corpus), self.corpus, self.sources)
        assistant = Assistant(
            self.corpus, cast("Index", masked), self.settings.uncached, knowledge=self.knowledge
        )
        with self.progress("質問しています", len(self.questions)) as tick:
            return collect(assistant, masked, self.questions, lambda: tick(1))

    def retrieval_task(self) -> Chapter:
        """``eval retrieval`` over the questions: our modes and the stock recipes."""
        from eval.stock import SIZES, open_stock
        from index.retriever import ModelEmbeddings

        model = ModelEmbeddings(self.index.embedder)
        with ExitStack() as stack:
            systems: list[System] = [IndexMode(self.index, mode) for mode in MODES]
            with self.progress("stock の索引を作っています", len(SIZES)) as tick:
                for size in SIZES:
                    systems.append(stack.enter_context(open_stock(self.sources, model, size)))
                    tick(1)
            outcomes: list[Outcome] = []
            with self.progress("検索しています", len(systems) * len(self.questions)) as tick:
                for system in systems:
                    outcomes += run_system(system, self.questions, self.sources, lambda: tick(1))
        return retrieval_chapter(outcomes)

    def robust_task(self) -> Chapter:
        """``eval robust``."""
        from eval.robust import read_probes, robust_chapter

        probes = read_probes()
        with self.progress("検索しています", len(probes)) as tick:
            return robust_chapter(self.index, probes, lambda: tick(1))

    def dataset_task(self, dataset: Dataset) -> Chapter:
        """``eval retrieval --dataset``: our modes over a retrieval set."""
        from eval.ranked import DatasetIndex, run_dataset
        from index.embedding import Embedder

        embedder = Embedder(self.settings)
        with self.progress(f"{dataset.name} を埋め込んでいます", 2 * len(dataset.docs)) as tick:
            index = DatasetIndex(dataset.docs, embedder, tick, dataset.titles)
        with self.progress("検索しています", len(MODES) * len(dataset.queries)) as tick:
            return dataset_chapter(dataset.name, run_dataset(dataset, index, lambda: tick(1)))
