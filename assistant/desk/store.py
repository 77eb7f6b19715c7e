"""The desk's store: inquiries with their parts, what people changed, and how long all of it stays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, delete, func, select, text
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.orm.exc import StaleDataError

from assistant.desk.database import open_engine
from assistant.desk.tables import (
    APPROVED,
    OPEN,
    FeedbackRow,
    InquiryRow,
    PartRow,
    ReviewRow,
    Upload,
    now,
)
from assistant.triage import Inquiry, Part

CHANGEABLE = frozenset({"programme", "division", "phone", "draft", "state"})
KEPT_AS_THEY_ARE = (
    "question", "programme", "division", "phone", "runner_up_division", "confidence", "urgency", "urgency_reason",
    "status", "verdict", "draft", "needs_human", "needs_human_reason", "audience", "language",
)  # fmt: skip
_URGENT_FIRST = {"high": 0, "normal": 1, "low": 2}


class ConflictError(Exception):
    """Someone else saved first; ``current`` is what the store holds now, ``who`` saved it."""

    def __init__(self, current: PartRow | None, who: str) -> None:
        super().__init__(f"{who or '別の人'}が先に保存しました。")
        self.current, self.who = current, who


@dataclass(frozen=True)
class Filters:
    """Which parts a queue shows; empty fields do not restrict it.

    Attributes:
        division: of the routing.
        status: of the answer; ``failed`` for rows that could not be read.
        state: open or approved.
        urgency: high, normal or low.
        oldest_days: received or saved at least so many days ago.
        words: text that a question holds.
    """

    division: str = ""
    status: str = ""
    state: str = OPEN
    urgency: str = ""
    oldest_days: int = 0
    words: str = ""


class DeskStore:
    """Everything the desk keeps. Sessions are short: nothing is held between two calls."""

    def __init__(self, url: str) -> None:
        """Open a store.

        Raises:
            StoreError: it cannot be opened, or is of another version.
        """
        self.engine = open_engine(url)

    @contextmanager
    def _session(self) -> Iterator[Session]:
        """A transaction: all of it or nothing."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()

    def begin_upload(self, name: str, who: str, total: int) -> int:
        """Note a file whose triage begins; its id."""
        with self._session() as session:
            upload = Upload(name=name[:255], who=who[:120], total=total)
            session.add(upload)
            session.flush()
            return upload.id

    def upload(self, number: int) -> Upload | None:
        """How far an upload is."""
        with self._session() as session:
            return session.get(Upload, number)

    def uploads(self, state: str = "") -> list[Upload]:
        """Uploads, newest first."""
        query = select(Upload).order_by(Upload.id.desc())
        with self._session() as session:
            return list(session.scalars(query.where(Upload.state == state) if state else query))

    def end_upload(self, number: int, state: str, problem: str = "") -> None:
        """Note how an upload ended."""
        with self._session() as session:
            if upload := session.get(Upload, number):
                upload.state, upload.problem = state, problem

    def add(self, inquiry: Inquiry, rows: Sequence[Part], upload: int | None = None) -> int:
        """Save an inquiry with its parts, on disk when this returns; its id."""
        with self._session() as session:
            saved = InquiryRow(
                upload_id=upload,
                number=inquiry.number,
                external_id=inquiry.id[:255],
                subject=inquiry.subject,
                body=inquiry.body,
                received=inquiry.received,
                parts=[_row(part) for part in rows],
            )
            session.add(saved)
            if upload is not None and (noted := session.get(Upload, upload)):
                noted.done += 1
                noted.failed += any(part.status is None for part in rows)
            session.flush()
            return saved.id

    def queue(self, filters: Filters, limit: int = 200, offset: int = 0) -> list[PartRow]:
        """Parts that fit, the urgent ones first, then the oldest."""
        query = (
            _filtered(select(PartRow).join(InquiryRow), filters)
            .options(selectinload(PartRow.inquiry))
            .order_by(case(_URGENT_FIRST, value=PartRow.urgency, else_=1), InquiryRow.created, PartRow.id)
        )
        with self._session() as session:
            return list(session.scalars(query.limit(limit).offset(offset)))

    def counts(self, filters: Filters, column: str) -> dict[str, int]:
        """How many parts that fit have each value of a column (division, status, state, urgency)."""
        field = getattr(PartRow, column)
        query = _filtered(select(field, func.count()).join(InquiryRow), filters).group_by(field)
        with self._session() as session:
            return {value or "": count for value, count in session.execute(query).all()}

    def inquiry(self, number: int) -> InquiryRow | None:
        """An inquiry with its parts and their reviews."""
        query = (
            select(InquiryRow)
            .where(InquiryRow.id == number)
            .options(selectinload(InquiryRow.parts).selectinload(PartRow.reviews))
        )
        with self._session() as session:
            return session.scalars(query).one_or_none()

    def part(self, number: int) -> PartRow | None:
        """A part with its inquiry and reviews."""
        query = select(PartRow).where(PartRow.id == number)
        query = query.options(selectinload(PartRow.inquiry), selectinload(PartRow.reviews))
        with self._session() as session:
            return session.scalars(query).one_or_none()

    def change(self, number: int, seen: int, who: str, action: str, **changes: Any) -> PartRow:  # noqa: ANN401
        """Change a part and note who did it.

        Args:
            number: the part.
            seen: the version its editor saw.
            who: the editor.
            action: reroute, edit, approve or reopen.
            changes: new values of programme, division, phone, draft or state.

        Raises:
            ConflictError: someone else changed or deleted it since; nothing is saved.
        """
        if unknown := changes.keys() - CHANGEABLE:
            raise ValueError(f"expected fields among {sorted(CHANGEABLE)}, got {sorted(unknown)}")
        try:
            with self._session() as session:
                part = _unchanged(session, number, seen)
                before = {name: getattr(part, name) for name in changes}
                for name, value in changes.items():
                    setattr(part, name, value)
                review = ReviewRow(part_id=number, who=who[:120], action=action, before=before, after=changes)
                session.add(review)
        except StaleDataError as error:
            raise ConflictError(self.part(number), self._last_editor(number)) from error
        changed = self.part(number)
        if changed is None:
            raise ConflictError(None, "")
        return changed

    def _last_editor(self, number: int) -> str:
        query = (
            select(ReviewRow.who).where(ReviewRow.part_id == number).order_by(ReviewRow.id.desc()).limit(1)
        )
        with self._session() as session:
            return session.scalars(query).first() or ""

    def say(self, number: int, who: str, *, helpful: bool, words: str = "") -> None:
        """Keep feedback on a part."""
        with self._session() as session:
            session.add(FeedbackRow(part_id=number, who=who[:120], helpful=helpful, words=words))

    def everything(self, batch: int = 200) -> Iterator[PartRow]:
        """All parts with inquiry and reviews, oldest first, a batch in memory at a time."""
        last = 0
        while True:
            query = (
                select(PartRow)
                .where(PartRow.id > last)
                .order_by(PartRow.id)
                .limit(batch)
                .options(selectinload(PartRow.inquiry), selectinload(PartRow.reviews))
            )
            with self._session() as session:
                found = list(session.scalars(query))
            if not found:
                return
            yield from found
            last = found[-1].id

    def purge(self, before: dt.datetime) -> int:
        """Delete inquiries saved before a moment, with parts, reviews and feedback, from the file as well.

        Returns:
            How many inquiries were deleted.
        """
        with self._session() as session:
            old = select(InquiryRow.id).where(InquiryRow.created < before)
            parts = select(PartRow.id).where(PartRow.inquiry_id.in_(old))
            for table in (ReviewRow, FeedbackRow):
                session.execute(delete(table).where(table.part_id.in_(parts)))
            session.execute(delete(PartRow).where(PartRow.inquiry_id.in_(old)))
            count = session.scalar(select(func.count()).select_from(old.subquery())) or 0
            session.execute(delete(InquiryRow).where(InquiryRow.created < before))
        if self.engine.dialect.name == "sqlite":
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
                connection.execute(text("VACUUM"))
        return count


