"""The pipeline, readable as a list.

understand -> (clarify | refuse) | retrieve -> judge -> compose -> ground -> route

The list is data. A question walks it step by step; the same list as a LangGraph graph is for those who want to draw,
stream or trace it. Importing LangGraph takes a third of a cold start, and its runner 4 ms a question
(docs/decisions/0012-onnx-export.md), so it waits until it is asked for.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import Any, Literal

from assistant.assemble import Assemble
from assistant.case import Draft, Drafted, Request, State, Understanding
from assistant.compose import Compose
from assistant.curated import Curated
from assistant.ground import Ground
from assistant.judge import Judgement
from assistant.reading import from_passages
from assistant.scope import asked_aspects, judged_case, mentioned
from assistant.select import Select, names_of, revisions
from assistant.templates import echoed, say
from assistant.understand.step import Understand
from corpus import Corpus
from corpus.text.years import edition_number
from index import Index, Passage
from index.tokens import term_set

PASSAGES = 14
NEAREST = 8
"""Curated items among which the requirement a question is about is looked for."""
NEAR = 0.88
"""Cosine from which a requirement's own way to be asked about counts as what the question is about."""
Today = Callable[[], dt.date]
WARMING = ("フリーランスですが隊員になれますか。", "Can a company receive support?")
"""Questions that go through every step, in both scripts."""
Step = Callable[[State], State]

FIRST = "understand"
STEPS = {
    "clarify": "route",
    "refuse": "route",
    "retrieve": "judge",
    "judge": "compose",
    "compose": "ground",
    "ground": "route",
    "route": None,
}
"""Each step and the one after it; after ``understand`` the question decides (``Pipeline.turn``)."""


