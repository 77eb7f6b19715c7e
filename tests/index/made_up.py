"""An embedder without a model, for tests of everything but meaning."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Sequence

import numpy as np

from corpus import Corpus, load_corpus
from index.embedding import Embedder
from index.settings import IndexSettings


class MadeUp(Embedder):
    """Unit vectors of 16 numbers from the hash of a text; counts what it is given."""

    embedded: list[str]

    def __init__(self, settings: IndexSettings, threads: int | None = None) -> None:
        super().__init__(settings, threads)
        self.settings = settings

    @property
    def fingerprint(self) -> str:  # type: ignore[override]
        """Of the prompts alone."""
        parts = self.settings.query_prompt + self.settings.document_prompt
        return hashlib.sha256(parts.encode()).hexdigest()[:16]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a text."""
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])
        vector = np.random.default_rng(seed).normal(size=16)
        return list((vector / np.linalg.norm(vector)).tolist())

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The vectors of texts, counted."""
        type(self).embedded += texts
        return [self.embed_query(text) for text in texts]


def small_corpus(off_topic: Sequence[str] = ("ラーメン", "天気")) -> Corpus:
    """The shipped documents with few utterances and curated items: about 250 texts to embed."""
    whole = load_corpus()
    programmes = [item.model_copy(update={"utterances": item.utterances[:1]}) for item in whole.programmes]
    name = "地域活性化起業人"
    few = whole.knowledge[name].model_copy(
        update={
            "facts": whole.knowledge[name].facts[:2],
            "requirements": whole.knowledge[name].requirements[:2],
        }
    )
    return dataclasses.replace(whole, programmes=programmes, off_topic=list(off_topic), knowledge={name: few})
