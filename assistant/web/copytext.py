"""An answer as plain text, for the clipboard: the words, where they are printed, whom to call."""

from __future__ import annotations

from assistant.answer import Answer
from assistant.web.strings import edition_label, lines_label, text


def copy_text(question: str, answer: Answer, titles: dict[str, str]) -> str:
    """Question, answer, sources and contacts of a turn, with ``titles`` naming the documents.

    An answer with parts is complete by itself: its text, citations and contacts are those of its parts.
    """
    language = answer.language
    return f"{text('turn.question', language)}: {question.strip()}\n\n{_one(answer, titles)}"


def _one(answer: Answer, titles: dict[str, str]) -> str:
    language = answer.language
    blocks = []
    if answer.verdict:
        blocks.append(f"{text('verdict.title', language)}: {text(f'verdict.{answer.verdict}', language)}")
    blocks.append(answer.text.strip())
    if answer.edition_notice and answer.edition_notice not in answer.text:
        blocks.append(answer.edition_notice)
    sources = [
        f"[{c.marker}] {titles.get(c.document, c.document)} {c.section} "
        f"({lines_label(*c.lines, language)}, {edition_label(c.edition, language)})"
        for c in answer.citations
    ]
    contacts = [
        " ".join(filter(None, (c.programme, c.division, c.phone, c.url)))
        for c in answer.contacts
        if c.phone not in answer.text
    ]
    return "\n".join([*blocks, *sources, *contacts])
