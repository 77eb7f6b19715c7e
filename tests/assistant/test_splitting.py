"""Splitting: which separate questions a mail holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understand.linking import Linker
from assistant.understand.splitting import split
from assistant.understand.terms import content_terms
from corpus import load_corpus

LINKER = Linker(load_corpus().programmes)


def subjects(text: str) -> list[str]:
    """Programmes a text names."""
    return [link.programme for link in LINKER.link(text)]


def parts(message: str) -> list[str]:
    """The message split as the assistant does it."""
    return split(message, subjects, lambda text: bool(subjects(text) or content_terms(text)))


TWO = ["協力隊の任期は何年ですか。", "起業人の担当課はどこですか。"]


@pytest.mark.parametrize(
    "mail",
    [
        "①協力隊の任期は何年ですか。②起業人の担当課はどこですか。",
        "1. 協力隊の任期は何年ですか。\n2. 起業人の担当課はどこですか。",
        "（1）協力隊の任期は何年ですか。\n（2）起業人の担当課はどこですか。",
        "１．協力隊の任期は何年ですか。\n２．起業人の担当課はどこですか。",
        "・協力隊の任期は何年ですか。\n・起業人の担当課はどこですか。",
        "Q1. 協力隊の任期は何年ですか。\nQ2. 起業人の担当課はどこですか。",
        "質問1：協力隊の任期は何年ですか。\n質問2：起業人の担当課はどこですか。",
        "一点目は、協力隊の任期は何年ですか。二点目は、起業人の担当課はどこですか。",
        "1つ目、協力隊の任期は何年ですか。2つ目、起業人の担当課はどこですか。",
        "まず、協力隊の任期は何年ですか。次に、起業人の担当課はどこですか。",
        "協力隊の任期は何年ですか。起業人の担当課はどこですか。",
    ],
)
def test_enumerated_questions(mail: str) -> None:
    """Each way of counting questions gives the questions without their marks."""
    assert [part.lstrip("は、,") for part in parts(mail)] == TWO


@pytest.mark.parametrize(
    "mail",
    [
        "至急です。(1)協力隊の募集経費の上限、(2)起業人の副業型の勤務日数、(3)JETの塾は何回開かれたか。よろしく！",
        "要点だけください。①商工会：起業人はフリーランスもOK？ ②村：協力隊の任期は延ばせるか ③県：デジタル職員の単価",
        "Three things please. First, what costs does Local 10,000 pay for. Second, how many JETs take part. Third, who handles the cooperatives?",
        "教えてください。a) 協力隊の募集経費の上限 b) 起業人の副業型の勤務日数 c) 定住自立圏の数の推移",
    ],
)
def test_counted_phrases_all_ask(mail: str) -> None:
    """Noun phrases that are counted off are questions, wherever they stand in a sentence."""
    assert len(parts(mail)) == 3


def test_choices_are_one_question() -> None:
    """Numbers that only name what there is to choose from."""
    for mail in ("①企業派遣型と②副業型の違いは何ですか。", "条件は1.新規性 2.モデル性 のどちらですか。"):
        assert parts(mail) == [mail]


def test_greeting_is_no_part() -> None:
    """What stands before the first question and after the last is no question."""
    mail = "お世話になっております。○○町の佐々木です。二点教えてください。\n①協力隊の任期は何年ですか。\n②起業人の担当課はどこですか。"
    assert parts(mail) == TWO


def test_closing_is_no_part() -> None:
    """Nor is the closing."""
    mail = f"①{TWO[0]}\n②{TWO[1]}\n以上、よろしくお願いいたします。"
    assert [part.split("。")[0] for part in parts(mail)] == [question.rstrip("。") for question in TWO]


def test_context_goes_with_its_question() -> None:
    """Background in front of a question belongs to it."""
    mail = "うちの町は過疎地域です。協力隊を受け入れられますか。私はフリーランスです。起業人になれますか。"
    assert parts(mail) == [
        "うちの町は過疎地域です。協力隊を受け入れられますか。",
        "私はフリーランスです。起業人になれますか。",
    ]


def test_questions_about_one_programme_stay_together() -> None:
    """Two questions on one programme, not counted off, are one message."""
    mail = "協力隊の任期は何年ですか。上限額はいくらですか。"
    assert parts(mail) == [mail]


def test_comparison_stays_together() -> None:
    """A sentence that names two programmes is one question."""
    mail = "協力隊と起業人の違いは何ですか。"
    assert parts(mail) == [mail]


def test_question_before_the_first_mark_counts() -> None:
    """「…ですか？ また、…」 is two."""
    assert len(parts("協力隊の任期は何年ですか？\nまた、起業人の担当課はどこですか。")) == 2


def test_enumerated_conditions_are_no_questions() -> None:
    """①② before things that are not asked do not split."""
    mail = "①過疎地域の町で②人口1万人未満の場合、協力隊を受け入れられますか。"
    assert parts(mail) == [mail]


@given(st.text(alphabet="①②1.。？か\n協力隊起業人の教えてabc ", max_size=60))
def test_nothing_is_invented(message: str) -> None:
    """Parts are pieces of the message, in order; there is always one."""
    found = parts(message)
    assert found
    at = 0
    for part in found:
        at = message.index(part, at) + len(part)
