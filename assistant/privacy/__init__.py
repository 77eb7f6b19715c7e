"""Personal data: found and masked before anything is logged or sent to a model."""

from assistant.privacy.masking import Masker
from assistant.privacy.spans import Span

__all__ = ["Masker", "Span"]
