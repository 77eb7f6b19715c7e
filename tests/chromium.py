"""Finds a Chromium and Japanese fonts on this machine; run as a command, installs what is missing.

Only the standard library is used. Browser tests take the path to start from ``find_chromium``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
INSTALL = {
    "apt-get": "apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "
    "chromium fontconfig fonts-noto-cjk",
    "dnf": "dnf install -y chromium fontconfig google-noto-sans-cjk-fonts",
    "pacman": "pacman -Sy --noconfirm chromium fontconfig noto-fonts-cjk",
    "apk": "apk add chromium fontconfig font-noto-cjk",
}


def find_chromium() -> Path | None:
    """Return the first browser that starts: the one named by ``CHROMIUM``, else one on the PATH."""
    named = os.environ.get("CHROMIUM")
    candidates = [named] if named else [shutil.which(name) for name in NAMES] + list(PLACES)
    return next((Path(path) for path in candidates if path and _answers(path)), None)


def has_japanese_font() -> bool:
    """Tell whether text in Japanese would be drawn as more than boxes."""
    if sys.platform == "darwin":
        return True
    if not (fc_list := shutil.which("fc-list")):
        return False
    listed = subprocess.run([fc_list, ":lang=ja", "family"], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip())


def missing() -> list[str]:
    """Name what the browser tests lack on this machine."""
    lacks = {"a Chromium": find_chromium() is None, "a Japanese font": not has_japanese_font()}
    return [name for name, lacking in lacks.items() if lacking]


def install_command() -> str | None:
    """Return the command line that installs both with this system's package manager."""
    return next((command for manager, command in INSTALL.items() if shutil.which(manager)), None)


def main() -> int:
    """Make sure of browser and font, installing them as root or in CI.

    Returns:
        The exit code: 1 when something is still missing; then the message says what to run.
    """
    if not (lacking := missing()):
        return 0
    command = install_command()
    become_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if command and (not become_root or (os.environ.get("CI") and shutil.which("sudo"))):
        sys.stderr.write(f"Installing {' and '.join(lacking)} for the browser tests\n")
        subprocess.run([*become_root, "sh", "-c", command], stdin=subprocess.DEVNULL, check=False)
        lacking = missing()
    if not lacking:
        return 0
    sys.stderr.write(f"error: the browser tests need {' and '.join(lacking)}, not found on this machine.\n")
    sys.stderr.write(
        f"Run: sudo sh -c '{command}'\n" if command else "Install Chromium and Noto Sans CJK JP.\n"
    )
    sys.stderr.write("or name a browser that is not on the PATH: CHROMIUM=/path/to/chromium make test\n")
    return 1


def _answers(path: str) -> bool:
    """Tell whether the program runs at all (a placeholder for another package does not)."""
    try:
        return (
            subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
        )
    except (OSError, subprocess.SubprocessError):
        return False


if __name__ == "__main__":
    sys.exit(main())
