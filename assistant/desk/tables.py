"""The tables of the desk's store."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Index, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

SCHEMA_VERSION = 1
"""Raised with every change of a table; a store of another version is refused."""
OPEN, APPROVED = "open", "approved"
RUNNING, FINISHED, STOPPED = "running", "finished", "stopped"


class Moment(TypeDecorator[dt.datetime]):
    """A moment in UTC; SQLite keeps no zone, so it is put back when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Any) -> dt.datetime | None:  # noqa: ANN401, ARG002
        """To UTC."""
        return value.astimezone(dt.UTC) if value else None

    def process_result_value(self, value: dt.datetime | None, dialect: Any) -> dt.datetime | None:  # noqa: ANN401, ARG002
        """From UTC."""
        return value.replace(tzinfo=dt.UTC) if value and value.tzinfo is None else value


def now() -> dt.datetime:
    """This moment in UTC."""
    return dt.datetime.now(dt.UTC)


class Base(DeclarativeBase):
    """Base of all tables."""


class SchemaVersion(Base):
    """The one row that says which version of the tables a store has."""

    __tablename__ = "schema_version"
    version: Mapped[int] = mapped_column(primary_key=True)


class Upload(Base):
    """One file that was given in: how far its triage is."""

    __tablename__ = "uploads"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(255))
    who: Mapped[str] = mapped_column(String(120))
    started: Mapped[dt.datetime] = mapped_column(Moment, default=now)
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(16), default=RUNNING)
    problem: Mapped[str] = mapped_column(Text, default="")


class InquiryRow(Base):
    """An inquiry as it came: the only place where personal data stands unmasked."""

    __tablename__ = "inquiries"
    __table_args__ = (Index("ix_inquiries_upload_number", "upload_id", "number", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True)
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("uploads.id", ondelete="SET NULL"))
    number: Mapped[int]
    external_id: Mapped[str] = mapped_column(String(255))
    subject: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    received: Mapped[dt.date | None]
    created: Mapped[dt.datetime] = mapped_column(Moment, default=now, index=True)
    parts: Mapped[list[PartRow]] = relationship(
        back_populates="inquiry",
        cascade="all, delete-orphan",
        order_by="PartRow.number",
        passive_deletes=True,
    )


class PartRow(Base):
    """One question of an inquiry, as triage left it and as people changed it.

    ``suggested_programme`` and ``suggested_draft`` keep what triage said. ``version`` rises with every change: whoever
    saves must have seen the newest.
    """

    __tablename__ = "parts"
    id: Mapped[int] = mapped_column(primary_key=True)
    inquiry_id: Mapped[int] = mapped_column(ForeignKey("inquiries.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    version: Mapped[int] = mapped_column()
    state: Mapped[str] = mapped_column(String(16), default=OPEN, index=True)
    question: Mapped[str] = mapped_column(Text)
    programme: Mapped[str] = mapped_column(String(120))
    division: Mapped[str] = mapped_column(String(60), index=True)
    phone: Mapped[str] = mapped_column(String(20))
    runner_up_division: Mapped[str] = mapped_column(String(60))
    confidence: Mapped[float | None]
    urgency: Mapped[str] = mapped_column(String(8), index=True)
    urgency_reason: Mapped[str] = mapped_column(Text)
    status: Mapped[str | None] = mapped_column(String(16), index=True)
    verdict: Mapped[str | None] = mapped_column(String(16))
    draft: Mapped[str] = mapped_column(Text)
    citations: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    needs_human: Mapped[bool]
    needs_human_reason: Mapped[str] = mapped_column(Text)
    audience: Mapped[str] = mapped_column(String(12))
    language: Mapped[str] = mapped_column(String(8))
    suggested_programme: Mapped[str] = mapped_column(String(120))
    suggested_draft: Mapped[str] = mapped_column(Text)
    inquiry: Mapped[InquiryRow] = relationship(back_populates="parts")
    reviews: Mapped[list[ReviewRow]] = relationship(
        back_populates="part", cascade="all, delete-orphan", order_by="ReviewRow.id", passive_deletes=True
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way


class ReviewRow(Base):
    """Who changed a part, when, from what to what."""

    __tablename__ = "reviews"
    id: Mapped[int] = mapped_column(primary_key=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("parts.id", ondelete="CASCADE"), index=True)
    who: Mapped[str] = mapped_column(String(120))
    moment: Mapped[dt.datetime] = mapped_column(Moment, default=now)
    action: Mapped[str] = mapped_column(String(16))
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
    part: Mapped[PartRow] = relationship(back_populates="reviews")


class FeedbackRow(Base):
    """What someone says of a part: helpful or not, and why."""

    __tablename__ = "feedback"
    id: Mapped[int] = mapped_column(primary_key=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("parts.id", ondelete="CASCADE"), index=True)
    who: Mapped[str] = mapped_column(String(120))
    moment: Mapped[dt.datetime] = mapped_column(Moment, default=now)
    helpful: Mapped[bool]
    words: Mapped[str] = mapped_column(Text, default="")
