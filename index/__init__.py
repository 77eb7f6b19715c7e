"""How it is found: text to chunks to vectors and words, and the search over both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from index.passage import Passage
    from index.retriever import HybridRetriever
    from index.search import Index

__all__ = ["HybridRetriever", "Index", "Passage"]

_HOME = {"HybridRetriever": "index.retriever", "Index": "index.search", "Passage": "index.passage"}


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """Import on first use: the CLI's help must not wait for numpy, LangChain and Chroma."""
    from importlib import import_module

    if name not in _HOME:
        raise AttributeError(f"module 'index' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
