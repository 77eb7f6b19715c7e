"""``eval scale`` on a few hundred made-up rows and a real Chroma: the figures are what they say."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from eval.dataset import Dataset
from eval.scale import measure
from eval.scale_report import write_scale_report
from eval.scale_rows import Rows, chunks_of, synthetic_rows

WORDS = ("協力隊", "起業人", "組合", "補助", "住民票", "保育", "水道", "年金", "図書館", "防災")
SIZE, DIMENSIONS = 300, 24


@pytest.fixture(scope="module")
def rows() -> Rows:
    """Rows of three words each, with random vectors."""
    random = np.random.default_rng(3)
    vectors = random.normal(size=(SIZE + 12, DIMENSIONS)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    texts = ["の".join(random.choice(WORDS, 3)) for _ in range(SIZE)]
    return Rows("real", texts, vectors[:SIZE], [*WORDS, "無い", ""], vectors[SIZE:], 10.0)


def test_both_engines_are_measured(rows: Rows, tmp_path: Path) -> None:
    """The graph finds what exact search finds, added rows are found, deleted ones are not, nothing is left behind."""
    added: list[int] = []
    figures = measure(rows, tmp_path / "engines", added.append)
    assert sum(added) == figures["rows"] == SIZE
    assert figures["recall_at_10"] == figures["added_found"] == 1.0
    assert figures["deleted_found"] == 0.0
    assert figures["dense_by"] == "exact"
    assert all(
        float(value) > 0 for name, value in figures.items() if name.endswith(("_ms", "disk_mib", "_s"))
    )
    assert not (tmp_path / "engines").exists()


def test_synthetic_rows_are_labelled_and_new(rows: Rows) -> None:
    """As many as asked for, of length 1, near real ones and not equal to them; the queries stay real."""
    made = synthetic_rows(rows, 500)
    assert (made.origin, len(made.texts), made.vectors.shape) == ("synthetic", 500, (500, DIMENSIONS))
    assert np.allclose(np.linalg.norm(made.vectors, axis=1), 1, atol=1e-5)
    assert made.queries == rows.queries
    cosines = made.vectors @ rows.vectors.T
    assert 0.5 < np.median(cosines.max(axis=1)) < 0.999


def test_chunks_are_whole_sentences_each_once() -> None:
    """Sentences are put together, never cut, and repeated ones counted once."""
    text = "短い文。" * 20 + "終わり"
    chunks = chunks_of(Dataset("set", {"a": text, "b": text}, {}, {}))
    assert len(chunks) == len(set(chunks))
    assert all(chunk.endswith(("。", "終わり")) for chunk in chunks)


def test_report(rows: Rows, tmp_path: Path) -> None:
    """JSON, Markdown and a plot; synthetic sizes are named so."""
    sizes = [
        measure(made, tmp_path / "engines", lambda _: None) for made in (rows, synthetic_rows(rows, 600))
    ]
    files = write_scale_report(tmp_path / "report", sizes, {"cores": 2})
    assert [path.name for path in files] == ["scale.json", "scale.md", "scale.svg"]
    assert [size["origin"] for size in json.loads(files[0].read_text())["sizes"]] == ["real", "synthetic"]
    assert "600 synthetic" in files[1].read_text()
    assert files[2].read_text().rstrip().endswith("</svg>")
