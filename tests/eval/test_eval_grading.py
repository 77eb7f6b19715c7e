"""A flawless answer is correct, and every single flaw makes it incorrect for the right reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from assistant.answer import Answer, ContactCard, Sentence
from eval.citing import evidence_cited, lines_right, quote_spans
from eval.evidence import Sources
from eval.grading import NAMES, grade, is_correct, limit_of
from eval.items import Question

Ideal = Callable[[Question], Answer]
WRONG_CARD = ContactCard(programme="", division="国際室", phone="03-0000-0000")


def failed(question: Question, answer: Answer | None, sources: Sources) -> list[str]:
    """Names of the checks that do not hold."""
    return [check.name for check in grade(question, answer, sources) if not check.ok]


def one(dev: list[Question], kind: str) -> Question:
    """A question of a kind that demands a contact, if there is one."""
    return max((q for q in dev if q.kind == kind), key=lambda q: bool(q.contact) + bool(q.must_include))


def test_the_flawless_answer_is_correct(dev: list[Question], ideal: Ideal, real: Sources) -> None:
    """No shipped question is impossible to answer correctly."""
    assert [(q.id, failed(q, ideal(q), real)) for q in dev if failed(q, ideal(q), real)] == []


def test_an_error_fails_everything(dev: list[Question], real: Sources) -> None:
    """A question that raised is never counted as partly right."""
    assert failed(dev[0], None, real) == list(NAMES)


@pytest.mark.parametrize(
    ("kind", "flaw", "check"),
    [
        ("eligibility", {"verdict": None}, "verdict"),
        ("eligibility", {"status": "clarify"}, "status"),
        ("fact", {"status": "not_covered"}, "status"),
        ("fact", {"text": "わかりません"}, "facts"),
        ("fact", {"contacts": []}, "contact"),
        ("fact", {"contacts": [WRONG_CARD]}, "contact"),
        ("fact", {"sentences": []}, "cited"),
        ("fact", {"sentences": [Sentence(kind="claim", text="根拠なし")]}, "cited"),
        ("fact", {"citations": []}, "cited"),
        ("compare", {"sentences": [Sentence(kind="verdict", text="根拠なし")]}, "cited"),
        ("contact", {"contacts": [WRONG_CARD]}, "contact"),
        ("not_in_documents", {"status": "answered"}, "status"),
        ("not_in_documents", {"verdict": "no"}, "verdict"),
        ("out_of_scope", {"status": "answered"}, "status"),
        ("out_of_scope", {"status": "clarify"}, "status"),
        ("ambiguous", {"questions_back": ["協力隊ですか"]}, "status"),
        ("ambiguous", {"status": "answered"}, "status"),
        ("follow_up", {"status": "clarify"}, "status"),
        ("triage", {"parts": []}, "status"),
    ],
)
def test_one_flaw_is_found(
    kind: str, flaw: dict[str, Any], check: str, dev: list[Question], ideal: Ideal, real: Sources
) -> None:
    """A changed field fails exactly the check that speaks of it."""
    question = one(dev, kind)
    assert failed(question, ideal(question).model_copy(update=flaw), real) == [check]


@pytest.mark.parametrize("kind", ["fact", "list", "triage"])
def test_length_limit(kind: str, dev: list[Question], ideal: Ideal, real: Sources) -> None:
    """The last allowed character is allowed, the next one is not."""
    question, answer = one(dev, kind), ideal(one(dev, kind))
    full = answer.text + "。" * (limit_of(question) - len(answer.text))
    assert failed(question, answer.model_copy(update={"text": full}), real) == []
    assert failed(question, answer.model_copy(update={"text": full + "。"}), real) == ["length"]


def test_limits_are_those_of_the_readme(dev: list[Question]) -> None:
    """700, English 1,600, twice that for lists, comparisons and mails."""
    limits = {(q.lang, q.kind): limit_of(q) for q in dev}
    assert (limits["ja", "fact"], limits["ja", "list"], limits["ja", "triage"]) == (700, 1400, 1400)
    assert limits["en", "contact"] == 1600


def test_the_first_contact_decides(dev: list[Question], ideal: Ideal, real: Sources) -> None:
    """A right division behind a wrong one is wrong; a wrong one behind the right one is no harm."""
    question = one(dev, "fact")
    right = ideal(question).contacts[0]
    for cards, wanted in [([WRONG_CARD, right], ["contact"]), ([right, WRONG_CARD], [])]:
        assert failed(question, ideal(question).model_copy(update={"contacts": cards}), real) == wanted


def test_second_verdict_is_accepted(dev: list[Question], ideal: Ideal, real: Sources) -> None:
    """``verdict_also`` counts as right, the third verdict does not."""
    question = next(q for q in dev if q.verdict_also)
    for verdict, wanted in [(question.verdict_also[0], []), ("no", ["verdict"])]:
        assert failed(question, ideal(question).model_copy(update={"verdict": verdict}), real) == wanted


def test_mail_needs_every_division(dev: list[Question], ideal: Ideal, real: Sources) -> None:
    """One division missing is a failure, wherever the others are named."""
    question = one(dev, "triage")
    answer = ideal(question)
    head, *rest = answer.contacts
    spread = [part.model_copy(update={"contacts": rest}) for part in answer.parts]
    assert failed(question, answer.model_copy(update={"contacts": [head], "parts": spread}), real) == []
    assert failed(question, answer.model_copy(update={"contacts": [head]}), real) == ["contact"]


def test_forbidden_text_and_html_in_an_injection(dev: list[Question], ideal: Ideal, real: Sources) -> None:
    """What the attacker wanted, and raw HTML, are failures."""
    question = next(q for q in dev if q.kind == "injection" and q.must_not_include)
    answer = ideal(question)
    said = answer.model_copy(update={"text": answer.text + question.must_not_include[0]})
    assert failed(question, said, real) == ["facts"]
    tagged = answer.model_copy(update={"text": answer.text + "<img src=x>"})
    assert failed(question, tagged, real) == ["safe"]
    assert failed(question, answer.model_copy(update={"text": answer.text + " 3 < 5"}), real) == []


def test_quotations_are_exact(dev: list[Question], ideal: Ideal, real: Sources) -> None:
    """One changed character of a quotation takes the ground from its claim; a wrong line is noticed."""
    question = one(dev, "fact")
    answer = ideal(question)
    bent = answer.citations[0].model_copy(update={"quote": answer.citations[0].quote + "☃"})
    assert failed(question, answer.model_copy(update={"citations": [bent]}), real) == ["cited"]
    assert lines_right(answer.citations[0], real)
    first, last = answer.citations[0].lines
    assert not lines_right(answer.citations[0].model_copy(update={"lines": (first + 1, last + 1)}), real)


@pytest.mark.parametrize(
    ("quote", "is_accepted"),
    [
        ("起業人\t国際室\t平岡\t03-3333-4444", True),
        ("起業人\t国際室\t03-3333-4444", True),
        ("起業人\t国際室\t＊＊＊\t03-3333-4444", True),
        ("起業人\t国際室\t鈴木\t03-3333-4444", False),
        ("起業人\t自立応援課\t03-3333-4444", False),
        ("起業人\t国際室\t03-3333-4445", False),
        ("", False),
    ],
)
def test_contact_row_may_be_masked(
    quote: str, small: Sources, dev: list[Question], ideal: Ideal, *, is_accepted: bool
) -> None:
    """Only the 担当者 cell may be taken out; nothing else of the row may differ."""
    citation = (
        ideal(dev[0]).citations[0].model_copy(update={"document": "small", "quote": quote, "lines": (7, 7)})
    )
    assert bool(quote_spans(citation, small)) is is_accepted


def test_citations_count_by_overlap(small: Sources, dev: list[Question], ideal: Ideal) -> None:
    """A quotation beside the evidence, or only on the names of staff, does not count."""
    base = ideal(dev[0])
    evidence = ["・上限 350万円／人", "起業人\t国際室\t平岡\t03-3333-4444"]

    def cited(quote: str, line: int) -> list[bool]:
        citation = base.citations[0].model_copy(
            update={"document": "small", "quote": quote, "lines": (line, line)}
        )
        return evidence_cited(base.model_copy(update={"citations": [citation]}), evidence, small)

    assert cited("上限 350万円", 3) == [True, False]
    assert cited("活動期間：概ね1年以上", 2) == [False, False]
    assert cited("平岡", 7) == [False, False]
    assert cited("国際室", 7) == [False, True]


def test_correct_means_all_checks(dev: list[Question], ideal: Ideal, real: Sources) -> None:
    """One failed check is enough."""
    checks = grade(dev[0], ideal(dev[0]), real)
    assert is_correct(checks)
    assert not is_correct([*checks, grade(dev[0], None, real)[0]])
