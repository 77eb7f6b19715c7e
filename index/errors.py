"""Errors of this room; every message says which command repairs it."""

from __future__ import annotations


class IndexMissingError(Exception):
    """There is no index to open, or the model folder is missing."""


class IndexMismatchError(Exception):
    """The index was built with another model, prefix, metric or schema than the settings ask for."""
