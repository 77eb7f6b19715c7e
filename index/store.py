"""The vector store: Chroma collections of one build, cosine asserted, and the pointer to the serving build.

A build is written beside the serving one and becomes visible only when ``current.json`` is replaced, so
a build that dies at any moment leaves the previous index serving.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

from pydantic import BaseModel

from index.errors import IndexMismatchError, IndexMissingError
from index.lexical import LexicalIndex
from index.passage import Chunk
from index.settings import IndexSettings

SCHEMA = 1
METRIC = "cosine"
REPAIR = "Run `madoguchi index build`."


class Manifest(BaseModel):
    """What a build was made from; compared with the settings whenever it is opened."""

    version: str
    schema_version: int = SCHEMA
    metric: str = METRIC
    model: str
    fingerprint: str
    chunks: int
    utterances: int
    built_at: str


class Store:
    """The folder of all builds and the Chroma client behind them."""

    def __init__(self, settings: IndexSettings) -> None:
        self._settings = settings
        self.folder = settings.index_dir
        self._client: Any = None

    @property
    def client(self) -> Any:  # noqa: ANN401 - chromadb's client type is private
        """The Chroma client: embedded by default, a server when ``chroma_url`` is set."""
        if self._client is None:
            import chromadb
            from chromadb.config import Settings

            quiet = Settings(anonymized_telemetry=False)
            if self._settings.chroma_url:
                url = urlparse(self._settings.chroma_url)
                self._client = chromadb.HttpClient(
                    host=url.hostname or "127.0.0.1",
                    port=url.port or 8000,
                    ssl=url.scheme == "https",
                    settings=quiet,
                )
            else:
                self.folder.mkdir(parents=True, exist_ok=True)
                self._client = chromadb.PersistentClient(str(self.folder / "chroma"), settings=quiet)
        return self._client

    def build_folder(self, version: str) -> Path:
        """Where the files of a build lie."""
        return self.folder / "builds" / version

    def versions(self) -> list[str]:
        """Serving version first, then the one before it; [] when nothing was built."""
        try:
            found: list[str] = json.loads((self.folder / "current.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return []
        return found

    def publish(self, version: str) -> None:
        """Make a finished build the serving one, atomically, and forget all but the one before it."""
        kept = [version, *[old for old in self.versions() if old != version]][:2]
        temporary = self.folder / "current.json.new"
        with temporary.open("w", encoding="utf-8") as file:
            json.dump(kept, file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self.folder / "current.json")
        self.collect(kept)

    def collect(self, kept: Sequence[str]) -> None:
        """Delete builds and collections that are not in ``kept`` (left over from earlier or killed builds)."""
        for collection in self.client.list_collections():
            if collection.name.split("-", 1)[-1] not in kept:
                self.client.delete_collection(collection.name)
        builds = self.folder / "builds"
        for folder in builds.iterdir() if builds.is_dir() else []:
            if folder.name not in kept:
                shutil.rmtree(folder, ignore_errors=True)

    def manifest(self, version: str) -> Manifest:
        """The manifest of a build.

        Raises:
            IndexMissingError: the build has no readable manifest.
        """
        try:
            return Manifest.model_validate_json(
                (self.build_folder(version) / "manifest.json").read_text("utf-8")
            )
        except (OSError, ValueError) as error:
            raise IndexMissingError(
                f"Build {version} has no readable manifest ({error}). {REPAIR}"
            ) from error

    def create(self, kind: str, version: str) -> Any:  # noqa: ANN401
        """A new empty collection; one left over from a killed build of the same version is replaced."""
        name = f"{kind}-{version}"
        if name in {collection.name for collection in self.client.list_collections()}:
            self.client.delete_collection(name)
        return self.client.create_collection(
            name, configuration={"hnsw": {"space": METRIC}}, embedding_function=None
        )

    def collection(self, kind: str, version: str) -> Any:  # noqa: ANN401
        """A collection of a build, its metric asserted.

        Raises:
            IndexMissingError: the collection is not there.
            IndexMismatchError: it measures another distance than cosine.
        """
        from chromadb.errors import NotFoundError

        try:
            collection = self.client.get_collection(f"{kind}-{version}", embedding_function=None)
        except NotFoundError as error:
            raise IndexMissingError(f"Collection {kind}-{version} is missing. {REPAIR}") from error
        space = collection.configuration["hnsw"]["space"]
        if space != METRIC:
            raise IndexMismatchError(
                f"Collection {kind}-{version} measures {space}, expected {METRIC}. {REPAIR}"
            )
        return collection

    def opened(self, fingerprint: str) -> Manifest:
        """The serving build's manifest, after checking that it fits the settings.

        Raises:
            IndexMissingError: nothing was built yet.
            IndexMismatchError: it was built with another schema, metric, model or prefix.
        """
        versions = self.versions()
        if not versions:
            raise IndexMissingError(f"Expected an index in {self.folder}, found none. {REPAIR}")
        manifest = self.manifest(versions[0])
        expected = {"schema_version": SCHEMA, "metric": METRIC, "fingerprint": fingerprint}
        for field, value in expected.items():
            came = getattr(manifest, field)
            if came != value:
                what = "model and prefixes" if field == "fingerprint" else field
                raise IndexMismatchError(
                    f"The index was built with {what} {came}, the settings ask for {value}. {REPAIR}"
                )
        return manifest


def write_chunks(path: Path, chunks: Sequence[Chunk]) -> None:
    """One chunk a line, as JSON."""
    path.write_text("".join(chunk.model_dump_json() + "\n" for chunk in chunks), encoding="utf-8")


def read_chunks(path: Path) -> list[Chunk]:
    """Chunks in the order of the lexical index's rows."""
    with path.open(encoding="utf-8") as file:
        return [Chunk.model_validate_json(line) for line in file]


def read_lexical(folder: Path, size: int) -> LexicalIndex:
    """The lexical index of a build folder."""
    return LexicalIndex.load(folder / "lexical", size)
