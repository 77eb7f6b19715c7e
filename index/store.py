"""The folder of all builds: which one serves, what it was made from, where its parts lie.

A build is written beside the serving one and becomes visible only when ``current.json`` is replaced, so
a build that dies at any moment leaves the previous index serving.
"""

from __future__ import annotations

import json
import os
import shutil
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter

from index.chroma import METRIC, Collections
from index.errors import REPAIR, IndexMismatchError, IndexMissingError
from index.settings import IndexSettings

SCHEMA = 1
KEPT = 2  # the serving build and the one before it


class Manifest(BaseModel):
    """What a build was made from; compared with the settings whenever it is opened.

    ``fingerprint`` is the embedder's: it covers the model, its weights and both prompts.
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
    built_at: str


class Store:
    """The builds of one data folder, and their collections in Chroma."""

    def __init__(self, settings: IndexSettings) -> None:
        self._settings = settings
        self.folder = settings.index_dir

    @cached_property
    def _collections(self) -> Collections:
        return Collections(self.folder / "chroma", self._settings.chroma_url)

    @property
    def _pointer(self) -> Path:
        return self.folder / "current.json"

    def build_folder(self, version: str) -> Path:
        """Where the files of a build lie."""
        return self.folder / "builds" / version

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
        self._collections.keep(kept)
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
        return self._collections.create(kind, version)

    def collection(self, kind: str, version: str) -> Any:  # noqa: ANN401
        """A collection of a build, its metric asserted.

        Raises:
            IndexMissingError: the collection or the database is not there.
            IndexMismatchError: it measures another distance than cosine.
        """
        return self._collections.open(kind, version)

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
