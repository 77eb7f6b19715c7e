"""Errors of this room; every message says which command repairs it."""

from __future__ import annotations

REPAIR = "Run `madoguchi index build`."


class IndexMissingError(Exception):
    """There is no index to open, or something it needs (model folder, Chroma server) is not there."""


class IndexMismatchError(Exception):
    """The index was built with another model, prefix, metric or schema than the settings ask for."""
