"""Two ways to run an embedding model, behind one protocol."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from index.bundled_model.export import GRAPH, INPUTS, PIECES

Kind = Literal["query", "document"]
Vectors = NDArray[np.float32]
BATCH = 16
LONGEST = 512
BOS, PAD, EOS = 0, 1, 2


class Encoder(Protocol):
    """A loaded model."""

    def encode(self, texts: Sequence[str], prompt: str, kind: Kind) -> Vectors:
        """Unit vectors of texts, in order, each read with the prompt before it."""
        ...


class ExportedEncoder:
    """The export of the bundled model under onnxruntime, cut into pieces by sentencepiece; many threads may call it.

    Neither torch nor transformers is imported, and weights are mapped from the file: 0.4 GB and a second, not 0.9 and
    six (docs/decisions/0012-onnx-export.md).
    """

    def __init__(self, folder: Path, threads: int | None) -> None:
        import onnxruntime
        from sentencepiece import SentencePieceProcessor

        options = onnxruntime.SessionOptions()
        options.enable_cpu_mem_arena = False  # an arena keeps the memory of the longest batch for ever
        options.enable_mem_pattern = False
        options.inter_op_num_threads = 1
        options.intra_op_num_threads = threads or 0
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            str(folder / GRAPH), options, providers=["CPUExecutionProvider"]
        )
        self._pieces = SentencePieceProcessor(model_file=str(folder / PIECES))

    @staticmethod
    def serves(folder: Path) -> bool:
        """Whether a folder holds an export."""
        return (folder / GRAPH).is_file() and (folder / PIECES).is_file()

    def encode(self, texts: Sequence[str], prompt: str, kind: Kind = "query") -> Vectors:  # noqa: ARG002
        """Unit vectors; texts of like length are run together, so that little is padded."""
        cut: list[list[int]] = self._pieces.encode([prompt + text for text in texts])
        ids = [[BOS, *pieces[: LONGEST - 2], EOS] for pieces in cut]
        order = sorted(range(len(ids)), key=lambda at: len(ids[at]))
        vectors: list[Any] = [None] * len(ids)
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            for at, vector in zip(batch, self._run([ids[at] for at in batch]), strict=True):
                vectors[at] = vector
        return np.array(vectors, dtype=np.float32)

    def _run(self, ids: Sequence[list[int]]) -> Any:  # noqa: ANN401 - onnxruntime ships no types
        tokens = np.full((len(ids), max(map(len, ids))), PAD, dtype=np.int64)
        mask = np.zeros_like(tokens)
        for row, pieces in enumerate(ids):
            tokens[row, : len(pieces)] = pieces
            mask[row, : len(pieces)] = 1
        return self._session.run(None, dict(zip(INPUTS, (tokens, mask), strict=True)))[0]


class TransformerEncoder:
    """Any sentence-transformers model, from a folder or the local cache."""

    def __init__(self, name: str, threads: int | None) -> None:
        """Load.

        Raises:
            OSError: there is no such model here.
            ValueError: it is not one that can be loaded.
        """
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        if threads is not None:
            torch.set_num_threads(threads)
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        self._model = SentenceTransformer(name, local_files_only=True, device="cpu")

    def encode(self, texts: Sequence[str], prompt: str, kind: Kind) -> Vectors:
        """Unit vectors by the model's own way for queries and for documents."""
        encode = self._model.encode_query if kind == "query" else self._model.encode_document
        vectors = encode(
            list(texts), prompt=prompt, batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)
