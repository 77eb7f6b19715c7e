"""The Chroma side of the store: connect, make and open collections with cosine asserted, leave nothing behind."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

from index.errors import REPAIR, IndexMismatchError, IndexMissingError

METRIC = "cosine"
KINDS = ("passages", "utterances")
_OURS = re.compile(rf"(?:{'|'.join(KINDS)})-([0-9a-f]{{16}})")
_SEGMENT = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Collections:
    """The collections of all builds, in a folder of this process or on a Chroma server."""

    def __init__(self, folder: Path, url: str | None) -> None:
        """Connect.

        Args:
            folder: where the embedded database lives; made when missing.
            url: ``http://host:port`` of a server, which is used instead.

        Raises:
            IndexMissingError: the database cannot be opened, or no server answers.
        """
        import chromadb
        from chromadb.config import Settings

        self._folder = None if url else folder
        quiet = Settings(anonymized_telemetry=False)
        with _explained(folder, url):
            if url:
                place = urlparse(url)
                host, port = place.hostname or "127.0.0.1", place.port or 8000
                self._client: Any = chromadb.HttpClient(
                    host=host, port=port, ssl=place.scheme == "https", settings=quiet
                )
            else:
                folder.mkdir(parents=True, exist_ok=True)
                self._client = chromadb.PersistentClient(str(folder), settings=quiet)
            self._client.list_collections()

    def create(self, kind: str, version: str) -> Any:  # noqa: ANN401 - chromadb's types are private
        """A new empty collection; one left over from a killed build of the same version is replaced."""
        name = f"{kind}-{version}"
        if name in self._names():
            self._client.delete_collection(name)
        return self._client.create_collection(
            name, configuration={"hnsw": {"space": METRIC}}, embedding_function=None
        )

    def open(self, kind: str, version: str) -> Any:  # noqa: ANN401
        """A collection of a build, its metric asserted.

        Raises:
            IndexMissingError: the collection is not there.
            IndexMismatchError: it measures another distance than cosine.
        """
        from chromadb.errors import NotFoundError

        try:
            collection = self._client.get_collection(f"{kind}-{version}", embedding_function=None)
        except NotFoundError as error:
            raise IndexMissingError(f"Collection {kind}-{version} is missing. {REPAIR}") from error
        space = collection.configuration["hnsw"]["space"]
        if space != METRIC:
            raise IndexMismatchError(
                f"Collection {kind}-{version} measures {space}, expected {METRIC}. {REPAIR}"
            )
        return collection

    def keep(self, versions: Sequence[str]) -> None:
        """Delete the collections of all other builds; those of other programs are left alone."""
        for name in self._names():
            ours = _OURS.fullmatch(name)
            if ours and ours[1] not in versions:
                self._client.delete_collection(name)
        if self._folder is not None:
            _sweep(self._folder)

    def _names(self) -> list[str]:
        return [collection.name for collection in self._client.list_collections()]


def _sweep(folder: Path) -> None:
    """Remove the vector files of deleted collections, which Chroma leaves in its folder."""
    with closing(sqlite3.connect(folder / "chroma.sqlite3")) as database:
        known = {str(row[0]) for row in database.execute("SELECT id FROM segments")}
    for place in folder.iterdir():
        if _SEGMENT.fullmatch(place.name) and place.name not in known:
            shutil.rmtree(place, ignore_errors=True)


@contextmanager
def _explained(folder: Path, url: str | None) -> Iterator[None]:
    """Whatever Chroma raises while it opens, as an error that says what to do."""
    try:
        yield
    except Exception as error:
        if url:
            raise IndexMissingError(
                f"Expected a Chroma server at {url}, got: {error}. "
                "Start one (`chroma run --host … --port …`) or unset MADOGUCHI_CHROMA_URL."
            ) from error
        raise IndexMissingError(
            f"The vector database in {folder} cannot be opened ({error}). Delete that folder, then: {REPAIR}"
        ) from error
