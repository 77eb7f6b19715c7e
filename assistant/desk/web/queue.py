"""The queue: which filters were chosen, what they can be, how many parts each holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args
from urllib.parse import urlencode

from assistant.answer import Status
from assistant.desk.store import DeskStore, Filters
from assistant.desk.strings import words
from assistant.desk.tables import APPROVED, OPEN
from corpus.schema import Contact

PAGE = 100
AGES = (1, 3, 7, 14, 30)
NOT_ROUTED = "-"
ANY_STATE = "any"
FAILED = "failed"
Option = tuple[str, str, int | None]


@dataclass(frozen=True)
class Chosen:
    """What the filter form says."""

    division: str = ""
    status: str = ""
    state: str = OPEN
    urgency: str = ""
    age: str = ""
    words: str = ""
    start: int = 0

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Chosen:
        """The choice in an address; what is none there is the default."""
        start = query.get("start", "0")
        return cls(
            query.get("division", "")[:60],
            query.get("status", ""),
            query.get("state", OPEN),
            query.get("urgency", ""),
            query.get("age", ""),
            query.get("words", "")[:200],
            int(start) if start.isdecimal() and len(start) < 8 else 0,  # noqa: PLR2004
        )

    def __getitem__(self, name: str) -> str:
        return str(getattr(self, name))

    @property
    def filters(self) -> Filters:
        """As the store takes it."""
        days = int(self.age) if self.age.isdecimal() and len(self.age) < 5 else 0  # noqa: PLR2004
        return Filters(self.division, self.status, self.state, self.urgency, days, self.words)

    def query(self, start: int = 0) -> str:
        """As an address says it."""
        said = {name: self[name] for name in ("division", "status", "state", "urgency", "age", "words")}
        return urlencode({**{k: v for k, v in said.items() if v}, **({"start": start} if start else {})})


def shown(store: DeskStore, chosen: Chosen, contacts: list[Contact]) -> dict[str, Any]:
    """What the queue page shows: rows, and each filter's values with their counts under the other filters."""
    filters = chosen.filters
    by_division = store.counts(replace(filters, division=""), "division")
    by_status = store.counts(replace(filters, status=""), "status")
    by_state = store.counts(replace(filters, state=ANY_STATE), "state")
    by_urgency = store.counts(replace(filters, urgency=""), "urgency")
    everything: Option = ("", words("queue.any"), None)
    total = sum(store.counts(filters, "state").values())
    parts = store.queue(filters, PAGE, chosen.start)
    more = chosen.start + len(parts) < total
    divisions = list(dict.fromkeys(row.division for row in contacts))
    return {
        "chosen": chosen,
        "parts": parts,
        "total": total,
        "page": PAGE,
        "query": chosen.query(),
        "next_query": chosen.query(chosen.start + PAGE) if more else "",
        "divisions": [
            everything,
            *((name, name, by_division.get(name, 0)) for name in divisions),
            (NOT_ROUTED, words("queue.none"), by_division.get("", 0)),
        ],
        "statuses": [
            everything,
            *((name, words(f"status.{name}"), by_status.get(name, 0)) for name in get_args(Status)),
            (FAILED, words("status.failed"), by_status.get("", 0)),
        ],
        "states": [
            (ANY_STATE, words("queue.any"), None),
            *((name, words(f"state.{name}"), by_state.get(name, 0)) for name in (OPEN, APPROVED)),
        ],
        "urgencies": [
            everything,
            *(
                (name, words(f"urgency.{name}"), by_urgency.get(name, 0))
                for name in ("high", "normal", "low")
            ),
        ],
        "ages": [everything, *((str(days), words("queue.age_days", days=days), None) for days in AGES)],
    }
