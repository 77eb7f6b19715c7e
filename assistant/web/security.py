"""What leaves and enters the server: headers, the addresses that exist, the size of a request.

Plain ASGI, so that Gradio's event streams pass through untouched.
"""

from __future__ import annotations

import secrets
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.shell import rewrite

LARGEST_BODY = 1_000_000
LARGEST_UPLOAD = 50_000_000
"""Bytes of a file given to the desk."""
DESK = "/desk"
UPLOADS = "/desk/uploads"
PAGES = frozenset({"/"})
FILES = frozenset({
    "/healthz", "/config", "/theme.css", "/favicon.ico", "/manifest.json", "/robots.txt",
    "/gradio_api/info", "/gradio_api/startup-events", "/gradio_api/cancel", "/gradio_api/reset",
})  # fmt: skip
FOLDERS = ("/ui/", "/assets/", "/static/", "/gradio_api/queue/", "/gradio_api/heartbeat/")
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
# Gradio compiles its HTML templates with `Function`, hence 'unsafe-eval', and sets style attributes, hence
# 'unsafe-inline' for styles. Inline scripts need the nonce, so injected markup cannot run any.
POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "base-uri 'self'; form-action 'none'; frame-ancestors 'none'"
)
# The desk's pages are ours from top to bottom: no script and no style but from its own files.
DESK_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class Guard:
    """Wraps the app: closed addresses answer 404, large bodies 413, every answer carries the headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        policy = DESK_POLICY if is_desk(scope["path"]) else POLICY.format(nonce=nonce)
        largest = LARGEST_UPLOAD if scope["path"] == UPLOADS else LARGEST_BODY
        outgoing = _Outgoing(send, nonce, policy, is_page=scope["path"] in PAGES)
        if not is_open(scope["path"]):
            await _refuse(outgoing, 404)
        elif int(Headers(scope=scope).get("content-length") or 0) > largest:
            await _refuse(outgoing, 413)
        else:
            limited = _limited(receive, largest)
            await self.app(_uncompressed(scope) if outgoing.is_page else scope, limited, outgoing)


def is_desk(path: str) -> bool:
    """Whether an address belongs to the desk, which has a login of its own."""
    return path == DESK or path.startswith(f"{DESK}/")


def is_open(path: str) -> bool:
    """Whether an address exists for the public; Gradio's uploads, proxies and file routes do not."""
    return path in PAGES or path in FILES or path.startswith(FOLDERS) or is_desk(path)


class _Outgoing:
    """Adds the headers to a response, and rewrites it when it is a page."""

    def __init__(self, send: Send, nonce: str, policy: str, *, is_page: bool) -> None:
        self.send, self.nonce, self.policy, self.is_page = send, nonce, policy, is_page
        self.start: dict[str, Any] | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(HEADERS | {"content-security-policy": self.policy})
            if self.is_page and headers.get("content-type", "").startswith("text/html"):
                headers["cache-control"] = "no-store"
                self.start = dict(message)
                return
        if self.start is None:
            await self.send(message)
            return
        self.body += message.get("body", b"")
        if not message.get("more_body"):
            body = rewrite(self.body.decode(), self.nonce).encode() if self.body else b""
            MutableHeaders(scope=self.start)["content-length"] = str(len(body))
            await self.send(self.start)
            await self.send({"type": "http.response.body", "body": body})


def _limited(receive: Receive, largest: int) -> Receive:
    """A body that says nothing of its length, cut off where it becomes too large."""
    received = 0

    async def counted() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        return {"type": "http.disconnect"} if received > largest else message

    return counted


def _uncompressed(scope: Scope) -> Scope:
    """The request without ``accept-encoding``: a page must be readable to be rewritten."""
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]}


async def _refuse(send: Send, status: int) -> None:
    start = {"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]}
    await send(start)
    await send({"type": "http.response.body", "body": b""})
