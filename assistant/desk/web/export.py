"""The queue as a file: approved drafts and corrected routing in the columns of ``madoguchi triage``."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from assistant.desk.store import KEPT_AS_THEY_ARE, DeskStore, Filters
from assistant.desk.tables import PartRow
from assistant.triage import Part
from assistant.triage.run import addresses
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
    return Part.model_validate(
        {
            "inquiry_id": row.inquiry.external_id,
            "part": row.number,
            "citations": row.citations,
            **{name: getattr(row, name) for name in KEPT_AS_THEY_ARE},
        }
    )
