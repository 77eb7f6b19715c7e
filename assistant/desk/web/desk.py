"""What the desk's addresses share: store, access, jobs, and answers as pages."""

from __future__ import annotations

from functools import cached_property
from typing import Any, cast

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from assistant.desk.store import DeskStore
from assistant.desk.strings import words
from assistant.desk.web.access import COOKIE, SESSION_SECONDS, Access, RefusedError, Session
from assistant.desk.web.jobs import Jobs
from assistant.desk.web.pages import page
from assistant.service import Assistant
from assistant.settings import Settings
from assistant.triage.triager import Triager
from corpus import Corpus
from corpus.schema import Contact

NO_STORE = {"cache-control": "no-store"}


class Desk:
    """One desk: opened at its first request, so that a chat without staff needs no store."""

    def __init__(self, assistant: object, corpus: Corpus, settings: Settings) -> None:
        self._assistant, self.corpus, self.settings = assistant, corpus, settings
        self.access = Access(settings)

    @cached_property
    def store(self) -> DeskStore:
        """The store of the settings."""
        return DeskStore(self.settings.store_url)

    @cached_property
    def jobs(self) -> Jobs:
        """The uploads in the background."""
        return Jobs(
            self.store,
            self.settings.data_dir / "desk-uploads",
            lambda: Triager(cast("Assistant", self._assistant), self.corpus),
        )

    def close(self) -> None:
        """Let the uploads in the background come to a stop, if there were any."""
        if "jobs" in vars(self):
            self.jobs.close()

    @property
    def contacts(self) -> list[Contact]:
        """The rows a question can be routed to."""
        return self.corpus.contacts

    def session(self, request: Request) -> Session:
        """Who asks.

        Raises:
            RefusedError: nobody who may; ``login`` as its reason: they have to log in first.
        """
        found = self.access.session(request)
        if found is None:
            raise RefusedError(401, "login")
        return found

    def form(self, request: Request, fields: Any) -> Session:  # noqa: ANN401 - starlette's form data
        """Who sends a form.

        Raises:
            RefusedError: nobody who may, or not from a page of theirs.
        """
        session = self.session(request)
        self.access.check_origin(request)
        self.access.check_form(session, fields.get("csrf"))
        return session

    def page(self, name: str, title: str, session: Session, status: int = 200, **values: Any) -> Response:  # noqa: ANN401
        """A page as an answer."""
        html = page(name, title, session, self.access.mode, **values)
        return self.given(HTMLResponse(html, status, headers=NO_STORE), session)

    def go(self, path: str, session: Session) -> Response:
        """Send the browser on after a form."""
        return self.given(RedirectResponse(path, 303, headers=NO_STORE), session)

    def given(self, response: Response, session: Session) -> Response:
        """An answer with the session's cookie, when it is new."""
        if session.cookie:
            secure = self.access.mode != "loopback" and self.settings.desk_cookie_secure
            response.set_cookie(
                COOKIE,
                session.cookie,
                SESSION_SECONDS,
                path="/desk",
                httponly=True,
                samesite="strict",
                secure=secure,
            )
        return response

    def refused(self, error: RefusedError) -> Response:
        """A refusal as a page; without a session, the way to the login."""
        if error.reason == "login":
            return RedirectResponse("/desk/login", 303, headers=NO_STORE)
        html = page("refused", words("refused.title"), None, self.access.mode, problem=words(error.reason))
        return HTMLResponse(html, error.status, headers=NO_STORE)
