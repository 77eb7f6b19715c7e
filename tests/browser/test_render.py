"""The pure functions behind the pages: escaping, masking, marking, wording."""

from __future__ import annotations

import re
from functools import cache

import pytest

from assistant.answer import Answer, Citation, Condition, ContactCard, Sentence
from assistant.web.body import blocks, shown_text
from assistant.web.chat import clean
from assistant.web.excerpt import Staff, excerpt
from assistant.web.strings import catalogue, edition_label
from assistant.web.view import Exchange, Pages, safe_url
from corpus import Corpus, Document, load_corpus

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


@cache
def corpus() -> Corpus:
    """The real corpus."""
    return load_corpus()


def document() -> Document:
    """The real document."""
    return corpus().documents["soumu-r7-01"]


def cite(quote: str, lines: tuple[int, int]) -> Citation:
    """A citation of the real document."""
    return Citation(marker=1, document="soumu-r7-01", section="x", lines=lines, edition="R6", quote=quote)


def marked(citation: Citation) -> list[tuple[int, str]]:
    """Line numbers and marked words of an excerpt."""
    lines = excerpt(document(), citation, Staff.of(corpus().contacts, "〇"))
    found = [
        (line.number, "".join(r.text for p in line.pieces if p.quoted for r in p.runs)) for line in lines
    ]
    return [pair for pair in found if pair[1]]


def test_everything_from_outside_is_escaped() -> None:
    """Every text field of an answer may hold markup; none of it becomes markup."""
    answer = Answer(
        question=EVIL, language="ja", status="clarify", intent="other", text=EVIL, edition_notice=EVIL,
        citations=[Citation(marker=1, document=EVIL, section=EVIL, lines=(1, 1), edition=EVIL, quote=EVIL)],
        contacts=[ContactCard(programme=EVIL, division=EVIL, phone=EVIL, url="javascript:alert(1)")],
        questions_back=[EVIL], suggestions=[EVIL],
    )  # fmt: skip
    page = Pages(corpus()).conversation([Exchange(EVIL, answer)], asking=EVIL)
    assert "<script" not in page
    assert "<img" not in page
    assert "javascript:" not in page


def test_quote_is_marked_where_it_stands() -> None:
    """Only the quoted characters are marked, in their own line."""
    assert marked(cite("（フリーランス人材は対象外）", (361, 361))) == [(361, "（フリーランス人材は対象外）")]


def test_quote_over_two_lines_keeps_emphasis_marks() -> None:
    """A quotation with ** and a line break is marked whole, line by line."""
    quote = document().text(362, 363)
    assert marked(cite(quote, (362, 363))) == [(362, document().lines[361]), (363, document().lines[362])]


def test_quote_that_is_not_verbatim_marks_its_lines() -> None:
    """A quotation with a masked cell cannot be found to the letter; its whole lines are marked."""
    assert [number for number, _ in marked(cite("地域自立応援課\t〇\t03-5253-5391", (1111, 1111)))] == [1111]


@pytest.mark.parametrize("lines", [(0, 0), (5, 4), (99999, 99999)])
def test_lines_outside_the_document_give_nothing(lines: tuple[int, int]) -> None:
    """A wrong line number is no crash."""
    assert marked(cite("x", lines)) == []


def test_staff_cells_are_masked_everywhere() -> None:
    """No row of the contact table shows its 担当者, in excerpt or copy."""
    staff = Staff.of(corpus().contacts, "〇")
    for row in corpus().contacts:
        cells = document().lines[row.line - 1].split("\t")
        lines = excerpt(document(), cite("", (row.line, row.line)), staff, context=20)
        shown = "\n".join("".join(r.text for p in line.pieces for r in p.runs) for line in lines)
        assert cells[2] == row.staff
        assert f"\t{row.staff}\t" not in shown
        assert f"\t{row.staff}\t" not in staff.mask(document().lines[row.line - 1] + "\n")
        assert row.phone in shown


def test_marks_need_a_citation() -> None:
    """[1] becomes a link only when there is a citation 1."""
    (block,) = blocks("あり[1]なし[7]", [1])
    assert [item.marker for item in block.items[0]] == [None, 1, None, None]


def test_lists_are_lists() -> None:
    """Lines that begin with a bullet form one list; a negative number does not."""
    assert [block.is_list for block in blocks("次のとおりです。\n・ひとつ\n・ふたつ\n-3度", [])] == [
        False,
        True,
        False,
    ]


def test_contact_line_is_not_shown_twice() -> None:
    """With a contact card, the contact sentence leaves the text; alone, it stays."""
    said = "お問い合わせは地域自立応援課へ。"
    card = ContactCard(programme="x", division="地域自立応援課", phone="03-5253-5391")
    answer = Answer(
        question="q", language="ja", status="answered", intent="fact", text=f"はい。{said}",
        sentences=[Sentence(kind="contact", text=said)], contacts=[card],
    )  # fmt: skip
    assert shown_text(answer) == "はい。"
    assert shown_text(answer.model_copy(update={"intent": "contact"})) == f"はい。{said}"
    assert shown_text(answer.model_copy(update={"text": said})) == said


def test_lists_of_their_own_are_not_shown_twice() -> None:
    """Conditions and candidates leave the text, however they are written there."""
    text = "いいえ。[1]\n・［満たさない］会社員であること。[1]\n・ほかのこと[2]\n・協力隊について"
    answer = Answer(
        question="q", language="ja", status="answered", intent="eligibility", text=text,
        conditions=[Condition(text="会社員であること。", state="failed")], questions_back=["協力隊について"],
    )  # fmt: skip
    assert shown_text(answer) == "いいえ。[1]\n・ほかのこと[2]"


def test_only_web_addresses_become_links() -> None:
    """Anything but http and https is no link."""
    assert safe_url("https://www.soumu.go.jp/")
    assert [safe_url(url) for url in ("javascript:alert(1)", "data:text/html,x", None, "")] == [None] * 4


def test_editions_in_words() -> None:
    """The 年度 is written out; what is no edition stays as it is."""
    assert [edition_label(x) for x in ("R6", "R1", "?")] == ["令和6年度", "令和元年度", "?"]
    assert edition_label("R6", "en") == "FY2024 (Reiwa 6)"


@pytest.mark.parametrize("language", ["easy-ja", "en"])
def test_translations_fit_the_catalogue(language: str) -> None:
    """A translated string has a Japanese original and fills in nothing that the original does not know."""
    allowed = {"western"}
    for key, words in catalogue()[language].items():
        original = set(re.findall(r"{(\w+)}", catalogue()["ja"][key]))
        assert set(re.findall(r"{(\w+)}", words)) <= original | allowed, key


def test_clean_keeps_text_and_drops_what_is_none() -> None:
    """NUL and lone surrogates would break everything after."""
    assert clean(" 質問\0\ud800です ") == "質問?です"
