"""From data to HTML: pure functions over the templates, which escape everything they are given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.answer import Answer, Citation
from assistant.told import Told, told
from assistant.web.body import blocks, shown_text
from assistant.web.copytext import copy_text
from assistant.web.excerpt import Line, Staff, excerpt
from assistant.web.strings import edition_label, examples, lines_label, text
from corpus import Corpus


@dataclass(frozen=True)
class Exchange:
    """A question and its answer, as one turn of the conversation shows them."""

    question: str
    answer: Answer


def safe_url(url: str | None) -> str | None:
    """The address when it is a web address, else None: nothing else may become a link."""
    return url if url and urlsplit(url).scheme in {"http", "https"} else None


def environment() -> Environment:
    """Templates with autoescape always on; an unknown name is an error, never an empty string."""
    made = Environment(
        loader=FileSystemLoader(Path(__file__).resolve().parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        t=text, edition=edition_label, lines=lines_label, blocks=blocks, shown=shown_text, safe_url=safe_url
    )
    return made


@dataclass(frozen=True)
class Pages:
    """Everything the page shows, rendered for one corpus."""

    corpus: Corpus

    @cached_property
    def _templates(self) -> Environment:
        made = environment()
        made.globals.update(
            excerpt=self._excerpt, copied=self._copied, told=self._told, documents=self.corpus.documents
        )
        return made

    @cached_property
    def _staff(self) -> Staff:
        return Staff.of(self.corpus.contacts, text("staff.masked"))

    def _excerpt(self, citation: Citation) -> list[Line]:
        document = self.corpus.documents.get(citation.document)
        return excerpt(document, citation, self._staff) if document else []

    def _told(self, answer: Answer) -> list[Told]:
        found = (told(value, self.corpus.attributes, answer.language) for value in answer.profile)
        return [item for item in found if item]

    def _copied(self, question: str, answer: Answer) -> str:
        titles = {key: document.meta.title for key, document in self.corpus.documents.items()}
        return self._staff.mask(copy_text(question, answer, titles))

    def header(self) -> str:
        """Name, promise and the notice that this is unofficial."""
        return self._templates.get_template("header.html").render()

    def footer(self) -> str:
        """Sources, licence, privacy."""
        return self._templates.get_template("footer.html").render()

    def conversation(
        self, turns: Sequence[Exchange], asking: str | None = None, outcome: str = "idle", event: int = 0
    ) -> str:
        """The conversation so far, and the question that is being answered.

        Args:
            turns: answered turns, oldest first; none shows the example questions.
            asking: the question being worked on.
            outcome: how the last event ended (idle, pending, done, failed, cleared), read by ``chat.js``.
            event: number of the event; makes two equal outcomes differ, so that the page notices the second.
        """
        template = self._templates.get_template("conversation.html")
        return template.render(turns=turns, asking=asking, outcome=outcome, event=event, examples=examples())

    def message(self, words: str) -> str:
        """A message at the question box; empty words clear it."""
        return self._templates.get_template("message.html").render(words=words)
