"""Evidence: statements cut from passages with their labels, table cells with their columns, each with its quotation."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant import Answer, Assistant
from assistant.evidence import Evidence, Quoted
from assistant.reading import from_passages
from assistant.select import revisions
from corpus import Corpus
from index import Passage

Ask = Callable[..., Answer]
Cut = Callable[[int, str], list[Evidence]]


@pytest.fixture(scope="module")
def passages(assistant: Assistant) -> list[Passage]:
    """Every chunk of the index as a passage."""
    return [Passage(**chunk.model_dump(), score=1.0) for chunk in assistant.index.chunks]


@pytest.fixture(scope="module")
def cut(passages: list[Passage], corpus: Corpus) -> Cut:
    """Evidence of the passages around a source line, for a question."""

    def run(line: int, question: str) -> list[Evidence]:
        return from_passages(corpus, [p for p in passages if p.lines[0] <= line <= p.lines[1]], question)

    return run


@pytest.fixture(scope="module")
def everything(passages: list[Passage], corpus: Corpus) -> list[Evidence]:
    """Evidence of the whole index."""
    return from_passages(corpus, passages, "")


def test_every_quotation_is_verbatim(everything: list[Evidence], corpus: Corpus) -> None:
    """Whatever is cut, the quotation stands in its lines letter by letter."""
    quotes = [quote for item in everything for quote in item.quotations]
    assert len(quotes) > 300
    assert [
        q.quote for q in quotes if not q.quote or q.quote not in corpus.documents[q.document].text(*q.lines)
    ] == []


def test_every_statement_has_text_and_quotation(everything: list[Evidence]) -> None:
    """Nothing empty is cut."""
    assert [item for item in everything if not item.text.strip() or not item.quotations] == []


def test_statements_have_no_markup(everything: list[Evidence]) -> None:
    """Bold marks and HTML of the extracted text are not shown."""
    assert [
        item.text for item in everything if "**" in item.text or "<ul" in item.text or "</" in item.text
    ] == []


def test_contact_rows_are_no_evidence(everything: list[Evidence], staff_names: frozenset[str]) -> None:
    """Contacts are looked up, never quoted."""
    assert [
        item.text
        for item in everything
        if "03-5253" in item.text or any(name in item.text for name in staff_names)
    ] == []


@pytest.mark.parametrize(
    ("line", "label", "words"),
    [
        (351, "要件", "勤務日数が月の半分以上"),
        (366, "特別交付税", "合計の上限200万円"),
        (756, "交付率", "過疎市町村"),
        (823, "交付率", "1 / 2 以内"),
        (858, "交付対象経費の限度額", "60,000千円"),
        (862, "交付率", "1 / 3 以内"),
    ],
)
def test_value_goes_with_its_label(line: int, label: str, words: str, cut: Cut) -> None:
    """A bullet beneath a label is told with the label."""
    found = [item.text for item in cut(line, "") if words in item.text]
    assert any(label in text for text in found), found


@pytest.mark.parametrize(
    ("question", "value", "others"),
    [
        ("平成21年度の隊員数は何人ですか", "89人", ("257人", "7,200人")),
        ("平成27年度の協力隊の隊員数は", "2,799人", ("1,629人", "4,090人")),
        ("令和5年度の隊員数は", "7,200人", ("6,447人", "89人")),
        ("令和元年度の隊員数は", "5,503人", ("5,530人", "5,560人")),
    ],
)
def test_cell_of_the_asked_column(question: str, value: str, others: tuple[str, ...], cut: Cut) -> None:
    """Of a table row the cell is told whose column the question names."""
    (row,) = [item for item in cut(245, question) if "人" in item.text]
    assert value in row.text
    assert not [other for other in others if other in row.text]


def test_cell_quotes_header_and_row(cut: Cut, corpus: Corpus) -> None:
    """A cell is quoted with its row and the header that names its column."""
    (row,) = [item for item in cut(245, "平成21年度の隊員数") if "89人" in item.text]
    assert [quote.lines[0] for quote in row.quotations] == [244, 245]


def test_sentences_of_long_passages_are_cut(cut: Cut) -> None:
    """A long paragraph is cut at its full stops."""
    assert all(item.text.rstrip("。").count("。") <= 1 for item in cut(290, ""))


def test_misread_characters_are_mended_in_the_statement_only(
    everything: list[Evidence], corpus: Corpus
) -> None:
    """A correction is applied to what is shown; the quotation keeps the source's letters."""
    for document in corpus.documents.values():
        for fix in document.meta.corrections:
            for item in everything:
                if (
                    any(
                        q.document == document.meta.id and q.lines[0] <= fix.line <= q.lines[1]
                        for q in item.quotations
                    )
                    and fix.right in item.text
                ):
                    assert any(fix.wrong in quote.quote for quote in item.quotations)


def test_spaced_letters_are_joined(everything: list[Evidence]) -> None:
    """「J E T」 of the extracted text is shown as JET."""
    assert [item.text for item in everything if "J E T" in item.text] == []


QUOTED = Quoted("soumu-r7-01", "s", (82, 82), "R7", "q")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("上限を引上げ(560万円⇒590万円/人)", True),
        ("募集等に要する経費 300万円→350万円/団体", True),
        ("上限590万円/人", False),
        ("⇒ 令和8年度に10,000人を目標", False),
        ("人口流出の要因 ⇒ 地域の担い手を確保", False),
    ],
)
def test_revisions(text: str, *, expected: bool) -> None:
    """A change of an amount has an amount on either side of its arrow."""
    assert bool(revisions([Evidence(text, (QUOTED,))])) is expected


@pytest.mark.parametrize(
    ("question", "newer", "older"),
    [
        ("企業派遣型の起業人を受け入れている間の経費の上限はいくらですか", "590万円", "上限560万円/人"),
        ("協力隊員の報償費等に要する経費の上限はいくらですか", "350万円", "520万円／人を上限"),
        ("協力隊の募集等に要する経費の上限はいくらですか", "350万円", "300万円／団体を上限"),
    ],
)
def test_revision_comes_before_what_it_revises(question: str, newer: str, older: str, ask: Ask) -> None:
    """Asked without a year, the new amount is told, and before the old one."""
    text = ask(question).text
    assert newer in text
    assert older not in text or text.index(newer) < text.index(older)


def test_older_amount_is_marked_as_earlier(ask: Ask) -> None:
    """What is told of 令和6年度 says so."""
    answer = ask("協力隊員の活動に要する経費の上限はいくらですか")
    old = [sentence.text for sentence in answer.sentences if "520万円" in sentence.text]
    assert old
    assert all("令和6年度" in text or "R6" in text for text in old)


def test_provisional_names_stay_visible(ask: Ask) -> None:
    """仮称 is not dropped from a name."""
    assert "仮称" in ask("シニア起業人とは何ですか").text
