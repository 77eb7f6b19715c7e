"""BM25 over fugashi terms.

bm25s builds the index; a question adds up the scores of its terms from plain arrays, because importing bm25s (which
imports scipy) takes a seventh of a cold start.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.tokens import tokenise

K1 = 1.2
B = 0.6
_TERMS = "terms.json"


@dataclass(frozen=True)
class LexicalIndex:
    """A BM25 index (Lucene variant) whose rows are numbered as the texts were given.

    Attributes:
        size: number of rows.
        terms: number of each term.
        starts: where the postings of a term start, by its number; those of the last one end at the last start.
        rows: row of each posting.
        weights: BM25 score of each posting.
    """

    size: int
    terms: dict[str, int]
    starts: npt.NDArray[Any]
    rows: npt.NDArray[Any]
    weights: npt.NDArray[np.float32]

    @classmethod
    def build(cls, texts: Sequence[str]) -> LexicalIndex:
        """Index texts; row i of every score vector belongs to text i."""
        return cls.of_terms([tokenise(text) or ["∅"] for text in texts])

    @classmethod
    def of_terms(cls, texts: Sequence[list[str]]) -> LexicalIndex:
        """Index texts that are cut into terms already; none may be empty."""
        import bm25s

        bm25 = bm25s.BM25(method="lucene", k1=K1, b=B)
        bm25.index(list(texts), show_progress=False)
        made: dict[str, Any] = bm25.scores
        starts = made["indptr"]
        terms = {
            term: number for term, number in bm25.vocab_dict.items() if number < len(starts) - 1
        }  # "" has none
        return cls(len(texts), terms, starts, made["indices"], made["data"])

    def save(self, folder: Path) -> None:
        """Write the index; the folder is made."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("starts", "rows", "weights"):
            np.save(folder / f"{name}.npy", getattr(self, name))
        (folder / _TERMS).write_text(json.dumps(self.terms, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, size: int) -> LexicalIndex:
        """Open a saved index of ``size`` rows.

        Raises:
            OSError: a file is missing.
            ValueError: a file is damaged, or they do not belong together.
        """
        terms = json.loads((folder / _TERMS).read_text(encoding="utf-8"))
        starts, rows, weights = (np.load(folder / f"{name}.npy") for name in ("starts", "rows", "weights"))
        whole = len(starts) == len(terms) + 1 and starts[-1] == len(rows) == len(weights)
        if not whole or rows.max(initial=0) >= max(1, size):
            raise ValueError(f"expected the postings of {size} rows and {len(terms)} terms")
        return cls(size, terms, starts, rows, weights)

    def scores(self, terms: Sequence[str]) -> npt.NDArray[np.float32]:
        """BM25 score of every row for the terms; zeros when no term is known."""
        scores = np.zeros(self.size, dtype=np.float32)
        for term in terms:
            if (known := self.terms.get(term)) is not None:
                postings = slice(self.starts[known], self.starts[known + 1])
                scores[self.rows[postings]] += self.weights[postings]  # a term has a row once at most
        return scores

    def rarity(self, term: str) -> float:
        """Inverse document frequency: log(1 + rows / rows with the term); an unknown term is the rarest."""
        known = self.terms.get(term)
        if known is None:
            return float(np.log1p(self.size))
        return float(np.log1p(self.size / max(1, int(self.starts[known + 1]) - int(self.starts[known]))))

    def knows(self, term: str) -> bool:
        """Whether any row holds the term."""
        return term in self.terms
