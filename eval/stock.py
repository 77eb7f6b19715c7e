"""The baseline: the stock LangChain recipe, as its tutorials have it.

RecursiveCharacterTextSplitter with its default separators, an overlap of a fifth, the same embedding model with
the same prefixes as ours, Chroma with cosine distance, and the four best chunks.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from eval.evidence import Piece, Sources

if TYPE_CHECKING:
    from langchain_chroma import Chroma
    from langchain_core.embeddings import Embeddings

SIZES = (200, 400, 1000)  # characters a chunk
OVERLAP = 0.2
TOP = 4  # LangChain's default k


def split(sources: Sources, size: int) -> list[Piece]:
    """All documents cut by the stock splitter; each chunk knows where it starts."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=size, chunk_overlap=int(size * OVERLAP), add_start_index=True
    )
    return [
        Piece(name, chunk.page_content, start=chunk.metadata["start_index"])
        for name, source in sources.items()
        for chunk in splitter.create_documents([source.text])
    ]


class StockRecipe:
    """One stock retriever over the documents; made by ``open_stock``."""

    depth = TOP

    def __init__(self, size: int, store: Chroma, pieces: list[Piece]) -> None:
        self.name = f"stock-{size}"
        self._store = store
        self._pieces = {str(number): piece for number, piece in enumerate(pieces)}

    def search(self, query: str, k: int) -> list[Piece]:
        """The k nearest chunks, best first."""
        found = self._store.similarity_search(query, k=min(k, len(self._pieces)))
        return [self._pieces[str(document.metadata["number"])] for document in found]


@contextmanager
def open_stock(sources: Sources, embeddings: Embeddings, size: int) -> Iterator[StockRecipe]:
    """Build the recipe in memory for one chunk size, and drop it afterwards.

    Args:
        sources: the documents.
        embeddings: the model; must put its prefixes before queries and documents itself.
        size: characters a chunk.
    """
    import chromadb
    from langchain_chroma import Chroma

    pieces = split(sources, size)
    # In-memory clients of one process share their collections, so the name says what is inside.
    digest = hashlib.sha256("".join(piece.text for piece in pieces).encode()).hexdigest()[:16]
    store = Chroma(
        collection_name=f"stock-{size}-{digest}",
        embedding_function=embeddings,
        client=chromadb.EphemeralClient(chromadb.Settings(anonymized_telemetry=False)),
        collection_configuration={"hnsw": {"space": "cosine"}},
    )
    store.reset_collection()  # a run that broke off may have left one of the same name
    try:
        store.add_texts([p.text for p in pieces], metadatas=[{"number": i} for i in range(len(pieces))])
        yield StockRecipe(size, store, pieces)
    finally:
        store.delete_collection()
