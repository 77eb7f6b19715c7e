"""The support desk: its store and its pages."""

from assistant.desk.database import StoreError
from assistant.desk.store import ConflictError, DeskStore

__all__ = ["ConflictError", "DeskStore", "StoreError"]
