"""Hand-made material: a small source, an ideal answer to any gold question, and the real documents."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answer import Answer, Citation, ContactCard, Retrieved, Sentence
from corpus import load_corpus
from eval.citing import lines_of
from eval.evidence import Source, Sources, locate
from eval.items import Question, read_questions

SMALL = (
    "制度のあらまし\n"
    "・活動期間：概ね1年以上3年以下\n"
    "・上限 350万円／人\n"
    "\n"
    "施策名\t担当課室\t担当者\t電話番号\n"
    "協力隊 https://example.jp/\t自立応援課\t山田、 佐藤\t03-1111-2222\n"
    "起業人\t国際室\t平岡\t03-3333-4444\n"
)


@pytest.fixture(scope="session")
def small() -> Sources:
    """A source of seven lines with a contact table of two rows."""
    return {"small": Source(SMALL)}


@pytest.fixture(scope="session")
def real() -> Sources:
    """The shipped documents."""
    return {name: Source(document.source) for name, document in load_corpus().documents.items()}


@pytest.fixture(scope="session")
def dev() -> list[Question]:
    """The shipped questions."""
    return read_questions()


def ideal_answer(question: Question, sources: Sources) -> Answer:
    """What a flawless assistant would return, made from the gold data."""
    spans = [found[0] for text in question.evidence if (found := locate(text, sources))]
    citations = [
        Citation(
            marker=at,
            document=span.document,
            section="",
            lines=lines_of(span, sources),
            edition="R7",
            quote=sources[span.document].text[span.start : span.end],
        )
        for at, span in enumerate(spans, start=1)
    ]
    status = "clarify" if question.kind == "ambiguous" else "answered"
    contacts = [ContactCard(programme="", division=c.division, phone=c.phone) for c in question.contact]
    part = Answer(question="", language=question.lang, status="answered", intent="other", text="")
    facts = "、".join(group[0] for group in question.must_include)
    return Answer(
        id=question.id,
        question=question.question,
        language=question.lang,
        intent="other",
        status="not_covered" if question.abstain else status,
        verdict=None if question.abstain else question.verdict,
        text="".join([facts, *(f" {c.division} {c.phone}" for c in question.contact)]),
        sentences=[Sentence(kind="claim", text=facts, citations=[c.marker for c in citations])]
        if citations
        else [],
        citations=citations,
        contacts=contacts,
        parts=[part, part] if question.kind == "triage" else [],
        questions_back=["地域おこし協力隊ですか", "地域活性化起業人ですか"] if status == "clarify" else [],
        retrieved=[Retrieved(document=c.document, lines=c.lines, text=c.quote, score=1.0) for c in citations],
    )


@pytest.fixture(scope="session")
def ideal(real: Sources) -> Callable[[Question], Answer]:
    """Makes the flawless answer to a question about the shipped documents."""
    return lambda question: ideal_answer(question, real)
