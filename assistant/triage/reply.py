"""The draft of a reply: greeting, answer with quotations, what is not covered, whom to ask, closing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import ConfigDict, Field

from assistant.answer import Answer, Language, SentenceKind, Status
from assistant.web.strings import edition_label
from corpus import Corpus
from corpus.loader import read_yaml
from corpus.schema import Contact, Strict

FILE = Path(__file__).resolve().parent / "reply.yaml"
_LAST_HEADING = re.compile(r"^.* > ")


class Templates(Strict):
    """``reply.yaml``: the frame of a reply by language, the reasons, and what makes a matter personal."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
    ja: dict[str, str]
    easy_ja: dict[str, str] = Field(alias="easy-ja")
    en: dict[str, str]
    reasons: dict[str, str]
    personal: list[str]

    def frame(self, language: Language) -> Mapping[str, str]:
        """The templates of a language."""
        return {"ja": self.ja, "easy-ja": self.easy_ja, "en": self.en}[language]


@cache
def templates() -> Templates:
    """The templates, read once.

    Raises:
        CorpusError: the file is missing or a field does not fit.
    """
    return read_yaml(FILE, Templates)


def draft(question: str, answer: Answer, contact: Contact | None, corpus: Corpus, *, complaint: bool) -> str:
    """A complete reply in the language of the answer.

    Args:
        question: the question as it was put, personal data masked.
        answer: what the assistant answered.
        contact: the row it is routed to.
        corpus: titles of the documents, names of programmes and divisions.
        complaint: the inquiry complains: the greeting apologises.
    """
    language = answer.language
    frame = templates().frame(language)
    blocks = [
        frame["greeting_complaint" if complaint else "greeting"],
        frame["question"].format(question=question),
    ]
    if body := _body(answer):
        blocks.append(frame["answer"].format(answer=body))
    if answer.citations:
        blocks.append(frame["sources"].format(quotes="\n".join(_quotes(answer, corpus, frame))))
    absent = [s.text for s in answer.sentences if s.kind == "absence"]
    if absent and answer.status == "answered":
        blocks.append(frame["uncovered"].format(absent="\n".join(absent)))
    if answer.questions_back:
        blocks.append(
            frame["back"].format(questions="\n".join(f"・{item}" for item in answer.questions_back))
        )
    blocks += [contact_block(contact, corpus, language), frame["closing"]]
    return "\n\n".join(blocks)


_SAID: dict[Status, tuple[SentenceKind, ...]] = {
    "out_of_scope": ("absence",),
    "not_covered": ("absence", "claim", "courtesy"),
}


def _body(answer: Answer) -> str:
    """What the answer says, in its order, and its notice; what the reply says in a place of its own is left out."""
    shown = [
        s
        for s in answer.sentences
        if s.text and s.kind in _SAID.get(answer.status, ("claim", "verdict", "courtesy"))
    ]
    listed = len([s for s in shown if s.kind == "claim"]) > 1 or answer.verdict is not None
    lines = [f"・{s.text}" if s.kind == "claim" and listed else s.text for s in shown]
    return "\n".join([*lines, *([answer.edition_notice] if answer.edition_notice and lines else [])])


def _quotes(answer: Answer, corpus: Corpus, frame: Mapping[str, str]) -> list[str]:
    titles = {name: document.meta.title for name, document in corpus.documents.items()}
    return [
        frame["quote"].format(
            marker=c.marker,
            quote=" ".join(c.quote.replace("**", "").split()),
            title=titles.get(c.document, c.document),
            section=_LAST_HEADING.sub("", c.section),
            edition=edition_label(c.edition, answer.language),
        )
        for c in answer.citations
    ]


def contact_block(contact: Contact | None, corpus: Corpus, language: Language) -> str:
    """Whom to ask, as a reply says it."""
    frame = templates().frame(language)
    if contact is None:
        return frame["contact_none"]
    programme = corpus.programme(contact.programme)
    name = programme.names[language] if programme and language in programme.names else contact.programme
    lines = [
        frame["contact"].format(
            programme=name, division=corpus.division(contact.division, language), phone=contact.phone
        )
    ]
    if contact.url:
        lines.append(frame["contact_url"].format(url=contact.url))
    return "\n".join(lines)
