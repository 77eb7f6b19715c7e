"""The documentation: generated pages are current, and links inside it lead somewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).resolve().parent.parent
GENERATE = ROOT / "docs" / "generate.py"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCED = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
LINK = re.compile(
    r"\]\(\s*(?:<(?P<spaced>[^>\n]+)>|(?P<plain>[^\s)]+))"  # [text](target), ![text](target "title")
    r"|^\s*\[[^\]\n]+\]:\s*(?P<named>\S+)"  # [name]: target
    r"""|(?:src|href)\s*=\s*["'](?P<markup>[^"']+)["']""",  # <img src="target">
    re.MULTILINE,
)
ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|#")


def relative_links(text: str) -> list[str]:
    """The targets inside this repository that a Markdown text links to, without their anchors."""
    bare = CODE.sub("", FENCED.sub("", text))
    found = [next(filter(None, match.groups())) for match in LINK.finditer(bare)]
    return [unquote(re.split("[#?]", target)[0]) for target in found if not ELSEWHERE.match(target)]


def broken_links(page: Path) -> list[str]:
    """Relative links of a page that lead to no file or folder."""
    links = relative_links(page.read_text(encoding="utf-8"))
    return [link for link in links if not (page.parent / link).exists()]


def test_generated_pages_are_current() -> None:
    """docs/cli.md and docs/settings.md say what the commands and the settings say."""
    done = subprocess.run(
        [sys.executable, str(GENERATE), "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_generated_pages_do_not_depend_on_the_terminal() -> None:
    """Neither the width nor the colours of a terminal, nor settings, change a page."""
    odd = {"COLUMNS": "43", "FORCE_COLOR": "1", "TERM": "xterm-256color", "MADOGUCHI_PORT": "9999"}
    done = subprocess.run(
        [sys.executable, str(GENERATE), "--check"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **odd},
    )
    assert done.returncode == 0, done.stderr


def test_generate_refuses_other_arguments() -> None:
    """A misspelt --check must not write files."""
    done = subprocess.run(
        [sys.executable, str(GENERATE), "--chek"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "--check" in done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_relative_links_lead_to_files(page: Path) -> None:
    """Every relative link of the README and of docs/ points to what is there."""
    assert broken_links(page) == []


def test_links_of_every_form_are_seen() -> None:
    """Inline, reference and HTML links count; code, anchors and other hosts do not."""
    text = (
        "[a](one.md#part) ![b](two%20words.png 'title') [c](<three four.md>) [d](https://example.jp/x)\n"
        '[e](#here) `[f](code.md)` <img src="five.png"> [g](mailto:a@example.jp)\n'
        "[h]: six.md\n```\n[i](fenced.md)\n```\n"
    )
    assert relative_links(text) == ["one.md", "two words.png", "three four.md", "five.png", "six.md"]


def test_a_broken_link_is_found(tmp_path: Path) -> None:
    """The check above would fail for a page with a link to nothing."""
    page = tmp_path / "page.md"
    page.write_text("[there](page.md) [gone](missing.md)\n", encoding="utf-8")
    assert broken_links(page) == ["missing.md"]
