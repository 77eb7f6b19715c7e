"""The web app in a process of its own, and a Chromium that reports every request and script error."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]

from tests.chromium import find_chromium  # noqa: E402

ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip
SLOW = Path(__file__).with_name("slow_app.py")
START_SECONDS = 300
ANSWER_MS = 60_000


@contextmanager
def serving(script: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Start a script that prints its address; give address and process, and stop it at the end."""
    environment = {
        **os.environ,
        "MADOGUCHI_HOST": "127.0.0.1",
        "MADOGUCHI_PORT": "0",
        "PYTHONUNBUFFERED": "1",
    }
    process = subprocess.Popen(
        [sys.executable, str(script)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    timer = threading.Timer(START_SECONDS, process.kill)
    timer.start()
    said = []
    try:
        for line in process.stdout or ():
            said.append(line)
            if found := re.search(r"http://\S+?:\d+", line):
                threading.Thread(target=lambda: list(process.stdout or ()), daemon=True).start()
                yield found.group(), process
                return
        pytest.fail("the app did not start:\n" + "".join(said[-30:]))
    finally:
        timer.cancel()
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where the real app listens; ``MADOGUCHI_URL`` names one that runs already."""
    if running := os.environ.get("MADOGUCHI_URL"):
        yield running.rstrip("/")
    else:
        with serving(ROOT / "app.py") as (found, _):
            yield found


@pytest.fixture(scope="session")
def slow_address() -> Iterator[str]:
    """Where the same pages run over an assistant that takes its time, or fails when asked to."""
    with serving(SLOW) as (found, _):
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    chromium = find_chromium()
    if chromium is None:
        pytest.fail("no Chromium found; run: make chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(chromium), args=ARGS)
        yield launched
        launched.close()


@dataclass
class Visit:
    """A page of the app and how to use it."""

    page: Page
    problems: list[str] = field(default_factory=list)

    def send(self, question: str) -> None:
        """Type a question and send it."""
        self.page.fill("#mg-box textarea", question)
        self.page.click("#mg-send")

    def ask(self, question: str) -> None:
        """Send a question and wait for its answer."""
        before = self.page.locator("article.mg-answer").count()
        self.send(question)
        self.answered(before + 1)

    def answered(self, turns: int = 1) -> None:
        """Wait until so many questions are answered."""
        self.page.wait_for_selector(f'.mg-log[data-outcome="done"][data-turns="{turns}"]', timeout=ANSWER_MS)

    def box(self) -> str:
        """What stands in the question box."""
        return self.page.input_value("#mg-box textarea")

    def width(self) -> int:
        """How wide the document is, in pixels."""
        return int(self.page.evaluate("document.documentElement.scrollWidth"))


Open = Callable[..., Visit]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Open]:
    """Open the app; at the end every request went to it, and no script failed."""
    contexts: list[BrowserContext] = []
    visits: list[tuple[str, Visit]] = []

    def opened(address: str, width: int = 1280, height: int = 900, scheme: str = "light") -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, locale="ja-JP"
        )
        contexts.append(context)
        made = Visit(context.new_page())
        visits.append((address, made))
        home = urlsplit(address).netloc

        def see(url: str) -> None:
            if urlsplit(url).scheme not in {"data", "blob"} and urlsplit(url).netloc != home:
                made.problems.append(f"request to another origin: {url}")

        made.page.on("request", lambda request: see(request.url))
        made.page.on("websocket", lambda socket: see(socket.url))
        made.page.on("pageerror", lambda error: made.problems.append(f"script error: {error}"))
        made.page.on(
            "console", lambda m: made.problems.append(f"console: {m.text}") if m.type == "error" else None
        )
        made.page.goto(address)
        made.page.wait_for_selector("#mg-box textarea")
        return made

    yield opened
    problems = [problem for _, made in visits for problem in made.problems]
    for context in contexts:
        context.close()
    assert problems == []
