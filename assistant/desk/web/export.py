"""The queue as a file: approved drafts and corrected routing in the columns of ``madoguchi triage``."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from assistant.answer import Citation, Language, Status, Verdict
from assistant.desk.store import DeskStore, Filters
from assistant.desk.tables import PartRow
from assistant.triage import Part
from assistant.triage.audience import Audience
from assistant.triage.run import addresses
from assistant.triage.urgency import Level
from assistant.triage.writers import write
from corpus import Corpus

BATCH = 200


def export(store: DeskStore, filters: Filters, ending: str, corpus: Corpus) -> bytes:
    """The parts that fit as a CSV or XLSX file.

    Args:
        store: the desk's store.
        filters: as in the queue.
        ending: ``.csv`` or ``.xlsx``.
        corpus: for the links of a workbook.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"desk{ending}"
        write(_parts(store, filters), path, addresses(corpus))
        return path.read_bytes()


def _parts(store: DeskStore, filters: Filters) -> Iterator[Part]:
    start = 0
    while found := store.queue(filters, BATCH, start):
        yield from map(as_part, found)
        start += len(found)


def as_part(row: PartRow) -> Part:
    """A saved part as triage hands one out."""
    return Part(
        inquiry_id=row.inquiry.external_id,
        part=row.number,
        question=row.question,
        programme=row.programme,
        division=row.division,
        phone=row.phone,
        runner_up_division=row.runner_up_division,
        confidence=row.confidence,
        urgency=cast("Level", row.urgency),
        urgency_reason=row.urgency_reason,
        status=cast("Status | None", row.status),
        verdict=cast("Verdict | None", row.verdict),
        draft=row.draft,
        citations=[Citation.model_validate(item) for item in row.citations],
        needs_human=row.needs_human,
        needs_human_reason=row.needs_human_reason,
        audience=cast("Audience", row.audience),
        language=cast("Language", row.language),
    )
