"""BM25 over fugashi terms."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
import numpy.typing as npt

from index.tokens import tokenise

K1 = 1.2
B = 0.6


class LexicalIndex:
    """A BM25 index (Lucene variant) whose rows are numbered as the texts were given."""

    def __init__(self, bm25: bm25s.BM25, size: int) -> None:
        self._bm25, self._size = bm25, size

    @classmethod
    def build(cls, texts: Sequence[str]) -> LexicalIndex:
        """Index texts; row i of every score vector belongs to text i."""
        bm25 = bm25s.BM25(method="lucene", k1=K1, b=B)
        bm25.index([tokenise(text) or ["∅"] for text in texts], show_progress=False)
        return cls(bm25, len(texts))

    def save(self, folder: Path) -> None:
        """Write the index; the folder is made."""
        folder.mkdir(parents=True, exist_ok=True)
        self._bm25.save(str(folder))

    @classmethod
    def load(cls, folder: Path, size: int) -> LexicalIndex:
        """Open a saved index of ``size`` rows."""
        return cls(bm25s.BM25.load(str(folder)), size)

    def scores(self, terms: Sequence[str]) -> npt.NDArray[np.float32]:
        """BM25 score of every row for the terms; zeros when no term is known."""
        known = [term for term in terms if term in self._bm25.vocab_dict]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._bm25.get_scores(known), dtype=np.float32)

    @property
    def vocabulary(self) -> list[str]:
        """All terms of the texts."""
        return [str(term) for term in self._bm25.vocab_dict]

    def rarity(self, term: str) -> float:
        """Inverse document frequency: log(1 + rows / rows with the term); an unknown term is the rarest."""
        known = self._bm25.vocab_dict.get(term)
        if known is None:
            return float(np.log1p(self._size))
        starts = self._bm25.scores["indptr"]
        return float(np.log1p(self._size / max(1, int(starts[known + 1]) - int(starts[known]))))

    def knows(self, term: str) -> bool:
        """Whether any row holds the term."""
        return term in self._bm25.vocab_dict
