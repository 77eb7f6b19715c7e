"""Starts the web app, fetches its first page as JSON, and stops it: ``python visit.py PORT``."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request

WAIT_SECONDS = 180


def visit(port: str) -> int:
    """Return 0 and print status, type and text of the page once the app answers."""
    environment = {**os.environ, "MADOGUCHI_HOST": "127.0.0.1", "MADOGUCHI_PORT": port}
    app = subprocess.Popen([sys.executable, "app.py"], env=environment, stdout=sys.stderr)
    deadline = time.monotonic() + WAIT_SECONDS
    try:
        while app.poll() is None and time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as page:
                    kind = page.headers.get_content_type()
                    json.dump([page.status, kind, page.read().decode()], sys.stdout)
                time.sleep(3)  # whatever the app still does after its start, it does now
                return app.poll() or 0
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.3)
        return app.poll() or 1
    finally:
        app.terminate()
        app.wait(30)


if __name__ == "__main__":
    sys.exit(visit(sys.argv[1]))
