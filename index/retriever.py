"""The fused retriever and the embedding model as LangChain sees them."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from index.embedding import Embedder
from index.ranker import Mode
from index.search import Index


class ModelEmbeddings(Embeddings):
    """The model as LangChain sees it: both prefixes are put before texts here, whoever calls."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Unit vectors of passages, in order."""
        return self._embedder.embed_documents(texts)

    def embed_query(self, text: str) -> list[float]:
        """Unit vector of a question."""
        return self._embedder.embed_query(text)


class HybridRetriever(BaseRetriever):
    """Dense and lexical search of one index as a LangChain retriever.

    ``page_content`` is heading and verbatim text; ``metadata`` holds document, lines, edition, programmes and score.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: Index
    k: int = 10
    mode: Mode = "hybrid"

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - the base class passes it
        **options: Any,  # noqa: ANN401
    ) -> list[Document]:
        found = self.index.search(query, self.k, self.mode, **options)
        return [
            Document(
                id=passage.id,
                page_content=passage.shown,
                metadata=passage.model_dump(
                    include={"document", "lines", "heading", "edition", "programmes", "kind", "score"}
                ),
            )
            for passage in found
        ]