def _unchanged(session: Session, number: int, seen: int) -> PartRow:
    """The part as its editor saw it.

    Raises:
        StaleDataError: there is a newer version, or it is gone.
    """
    part = session.get(PartRow, number)
    if part is None or part.version != seen:
        raise StaleDataError("the version that was seen is not the newest")
    return part


def _row(part: Part) -> PartRow:
    return PartRow(
        number=part.part,
        state=OPEN,
        citations=[citation.model_dump(mode="json") for citation in part.citations],
        suggested_programme=part.programme,
        suggested_draft=part.draft,
        **{name: getattr(part, name) for name in KEPT_AS_THEY_ARE},
    )


def _filtered(query: Any, filters: Filters) -> Any:  # noqa: ANN401 - a select of whatever
    """A query restricted to what fits."""
    if filters.division:
        query = query.where(PartRow.division == ("" if filters.division == "-" else filters.division))
    if filters.status:
        query = query.where(
            PartRow.status.is_(None) if filters.status == "failed" else PartRow.status == filters.status
        )
    if filters.state in (OPEN, APPROVED):
        query = query.where(PartRow.state == filters.state)
    if filters.urgency:
        query = query.where(PartRow.urgency == filters.urgency)
    if filters.oldest_days:
        query = query.where(InquiryRow.created <= now() - dt.timedelta(days=filters.oldest_days))
    if filters.words:
        query = query.where(PartRow.question.contains(filters.words, autoescape=True))
    return query
