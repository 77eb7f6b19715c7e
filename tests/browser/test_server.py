"""What the server sends and refuses, without a browser."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys

import httpx
import pytest

from tests.browser.conftest import ROOT

pytestmark = pytest.mark.browser


def test_page_is_japanese_and_names_no_other_host(address: str) -> None:
    """The HTML has lang=ja, our title and style sheet, and no address but the app's own."""
    page = httpx.get(address)
    assert re.search(r'<html\s+lang="ja"', page.text)
    assert "<title>窓口</title>" in page.text
    loaded = re.findall(r'(?:src|href|content)="(https?:[^"]+)"', page.text)
    assert [url for url in loaded if not url.startswith(address)] == []


def test_headers_are_strict(address: str) -> None:
    """No framing, no sniffing, no referrer; scripts only from here or under the nonce of this response."""
    first, second = httpx.get(address).headers, httpx.get(address).headers
    policy = first["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    scripts = re.search(r"script-src ([^;]+)", policy)
    assert scripts
    assert "unsafe-inline" not in scripts.group(1)
    assert "http" not in policy
    assert policy != second["content-security-policy"]
    assert first["x-content-type-options"] == "nosniff"
    assert first["referrer-policy"] == "no-referrer"


def test_health(address: str) -> None:
    """A monitor gets a plain yes."""
    answer = httpx.get(f"{address}/healthz")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"


@pytest.mark.parametrize(
    "path", ["/gradio_api/file=/etc/passwd", "/gradio_api/proxy=http://x/", "/docs", "/openapi.json"]
)
def test_closed_addresses(address: str, path: str) -> None:
    """What the chat does not need does not exist."""
    assert httpx.get(address + path).status_code == 404


def test_no_uploads(address: str) -> None:
    """Nobody fills the disk through Gradio's upload route."""
    assert httpx.post(f"{address}/gradio_api/upload", files={"files": b"x"}).status_code == 404


def test_large_bodies_are_refused(address: str) -> None:
    """A request of two megabytes is no question."""
    assert httpx.post(f"{address}/gradio_api/queue/join", content=b"x" * 2_000_000).status_code == 413


def test_large_bodies_without_a_length_are_cut_off(address: str) -> None:
    """A body sent in pieces is not read to its end either."""
    pieces = (b"x" * 100_000 for _ in range(50))
    try:
        status = httpx.post(f"{address}/gradio_api/queue/join", content=pieces, timeout=30).status_code
    except httpx.TransportError:
        return  # the server hung up
    assert status >= 400


def test_head_fits_its_empty_body(address: str) -> None:
    """HEAD works, as monitors use it."""
    assert httpx.head(address).status_code == 200


def test_taken_port_says_what_to_do() -> None:
    """A second server on the same port stops at once, with exit code 2 and the setting to change."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        environment = {
            **os.environ,
            "MADOGUCHI_HOST": "127.0.0.1",
            "MADOGUCHI_PORT": str(other.getsockname()[1]),
        }
        done = subprocess.run(
            [sys.executable, str(ROOT / "app.py")],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.returncode == 2
    assert "MADOGUCHI_PORT" in done.stderr
    assert "Traceback" not in done.stderr
