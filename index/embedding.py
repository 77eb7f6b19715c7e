"""Texts to vectors."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from functools import cached_property
from pathlib import Path

from corpus.text import canonical
from index.encoders import BATCH, Encoder, ExportedEncoder, Kind, TransformerEncoder
from index.errors import IndexMissingError
from index.settings import IndexSettings

__all__ = ["BATCH", "Embedder"]


class Embedder:
    """One loaded model, with the methods of a LangChain ``Embeddings`` (``index.retriever.as_embeddings`` makes it one).

    Loading takes a second or more, so it happens at the first text, once.

    Queries and documents get their own prefixes: multilingual-e5 was trained with them and loses without.
    """

    def __init__(self, settings: IndexSettings, threads: int | None = None) -> None:
        """Not loaded yet.

        Args:
            settings: which model, and its prefixes.
            threads: of the engine: one is best for single queries on a busy machine; None leaves it its own
                choice, which is best for building.
        """
        self._settings, self.threads = settings, threads
        self._loading, self._one_at_a_time = threading.Lock(), threading.Lock()

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
    def _encoder(self) -> Encoder:
        self._require_bundled()
        path = self._settings.model_path
        try:
            if self.exported:
                return ExportedEncoder(Path(path), self.threads)
            return TransformerEncoder(path, self.threads)
        except (OSError, ValueError) as error:
            raise IndexMissingError(
                f"The embedding model {path} cannot be loaded ({error}). "
                "Set MADOGUCHI_EMBEDDING_MODEL to a sentence-transformers folder, or unset it."
            ) from error

    @property
    def exported(self) -> bool:
        """Whether the export serves: the bundled model is the one to use, and has one."""
        return self._settings.embedding_model is None and ExportedEncoder.serves(
            self._settings.bundled_model_dir
        )

    def load(self) -> Encoder:
        """Load the model now, so that the first question does not wait for it; many may ask, one loads."""
        with self._loading:
            return self._encoder

    def load_meanwhile(self) -> None:
        """Begin to load in a thread of its own; the first text waits for it, and gets its error if it has one.

        A program that ends meanwhile waits for it: a thread cut off inside onnxruntime aborts the process.
        """
        threading.Thread(target=self._try_load, name="embedding model").start()

    def _try_load(self) -> None:
        with suppress(IndexMissingError):
            self.load()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Unit vectors of passages, in order."""
        return self._embed(texts, self._settings.document_prompt, "document")

    def embed_query(self, text: str) -> list[float]:
        """Unit vector of a question."""
        return self._embed([text], self._settings.query_prompt, "query")[0]

    def _embed(self, texts: Sequence[str], prompt: str, kind: Kind) -> list[list[float]]:
        encoder, cleaned = self.load(), [canonical(text) for text in texts]
        with nullcontext() if isinstance(encoder, ExportedEncoder) else self._one_at_a_time:
            vectors: list[list[float]] = encoder.encode(cleaned, prompt, kind).tolist()
        return vectors
