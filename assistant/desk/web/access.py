"""Who may see the desk: checked for every address of it, page or data, before anything is read.

Three ways in: a password (setting), a reverse proxy that names the person in a header (setting), or, with neither, a
browser on this very machine with no proxy in between. A session is a signed cookie; every form carries a token made
from it.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
import time
from collections import deque
from dataclasses import dataclass, field
from threading import Lock
from typing import Literal
from urllib.parse import quote, unquote, urlsplit

from starlette.requests import Request

from assistant.desk.passwords import checked, matches
from assistant.settings import Settings

COOKIE = "madoguchi_desk"
SESSION_SECONDS = 12 * 3600
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})
MOST_ATTEMPTS, ATTEMPT_SECONDS = 10, 15 * 60
LONGEST_NAME = 60
Mode = Literal["password", "proxy", "loopback"]


class RefusedError(Exception):
    """A request may not be answered: ``status`` and the key of the words that say why."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


@dataclass(frozen=True)
class Session:
    """Someone who may see the desk; ``token`` goes into their forms, ``cookie`` is what to set, if anything."""

    who: str
    token: str
    cookie: str | None = None


@dataclass
class _Attempts:
    """Failed logins of late, over all addresses: a guess costs time wherever it comes from."""

    moments: deque[float] = field(default_factory=deque)
    lock: Lock = field(default_factory=Lock)

    def too_many(self) -> bool:
        with self.lock:
            while self.moments and self.moments[0] < time.monotonic() - ATTEMPT_SECONDS:
                self.moments.popleft()
            return len(self.moments) >= MOST_ATTEMPTS

    def failed(self) -> None:
        with self.lock:
            self.moments.append(time.monotonic())


class Access:
    """Decides for each request; the signing key lives as long as the process."""

    def __init__(self, settings: Settings) -> None:
        """Read the way in from the settings.

        Raises:
            PasswordHashError: the hash in the settings is none.
        """
        secret = settings.desk_password_hash
        self._hash = checked(secret.get_secret_value()) if secret else None
        self._header = settings.desk_proxy_header
        self._proxies = frozenset(
            part.strip() for part in settings.desk_proxy_addresses.split(",") if part.strip()
        )
        self._key, self._attempts = secrets.token_bytes(32), _Attempts()
        self.mode: Mode = "password" if self._hash else "proxy" if self._header else "loopback"

    def session(self, request: Request) -> Session | None:
        """Who asks; None when they have to log in first.

        Raises:
            RefusedError: this way nobody gets in.
        """
        signed = self._signed(request.cookies.get(COOKIE, ""))
        if self.mode == "password":
            return signed
        who = self._proxy_user(request) if self.mode == "proxy" else self._local_user(request)
        return signed if signed and signed.who == who else self._begin(who)

    def login(self, who: str, password: str) -> Session | None:
        """A session for the right password; None for a wrong one.

        Raises:
            RefusedError: too many failed of late.
        """
        if self._attempts.too_many():
            raise RefusedError(429, "login.too_many")
        name = " ".join(who.split())[:LONGEST_NAME]
        if self._hash is None or not name or not matches(password, self._hash):
            self._attempts.failed()
            return None
        return self._begin(name)

    def check_form(self, session: Session, token: object) -> None:
        """Refuse a form that did not come from a page of this session.

        Raises:
            RefusedError: the token is missing or another session's.
        """
        if not isinstance(token, str) or not hmac.compare_digest(token.encode(), session.token.encode()):
            raise RefusedError(403, "refused.token")

    def check_origin(self, request: Request) -> None:
        """Refuse a form that another site sent.

        Raises:
            RefusedError: the browser names another origin.
        """
        origin = request.headers.get("origin")
        if origin not in (None, "null") and urlsplit(str(origin)).netloc != request.headers.get("host"):
            raise RefusedError(403, "refused.origin")
        if request.headers.get("sec-fetch-site") not in (None, "same-origin", "none"):
            raise RefusedError(403, "refused.origin")

    def _begin(self, who: str) -> Session:
        expires, nonce = int(time.time()) + SESSION_SECONDS, secrets.token_urlsafe(12)
        head = f"{quote(who, safe='')}.{expires}.{nonce}"
        cookie = f"{head}.{self._sign('session', head)}"
        return Session(who, self._sign("form", head), cookie)

    def _signed(self, cookie: str) -> Session | None:
        head, _, signature = cookie.rpartition(".")
        if not head or not hmac.compare_digest(signature.encode(), self._sign("session", head).encode()):
            return None
        who, expires, _ = head.rsplit(".", 2)
        return Session(unquote(who), self._sign("form", head)) if int(expires) > time.time() else None

    def _sign(self, purpose: str, text: str) -> str:
        return hmac.new(self._key, f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()

    def _proxy_user(self, request: Request) -> str:
        peer = request.client.host if request.client else ""
        if peer not in self._proxies:
            raise RefusedError(403, "refused.proxy")
        who = request.headers.get(self._header or "", "").strip()
        if not who:
            raise RefusedError(401, "refused.no_user")
        return who[:LONGEST_NAME]

    def _local_user(self, request: Request) -> str:
        if any(name in request.headers for name in FORWARDED):
            raise RefusedError(403, "refused.forwarded")
        if not is_loopback(request.client.host if request.client else ""):
            raise RefusedError(403, "refused.remote")
        name = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
        if name not in LOOPBACK_NAMES:  # a page elsewhere whose name was pointed at this machine
            raise RefusedError(403, "refused.host")
        return "local"


def is_loopback(host: str) -> bool:
    """Whether an address is this very machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
