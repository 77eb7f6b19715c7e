"""Routing: does the answer name the right division and phone, first or second, and which are confused?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from assistant.answer import Answer
from eval.bootstrap import Estimate, ratio
from eval.citing import with_parts
from eval.items import Question
from eval.matching import normalise
from eval.table import Parts, Row, row

NONE = "(なし)"
Contact = tuple[str, str]


def key(division: str, phone: str) -> Contact:
    """A contact as compared: division and phone, normalised."""
    return normalise(division), normalise(phone)


def named(answer: Answer) -> list[Contact]:
    """Contacts the answer names, in order, each once; those of its parts after its own."""
    cards = [key(card.division, card.phone) for part in with_parts(answer) for card in part.contacts]
    return list(dict.fromkeys(cards))


def accepted(question: Question) -> list[Contact]:
    """Contacts the question accepts, as compared."""
    return [key(contact.division, contact.phone) for contact in question.contact]


def routed_first(question: Question, answer: Answer) -> bool:
    """Whether the first contact is acceptable."""
    return any(first in accepted(question) for first in named(answer)[:1])


def is_routed(question: Question) -> bool:
    """Whether the question has one right place to go: a mail has several and is scored by its own figure."""
    return bool(question.contact) and question.kind != "triage"


def measure(question: Question, answer: Answer | None) -> Parts:
    """Top-1, top-2, the share of a mail's divisions named, and no contact forced upon off-topic questions."""
    given, wanted = named(answer) if answer else [], accepted(question)
    parts: dict[str, tuple[float, float]] = {}
    if is_routed(question):
        parts["top1"] = (float(any(c in wanted for c in given[:1])), 1.0)
        parts["top2"] = (float(any(c in wanted for c in given[:2])), 1.0)
    elif question.kind == "triage" and wanted:
        parts["mail_divisions_named"] = (sum(c in given for c in wanted) / len(wanted), 1.0)
    elif question.kind == "out_of_scope":
        parts["no_forced_contact"] = (float(answer is not None and not given), 1.0)
    return parts


def decisions(pairs: Iterable[tuple[Question, Answer | None]]) -> list[tuple[str, str]]:
    """(gold, predicted) label of each routed question; where several are acceptable, the one that was named."""
    found = []
    for question, answer in pairs:
        if is_routed(question):
            given, wanted = named(answer) if answer else [], accepted(question)
            gold = given[0] if given and given[0] in wanted else wanted[0]
            found.append((" ".join(gold), " ".join(given[0]) if given else NONE))
    return found


def division_rows(pairs: Sequence[tuple[str, str]]) -> list[Row]:
    """Precision, recall and F1 of each division and phone, most frequent gold first; slice is the label.

    A label that was never predicted has no precision, one that is never gold no recall.

    Args:
        pairs: (gold, predicted) labels.
    """
    often = Counter(gold for gold, _ in pairs)
    labels = {label for pair in pairs for label in pair} - {NONE}
    rows = []
    for label in sorted(labels, key=lambda label: (-often[label], label)):
        hits = [float(gold == predicted == label) for gold, predicted in pairs]
        is_gold = [float(gold == label) for gold, _ in pairs]
        is_predicted = [float(predicted == label) for _, predicted in pairs]
        both = [a + b for a, b in zip(is_gold, is_predicted, strict=True)]
        rows += row("division_precision", label, _share(hits, is_predicted))
        rows += row("division_recall", label, _share(hits, is_gold))
        rows += row("division_f1", label, _share([2 * hit for hit in hits], both))
    return rows


def _share(above: Sequence[float], below: Sequence[float]) -> Estimate | None:
    return ratio([pair for pair in zip(above, below, strict=True) if pair[1]])
