"""Structured logs on standard error. Questions and answers are never logged, and what might be personal is masked."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from functools import cache
from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    from assistant.privacy import Masker

SHORTEST_MASKED = 4


@cache
def _masker() -> Masker:
    from assistant.privacy import Masker
    from corpus.loader import ROOT
    from corpus.reading import read_contacts

    return Masker(read_contacts(ROOT / "contacts.csv"))


def masked(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Mask personal data in every text of a log event, a traceback included."""
    mask = _masker().mask
    for name, value in event.items():
        if isinstance(value, str) and len(value) >= SHORTEST_MASKED and name not in ("level", "timestamp"):
            event[name] = mask(value)
    return event


def configure(level: str) -> None:
    """Send log events of at least ``level`` (DEBUG, INFO, WARNING, ERROR) to standard error."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.format_exc_info,
            masked,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping().get(level.upper(), logging.WARNING)
        ),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
