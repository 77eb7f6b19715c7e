"""The unit that is indexed and found."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Kind = Literal["text", "row", "contact"]


class Chunk(BaseModel):
    """A stretch of a document that is indexed as one.

    Attributes:
        id: hash of document, lines and embedded text; equal chunks keep their id between builds.
        document: document id.
        lines: first and last source line, 1-based, inclusive.
        heading: titles of the outline above it, joined by " > ".
        text: verbatim source (staff names of contact rows masked).
        embedded: heading and corrected plain text, as the model and the lexical index see it.
        programmes: official names of the programmes the section speaks of; [] when cross-cutting.
        edition: default 年度 of the span.
        kind: running text, table row or row of the contact table.
        scheme: id of the 類型 the section speaks of.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    document: str
    lines: tuple[int, int]
    heading: str
    text: str
    embedded: str
    programmes: list[str] = []
    edition: str
    kind: Kind = "text"
    scheme: str | None = None

    @property
    def title(self) -> str:
        """What it is titled: the outline above it; a contact row, whose heading all have, by the name of its programme."""
        return self.programmes[0] if self.kind == "contact" else self.heading


class Passage(Chunk):
    """A chunk that was found, with its score (higher is better; comparable within one search only) and its cosine.

    ``cosine`` is 0 when the search was by words alone, or when the chunk is not among the nearest.
    """

    score: float
    cosine: float = 0.0

    @classmethod
    def of(cls, chunk: Chunk, score: float, cosine: float = 0.0) -> Passage:
        """A chunk with how well it was found; a chunk is valid already, so nothing is validated again."""
        return cls.model_construct(**chunk.__dict__, score=score, cosine=cosine)

    @property
    def shown(self) -> str:
        """Heading and verbatim text, as ``retrieved`` hands it out."""
        return f"{self.heading}\n{self.text}" if self.heading else self.text
