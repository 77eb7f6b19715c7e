"""The desk's pages as HTML: templates that escape everything they are given."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from assistant.desk.strings import words
from assistant.desk.tables import PartRow, now
from assistant.desk.web.access import Mode, Session
from assistant.web.strings import edition_label, lines_label

HERE = Path(__file__).resolve().parent
JAPAN = dt.timezone(dt.timedelta(hours=9))


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(t=words, edition=edition_label, lines=lines_label, age=age, moment=moment)
    return made


def age(part: PartRow) -> str:
    """How long ago an inquiry came, in days."""
    came = part.inquiry.received or part.inquiry.created.astimezone(JAPAN).date()
    days = (now().astimezone(JAPAN).date() - came).days
    return words("days", days=days) if days > 0 else words("today")


def moment(value: dt.datetime) -> str:
    """A moment as the clock in Japan shows it."""
    return f"{value.astimezone(JAPAN):%Y-%m-%d %H:%M}"


def page(
    name: str,
    title: str,
    session: Session | None,
    mode: Mode,
    *,
    message: str = "",
    problem: str = "",
    **values: object,
) -> str:
    """A page of the desk.

    Args:
        name: of the template.
        title: heading of the page.
        session: whose page it is; its forms carry their token.
        mode: how people log in.
        message: what was done.
        problem: what went wrong.
        values: what the template shows.
    """

    def csrf() -> Markup:
        token = escape(session.token if session else "")
        return Markup('<input type="hidden" name="csrf" value="{}">').format(token)

    return (
        _environment()
        .get_template(f"{name}.html")
        .render(
            title=title, session=session, mode=mode, message=message, problem=problem, csrf=csrf, **values
        )
    )
