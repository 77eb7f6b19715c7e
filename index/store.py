"""The folder of all builds: which one serves, what it was made from, where its parts lie.

A build is a folder of its own, with a Chroma database of its own (Chroma leaves the files and rows of deleted
collections behind; a folder goes as a whole). It is written beside the serving one and becomes visible only
when ``current.json`` is replaced, so a build that dies at any moment leaves the previous index serving.
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter

from index.chroma import METRIC, Database
from index.errors import REPAIR, IndexMismatchError, IndexMissingError
from index.settings import IndexSettings

SCHEMA = 5
KINDS = ("passages", "utterances", "statements", "titles")
"""The collections of a build."""
KEPT = 2  # the serving build and the one before it


class Manifest(BaseModel):
    """What a build was made from; compared with the settings whenever it is opened.

    ``version`` begins with the hash of content and configuration. ``fingerprint`` is the embedder's: it covers
    the model, its weights and both prompts.
    """

    version: str
    schema_version: int = SCHEMA
    metric: str = METRIC
    model: str
    query_prompt: str = ""
    document_prompt: str = ""
    fingerprint: str
    chunks: int
    utterances: int
    statements: int
    titles: int = 0
    built_at: str

    @property
    def content(self) -> str:
        """Hash of content and configuration."""
        return self.version.partition("-")[0]


class Store:
    """The builds of one data folder, and their collections in Chroma."""

    def __init__(self, settings: IndexSettings) -> None:
        self._settings = settings
        self.folder = settings.index_dir
        self._databases: dict[Path | str, Database] = {}

    def _database(self, build: str) -> Database:
        """Where the collections of a build lie; opened once, because Chroma keeps one client a folder."""
        place = self._settings.chroma_url or self.build_folder(build) / "chroma"
        if place not in self._databases:
            self._databases[place] = Database(place)
        return self._databases[place]

    @property
    def embedded(self) -> bool:
        """Whether the collections lie in the folders of the builds, and not on a server."""
        return self._settings.chroma_url is None

    def close(self) -> None:
        """Let go of the databases; the next use opens them again."""
        for database in self._databases.values():
            database.close()
        self._databases.clear()

    @property
    def _pointer(self) -> Path:
        return self.folder / "current.json"

    def build_folder(self, version: str) -> Path:
        """Where a build lies."""
        return self.folder / "builds" / version

    def new_name(self, content: str) -> str:
        """A name for a new build of a content hash: the hash, with a number when a damaged or half one has it."""
        names = (content if number == 1 else f"{content}-{number}" for number in itertools.count(1))
        return next(name for name in names if not self.build_folder(name).exists())

    def versions(self) -> list[str]:
        """Serving version first, then the one before it; [] when nothing was built.

        Raises:
            IndexMissingError: the pointer to the serving build is not readable.
        """
        try:
            return TypeAdapter(list[str]).validate_json(self._pointer.read_bytes())
        except FileNotFoundError:
            return []
        except (OSError, ValueError) as error:
            raise IndexMissingError(
                f"{self._pointer} does not name a build ({type(error).__name__}). {REPAIR}"
            ) from error

    def published(self) -> tuple[int, int] | None:
        """A mark that differs after every publication; None when nothing was published. Cheap enough for every question."""
        try:
            found = self._pointer.stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns

    def usable_versions(self) -> list[str]:
        """The same for a build, which replaces a pointer that is not readable: [] then."""
        try:
            return self.versions()
        except IndexMissingError:
            return []

    def publish(self, version: str) -> None:
        """Make a finished build the serving one, atomically, and forget all but the one before it."""
        kept = [version, *[old for old in self.usable_versions() if old != version]][:KEPT]
        temporary = self._pointer.with_suffix(".json.new")
        with temporary.open("w", encoding="utf-8") as file:
            json.dump(kept, file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self._pointer)
        if self._settings.chroma_url:
            self._database(version).keep(kept)
        builds = self.folder / "builds"
        for folder in builds.iterdir() if builds.is_dir() else []:
            if folder.name not in kept:
                shutil.rmtree(folder, ignore_errors=True)

    def manifest(self, version: str) -> Manifest:
        """The manifest of a build.

        Raises:
            IndexMissingError: the build has no readable manifest.
        """
        path = self.build_folder(version) / "manifest.json"
        try:
            return Manifest.model_validate_json(path.read_bytes())
        except (OSError, ValueError) as error:
            raise IndexMissingError(f"{path} is missing or not readable. {REPAIR}") from error

    def create(self, kind: str, version: str) -> Any:  # noqa: ANN401 - chromadb's types are private
        """A new empty collection of a build."""
        return self._database(version).create(kind, version)

    def collection(self, kind: str, version: str) -> Any:  # noqa: ANN401
        """A collection of a build, its metric asserted.

        Raises:
            IndexMissingError: the collection or the database is not there.
            IndexMismatchError: it measures another distance than cosine.
        """
        if not self._settings.chroma_url and not (self.build_folder(version) / "chroma").is_dir():
            raise IndexMissingError(f"{self.build_folder(version) / 'chroma'} is missing. {REPAIR}")
        return self._database(version).open(kind, version)

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
        for field, wanted in {"schema_version": SCHEMA, "metric": METRIC}.items():
            came = getattr(manifest, field)
            if came != wanted:
                raise IndexMismatchError(
                    f"The index was built with {field} {came}, the settings ask for {wanted}. {REPAIR}"
                )
        if manifest.fingerprint != fingerprint:
            settings = self._settings
            wanted = describe(settings.model_path, settings.query_prompt, settings.document_prompt)
            came = describe(manifest.model, manifest.query_prompt, manifest.document_prompt)
            raise IndexMismatchError(
                f"The index was built with {came} [{manifest.fingerprint}], "
                f"the settings ask for {wanted} [{fingerprint}]. {REPAIR}"
            )
        return manifest


def describe(model: str, query_prompt: str, document_prompt: str) -> str:
    """Model and prefixes as an error message names them."""
    return f"model {Path(model).name} and prefixes {query_prompt!r}, {document_prompt!r}"
