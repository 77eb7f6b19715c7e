"""Journeys through the real app, as an applicant, a clerk and the support desk take them."""

from __future__ import annotations

import csv

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ROOT, Open

pytestmark = pytest.mark.browser

SOURCE = (ROOT / "corpus/documents/soumu-r7-01/source.txt").read_text(encoding="utf-8").split("\n")
PHONES = {row["phone"] for row in csv.DictReader((ROOT / "corpus/contacts.csv").open(encoding="utf-8"))}
STAFF = {row["staff"] for row in csv.DictReader((ROOT / "corpus/contacts.csv").open(encoding="utf-8"))}
TERM = "地域おこし協力隊の活動期間は何年ですか"
FREELANCE = "フリーランスでも地域活性化起業人の副業型に応募できますか"


def test_example_question_is_answered_with_citations(address: str, visit: Open) -> None:
    """One tap on an example gives an answer whose marks lead to the quoted words in their lines."""
    page = visit(address)
    page.page.locator("[data-ask]").first.click()
    page.answered()
    mark = page.page.locator(".mg-text a.mg-cite").first
    details = page.page.locator(f"#{mark.get_attribute('data-open')}")
    expect(details).not_to_have_attribute("open", "")
    mark.click()
    expect(details).to_have_attribute("open", "")
    expect(details.locator("mark").first).to_be_in_viewport()


def test_marked_words_stand_in_the_source(address: str, visit: Open) -> None:
    """Every mark of every citation is found, to the letter, in the line whose number is beside it."""
    page = visit(address)
    page.ask(FREELANCE)
    marks = page.page.evaluate(
        "[...document.querySelectorAll('.mg-lines li')].flatMap(li =>"
        " [...li.querySelectorAll('mark')].map(m => [li.value, m.textContent]))"
    )
    assert marks
    for number, words in marks:
        assert words in SOURCE[number - 1]


def test_citation_works_without_our_script(address: str, visit: Open) -> None:
    """A citation is a <details>: its summary alone opens it."""
    page = visit(address)
    page.ask(TERM)
    details = page.page.locator("details.mg-citation").first
    details.locator("summary").click()
    expect(details.locator("mark").first).to_be_visible()


def test_contact_card(address: str, visit: Open) -> None:
    """The phone number of the table is a tel: link; the web link opens without an opener."""
    page = visit(address)
    page.ask(TERM)
    phone = page.page.locator("a.mg-tel").first
    assert (phone.get_attribute("href") or "").removeprefix("tel:") in PHONES
    web = page.page.locator("a.mg-web").first
    assert "noopener" in (web.get_attribute("rel") or "")
    assert (web.get_attribute("href") or "").startswith("https://")


def test_staff_names_never_show(address: str, visit: Open) -> None:
    """Neither page nor copied text holds a 担当者 cell, though the contact table is quoted."""
    page = visit(address)
    page.ask("特定地域づくり事業協同組合の担当課の電話番号を教えてください")
    seen = page.page.content()
    assert [names for names in STAFF if "、" in names and names in seen] == []
    assert [names for names in STAFF if f"\t{names}\t" in seen] == []


def test_copy(address: str, visit: Open) -> None:
    """The clipboard gets question, answer and where it is printed."""
    page = visit(address)
    page.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.ask(TERM)
    page.page.click(".mg-copy")
    expect(page.page.locator(".mg-copied")).to_have_text("コピーしました")
    copied = page.page.evaluate("navigator.clipboard.readText()")
    assert TERM in copied
    assert "[1]" in copied
    assert "行目" in copied


def test_follow_up_keeps_the_conversation(address: str, visit: Open) -> None:
    """Earlier turns stay, opened citations stay open, the box is empty and a new question is on top."""
    page = visit(address)
    page.ask(TERM)
    page.page.locator("details.mg-citation summary").first.click()
    page.ask("報償費の上限はいくらですか")
    assert page.page.locator(".mg-words").all_text_contents() == [TERM, "報償費の上限はいくらですか"]
    expect(page.page.locator("details.mg-citation").first).to_have_attribute("open", "")
    assert page.box() == ""
    expect(page.page.locator("#mg-t2 .mg-words")).to_be_in_viewport()


