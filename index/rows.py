"""What goes into the collections of a build, and the version that names it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from corpus import Corpus
from index.chroma import METRIC
from index.lexical import K1, B
from index.passage import Chunk
from index.statements import curated_items, row_id, texts_of, words_of
from index.store import SCHEMA
from index.titles import titles_of
from index.tokens import tokenise

OFF_TOPIC = "off_topic"


@dataclass(frozen=True)
class Row:
    """A text to embed: id, text, and what Chroma keeps beside the vector."""

    id: str
    text: str
    metadata: dict[str, str]


def chunk_rows(chunks: Sequence[Chunk]) -> list[Row]:
    """Chunks as rows of the ``passages`` collection."""
    return [
        Row(chunk.id, chunk.embedded, {"kind": chunk.kind, "document": chunk.document}) for chunk in chunks
    ]


def title_rows(chunks: Sequence[Chunk]) -> list[Row]:
    """Titles of the chunks that have one of their own, as rows of the ``titles`` collection."""
    return [Row(chunks[row].id, title, {"kind": "title"}) for row, title in titles_of(chunks).items()]


def utterance_rows(corpus: Corpus) -> list[Row]:
    """What people say, with the programme they mean, as rows of the ``utterances`` collection."""
    said = [
        (text, programme.name)
        for programme in corpus.programmes
        for text in [*programme.utterances, *programme.summary.values()]
    ]
    said += [(text, OFF_TOPIC) for text in corpus.off_topic]
    return [
        Row(hashlib.sha256(text.encode()).hexdigest()[:24], text, {"label": label})
        for text, label in dict(said).items()
    ]


def statement_rows(corpus: Corpus) -> list[Row]:
    """Curated statements and how people ask for them, as rows of the ``statements`` collection."""
    return [
        Row(row_id(item.id, text), text, {"item": item.id})
        for item in curated_items(corpus)
        for text in texts_of(item)
    ]


def statement_words(corpus: Corpus) -> dict[str, str]:
    """What the lexical index of the statements holds, by item."""
    return {item.id: words_of(item) for item in curated_items(corpus)}


def version_of(
    chunks: Sequence[Chunk], utterances: Sequence[Row], statements: Sequence[Row], fingerprint: str
) -> str:
    """Content and configuration hash: equal inputs give the same version, so a second build does nothing.

    Args:
        chunks: with the index terms of their texts, so that another tokeniser is another version, and their titles.
        utterances: rows of the ``utterances`` collection.
        statements: rows of the ``statements`` collection.
        fingerprint: the embedder's.
    """
    parts = [
        [SCHEMA, METRIC, K1, B, fingerprint],
        [[chunk.model_dump_json(), tokenise(chunk.embedded)] for chunk in chunks],
        [[row.id, row.text] for row in title_rows(chunks)],
        [[row.id, row.metadata] for row in (*utterances, *statements)],
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]
