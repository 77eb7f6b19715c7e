"""One answer to a mail with several questions."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Answer, Citation, Language, Retrieved, Sentence
from assistant.templates import echoed, say


def merge(question: str, language: Language, parts: Sequence[Answer], id: str) -> Answer:
    """One answer to a mail with several questions: citations renumbered, notices said once.

    The status is ``answered`` when any part is; the programmes and contacts are those of all parts.
    """
    citations: list[Citation] = []
    renumbered: list[Answer] = []
    for part in parts:
        shift = {citation.marker: len(citations) + n for n, citation in enumerate(part.citations, 1)}
        citations += [
            citation.model_copy(update={"marker": shift[citation.marker]}) for citation in part.citations
        ]
        renumbered.append(_shifted(part, shift))
    notice = next((part.edition_notice for part in parts if part.edition_notice), None)
    blocks = [
        f"{say('part', language, number=n, question=echoed(part.question))}\n{_without(part.text, part.edition_notice)}"
        for n, part in enumerate(renumbered, 1)
    ]
    statuses = [part.status for part in parts]
    contacts = {card.programme: card for part in parts for card in part.contacts}
    retrieved = [item for row in _interleaved([part.retrieved for part in parts]) for item in row]
    leading = next((part for part in parts if part.status == "answered"), parts[0])
    return Answer(
        id=id or leading.id,
        question=question,
        language=language,
        status=leading.status,
        intent=leading.intent,
        verdict=leading.verdict if statuses.count("answered") == 1 else None,
        text="\n\n".join([*blocks, *([notice] if notice else [])]),
        sentences=[sentence for part in renumbered for sentence in part.sentences],
        profile=[value for part in parts for value in part.profile],
        conditions=[condition for part in renumbered for condition in part.conditions],
        citations=citations,
        programmes=list(dict.fromkeys(name for part in parts for name in part.programmes)),
        contacts=list(contacts.values()),
        edition_notice=notice,
        parts=renumbered,
        questions_back=[item for part in parts for item in part.questions_back],
        retrieved=retrieved,
        index_version=leading.index_version,
        timings_ms=_summed([part.timings_ms for part in parts]),
    )


def _shifted(part: Answer, shift: dict[int, int]) -> Answer:
    """A part whose markers are those of the whole mail."""

    def text(value: str) -> str:
        for old, new in shift.items():
            value = value.replace(f"[{old}]", f"[\0{new}]")
        return value.replace("\0", "")

    return part.model_copy(
        update={
            "text": text(part.text),
            "sentences": [
                Sentence(kind=s.kind, text=text(s.text), citations=[shift[c] for c in s.citations])
                for s in part.sentences
            ],
            "conditions": [
                c.model_copy(update={"citations": [shift[m] for m in c.citations]}) for c in part.conditions
            ],
            "citations": [c.model_copy(update={"marker": shift[c.marker]}) for c in part.citations],
        }
    )


def _without(text: str, notice: str | None) -> str:
    return text.replace(notice, "").strip() if notice else text


def _interleaved(lists: Sequence[list[Retrieved]]) -> list[list[Retrieved]]:
    longest = max((len(items) for items in lists), default=0)
    return [[items[n] for items in lists if n < len(items)] for n in range(longest)]


def _summed(timings: Sequence[dict[str, float]]) -> dict[str, float]:
    names = dict.fromkeys(name for timing in timings for name in timing)
    return {name: round(sum(timing.get(name, 0.0) for timing in timings), 2) for name in names}
