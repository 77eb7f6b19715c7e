"""The desk's addresses. Every one of them but the login and the style sheet asks first who wants to see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable
from typing import Any

from anyio.to_thread import run_sync
from fastapi import FastAPI
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from assistant.desk.database import StoreError
from assistant.desk.store import ConflictError
from assistant.desk.strings import words
from assistant.desk.summary import DAYS, week, workbook
from assistant.desk.tables import APPROVED, OPEN, RUNNING, Upload
from assistant.desk.web.access import COOKIE, RefusedError, Session, is_loopback
from assistant.desk.web.desk import NO_STORE, Desk
from assistant.desk.web.export import export
from assistant.desk.web.pages import HERE, JAPAN, page
from assistant.desk.web.queue import Chosen, shown
from assistant.desk.web.review import reroute, revise
from assistant.settings import Settings
from assistant.triage import TriageError
from corpus import Corpus

STATIC = {"desk.css": "text/css", "desk.js": "text/javascript"}
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DONE = {"save": "part.saved", "approve": "part.approved", "reopen": "part.reopened", "route": "part.rerouted"}
Asked = Callable[[Request, Session], Response]
Sent = Callable[[Request, Session, Any], Response]


def closed(settings: Settings) -> str:
    """Why the desk may not be opened with these settings; "" when it may."""
    guarded = settings.desk_password_hash is not None or settings.desk_proxy_header is not None
    return "" if guarded or is_loopback(settings.host) else words("refused.closed", host=settings.host)


def mount_desk(app: FastAPI, assistant: object, corpus: Corpus, settings: Settings) -> Desk | None:
    """Add the desk to an application, unless it would stand open to a network.

    Returns:
        The desk, to be closed when the application ends; None when it is not opened.

    Raises:
        PasswordHashError: the hash in the settings is none.
    """
    if closed(settings):
        app.router.routes += [
            Route(
                "/desk",
                lambda _: HTMLResponse(
                    page("refused", words("refused.title"), None, "loopback", problem=closed(settings)), 403
                ),
            ),
            Route("/desk/static/{name}", _static),
        ]
        return None
    desk = Desk(assistant, corpus, settings)
    app.router.routes += _Pages(desk).routes()
    return desk


def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in STATIC:
        return Response(status_code=404)
    return FileResponse(
        HERE / "static" / name, media_type=STATIC[name], headers={"cache-control": "no-cache"}
    )


class _Pages:
    """The pages of one desk."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def routes(self) -> list[Route]:
        """Addresses, with who may read and who may write."""
        read, write = self._reads, self._writes
        return [
            Route("/desk/static/{name}", _static),
            Route("/desk/login", self.login, methods=["GET", "POST"]),
            Route("/desk", read(self.queue)),
            Route("/desk/logout", write(self.logout), methods=["POST"]),
            Route("/desk/uploads", write(self.upload), methods=["POST"]),
            Route("/desk/uploads/{number:int}", read(self.progress)),
            Route("/desk/uploads/{number:int}/state", read(self.state)),
            Route("/desk/inquiries/{number:int}", read(self.inquiry)),
            Route("/desk/parts/{number:int}/route", write(self.route), methods=["POST"]),
            Route("/desk/parts/{number:int}/draft", write(self.draft), methods=["POST"]),
            Route("/desk/export.{kind}", read(self.export)),
            Route("/desk/summary", read(self.summary)),
            Route("/desk/summary.xlsx", read(self.summary_sheet)),
            Route("/desk/{rest:path}", read(self.missing)),
        ]

    def _reads(self, handle: Asked) -> Callable[[Request], Awaitable[Response]]:
        async def run(request: Request) -> Response:
            return await run_sync(lambda: self._guarded(lambda: handle(request, self.desk.session(request))))

        return run

    def _writes(self, handle: Sent) -> Callable[[Request], Awaitable[Response]]:
        async def run(request: Request) -> Response:
            try:
                self.desk.session(request)  # before a body is read
            except RefusedError as error:
                return self.desk.refused(error)
            async with request.form(max_files=1, max_fields=20, max_part_size=1_000_000) as fields:
                held = dict(fields)
                if isinstance(file := held.get("file"), UploadFile):
                    held["content"] = await file.read()  # type: ignore[assignment]
                return await run_sync(
                    lambda: self._guarded(lambda: handle(request, self.desk.form(request, held), held))
                )

        return run

    def _guarded(self, answer: Callable[[], Response]) -> Response:
        try:
            return answer()
        except RefusedError as error:
            return self.desk.refused(error)
        except StoreError as error:
            html = page("refused", words("refused.store"), None, self.desk.access.mode, problem=str(error))
            return HTMLResponse(html, 503, headers=NO_STORE)

    async def login(self, request: Request) -> Response:
        """The login form, and what is sent with it."""
        desk, problem, who, status = self.desk, "", "", 200
        if request.method == "POST":
            try:
                desk.access.check_origin(request)
                async with request.form(max_files=0, max_fields=4) as fields:
                    who, password = str(fields.get("who", "")), str(fields.get("password", ""))
                session = await run_sync(desk.access.login, who, password)
                if session:
                    return desk.go("/desk", session)
                problem, status = words("login.wrong"), 401
            except RefusedError as error:
                problem, status = words(error.reason), error.status
        html = page("login", words("login.title"), None, desk.access.mode, problem=problem, who=who)
        return HTMLResponse(html, status, headers=NO_STORE)

    def logout(self, _request: Request, _session: Session, _fields: Any) -> Response:  # noqa: ANN401
        """Forget the session."""
        response = self.desk.refused(RefusedError(401, "login"))
        response.delete_cookie(COOKIE, path="/desk")
        return response

    def queue(self, request: Request, session: Session) -> Response:
        """The parts that wait."""
        chosen = Chosen.of(request.query_params)
        uploads = self.desk.store.uploads(RUNNING)
        if uploads:
            _ = self.desk.jobs  # goes on with what an earlier process left
        values = shown(self.desk.store, chosen, self.desk.contacts)
        return self.desk.page("queue", words("queue.title"), session, uploads=uploads, **values)

    def upload(self, _request: Request, session: Session, fields: Any) -> Response:  # noqa: ANN401
        """Take in a file."""
        file = fields.get("file")
        if not isinstance(file, UploadFile) or not file.filename:
            return self._back(session, words("upload.none"))
        try:
            number = self.desk.jobs.add(file.filename, fields["content"], session.who)
        except TriageError as error:
            return self._back(session, str(error))
        return self.desk.go(f"/desk/uploads/{number}", session)

    def _back(self, session: Session, problem: str) -> Response:
        values = shown(self.desk.store, Chosen(), self.desk.contacts)
        return self.desk.page(
            "queue", words("queue.title"), session, 400, problem=problem, uploads=[], **values
        )

    def progress(self, request: Request, session: Session) -> Response:
        """How far an upload is."""
        return self.desk.page("upload", words("upload.title"), session, upload=self._upload(request))

    def _upload(self, request: Request) -> Upload:
        """The upload of an address.

        Raises:
            RefusedError: there is none.
        """
        upload = self.desk.store.upload(request.path_params["number"])
        if upload is None:
            raise RefusedError(404, "refused.missing")
        return upload

    def state(self, request: Request, session: Session) -> Response:
        """The same as data."""
        upload = self._upload(request)
        text = words("upload.progress", done=upload.done, total=upload.total, failed=upload.failed)
        data = {"state": upload.state, "done": upload.done, "total": upload.total, "text": text}
        return self.desk.given(JSONResponse(data, headers=NO_STORE), session)

    def inquiry(self, request: Request, session: Session) -> Response:
        """One inquiry with its parts."""
        found = self.desk.store.inquiry(request.path_params["number"])
        if found is None:
            raise RefusedError(404, "refused.missing")
        done = DONE.get(request.query_params.get("done", ""))
        return self.desk.page(
            "inquiry",
            words("inquiry.title", id=found.external_id),
            session,
            inquiry=found,
            contacts=self.desk.contacts,
            message=words(done) if done else "",
        )

    def route(self, request: Request, session: Session, fields: Any) -> Response:  # noqa: ANN401
        """Change the routing of a part."""
        number, programme = request.path_params["number"], str(fields.get("programme", ""))
        try:
            part = reroute(
                self.desk.store, self.desk.corpus, number, _version(fields), session.who, programme
            )
        except ConflictError as error:
            return self._conflict(error, session, programme=programme)
        return self.desk.go(f"/desk/inquiries/{part.inquiry_id}?done=route#p{part.id}", session)

    def draft(self, request: Request, session: Session, fields: Any) -> Response:  # noqa: ANN401
        """Save, approve or reopen a draft."""
        number, action = request.path_params["number"], str(fields.get("action", "save"))
        text = str(fields.get("draft", "")).replace("\r\n", "\n")
        state = {"approve": APPROVED, "reopen": OPEN}.get(action)
        try:
            part = revise(self.desk.store, number, _version(fields), session.who, text, state)
        except ConflictError as error:
            return self._conflict(error, session, draft=text)
        return self.desk.go(f"/desk/inquiries/{part.inquiry_id}?done={action}#p{part.id}", session)

    def _conflict(
        self, error: ConflictError, session: Session, programme: str = "", draft: str = ""
    ) -> Response:
        if error.current is None:
            raise RefusedError(404, "refused.missing")
        problem = words("conflict.text", who=error.who or "–")
        return self.desk.page(
            "conflict",
            words("conflict.title"),
            session,
            409,
            problem=problem,
            part=error.current,
            programme=programme,
            draft=draft,
        )

    def export(self, request: Request, session: Session) -> Response:
        """The queue as a file."""
        kind = request.path_params["kind"]
        if kind not in ("csv", "xlsx"):
            raise RefusedError(404, "refused.missing")
        content = export(
            self.desk.store, Chosen.of(request.query_params).filters, f".{kind}", self.desk.corpus
        )
        return self._file(
            content, f"desk.{kind}", "text/csv; charset=utf-8" if kind == "csv" else SHEET, session
        )

    def _file(self, content: bytes, name: str, kind: str, session: Session) -> Response:
        headers = {**NO_STORE, "content-disposition": f'attachment; filename="{name}"'}
        return self.desk.given(Response(content, media_type=kind, headers=headers), session)

    def summary(self, request: Request, session: Session) -> Response:
        """The week."""
        begin, step = _begin(request), dt.timedelta(days=DAYS)
        return self.desk.page(
            "summary",
            words("summary.title"),
            session,
            week=week(self.desk.store, begin),
            earlier=begin - step,
            later=begin + step,
        )

    def summary_sheet(self, request: Request, session: Session) -> Response:
        """The week as a workbook."""
        begin = _begin(request)
        return self._file(workbook(week(self.desk.store, begin)), f"week-{begin}.xlsx", SHEET, session)

    def missing(self, _request: Request, _session: Session) -> Response:
        """No such page."""
        raise RefusedError(404, "refused.missing")


def _version(fields: Any) -> int:  # noqa: ANN401
    """The version a form was made from; 0, which nothing has, when it says none."""
    said = str(fields.get("version", ""))
    return int(said) if said.isdecimal() and len(said) < 10 else 0  # noqa: PLR2004


def _begin(request: Request) -> dt.date:
    """The first day of the week asked for; Monday of this week when none is."""
    today = dt.datetime.now(JAPAN).date()
    try:
        asked = dt.date.fromisoformat(request.query_params.get("begin", ""))
    except ValueError:
        return today - dt.timedelta(days=today.weekday())
    return min(max(asked, dt.date(2000, 1, 3)), today + dt.timedelta(days=DAYS))
