"""After set-up nothing needs a network: the command line and the web app run cut off from it.

The cut is a network namespace with nothing but a loopback where the kernel allows one, and in any
case an audit hook that ends the process at its first attempt to reach another machine.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OFFLINE = ROOT / "tests" / "offline"
ATTEMPTED = (
    97  # the exit code of tests/offline/sitecustomize.py, which is not imported: it would guard pytest
)
NAMESPACES = (["unshare", "--net"], ["unshare", "--user", "--map-root-user", "--net"])
# Switches that would hide an attempt, and proxies, are not passed on: what ships must do without.
HIDING = ("HF_", "TRANSFORMERS_", "GRADIO_", "ANONYMIZED_", "DO_NOT_TRACK", "LANGSMITH", "LANGCHAIN")
CONNECT = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=5)"  # reserved: nobody's

pytestmark = pytest.mark.network


@cache
def _namespace() -> list[str]:
    """Return the prefix that runs a command without a network, or nothing where that is forbidden."""
    if not shutil.which("unshare"):
        return []
    for prefix in NAMESPACES:
        command = [*prefix, sys.executable, str(OFFLINE / "loopback.py")]
        if subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0:
            return command
    return []


def _run(command: list[str], *, hook: bool = True) -> subprocess.CompletedProcess[str]:
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(HIDING) and not name.lower().endswith("_proxy")
    }
    if hook:
        environment["PYTHONPATH"] = str(OFFLINE)
    return subprocess.run(
        [*_namespace(), *command],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )


def test_which_cut_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    """Say it where the results are read."""
    used = "network namespace and audit hook" if _namespace() else "audit hook (no network namespaces here)"
    with capsys.disabled():
        sys.stdout.write(f"\noffline tests: cut off by {used}\n")


def test_namespace_has_no_way_out() -> None:
    """Without the hook, the kernel itself says that the network is unreachable."""
    if not _namespace():
        pytest.skip("network namespaces are forbidden here; the audit hook alone makes the cut")
    done = _run([sys.executable, "-c", CONNECT], hook=False)
    assert done.returncode == 1
    assert "Network is unreachable" in done.stderr


@pytest.mark.parametrize("attempt", [CONNECT, "import socket; socket.getaddrinfo('example.org', 443)"])
def test_hook_ends_the_process_at_an_attempt(attempt: str) -> None:
    """Neither a connection nor a look-up goes unnoticed, caught exceptions included."""
    done = _run([sys.executable, "-c", f"try:\n    {attempt}\nexcept Exception:\n    pass"])
    assert done.returncode == ATTEMPTED
    assert "network attempt" in done.stderr


def test_question_is_answered() -> None:
    """The command line answers from what is on this machine."""
    command = ["ask", "地域おこし協力隊の任期は何年ですか。", "--json"]
    done = _run([sys.executable, "-m", "assistant", *command])
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["status"] == "answered"
    assert answer["citations"]
    assert answer["programmes"] == ["地域おこし協力隊"]


def test_web_app_serves_its_page() -> None:
    """The app starts and serves its first page, in Japanese."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    done = _run([sys.executable, str(OFFLINE / "visit.py"), str(port)])
    assert done.returncode == 0, done.stderr
    status, kind, text = json.loads(done.stdout)
    assert (status, kind) == (200, "text/html")
    assert 'lang="ja"' in text
