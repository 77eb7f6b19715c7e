"""From a grounded draft to the Answer that is handed out: markers, contacts, notices, text."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from assistant.answer import Answer, Citation, Condition, ContactCard, Language, Retrieved, Sentence
from assistant.case import Draft, Drafted, Request, Understanding
from assistant.compose import quotes_of
from assistant.evidence import Quoted
from assistant.templates import say
from corpus import Corpus
from corpus.text import edition_of_date
from corpus.text.years import edition_label, edition_number
from index import Passage

RETRIEVED = 12
CONTACT_PLACE = 3
"""Where the recognised programme's contact row stands among the passages: seen early, yet behind the best finds."""
MANY = ("compare", "list")


class Assemble:
    """Numbers the citations and writes the text."""

    def __init__(self, corpus: Corpus, newest: str, version: str) -> None:
        self._corpus, self._newest, self._version = corpus, newest, version

    def __call__(
        self,
        request: Request,
        understood: Understanding,
        passages: Sequence[Passage],
        draft: Draft,
        today: dt.date,
    ) -> Answer:
        """The complete answer to one question."""
        quotes = quotes_of(draft.sentences)
        quotes += [quote for _, _, shown in draft.conditions for quote in shown if quote not in quotes]
        markers = {quote: number for number, quote in enumerate(dict.fromkeys(quotes), 1)}
        language = understood.language
        contacts = self.contacts(draft.programmes, many=understood.intent in MANY)
        notice = self.notice(today, language) if draft.status in ("answered", "not_covered") else None
        sentences = [self._sentence(sentence, markers) for sentence in draft.sentences]
        spoken = {sentence.kind for sentence in sentences}
        closing = [
            Sentence(
                kind="contact",
                text=say(
                    "contact",
                    language,
                    programme=self._name(card, language),
                    division=self._corpus.division(card.division, language),
                    phone=card.phone,
                ),
            )
            for card in contacts
        ]
        if "contact" in spoken:
            closing = []
        courtesy = (
            [Sentence(kind="courtesy", text=say("ask_office", language))]
            if draft.status == "not_covered" and contacts
            else []
        )
        everything = [*sentences, *courtesy, *closing]
        text = "\n".join([*self._lines(everything, draft), *([notice] if notice else [])])
        if draft.questions_back:
            lead = say("clarify" if draft.status == "clarify" else "questions_back", language)
            text = "\n".join(
                [lead, *(f"・{item}" for item in draft.questions_back)]
                if draft.status == "clarify"
                else [text, lead, *(f"・{item}" for item in draft.questions_back)]
            )
        return Answer(
            id=request.id or uuid.uuid4().hex,
            question=request.question,
            language=language,
            status=draft.status,
            intent=understood.intent,
            verdict=draft.verdict,
            text=text,
            sentences=everything,
            profile=list(understood.profile),
            conditions=[
                Condition(text=shown, state=state, citations=[markers[q] for q in quoted])
                for shown, state, quoted in draft.conditions
            ],
            citations=[
                Citation(
                    marker=number,
                    document=q.document,
                    section=q.section,
                    lines=q.lines,
                    edition=q.edition,
                    quote=q.quote,
                )
                for q, number in markers.items()
            ],
            programmes=[name for name in draft.programmes if self._corpus.programme(name)],
            contacts=contacts,
            edition_notice=notice,
            questions_back=list(draft.questions_back),
            suggestions=list(draft.suggestions),
            retrieved=self.retrieved(passages, understood),
            index_version=self._version,
        )

    def _sentence(self, sentence: Drafted, markers: dict[Quoted, int]) -> Sentence:
        numbers = list(dict.fromkeys(markers[quote] for quote in sentence.quotations))
        note = f"（{sentence.note}）" if sentence.note else ""
        return Sentence(
            kind=sentence.kind,
            text=f"{sentence.text}{note}{''.join(f'[{number}]' for number in numbers)}",
            citations=numbers,
        )

    def _lines(self, sentences: Sequence[Sentence], draft: Draft) -> list[str]:
        claims = [sentence for sentence in sentences if sentence.kind == "claim"]
        listed = len(claims) > 1 or draft.verdict is not None
        return [
            f"・{sentence.text}" if sentence.kind == "claim" and listed else sentence.text
            for sentence in sentences
        ]

    def _name(self, card: ContactCard, language: Language) -> str:
        programme = self._corpus.programme(card.programme)
        if language == "ja" or programme is None:
            return card.programme
        return programme.names["easy-ja"] if language == "easy-ja" else f"{programme.names['en']}"

    def contacts(self, programmes: Sequence[str], *, many: bool) -> list[ContactCard]:
        """Contact rows of the programmes: the first one, or all where several are compared; looked up, never inferred."""
        rows = [self._corpus.contact(name) for name in (programmes if many else programmes[:1])]
        return [
            ContactCard(programme=row.programme, division=row.division, phone=row.phone, url=row.url)
            for row in rows
            if row
        ]

    def notice(self, today: dt.date, language: Language) -> str | None:
        """That the document is of an earlier fiscal year than today's; None while it is current."""
        current = edition_of_date(today)
        if edition_number(current) <= edition_number(self._newest):
            return None
        return say(
            "edition_notice",
            language,
            document_edition=edition_label(self._newest, language),
            current_edition=edition_label(current, language),
        )

    def retrieved(self, passages: Sequence[Passage], understood: Understanding) -> list[Retrieved]:
        """The passages as they are handed out, the recognised programme's contact row among the first."""
        ranked = list(passages)
        own = next(
            (
                p
                for p in ranked
                if p.kind == "contact"
                and understood.programmes
                and p.programmes == [understood.programmes[0]]
            ),
            None,
        )
        others = [p for p in ranked if p.kind != "contact"]
        if own is not None:
            place = 0 if "contact" in understood.intents else CONTACT_PLACE
            others.insert(place, own)
        return [
            Retrieved(document=p.document, lines=p.lines, text=p.shown, score=p.score)
            for p in others[:RETRIEVED]
        ]
