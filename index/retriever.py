"""The fused retriever as LangChain sees it."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from index.ranker import Mode
from index.search import Index


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
