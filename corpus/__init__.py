"""What we know: documents, contacts, programmes and curated knowledge, as data with a schema."""

from corpus.loader import Corpus, Document, load_corpus

__all__ = ["Corpus", "Document", "load_corpus"]
