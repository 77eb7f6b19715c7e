"""Takes the pictures of ``docs/screenshots/`` from a running app: ``python tests/browser/screenshots.py URL``."""

from __future__ import annotations

import sys

from playwright.sync_api import sync_playwright

from tests.browser.conftest import ANSWER_MS, ARGS, ROOT, Visit, find_chromium

QUESTION = "フリーランスでも地域活性化起業人の副業型に応募できますか"
SIZES = {"chat-1280.png": (1280, 900), "chat-390.png": (390, 844)}


def main(address: str) -> None:
    """Ask one question at each size and save what is on the screen."""
    folder = ROOT / "docs" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(find_chromium()), args=ARGS)
        for name, (width, height) in SIZES.items():
            page = browser.new_page(viewport={"width": width, "height": height}, locale="ja-JP")
            page.goto(address, timeout=ANSWER_MS)
            page.wait_for_selector("#mg-box textarea")
            Visit(page).ask(QUESTION)
            page.mouse.move(5, 5)
            page.wait_for_timeout(1500)
            page.screenshot(path=folder / name)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
