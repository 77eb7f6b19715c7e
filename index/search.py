"""The opened index: dense, lexical and hybrid search over one build."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal

import numpy as np

from corpus import Corpus
from index.embedding import Embedder
from index.expansion import Thesaurus
from index.files import read_chunks, read_lexical, read_statements
from index.fusion import fuse
from index.nearest import Nearest, top
from index.passage import Chunk, Passage
from index.settings import IndexSettings
from index.statements import Found, Statements
from index.store import KINDS, Store
from index.tokens import has_japanese, tokenise

Mode = Literal["hybrid", "dense", "lexical"]

POOL = 60
EXPANSION_WEIGHT = 0.5
PROGRAMME_BONUS = 0.35


class Index:
    """One build, open for reading. Thread-safe: Chroma, the model and numpy arrays are only read."""

    def __init__(self, settings: IndexSettings, corpus: Corpus, embedder: Embedder | None = None) -> None:
        """Open the serving build.

        Args:
            settings: where it lies, and with which model it was to be built.
            corpus: what it was built from.
            embedder: one that is loaded already, or about to be.

        Raises:
            IndexMissingError: nothing was built, or the model folder is missing.
            IndexMismatchError: built with another model, prefix, metric or schema than the settings ask for.
        """
        store = Store(settings)
        self.embedder = embedder or Embedder(settings, threads=1)
        self.manifest = store.opened(self.embedder.fingerprint)
        self.version = self.manifest.version
        folder = store.build_folder(self.version)
        self.chunks: list[Chunk] = read_chunks(folder)
        self._row = {chunk.id: row for row, chunk in enumerate(self.chunks)}
        self._lexical = read_lexical(folder, len(self.chunks))
        near = {kind: Nearest(store.collection(kind, self.version)) for kind in KINDS}
        if all(rows.at_hand for rows in near.values()):
            store.close()
        self._passages, self._utterances = near["passages"], near["utterances"]
        self._thesaurus = Thesaurus(corpus.thesaurus)
        ids, words = read_statements(folder)
        self._statements = Statements(near["statements"], words, ids) if words is not None else None

    def embed(self, question: str) -> list[float]:
        """The question's unit vector; pass it on to search twice for the price of one embedding."""
        return self.embedder.embed_query(question)

    def search(
        self,
        question: str,
        k: int = 10,
        mode: Mode = "hybrid",
        *,
        vector: Sequence[float] | None = None,
        programmes: Collection[str] = (),
    ) -> list[Passage]:
        """The k best passages, best first.

        Args:
            question: any text; an empty one finds nothing.
            k: how many.
            mode: by meaning, by words, or both.
            vector: the question's embedding when already at hand.
            programmes: official names the question is known to be about; their passages rank higher.
        """
        if not question.strip():
            return []
        dense = {} if mode == "lexical" else self._dense(self.embed(question) if vector is None else vector)
        lexical = {} if mode == "dense" else self.lexical(question)
        scores = fuse(dense, lexical)
        if programmes:
            wanted = set(programmes)
            scores = {
                row: score + PROGRAMME_BONUS * bool(wanted & set(self.chunks[row].programmes))
                for row, score in scores.items()
            }
        best = sorted((row for row in scores if row >= 0), key=lambda row: (-scores[row], row))[:k]
        return [
            Passage.of(self.chunks[row], round(float(scores[row]), 4), round(dense.get(row, 0.0), 4))
            for row in best
        ]

    def _dense(self, vector: Sequence[float]) -> dict[int, float]:
        return {self._row[near.id]: near.cosine for near in self._passages.search(vector, POOL)}

    def lexical(self, question: str) -> dict[int, float]:
        """BM25 by row for the best rows: the question's own terms, and at less weight what they are called in documents.

        A question without Japanese characters is searched by its thesaurus terms alone.
        """
        own = tokenise(question) if has_japanese(question) else []
        scores = self._lexical.scores(own) + EXPANSION_WEIGHT * self._lexical.scores(
            [t for t in self._thesaurus.terms(question) if t not in own]
        )
        return {row: float(scores[row]) for row in top(scores, POOL) if scores[row] > 0}

    def statements(self, question: str, vector: Sequence[float]) -> list[Found]:
        """Curated facts and requirements that fit a question, best first; [] when none are curated."""
        return self._statements.search(question, vector, self.widened(question)) if self._statements else []

    def rarity(self, term: str) -> float:
        """How much a term tells passages apart (inverse document frequency)."""
        return self._lexical.rarity(term)

    def widened(self, question: str) -> list[str]:
        """Terms the documents use for the words of a question."""
        return self._thesaurus.terms(question)

    def holding(self, terms: Sequence[str]) -> list[Chunk]:
        """Chunks that hold all of the terms."""
        hits = [self._lexical.scores([term]) > 0 for term in terms]
        return [self.chunks[int(row)] for row in np.flatnonzero(np.logical_and.reduce(hits))] if hits else []

    def knows(self, term: str) -> bool:
        """Whether any passage holds an index term."""
        return self._lexical.knows(term)

    def heard(self, term: str) -> bool:
        """Whether any passage, curated item or way to ask for one holds an index term."""
        return self.knows(term) or (self._statements is not None and self._statements.knows(term))

    def utterances(self, vector: Sequence[float], k: int = 8) -> list[tuple[str, float]]:
        """The k known sayings nearest to a question: programme name (or ``off_topic``) and cosine, nearest first."""
        return [(str(near.metadata["label"]), near.cosine) for near in self._utterances.search(vector, k)]
