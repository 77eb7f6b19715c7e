"""The bundled model: found, checked, converted as a whole or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.bundled_model import BundledModelError, convert, find_weights, is_current
from index.bundled_model.encoder import Advance
from index.bundled_model.source import SHA256

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

COMMAND = [sys.executable, "-m", "index.bundled_model"]
ROOT = Path(__file__).resolve().parents[2]
TEXTS = ["地域おこし協力隊の任期は何年ですか", "二地域居住", "How long is the term?", ""]


def _silent(_total: int) -> Advance:
    return lambda _done: None


def _environment(data_dir: Path) -> dict[str, str]:
    return {**os.environ, "MADOGUCHI_DATA_DIR": str(data_dir), "MADOGUCHI_EMBEDDING_MODEL": ""}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Convert once for this module's tests, by the function that the command calls."""
    target = tmp_path_factory.mktemp("var") / "models" / "multilingual-e5-small"
    assert convert(find_weights(), target, _silent)
    return target


@pytest.fixture(scope="module")
def model(folder: Path) -> Iterator[SentenceTransformer]:
    """Load the converted folder as any sentence-transformers model."""
    from sentence_transformers import SentenceTransformer

    yield SentenceTransformer(str(folder), device="cpu", local_files_only=True)


def test_vectors_are_normalised_and_384_wide(model: SentenceTransformer) -> None:
    """What the index relies on, for any text, empty ones included."""
    vectors = model.encode_document(TEXTS)
    assert vectors.shape == (len(TEXTS), 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_prompts_are_those_of_the_model(model: SentenceTransformer) -> None:
    """Queries and documents get the prefixes that the model was trained with."""
    assert model.prompts["query"] == "query: "
    assert model.prompts["document"] == "passage: "
    assert not np.allclose(model.encode_query(TEXTS[0]), model.encode_document(TEXTS[0]), atol=1e-3)


def test_vectors_are_the_known_ones(model: SentenceTransformer) -> None:
    """Every tensor and every token in its place: the first values of a vector known to be right."""
    known = [0.05003, -0.01040, -0.02474, -0.05262, 0.03106, -0.07516]
    assert np.allclose(model.encode_query(TEXTS[0])[: len(known)], known, atol=1e-3)


def test_meaning_crosses_languages(model: SentenceTransformer) -> None:
    """An English question is nearer to the Japanese passage that answers it."""
    question = model.encode_query("How long do cooperators serve?")
    passages = ["協力隊の任期は1年以上3年以下です。", "花粉症に効く薬を教えてください。"]
    near, far = model.encode_document(passages) @ question
    assert near > far + 0.03


def test_characters_are_normalised_before_the_vocabulary_is_asked(model: SentenceTransformer) -> None:
    """Full-width digits, letters and squared signs give the same tokens as plain ones."""
    tokenize = model.tokenizer.tokenize
    assert tokenize("１０，０００ＡＢＣ　㈱") == tokenize("10,000ABC (株)")
    assert model.tokenizer("a").input_ids[0] == 0
    assert model.tokenizer("a").input_ids[-1] == 2


def test_second_conversion_is_skipped(folder: Path) -> None:
    """A folder that is there is recognised at once, without reading the weights."""
    before = (folder / "model.safetensors").stat().st_mtime_ns
    begin = time.monotonic()
    assert not convert(Path("no such file"), folder, _silent)
    assert time.monotonic() - begin < 0.5
    assert (folder / "model.safetensors").stat().st_mtime_ns == before


def test_incomplete_folder_is_noticed(folder: Path, tmp_path: Path) -> None:
    """A missing or truncated file makes the folder outdated."""
    copy = tmp_path / "model"
    copy.mkdir()
    for path in folder.rglob("*"):
        place = copy / path.relative_to(folder)
        place.mkdir() if path.is_dir() else place.symlink_to(path)
    assert is_current(copy)
    (copy / "tokenizer.json").unlink()
    assert not is_current(copy)
    (copy / "tokenizer.json").write_text("{")
    assert not is_current(copy)


def test_wrong_checksum_is_refused(tmp_path: Path) -> None:
    """The message says what was expected, what came and what to run; no folder appears."""
    weights = tmp_path / "e5-small-q4.bin"
    weights.write_bytes(b"E5S1 of another release")
    target = tmp_path / "models" / "multilingual-e5-small"
    with pytest.raises(BundledModelError) as caught:
        convert(weights, target, _silent)
    assert SHA256 in str(caught.value)
    assert "23 bytes" in str(caught.value)
    assert "pip install --force-reinstall" in str(caught.value)
    assert not target.parent.exists()


def test_unwritable_place_is_explained(tmp_path: Path) -> None:
    """A file where a folder should be: the message names the place and the setting."""
    (tmp_path / "models").write_text("in the way")
    with pytest.raises(BundledModelError, match="MADOGUCHI_DATA_DIR"):
        convert(find_weights(), tmp_path / "models" / "multilingual-e5-small", _silent)


def test_failure_half_way_leaves_nothing(tmp_path: Path) -> None:
    """An exception while writing removes what was written."""

    def fail(_total: int) -> Advance:
        def advance(_done: int) -> None:
            raise OSError(28, "No space left on device")

        return advance

    target = tmp_path / "models" / "multilingual-e5-small"
    with pytest.raises(BundledModelError, match="No space left"):
        convert(find_weights(), target, fail)
    assert [path.name for path in target.parent.iterdir()] == [".multilingual-e5-small.lock"]


def test_killed_conversion_leaves_no_model_and_the_next_run_cleans_up(tmp_path: Path) -> None:
    """SIGKILL in the middle: no folder at the model's place; the next run makes it and leaves no debris."""
    models = tmp_path / "models"
    staged = models / ".multilingual-e5-small.partial" / "model.safetensors"
    process = subprocess.Popen(COMMAND, cwd=ROOT, env=_environment(tmp_path), stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not (staged.exists() and staged.stat().st_size > 10_000_000):
        assert process.poll() is None, "the conversion ended before it could be killed"
        assert time.monotonic() < deadline, "the conversion never began to write"
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not (models / "multilingual-e5-small").exists()

    done = subprocess.run(
        COMMAND, cwd=ROOT, env=_environment(tmp_path), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert is_current(models / "multilingual-e5-small")
    assert sorted(path.name for path in models.iterdir()) == [
        ".multilingual-e5-small.lock",
        "multilingual-e5-small",
    ]


def test_another_configured_model_needs_no_conversion(tmp_path: Path) -> None:
    """With a model of one's own set, the command has nothing to do and says so."""
    environment = {**_environment(tmp_path), "MADOGUCHI_EMBEDDING_MODEL": "some/model"}
    done = subprocess.run(COMMAND, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "some/model" in done.stderr
    assert not any(tmp_path.iterdir())
