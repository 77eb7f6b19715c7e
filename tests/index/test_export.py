"""The export of the bundled model: the vectors of sentence-transformers, without importing it."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from corpus import Corpus
from corpus.text import canonical
from index.build import Built
from index.bundled_model.export import GRAPH
from index.embedding import Embedder
from index.encoders import ExportedEncoder, TransformerEncoder
from index.settings import IndexSettings

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "corpus" / "documents" / "soumu-r7-01" / "source.txt"
ODD = [
    "", " ", "a", "どこ", "ｶﾞｷﾞ ㌶ ①", "🙂👍🏽", "\ufdfa" * 20, "1" * 300, "How long is the term?", "𠮟る", "x\u200by",
    "مرحبا बुधवार",
]  # fmt: skip
LONG = "地域おこし協力隊の任期は何年ですか。" * 60  # more than the model reads
HEAVY = (
    "torch",
    "langchain_core",
    "sentence_transformers",
    "transformers",
    "langchain_chroma",
    "langgraph",
    "gradio",
    "sklearn",
    "scipy",
    "bm25s",
    "chromadb",
)


def texts() -> list[str]:
    """Lines of the document, short and long, and odd ones, as they are embedded."""
    lines = [line for line in DOCUMENT.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [canonical(text) for text in [*lines[::16], *ODD]]


@pytest.fixture(scope="module")
def folder() -> Path:
    """The converted model of this checkout."""
    folder = IndexSettings().bundled_model_dir
    if not ExportedEncoder.serves(folder):
        pytest.fail("the exported model is missing: run `python -m index.bundled_model`")
    return folder


@pytest.fixture(scope="module")
def exported(folder: Path) -> ExportedEncoder:
    """The export, loaded."""
    return ExportedEncoder(folder, threads=1)


def test_vectors_are_those_of_sentence_transformers(folder: Path, exported: ExportedEncoder) -> None:
    """Cosine within 1e-4 of 1 for every text, as a query and as a document, long and odd ones included."""
    other, asked = TransformerEncoder(str(folder), threads=None), texts()
    assert len(asked) > 30
    for some, kind, prompt in (
        (asked, "query", "query: "),
        (asked[::3], "document", "passage: "),
        ([LONG], "query", "query: "),
    ):
        ours = exported.encode(some, prompt, kind)  # type: ignore[arg-type]
        theirs = other.encode(some, prompt, kind)  # type: ignore[arg-type]
        assert ours.shape == theirs.shape == (len(some), 384)
        assert np.allclose(np.linalg.norm(ours, axis=1), 1, atol=1e-5)
        cosines = np.sum(ours * theirs, axis=1)
        assert cosines.min() > 1 - 1e-4, some[int(cosines.argmin())][:40]


def test_order_and_padding_do_not_matter(exported: ExportedEncoder) -> None:
    """Texts embedded together, sorted by length inside, give what each gives alone, at its own place."""
    asked = texts()[:40]
    together = exported.encode(asked, "query: ")
    alone = np.concatenate([exported.encode([text], "query: ") for text in asked])
    assert np.allclose(together, alone, atol=1e-5)


def test_a_typed_special_token_is_text(exported: ExportedEncoder) -> None:
    """``</s>`` in a question does not end the text for the model."""
    cut, whole, other = exported.encode(["あ</s>い", "あ<pad>い<mask>", "あ"], "query: ")
    assert not np.allclose(cut, other, atol=1e-3)
    assert not np.allclose(whole, other, atol=1e-3)


def test_many_threads_share_it(exported: ExportedEncoder) -> None:
    """Eight threads at once get what one gets."""
    asked = texts()[:32]
    alone = [exported.encode([text], "query: ")[0] for text in asked]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda text: exported.encode([text], "query: ")[0], asked))
    assert np.array_equal(alone, together)


def test_graph_holds_no_weights(folder: Path) -> None:
    """It refers to the safetensors file: no second copy of 470 MB."""
    assert (folder / GRAPH).stat().st_size < 1_000_000


def test_without_export_sentence_transformers_serves(folder: Path, tmp_path: Path) -> None:
    """A folder of an older set-up, and any other model, are loaded as before."""
    bare = tmp_path / "models" / "multilingual-e5-small"
    bare.mkdir(parents=True)
    for path in folder.iterdir():
        if path.name != GRAPH:
            (bare / path.name).symlink_to(path)
    settings = IndexSettings(data_dir=tmp_path)
    assert not Embedder(settings).exported
    assert not Embedder(IndexSettings(embedding_model=str(folder))).exported
    assert isinstance(Embedder(settings, threads=1).load(), TransformerEncoder)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("after", [0.0, 0.3, 0.5, 0.7])
def test_a_program_may_end_while_the_model_loads(after: float) -> None:
    """A thread that is cut off inside onnxruntime aborts the whole process."""
    script = (
        "import time; from index.embedding import Embedder; from index.settings import IndexSettings; "
        f"Embedder(IndexSettings(), threads=1).load_meanwhile(); time.sleep({after})"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.usefixtures("folder")
def test_a_question_imports_no_heavy_package(real: tuple[IndexSettings, Corpus, Built]) -> None:
    """``madoguchi ask`` in a process of its own: torch and the like are not among its modules."""
    settings, _corpus, _built = real
    script = (
        "import json, sys; from assistant.commands import ask_once; "
        "code = ask_once('協力隊の任期は何年ですか', as_json=True, lang='auto', history=None); "
        "sys.stderr.write(json.dumps([code, sorted({name.split('.')[0] for name in sys.modules})]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={"MADOGUCHI_DATA_DIR": str(settings.data_dir), "PYTHONPATH": ":".join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=True,
    )
    code, modules = json.loads(done.stderr.splitlines()[-1])
    assert code == 0
    assert json.loads(done.stdout)["status"] == "answered"
    assert "onnxruntime" in modules
    assert [name for name in HEAVY if name in modules] == []
