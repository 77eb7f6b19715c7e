"""Assembling: markers, contacts, notices and text from a grounded draft; mails from their parts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from assistant.answer import Answer, Language, Turn
from assistant.assemble import Assemble
from assistant.case import Draft, Drafted, Request, Understanding
from assistant.evidence import Quoted
from assistant.mail import merge
from corpus import Corpus

Make = Callable[..., Answer]
TODAY = dt.date(2026, 11, 23)
FIRST = Quoted("soumu-r7-01", "地域おこし協力隊について", (207, 207), "R7", "概ね1年以上3年以下")
SECOND = Quoted("soumu-r7-01", "「地域おこし協力隊」の拡充", (92, 92), "R7", "320万円⇒350万円/人")
TAI, KIGYO = "地域おこし協力隊", "地域活性化起業人"


@pytest.fixture
def assemble(corpus: Corpus) -> Assemble:
    """The step over the real contact table."""
    return Assemble(corpus, "R7", "v1")


@pytest.fixture
def made(assemble: Assemble) -> Make:
    """Makes an answer from a draft."""

    def run(
        draft: Draft, language: Language = "ja", intent: str = "fact", today: dt.date = TODAY, id: str = ""
    ) -> Answer:
        understood = Understanding("q", "q", language, intents=(intent, "fact"), programmes=draft.programmes)  # type: ignore[arg-type]
        return assemble(Request("質問", id=id), understood, [], draft, today)

    return run


def test_same_quotation_has_one_marker(made: Make) -> None:
    """Two claims on one quotation share its number."""
    draft = Draft(
        "answered", (Drafted("claim", "A", (FIRST,)), Drafted("claim", "B", (SECOND, FIRST))), (TAI,)
    )
    answer = made(draft)
    assert [sentence.text for sentence in answer.sentences[:2]] == ["A[1]", "B[2][1]"]
    assert [citation.quote for citation in answer.citations] == [FIRST.quote, SECOND.quote]


def test_note_stands_before_the_marker(made: Make) -> None:
    """The year is part of the sentence, the marker comes last."""
    assert (
        made(Draft("answered", (Drafted("claim", "A", (FIRST,), "令和7年度"),), (TAI,))).sentences[0].text
        == "A（令和7年度）[1]"
    )


def test_single_claim_is_no_list(made: Make) -> None:
    """One claim is a sentence, several are bullets."""
    one = made(Draft("answered", (Drafted("claim", "A", (FIRST,)),), (TAI,)))
    two = made(Draft("answered", (Drafted("claim", "A", (FIRST,)), Drafted("claim", "B", (SECOND,))), (TAI,)))
    assert (one.text.startswith("A[1]"), two.text.startswith("・A[1]\n・B[2]")) == (True, True)


def test_contact_of_the_first_programme(made: Make) -> None:
    """A fact names one office, that of the leading programme."""
    assert [c.programme for c in made(Draft("answered", (), (TAI, KIGYO))).contacts] == [TAI]


@pytest.mark.parametrize("intent", ["compare", "list"])
def test_contacts_of_all_programmes(intent: str, made: Make) -> None:
    """A comparison or list over several names them all."""
    assert [c.programme for c in made(Draft("answered", (), (TAI, KIGYO)), intent=intent).contacts] == [
        TAI,
        KIGYO,
    ]


def test_no_programme_no_contact(made: Make) -> None:
    """Contacts are never inferred."""
    answer = made(Draft("answered", (Drafted("claim", "A", (FIRST,)),)))
    assert (answer.contacts, "電話" in answer.text) == ([], False)


def test_contact_line_is_said_once(made: Make) -> None:
    """A draft that leads with the contact gets no second line for it."""
    draft = Draft(
        "answered", (Drafted("contact", "担当は地域自立応援課（電話 03-5253-5391）です。"),), (TAI,)
    )
    assert made(draft).text.count("03-5253-5391") == 1


@pytest.mark.parametrize(
    ("language", "line"), [("ja", "担当："), ("easy-ja", "聞く ところ："), ("en", "Office in charge: ")]
)
def test_contact_line_in_the_language(language: str, line: str, made: Make) -> None:
    """The contact line speaks the asker's language."""
    assert line in made(Draft("answered", (), (TAI,)), language).text


def test_not_covered_sends_to_the_office(made: Make) -> None:
    """Not covered: ask the office, then its line."""
    text = made(Draft("not_covered", (Drafted("absence", "書かれていません。"),), (TAI,))).text
    assert (
        text.index("書かれていません。")
        < text.index("担当課にお問い合わせください")
        < text.index("03-5253-5391")
    )


@pytest.mark.parametrize(
    ("day", "language", "expected"),
    [
        (dt.date(2025, 4, 1), "ja", None),
        (dt.date(2026, 3, 31), "ja", None),
        (dt.date(2026, 4, 1), "ja", "今年度（令和8年度）"),
        (dt.date(2027, 4, 1), "ja", "今年度（令和9年度）"),
        (dt.date(2026, 4, 1), "en", "FY2026 (Reiwa 8)"),
        (dt.date(2024, 12, 1), "ja", None),
    ],
)
def test_notice(day: dt.date, language: Language, expected: str | None, assemble: Assemble) -> None:
    """The notice names both years, and only when today's is the later."""
    notice = assemble.notice(day, language)
    assert (notice is None) if expected is None else (notice is not None and expected in notice)


def test_candidates_are_listed(made: Make) -> None:
    """Asking back lists the candidates beneath the question."""
    assert made(Draft("clarify", questions_back=("甲", "乙"))).text.split("\n")[1:] == ["・甲", "・乙"]


def test_id_is_made_when_none_is_given(made: Make) -> None:
    """Each answer has an id."""
    draft = Draft("out_of_scope", (Drafted("absence", "対象外です。"),))
    assert (made(draft, id="x1").id, len(made(draft).id)) == ("x1", 32)


def test_merge_numbers_citations_through(made: Make) -> None:
    """The parts' markers continue those before; markers and citations agree."""
    one = made(Draft("answered", (Drafted("claim", "A", (FIRST,)), Drafted("claim", "B", (SECOND,))), (TAI,)))
    two = made(
        Draft("answered", (Drafted("claim", "C", (SECOND,)), Drafted("claim", "D", (FIRST,))), (KIGYO,))
    )
    whole = merge("m", "ja", [one, two], "m1")
    assert [citation.marker for citation in whole.citations] == [1, 2, 3, 4]
    assert [sentence.text for sentence in whole.sentences if sentence.kind == "claim"] == [
        "A[1]",
        "B[2]",
        "C[3]",
        "D[4]",
    ]
    assert [whole.citations[marker - 1].quote for marker in (3, 4)] == [SECOND.quote, FIRST.quote]


def test_merge_with_no_answered_part(made: Make) -> None:
    """A mail none of whose parts is answered has the status of its first part, without verdict."""
    refused = made(Draft("out_of_scope", (Drafted("absence", "対象外です。"),)))
    absent = made(Draft("not_covered", (Drafted("absence", "書かれていません。"),), (TAI,)))
    whole = merge("m", "ja", [absent, refused], "m1")
    assert (whole.status, whole.verdict, [card.programme for card in whole.contacts]) == (
        "not_covered",
        None,
        [TAI],
    )


def test_turns_take_no_other_role() -> None:
    """A turn is the user's or the assistant's."""
    with pytest.raises(ValueError, match="role"):
        Turn.model_validate({"role": "system", "content": "x"})
