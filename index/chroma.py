"""The Chroma side of the store: connect, make and open collections with cosine asserted."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

from index.errors import REPAIR, IndexMismatchError, IndexMissingError

METRIC = "cosine"
HNSW = {"ef_construction": 400, "ef_search": 400, "max_neighbors": 32}
"""At the defaults a search misses true neighbours now and then; wider lists cost well under a millisecond here."""
_OURS = re.compile(r"(?:passages|utterances|statements|titles)-([0-9a-f]{16}(?:-\d+)?)")


class Database:
    """One Chroma database: a folder of this process, or a server."""

    def __init__(self, place: Path | str) -> None:
        """Connect.

        Args:
            place: a folder, made when missing, or the ``http://host:port`` of a server.

        Raises:
            IndexMissingError: the folder cannot be opened as a database, or no server answers.
        """
        import chromadb
        from chromadb.config import Settings

        quiet = Settings(anonymized_telemetry=False)
        with _explained(place):
            if isinstance(place, Path):
                place.mkdir(parents=True, exist_ok=True)
                self._client: Any = chromadb.PersistentClient(str(place), settings=quiet)
            else:
                url = urlparse(place)
                host, port, ssl = url.hostname or "127.0.0.1", url.port or 8000, url.scheme == "https"
                self._client = chromadb.HttpClient(host=host, port=port, ssl=ssl, settings=quiet)
            self._client.list_collections()

    def create(self, kind: str, build: str) -> Any:  # noqa: ANN401 - chromadb's types are private
        """A new empty collection; one left over from a killed build of the same name is replaced."""
        name = f"{kind}-{build}"
        if name in self._names():
            self._client.delete_collection(name)
        return self._client.create_collection(
            name, configuration={"hnsw": {"space": METRIC, **HNSW}}, embedding_function=None
        )

    def open(self, kind: str, build: str) -> Any:  # noqa: ANN401
        """A collection of a build, its metric asserted.

        Raises:
            IndexMissingError: the collection is not there.
            IndexMismatchError: it measures another distance than cosine.
        """
        from chromadb.errors import NotFoundError

        try:
            collection = self._client.get_collection(f"{kind}-{build}", embedding_function=None)
        except NotFoundError as error:
            raise IndexMissingError(f"Collection {kind}-{build} is missing. {REPAIR}") from error
        space = collection.configuration["hnsw"]["space"]
        if space != METRIC:
            raise IndexMismatchError(
                f"Collection {kind}-{build} measures {space}, expected {METRIC}. {REPAIR}"
            )
        return collection

    def keep(self, builds: Collection[str]) -> None:
        """Delete the collections of all other builds; those of other programs are left alone."""
        for name in self._names():
            ours = _OURS.fullmatch(name)
            if ours and ours[1] not in builds:
                self._client.delete_collection(name)

    def close(self) -> None:
        """Let go of the connection, its memory and its files."""
        self._client.close()

    def _names(self) -> list[str]:
        return [collection.name for collection in self._client.list_collections()]


@contextmanager
def _explained(place: Path | str) -> Iterator[None]:
    """Whatever Chroma raises while it opens, as an error that says what to do."""
    try:
        yield
    except Exception as error:
        if isinstance(place, Path):
            raise IndexMissingError(f"{place} cannot be opened as a database ({error}). {REPAIR}") from error
        raise IndexMissingError(
            f"Expected a Chroma server at {place}, got: {error}. "
            "Start one (`chroma run --host … --port …`) or unset MADOGUCHI_CHROMA_URL."
        ) from error