def test_clear(address: str, visit: Open) -> None:
    """One tap removes the conversation, brings the examples back and puts the cursor into the box."""
    page = visit(address)
    page.ask(TERM)
    page.page.click("#mg-clear")
    expect(page.page.locator(".mg-empty")).to_be_visible()
    assert page.page.locator(".mg-turn").count() == 0
    expect(page.page.locator("#mg-box textarea")).to_be_focused()


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_horizontal_scroll(address: str, visit: Open, width: int) -> None:
    """Empty, and with every source opened, the page is as wide as the screen."""
    page = visit(address, width=width, height=844)
    assert page.width() <= width
    page.ask(FREELANCE)
    page.ask("特定地域づくり事業協同組合の担当課の電話番号を教えてください")
    page.page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    assert page.width() <= width


def test_question_box_stays_within_reach(address: str, visit: Open) -> None:
    """On a phone the box is on the screen before and after an answer."""
    page = visit(address, width=390, height=844)
    expect(page.page.locator("#mg-send")).to_be_in_viewport()
    page.ask(FREELANCE)
    expect(page.page.locator("#mg-send")).to_be_in_viewport()
    expect(page.page.locator("#mg-t1 .mg-words")).to_be_in_viewport()


@pytest.mark.parametrize(
    "attack", ["<img src=x onerror=window.hit=1>", "<script>window.hit=1</script>", "{{7*7}}${7*7}`"]
)
def test_markup_in_a_question_is_text(address: str, visit: Open, attack: str) -> None:
    """What is typed shows as typed and runs nothing."""
    page = visit(address)
    page.ask(f"{TERM} {attack}")
    expect(page.page.locator(".mg-words").first).to_have_text(f"{TERM} {attack}")
    assert page.page.evaluate("window.hit") is None
    assert page.page.locator(".mg-log img, .mg-log script").count() == 0


def test_keyboard_only(address: str, visit: Open) -> None:
    """Skip link, question, answer, citation: all without a mouse, each with a visible focus."""
    page = visit(address)
    keys = page.page.keyboard
    keys.press("Tab")
    assert page.page.evaluate("document.activeElement.className") == "mg-skip"
    keys.press("Enter")
    expect(page.page.locator("#mg-box textarea")).to_be_focused()
    keys.type(TERM)
    keys.press("Enter")
    page.answered()
    for _ in range(40):
        keys.press("Shift+Tab")
        if page.page.evaluate("document.activeElement.matches('.mg-text a.mg-cite')"):
            break
    assert page.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    keys.press("Enter")
    expect(page.page.locator("details.mg-citation[open] mark").first).to_be_visible()
    assert page.page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_eight_users_are_all_answered(address: str, visit: Open) -> None:
    """Eight pages ask at the same time; each gets the answer to its own question."""
    pages = [visit(address) for _ in range(8)]
    questions = [f"{TERM}（{number}人目）" for number in range(8)]
    for page, question in zip(pages, questions, strict=True):
        page.send(question)
    for page, question in zip(pages, questions, strict=True):
        page.answered()
        expect(page.page.locator(".mg-words")).to_have_text(question)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessibility(address: str, visit: Open, scheme: str) -> None:
    """No finding of axe-core (WCAG 2.2 A and AA, best practice), empty, answered and refused."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = visit(address, scheme=scheme)
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    page.page.wait_for_timeout(500)
    found = axe.Axe().run(page.page, options=rules).response["violations"]
    page.ask(FREELANCE)
    page.page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    page.page.click("#mg-send")
    page.page.wait_for_selector(".mg-message p")
    page.page.wait_for_timeout(500)
    found += axe.Axe().run(page.page, options=rules).response["violations"]
    assert [(item["id"], [node["html"][:200] for node in item["nodes"]]) for item in found] == []
