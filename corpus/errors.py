"""The error of this room."""

from __future__ import annotations


class CorpusError(Exception):
    """A data file is wrong; the message names file, line, field and what to do."""
