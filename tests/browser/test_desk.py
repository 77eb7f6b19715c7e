"""The desk in a real browser: by keyboard, on a phone, for two people at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import serving

pytestmark = pytest.mark.browser
APP = Path(__file__).with_name("desk_app.py")


@pytest.fixture(scope="module")
def desk() -> Iterator[str]:
    """Where the desk listens."""
    with serving(APP) as (address, _):
        yield f"{address}/desk"


@pytest.fixture(params=[1280, 390])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of each width that must not ask anything of another host, nor break a rule of its own policy."""
    context = browser.new_context(viewport={"width": request.param, "height": 900})
    opened = context.new_page()
    problems: list[str] = []
    opened.on(
        "console",
        lambda said: problems.append(said.text) if said.type == "error" and "409" not in said.text else None,
    )
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("request", lambda sent: problems.append(sent.url) if "127.0.0.1" not in sent.url else None)
    yield opened
    context.close()
    assert problems == []


def fits(page: Page) -> bool:
    """Whether nothing sticks out sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_pages_fit_and_are_accessible(page: Page, desk: str) -> None:
    """At both widths, without findings of the checker."""
    for path in ("", "/inquiries/1", "/summary"):
        page.goto(desk + path)
        assert fits(page), path
        found = Axe().run(page).response["violations"]
        assert [rule["id"] for rule in found] == [], path


def test_by_keyboard(page: Page, desk: str) -> None:
    """From the queue into an inquiry, to the draft, out of it and to approval."""
    page.goto(desk)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("o")
    expect(page.locator(".part").first).to_be_visible()
    page.wait_for_load_state()  # keys are heard once the page's script has run
    page.keyboard.press("e")
    expect(page.locator("textarea").first).to_be_focused()
    page.keyboard.type("sacq は本文です。")
    expect(page.locator("textarea").first).to_have_value(re.compile("sacq は本文です。"))
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    expect(page.locator(".message")).to_contain_text("保存しました")


def test_two_people(browser: Browser, desk: str) -> None:
    """The second one to save is told, keeps the text, and can save it then."""
    first, second = (browser.new_context().new_page() for _ in range(2))
    for opened, words in ((first, "一人目"), (second, "二人目")):
        opened.goto(f"{desk}/inquiries/4")
        opened.locator("textarea").first.fill(words)
    first.get_by_role("button", name="保存").first.click()
    expect(first.locator(".message")).to_be_visible()
    second.get_by_role("button", name="保存").first.click()
    expect(second.locator("h1")).to_contain_text("先に保存")
    expect(second.locator("pre").first).to_contain_text("一人目")
    expect(second.locator("textarea")).to_have_value("二人目")
    second.get_by_role("button", name="この内容で保存し直す").click()
    expect(second.locator("textarea").first).to_have_value("二人目")


def test_route_in_one_click_and_upload(browser: Browser, desk: str, tmp_path: Path) -> None:
    """Another programme's office is a click away; a file becomes part of the queue."""
    page = browser.new_context().new_page()
    page.goto(f"{desk}/inquiries/5")
    page.locator(".route button", has_text="JETプログラム").first.click()
    expect(page.locator(".route b").first).to_contain_text("国際室")
    source = tmp_path / "in.csv"
    source.write_text("番号,本文\nB1,取り込んだ質問ですか\n", encoding="utf-8")
    page.goto(desk)
    page.set_input_files("#file", source)
    page.get_by_role("button", name="取り込む").click()
    expect(page.locator("main")).to_contain_text("終わりました", timeout=20_000)
    page.goto(desk)
    expect(page.locator(".queue")).to_contain_text("取り込んだ質問")
