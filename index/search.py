"""The opened index: dense, lexical and hybrid search over one build."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from corpus import Corpus
from index.embedding import Embedder
from index.expansion import Thesaurus
from index.files import read_chunks, read_lexical, read_statements
from index.held import opened
from index.names import Names
from index.nearest import Nearest
from index.passage import Chunk, Passage
from index.ranker import Cosines, Mode, Ranker, Titles
from index.sayings import Sayings
from index.settings import IndexSettings
from index.spans import Span, spans_of
from index.statements import Found, Statements
from index.store import Store
from index.titles import titles_of
from index.tokens import has_kanji, tokenise

__all__ = ["Index", "Mode"]

PROGRAMME_BONUS = 0.35
CONTACT_TERM = "担当課"
"""The thesaurus gives it for whatever asks whom to call."""
CONTACTS = 3
"""Contact rows put first when several programmes are named."""
SPAN_PASSAGES = 8
"""Passages that are cut into spans."""


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
        near = opened(store, self.version)
        self.sayings = Sayings(near["utterances"].rows)
        self._names = Names(corpus.programmes)
        titled = frozenset(titles_of(self.chunks))
        self._ranker = Ranker(
            self._lexical,
            self._by_row(near["passages"]),
            Titles(titled, self._by_row(near["titles"])) if titled else None,
            Thesaurus(corpus.thesaurus),
        )
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
        programmes: Collection[str] | None = None,
    ) -> list[Passage]:
        """The k best passages, best first.

        Args:
            question: any text; an empty one finds nothing.
            k: how many.
            mode: by meaning, by words, or both.
            vector: the question's embedding when already at hand.
            programmes: official names the question is known to be about; their passages rank higher. None: those
                that the question names.
        """
        if not question.strip():
            return []
        if vector is None and mode != "lexical":
            vector = self.embed(question)
        plain = mode != "hybrid"
        named = self._names.named(question) if programmes is None and not plain else set()
        wanted = named | set(programmes or ())
        extra = [] if has_kanji(question) else [term for name in sorted(named) for term in tokenise(name)]
        ranking = self._ranker.rank(question, vector or (), mode, extra)
        scores = {
            row: score + PROGRAMME_BONUS * bool(wanted & set(self.chunks[row].programmes))
            for row, score in ranking.scores.items()
        }
        best = sorted(scores, key=lambda row: (-scores[row], row))
        best = (best if plain else self._contact_first(question, best, wanted))[:k]
        return [
            Passage.of(
                self.chunks[row], round(float(scores[row]), 4), round(ranking.cosines.get(row, 0.0), 4)
            )
            for row in best
        ]

    def spans(
        self,
        question: str,
        k: int = 10,
        *,
        vector: Sequence[float] | None = None,
        programmes: Collection[str] | None = None,
    ) -> list[Span]:
        """The sentences, bullets and table rows that answer, best first; neighbours and heading on demand."""
        found = self.search(question, SPAN_PASSAGES, vector=vector, programmes=programmes)
        terms = [*tokenise(question), *self.widened(question)]
        return spans_of(found, {term: self.rarity(term) for term in terms if self.knows(term)})[:k]

    def _contact_first(self, question: str, best: list[int], wanted: set[str]) -> list[int]:
        """When it is asked whom to call: the contact row of the programme in question before all else."""
        if CONTACT_TERM not in self.widened(question):
            return best
        subject = wanted or next(
            (set(found) for row in best if (found := self.chunks[row].programmes)), set()
        )
        rows = {row for row in best if self.chunks[row].kind == "contact"}
        first = [row for row in best if row in rows and subject & set(self.chunks[row].programmes)][:CONTACTS]
        return [*first, *(row for row in best if row not in first)]

    def _by_row(self, rows: Nearest) -> Cosines:
        """The nearest rows of a collection whose ids are those of chunks."""
        return lambda vector, n: {self._row[near.id]: near.cosine for near in rows.search(vector, n)}

    def statements(self, question: str, vector: Sequence[float]) -> list[Found]:
        """Curated facts and requirements that fit a question, best first; [] when none are curated."""
        return self._statements.search(question, vector, self.widened(question)) if self._statements else []

    def rarity(self, term: str) -> float:
        """How much a term tells passages apart (inverse document frequency)."""
        return self._lexical.rarity(term)

    def widened(self, question: str) -> list[str]:
        """Terms the documents use for the words of a question."""
        return self._ranker.widened(question)

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
