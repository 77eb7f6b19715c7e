"""Texts to vectors through sentence-transformers, as a LangChain ``Embeddings``."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from langchain_core.embeddings import Embeddings

from corpus.text import canonical
from index.errors import IndexMissingError
from index.settings import IndexSettings

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BATCH = 16


class Embedder(Embeddings):
    """One loaded model. Loading takes seconds, so it happens at the first text, once.

    Queries and documents get their own prefixes: multilingual-e5 was trained with them and loses without.
    """

    threads: int | None = None
    """Threads of the tensor engine: one is best for single queries on a busy machine; None leaves its own choice,
    which is best for building."""

    def __init__(self, settings: IndexSettings) -> None:
        self._settings = settings
        self._lock = threading.Lock()

    @cached_property
    def fingerprint(self) -> str:
        """Hash of what makes vectors comparable: model (its weights' size for a folder) and prefixes.

        Raises:
            IndexMissingError: the bundled model is the one to use and was not converted yet.
        """
        self._require_bundled()
        path = Path(self._settings.model_path)
        weights = (
            [[file.name, file.stat().st_size] for file in sorted(path.glob("*.safetensors"))]
            if path.is_dir()
            else []
        )
        name = path.name if path.is_dir() else self._settings.model_path
        parts = [name, weights, self._settings.query_prompt, self._settings.document_prompt]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]

    def _require_bundled(self) -> None:
        folder = self._settings.bundled_model_dir
        if self._settings.embedding_model is None and not (folder / "modules.json").is_file():
            raise IndexMissingError(
                f"Expected the converted embedding model in {folder}, found none. "
                "Run `python -m index.bundled_model` (or `make run`, which does it)."
            )

    @cached_property
    def _model(self) -> SentenceTransformer:
        self._require_bundled()
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        if self.threads is not None:
            import torch

            torch.set_num_threads(self.threads)

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            return SentenceTransformer(self._settings.model_path, local_files_only=True, device="cpu")
        except (OSError, ValueError) as error:
            raise IndexMissingError(
                f"The embedding model {self._settings.model_path} cannot be loaded ({error}). "
                "Set MADOGUCHI_EMBEDDING_MODEL to a sentence-transformers folder, or unset it."
            ) from error

    def load(self) -> None:
        """Load the model now, so that the first question does not wait for it."""
        with self._lock:
            _ = self._model

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Unit vectors of passages, in order."""
        with self._lock:
            vectors = self._model.encode_document(
                [canonical(text) for text in texts],
                prompt=self._settings.document_prompt,
                batch_size=BATCH,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
        return [vector.tolist() for vector in vectors]

    def embed_query(self, text: str) -> list[float]:
        """Unit vector of a question."""
        with self._lock:
            vectors = self._model.encode_query(
                [canonical(text)],
                prompt=self._settings.query_prompt,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
        return list(vectors[0].tolist())
