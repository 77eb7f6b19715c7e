"""What people do to a part: change its routing, its draft, approve it."""

from __future__ import annotations

from typing import cast

from assistant.answer import Language
from assistant.desk.store import ConflictError, DeskStore
from assistant.desk.tables import APPROVED, OPEN, PartRow
from assistant.desk.web.access import RefusedError
from assistant.triage.reply import contact_block
from corpus import Corpus

LONGEST_DRAFT = 20_000


def reroute(store: DeskStore, corpus: Corpus, number: int, seen: int, who: str, programme: str) -> PartRow:
    """Route a part to another programme's office, in its draft too where that still says the old one.

    Raises:
        ConflictError: someone else saved first.
        RefusedError: the contact table has no such programme, or there is no such part.
    """
    part, row = store.part(number), corpus.contact(programme)
    if part is None or row is None:
        raise RefusedError(404, "refused.missing")
    if part.version != seen:
        raise ConflictError(part, part.reviews[-1].who if part.reviews else "")
    language = cast("Language", part.language)
    before = contact_block(corpus.contact(part.programme), corpus, language)
    draft = part.draft.replace(before, contact_block(row, corpus, language))
    return store.change(
        number,
        seen,
        who,
        "reroute",
        programme=row.programme,
        division=row.division,
        phone=row.phone,
        draft=draft,
    )


def revise(store: DeskStore, number: int, seen: int, who: str, draft: str, state: str | None) -> PartRow:
    """Save a draft, and with ``state`` approve or reopen it.

    Raises:
        ConflictError: someone else saved first.
        RefusedError: the draft is too long, or there is no such part.
    """
    part = store.part(number)
    if part is None or len(draft) > LONGEST_DRAFT:
        raise RefusedError(404, "refused.missing")
    action = {APPROVED: "approve", OPEN: "reopen"}.get(state or "", "edit")
    changes: dict[str, str] = {} if state == OPEN else {"draft": draft}
    if state:
        changes["state"] = state
    return store.change(number, seen, who, action, **changes)