class Pipeline:
    """The steps with what they need."""

    def __init__(self, corpus: Corpus, index: Index, today: Today, *, knowledge: bool = True) -> None:
        self._corpus, self._index, self._today, self._knowledge = corpus, index, today, knowledge
        self._curated = Curated(corpus)
        newest = max(
            (document.meta.edition for document in corpus.documents.values()),
            key=edition_number,
        )
        self.reader = Understand(corpus, index, knowledge=knowledge)
        self._aspects = self.reader.aspects
        everything = from_passages(
            corpus,
            [Passage.of(chunk, 0.0) for chunk in index.chunks if chunk.edition == newest],
            "",
        )
        self._select = Select(index, self._aspects, newest, revisions(everything), names_of(corpus))
        self._composer = Compose(corpus, self._curated, newest)
        self._grounder = Ground(corpus)
        self._assembler = Assemble(corpus, newest, index.version)
        self._contact_rows: dict[str, Passage] = {
            chunk.programmes[0]: Passage.of(chunk, 0.0) for chunk in index.chunks if chunk.kind == "contact"
        }
        self._sources = everything

    def run(self, request: Request) -> State:
        """Walk the steps for one question."""
        state: State = {"request": request}
        at: str | None = FIRST
        while at is not None:
            state.update(timed(at, getattr(self, at))(state))
            at = self.turn(state) if at == FIRST else STEPS[at]
        return state

    @cached_property
    def compiled(self) -> Any:  # noqa: ANN401 - LangGraph's compiled type has four parameters
        """The same steps as a LangGraph graph; ``invoke({"request": ...})`` gives what ``run`` gives."""
        from langgraph.graph import END, START, StateGraph

        graph: Any = StateGraph(State)
        for name in (FIRST, *STEPS):
            graph.add_node(name, timed(name, getattr(self, name)))
        graph.add_edge(START, FIRST)
        graph.add_conditional_edges(FIRST, self.turn)
        for name, after in STEPS.items():
            graph.add_edge(name, after or END)
        return graph.compile()

    def warm(self) -> None:
        """Cut all evidence into terms and compile the cues now, not question by question: a second, for a server."""
        for item in (*self._sources, *self._curated.all()):
            term_set(item.text)
            term_set(item.context)
        self.reader.warm()
        for knowledge in self._corpus.knowledge.values():
            mentioned("", knowledge.requirements)
        asked_aspects("", (), self._corpus.aspects)
        for question in WARMING:
            self.run(Request(question))

    def understand(self, state: State) -> State:
        """What is asked, about which programme, about whose case."""
        return {"understood": self.reader(state["request"], self._today())}

    def turn(self, state: State) -> Literal["clarify", "refuse", "retrieve"]:
        """Ask back, refuse, or go on."""
        understood = state["understood"]
        if understood.foreign:
            return "refuse"
        return "clarify" if understood.candidates else "retrieve"

    def clarify(self, state: State) -> State:
        """A question that could be about several programmes gets the candidates back."""
        understood = state["understood"]
        names = [self._name(name, understood) for name in understood.candidates]
        key = "clarify_item" if understood.aspects else "clarify_plain"
        back = tuple(
            say(key, understood.language, programme=name, question=echoed(understood.text)) for name in names
        )
        return {"draft": Draft("clarify", questions_back=back), "passages": []}

    def refuse(self, state: State) -> State:
        """A question about something else, or nothing but orders."""
        text = say("out_of_scope", state["understood"].language)
        return {"draft": Draft("out_of_scope", (Drafted("absence", text),)), "passages": []}

    def retrieve(self, state: State) -> State:
        """Passages, those of the recognised programmes first, and the evidence in them."""
        understood = state["understood"]
        ranked = self._index.search(
            understood.standalone,
            2 * PASSAGES,
            vector=list(understood.vector),
            programmes=understood.programmes,
        )
        found = [passage for passage in ranked if passage.kind != "contact"][:PASSAGES]
        row = self._contact_rows.get(understood.programmes[0]) if understood.programmes else None
        if row is not None:
            found.append(row)
        curated = self._curated.found(
            understood.hits, understood.standalone, understood.programmes, understood.edition
        )
        return {
            "passages": found,
            "evidence": [*curated, *from_passages(self._corpus, found, understood.standalone)],
        }

    def judge(self, state: State) -> State:
        """The rules' verdict on an eligibility question; None where no rules are curated."""
        understood = state["understood"]
        if not self._knowledge or not self._is_case(understood):
            return {"judgement": None}
        knowledge = self._corpus.knowledge.get(understood.programmes[0])
        if knowledge is None or not knowledge.requirements:
            return {"judgement": None}
        nearest = [
            item.item
            for item in state["evidence"][:NEAREST]
            if item.kind == "requirement"
            and understood.programmes[0] in item.programmes
            and item.cosine >= NEAR
        ][:1]
        outcome = judged_case(
            knowledge.requirements, understood, self._corpus.aspects, self._aspects, nearest
        )
        return {"judgement": outcome}

    @staticmethod
    def _is_case(understood: Understanding) -> bool:
        return bool(understood.programmes) and "eligibility" in understood.intents

    def compose(self, state: State) -> State:
        """Selects the evidence that answers and drafts the answer."""
        understood: Understanding = state["understood"]
        judgement: Judgement | None = state["judgement"]
        selection = self._select(understood, state["evidence"])
        draft = self._composer(understood, selection, judgement, share=state["request"].share)
        return {"draft": draft, "features": selection.features}

    def ground(self, state: State) -> State:
        """Drops what the quotations do not bear out."""
        draft = self._grounder(state["draft"])
        if draft.status == "not_covered" and not draft.sentences:
            absence = Drafted("absence", say("absence_plain", state["understood"].language))
            draft = replace(draft, sentences=(absence,))
        return {"draft": draft}

    def route(self, state: State) -> State:
        """Looks up the contacts and writes the answer."""
        return {
            "answer": self._assembler(
                state["request"], state["understood"], state["passages"], state["draft"], self._today()
            )
        }

    def _name(self, programme: str, understood: Understanding) -> str:
        known = self._corpus.programme(programme)
        return known.names["en"] if known and understood.language == "en" else programme


def timed(name: str, step: Step) -> Step:
    """A step that notes how many milliseconds it took."""

    def run(state: State) -> State:
        started = time.perf_counter()
        result = step(state)
        result["timings"] = {
            **state.get("timings", {}),
            name: round((time.perf_counter() - started) * 1000, 2),
        }
        return result

    return run
