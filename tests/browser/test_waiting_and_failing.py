"""What a user sees while waiting, when something is wrong, and when many ask at once."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import expect

from assistant.settings import Settings
from tests.browser.conftest import SLOW, Open, serving

pytestmark = pytest.mark.browser

FAILED = '.mg-log[data-outcome="failed"]'


def test_progress_shows_while_waiting(slow_address: str, visit: Open) -> None:
    """The question and a sign of work appear well before the answer, which takes two seconds."""
    page = visit(slow_address)
    page.send("時間のかかる質問")
    expect(page.page.locator(".mg-pending .mg-words")).to_have_text("時間のかかる質問", timeout=1800)
    expect(page.page.locator(".mg-working")).to_be_visible()
    page.answered()
    assert page.page.locator(".mg-pending").count() == 0


def test_history_reaches_the_assistant(slow_address: str, visit: Open) -> None:
    """The second question comes with the first and its answer."""
    page = visit(slow_address)
    page.ask("ひとつめ")
    page.ask("ふたつめ")
    expect(page.page.locator("#mg-t2 .mg-text")).to_contain_text("これまでの発言は2件です")


def test_words_typed_while_waiting_stay(slow_address: str, visit: Open) -> None:
    """The answer empties the box only of the question it belongs to."""
    page = visit(slow_address)
    page.send("ひとつめ")
    page.page.wait_for_selector(".mg-pending")
    page.page.fill("#mg-box textarea", "もう次を書いています")
    page.answered()
    assert page.box() == "もう次を書いています"


def test_empty_question(slow_address: str, visit: Open) -> None:
    """Nothing is asked; the box says what is missing, and the message goes with the next question."""
    page = visit(slow_address)
    page.send("  ")
    expect(page.page.get_by_role("alert").filter(has_text="質問を入力してください")).to_be_visible()
    page.ask("こんにちは")
    assert page.page.locator(".mg-message p").count() == 0


def test_long_question_is_refused_and_kept(slow_address: str, visit: Open) -> None:
    """The limit and the length are named; not a character is lost."""
    limit = Settings().max_question_chars
    page = visit(slow_address)
    page.send("あ" * (limit + 1))
    expect(page.page.locator(".mg-message")).to_contain_text(f"{limit:,}字まで")
    assert len(page.box()) == limit + 1


def test_internal_error_keeps_question_and_conversation(slow_address: str, visit: Open) -> None:
    """A failure says so in plain words, without a trace of its cause, and loses nothing."""
    page = visit(slow_address)
    page.ask("ひとつめ")
    page.send("失敗する質問です")
    page.page.wait_for_selector(FAILED)
    expect(page.page.locator(".mg-message")).to_contain_text("回答を作れませんでした")
    assert "made to fail" not in page.page.content()
    assert page.box() == "失敗する質問です"
    assert page.page.locator(".mg-turn").count() == 1


def test_failed_tap_puts_the_question_into_the_box(slow_address: str, visit: Open) -> None:
    """A suggestion that could not be answered can be sent again."""
    page = visit(slow_address)
    page.ask("ひとつめ")
    page.page.click("#mg-t1 [data-ask]")
    page.page.wait_for_selector(FAILED)
    assert page.box() == "失敗する質問"


def test_second_empty_question_is_noticed(slow_address: str, visit: Open) -> None:
    """Two equal refusals in a row are two events: the page does not keep waiting for an answer."""
    page = visit(slow_address)
    for event in ("1", "2"):
        before = page.page.locator(".mg-log").get_attribute("data-event")
        page.send("")
        expect(page.page.locator(".mg-log")).not_to_have_attribute("data-event", before or event)


def test_clear_while_waiting(slow_address: str, visit: Open) -> None:
    """An answer that is no longer wanted does not bring the conversation back."""
    page = visit(slow_address)
    page.send("やめる質問")
    page.page.wait_for_selector(".mg-pending")
    page.page.click("#mg-clear")
    expect(page.page.locator(".mg-empty")).to_be_visible()
    page.page.wait_for_timeout(3000)
    assert page.page.locator(".mg-turn").count() == 0


def test_lost_server_is_said(visit: Open) -> None:
    """When the server dies over a question, the page says so by itself and keeps the question."""
    with serving(SLOW) as (address, process):
        page = visit(address)
        page.send("答えの来ない質問")
        page.page.wait_for_selector(".mg-pending")
        process.kill()
        expect(page.page.locator(".mg-message")).to_contain_text("接続が切れました", timeout=15_000)
        assert page.page.locator(".mg-pending").count() == 0
        assert page.box() == "答えの来ない質問"
        page.problems.clear()  # the browser reports every request that could not be made


def test_reload_keeps_what_was_typed(slow_address: str, visit: Open) -> None:
    """Half a question survives a reload of the tab."""
    page = visit(slow_address)
    page.page.fill("#mg-box textarea", "書きかけの質問")
    page.page.reload()
    expect(page.page.locator("#mg-box textarea")).to_have_value("書きかけの質問")


def test_eight_users_do_not_wait_for_each_other(slow_address: str, visit: Open) -> None:
    """Eight answers of two seconds each are there long before sixteen seconds are over."""
    pages = [visit(slow_address) for _ in range(8)]
    started = time.monotonic()
    for page in pages:
        page.send("同時の質問")
    for page in pages:
        page.answered()
    assert time.monotonic() - started < 8


def test_half_a_character_is_no_error(slow_address: str, visit: Open) -> None:
    """A lone surrogate, as broken clients send it, is replaced and the rest is asked."""
    page = visit(slow_address)
    page.page.evaluate(
        "(() => { const box = document.querySelector('#mg-box textarea'); box.value = '質問\\ud800です';"
        " box.dispatchEvent(new Event('input', {bubbles: true})); })()"
    )
    page.page.click("#mg-send")
    page.answered()
