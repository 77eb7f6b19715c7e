"""Set-up as ``make`` does it: with a stand-in for Python where packages would be installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from tests import chromium

ROOT = Path(__file__).resolve().parent.parent
RECORDED = ROOT / ".venv" / "installed-test"

# Answers what the Makefile asks of Python, writes down what it was asked, and "installs" two packages.
STAND_IN = """#!/bin/sh
echo "$*" >> "$LOG"
case "$*" in
    "--version") echo "Python 3.11.99" ;;
    "-c import ensurepip"*) exit "${UNSUPPORTED:-0}" ;;
    "-m venv .venv") mkdir -p .venv/bin .venv/lib/python3.11/site-packages; cp "$0" .venv/bin/python ;;
    "-m pip install"*)
        mkdir -p .venv/lib/python3.11/site-packages/torch
        touch .venv/lib/python3.11/site-packages/torch/__init__.py
        [ -z "$KILLED" ] || kill -9 $PPID ;;
esac
"""


class Checkout:
    """A copy of the files that set-up reads, in a folder whose path has spaces."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "a path with spaces"
        self.folder.mkdir()
        for name in ("Makefile", "pyproject.toml", "constraints.txt"):
            shutil.copy(ROOT / name, self.folder)
        self.python = folder / "bin" / "python3"
        self.python.parent.mkdir()
        self.python.write_text(STAND_IN)
        self.python.chmod(0o755)
        self.log = folder / "log"

    def make(self, target: str, **variables: str) -> tuple[subprocess.CompletedProcess[str], list[str]]:
        """Run a target; return how it ended and what Python was asked to do."""
        self.log.write_text("")
        path = f"{self.python.parent}:{os.environ['PATH']}"
        environment = {"PATH": path, "HOME": str(self.folder), "LOG": str(self.log), **variables}
        done = subprocess.run(
            ["make", "--no-print-directory", target],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return done, self.log.read_text().splitlines()


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """Give a fresh checkout without a virtual environment."""
    return Checkout(tmp_path)


def _pip(asked: list[str]) -> list[str]:
    return [line.rsplit("constraints.txt ", 1)[1] for line in asked if line.startswith("-m pip install")]


def test_first_run_installs_torch_before_the_rest(checkout: Checkout) -> None:
    """The pinned torch comes first, then the project; then model, index and app."""
    done, asked = checkout.make("run")
    assert done.returncode == 0, done.stderr
    assert _pip(asked) == ["torch==2.13.0", "--editable ."]
    assert asked[-3:] == ["-m index.bundled_model", "-m assistant index build", "app.py"]


def test_second_run_installs_nothing(checkout: Checkout) -> None:
    """Nothing changed: pip is not even started."""
    checkout.make("setup")
    done, asked = checkout.make("setup")
    assert done.returncode == 0
    assert _pip(asked) == []


def test_test_tools_serve_the_app_too(checkout: Checkout) -> None:
    """After the installation for the tests, ``make run`` has nothing to install."""
    _, asked = checkout.make("packages-test")
    assert _pip(asked) == ["torch==2.13.0", "--editable .[test,dev]"]
    _, asked = checkout.make("run")
    assert _pip(asked) == []


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_changed_requirements_are_installed_into_the_same_environment(checkout: Checkout, name: str) -> None:
    """A changed pin runs pip again, and does not start from nothing."""
    checkout.make("packages")
    with (checkout.folder / name).open("a") as file:
        file.write("\n# changed\n")
    _, asked = checkout.make("packages")
    assert "--editable ." in _pip(asked)
    assert "-m venv .venv" not in asked


def test_moved_checkout_is_installed_again(checkout: Checkout) -> None:
    """The editable installation holds an absolute path, so a new place needs a new one."""
    checkout.make("packages")
    checkout.folder = checkout.folder.rename(checkout.folder.with_name("elsewhere, with spaces"))
    _, asked = checkout.make("packages")
    assert "--editable ." in _pip(asked)


def test_interrupted_installation_is_started_anew(checkout: Checkout) -> None:
    """A killed pip may leave half a package that looks whole: the environment is not trusted."""
    done, _ = checkout.make("packages", KILLED="yes")
    assert done.returncode != 0
    done, asked = checkout.make("packages")
    assert done.returncode == 0
    assert "-m venv .venv" in asked


@pytest.mark.parametrize("lost", ["bin/python", "lib/python3.11/site-packages/torch"])
def test_broken_environment_is_made_anew(checkout: Checkout, lost: str) -> None:
    """Python or a package has gone from .venv: it is rebuilt without being told to."""
    checkout.make("packages")
    path = checkout.folder / ".venv" / lost
    path.unlink() if path.is_file() else shutil.rmtree(path)
    done, asked = checkout.make("packages")
    assert done.returncode == 0
    assert "-m venv .venv" in asked
    assert path.exists()


def test_unsupported_python_is_named_with_what_to_do(checkout: Checkout) -> None:
    """Without a usable Python nothing is made, and the message says which are and how to name one."""
    for name in ("python3.11", "python3.12"):
        shutil.copy(checkout.python, checkout.python.with_name(name))
    done, asked = checkout.make("packages", UNSUPPORTED="1")
    assert done.returncode != 0
    assert "Python 3.11 or 3.12" in done.stderr
    assert "make PYTHON=" in done.stderr
    assert _pip(asked) == []
    assert not (checkout.folder / ".venv").exists()


@pytest.mark.skipif(not RECORDED.exists(), reason="this environment was not made by `make test`")
def test_setup_of_this_checkout_has_nothing_left_to_do() -> None:
    """The real second set-up: no pip, no conversion, no embedding, within seconds."""
    before = RECORDED.stat().st_mtime_ns
    begin = time.monotonic()
    done = subprocess.run(
        ["make", "--no-print-directory", "setup"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Installing" not in done.stdout
    assert "Converting" not in done.stderr
    assert RECORDED.stat().st_mtime_ns == before
    assert time.monotonic() - begin < 15  # 5 s on an idle machine


@pytest.fixture
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a PATH with a package manager that "installs" into it, and nothing else."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("sh", "cp", "chmod"):
        (programs / name).symlink_to(str(shutil.which(name)))
    manager = programs / "apt-get"
    manager.write_text(
        f'#!/bin/sh\n[ "$1" = update ] || for name in chromium fc-list; do\n'
        f"printf '#!/bin/sh\\necho Noto\\n' > '{programs}'/$name; chmod +x '{programs}'/$name; done\n"
    )
    manager.chmod(0o755)
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(chromium, "PLACES", ())
    monkeypatch.setattr("sys.platform", "linux")
    return programs


def test_missing_browser_is_installed_by_root(bare_machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root gets browser and font from the system's package manager."""
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert chromium.main() == 0
    assert chromium.find_chromium() == bare_machine / "chromium"


def test_missing_browser_is_asked_for_otherwise(
    bare_machine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Anyone else gets the one command to run, and the set-up fails."""
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert chromium.main() == 1
    message = capsys.readouterr().err
    assert "need a Chromium and a Japanese font" in message
    assert "Run: sudo sh -c 'apt-get update && " in message
    assert not (bare_machine / "chromium").exists()


def test_placeholder_of_a_browser_does_not_count(bare_machine: Path) -> None:
    """A program that is there but does not run, as some distributions ship it, is passed over."""
    broken = bare_machine / "chromium-browser"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    assert chromium.find_chromium() is None


def test_browser_can_be_named(bare_machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser outside the PATH is named by an environment variable."""
    browser = bare_machine / "my browser"
    browser.write_text("#!/bin/sh\n")
    browser.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(browser))
    assert chromium.find_chromium() == browser
