"""Linking: which programmes a question names, and by what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understand.linking import Linker
from corpus import load_corpus

LINKER = Linker(load_corpus().programmes)
PROGRAMMES = load_corpus().programmes


def names(question: str) -> list[str]:
    """Official names, in order of appearance."""
    return [link.programme for link in LINKER.link(question)]


@pytest.mark.parametrize("programme", PROGRAMMES, ids=lambda p: p.id)
def test_official_name(programme: object) -> None:
    """Each programme is found by its official name, and nothing else is."""
    name = programme.name  # type: ignore[attr-defined]
    assert names(f"{name}について教えてください") == [name]


@pytest.mark.parametrize("programme", PROGRAMMES, ids=lambda p: p.id)
def test_every_alias(programme: object) -> None:
    """And by each of its aliases."""
    missed = [alias for alias in programme.aliases if programme.name not in names(f"{alias}の予算")]  # type: ignore[attr-defined]
    assert missed == []


@pytest.mark.parametrize("programme", PROGRAMMES, ids=lambda p: p.id)
def test_every_reading(programme: object) -> None:
    """And by its readings, in hiragana and in katakana."""
    katakana = {code: code + 0x60 for code in range(0x3041, 0x3097)}
    readings = [r for r in programme.readings if len(r) >= 4]  # type: ignore[attr-defined]
    spellings = [*readings, *(reading.translate(katakana) for reading in readings)]
    assert [s for s in spellings if programme.name not in names(f"{s}は なんですか")] == []  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("question", "how"),
    [
        ("協力隊の任期は", "alias"),
        ("きょうりょくたいの にんきは", "reading"),
        ("地域おこし強力隊の任期は", "typo"),
        ("ふるさとワーキングホリデイの期間は", "alias"),
        ("Who is in charge of the Region Managment Organization?", "typo"),
    ],
)
def test_how_it_was_found(question: str, how: str) -> None:
    """The link tells by what it was made."""
    assert [link.how for link in LINKER.link(question)] == [how]


def test_order_of_appearance() -> None:
    """Several names come as the question has them."""
    assert names("起業人と協力隊とワーホリ") == [
        "地域活性化起業人",
        "地域おこし協力隊",
        "ふるさとワーキングホリデー",
    ]


def test_name_twice_is_one_link() -> None:
    """A programme is linked once."""
    assert names("協力隊の任期と協力隊の予算") == ["地域おこし協力隊"]


def test_longer_name_wins() -> None:
    """The alias inside a longer name makes no second link."""
    assert names("ふるさとワーキングホリデー") == ["ふるさとワーキングホリデー"]


@pytest.mark.parametrize(
    ("question", "programme"),
    [
        ("過疎地域の町で協力隊を受け入れたい", "地域おこし協力隊"),
        ("定住自立圏に取り組む市で起業人を受け入れたい", "地域活性化起業人"),
        ("JETプログラムを終えた人は協力隊になれますか", "地域おこし協力隊"),
        ("中心市でもローカル10,000は使えますか", "ローカル10,000プロジェクト"),
    ],
)
def test_weak_alias_yields_to_a_name(question: str, programme: str) -> None:
    """Words that merely describe a place or person count only where no programme is named."""
    assert names(question) == [programme]


@pytest.mark.parametrize(
    ("question", "programme"),
    [
        ("過疎地域の交付金は", "過疎地域持続的発展支援交付金"),
        ("定住自立圏とは", "定住自立圏構想の推進"),
        ("JETとは", "JETプログラムの活用等"),
    ],
)
def test_weak_alias_counts_alone(question: str, programme: str) -> None:
    """Alone they do count."""
    assert names(question) == [programme]


@pytest.mark.parametrize("question", ["RMOの数", "rmoの数", "ＲＭＯの数", "R M Oの数", "What is an RMO?"])
def test_width_and_case(question: str) -> None:
    """Width, case and spaced letters do not matter."""
    assert names(question) == ["地域運営組織"]


@pytest.mark.parametrize(
    "question",
    [
        "カレーの作り方",
        "今日の天気は",
        "formosa islands",
        "予算はいくらですか",
        "企業の社員",
        "地域の課題",
        "I was jetlagged",
        "performance of accelerated trains",
        "",
    ],
)
def test_nothing_named(question: str) -> None:
    """No programme in it: no link; an English name inside another word is none."""
    assert names(question) == []


@given(st.text(max_size=80))
def test_any_text_links_to_known_programmes(text: str) -> None:
    """Whatever comes in, only official names come out, each once."""
    found = names(text)
    assert len(set(found)) == len(found)
    assert set(found) <= {programme.name for programme in PROGRAMMES}


def test_a_weak_name_does_not_hide_a_strong_one_of_the_same_programme() -> None:
    """過疎 describes the town; 集落ネットワーク圏 names the programme, beside the body of another."""
    found = names("過疎の町です。地域運営組織として、集落ネットワーク圏のお金を使えますか")
    assert set(found) == {"過疎地域持続的発展支援交付金", "地域運営組織"}


def test_romaji_with_long_marks() -> None:
    """kyōryokutai is kyoryokutai."""
    assert names("Can I join the Chiikiokoshi Kyōryokutai?") == ["地域おこし協力隊"]


def test_a_subject_without_a_contact_row_is_named_too() -> None:
    """Succession matching has rules, but no office of its own in the table."""
    corpus = load_corpus()
    linker = Linker(corpus.programmes, corpus.subjects)
    assert [link.programme for link in linker.link("事業承継のマッチングの措置率")] == [
        "事業承継等人材マッチング"
    ]
