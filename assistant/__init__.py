"""How it is answered: from a question to an Answer with quotations, verdict and contact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.answer import Answer, Turn
    from assistant.service import Assistant
    from assistant.settings import Settings

__all__ = ["Answer", "Assistant", "Settings", "Turn"]

_HOME = {
    "Answer": "assistant.answer",
    "Assistant": "assistant.service",
    "Settings": "assistant.settings",
    "Turn": "assistant.answer",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """Import on first use: the CLI's help must not wait for LangGraph and Chroma."""
    from importlib import import_module

    if name not in _HOME:
        raise AttributeError(f"module 'assistant' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
