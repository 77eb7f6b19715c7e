"""Structured logs on standard error. Questions, answers and contacts are never logged: they may be personal."""

from __future__ import annotations

import logging
import sys

import structlog


def configure(level: str) -> None:
    """Send log events of at least ``level`` (DEBUG, INFO, WARNING, ERROR) to standard error."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping().get(level.upper(), logging.WARNING)
        ),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
