"""Building: once, then only what is new; damage and mismatch are named with the command that repairs them."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpus import Corpus
from corpus.schema import Correction
from index import HybridRetriever, Index
from index.build import build
from index.chunks import chunk_corpus
from index.cli import app
from index.errors import IndexMismatchError, IndexMissingError
from index.settings import IndexSettings
from index.store import KINDS, Store
from index.verify import verify
from tests.index.made_up import MadeUp
from tests.index.servers import running_server

REPAIR = "madoguchi index build"


def command(name: str) -> tuple[int, str]:
    """Exit code and output of an ``index`` command; a traceback fails the test."""
    result = CliRunner().invoke(app, [name])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, " ".join(result.output.split())


def with_word(corpus: Corpus, word: str) -> Corpus:
    """The corpus with one more utterance."""
    return dataclasses.replace(corpus, off_topic=[*corpus.off_topic, word])


def test_second_build_does_nothing(made_up: type[MadeUp], settings: IndexSettings, corpus: Corpus) -> None:
    """Nothing is embedded, nothing is written, the version stays."""
    first = build(corpus, settings)
    assert first.fresh
    assert first.embedded == len(made_up.embedded) > 200
    before = {path: path.stat().st_mtime_ns for path in settings.index_dir.rglob("*.json*")}
    second = build(corpus, settings)
    assert (second.fresh, second.embedded) == (False, 0)
    assert second.manifest == first.manifest
    assert {path: path.stat().st_mtime_ns for path in settings.index_dir.rglob("*.json*")} == before


def test_only_new_texts_are_embedded(made_up: type[MadeUp], settings: IndexSettings, corpus: Corpus) -> None:
    """A new utterance costs one text, a mended character the chunk it stands in, a moved line nothing."""
    build(corpus, settings)
    made_up.embedded.clear()
    assert build(with_word(corpus, "ラーメンの作り方"), settings).embedded == 1
    assert made_up.embedded == ["ラーメンの作り方"]

    (name, document), *_ = corpus.documents.items()
    line = next(n for n in range(20, 99) if "地域" in document.lines[n - 1] and document.path(n))
    fixes = [*document.meta.corrections, Correction(line=line, wrong="地域", right="地方")]
    mended = dataclasses.replace(document, meta=document.meta.model_copy(update={"corrections": fixes}))
    made_up.embedded.clear()
    build(dataclasses.replace(corpus, documents={name: mended}), settings)
    assert 1 <= len(made_up.embedded) <= 2
    assert all("地方" in text for text in made_up.embedded)


@pytest.mark.usefixtures("made_up")
def test_current_and_previous_build_are_kept(settings: IndexSettings, corpus: Corpus) -> None:
    """Two builds on disk, whatever went before; going back to the previous one embeds and writes nothing."""
    versions = [build(with_word(corpus, word), settings).manifest.version for word in "abc"]
    store = Store(settings)
    assert store.versions() == versions[:0:-1]
    assert {path.name for path in (settings.index_dir / "builds").iterdir()} == set(versions[1:])
    back = build(with_word(corpus, "b"), settings)
    assert (back.manifest.version, back.embedded) == (versions[1], 0)
    assert Store(settings).versions() == versions[1:]


@pytest.mark.usefixtures("made_up")
@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"schema_version": 1}, "schema_version 1"),
        ({"metric": "l2"}, "metric l2"),
        ({"fingerprint": "0" * 16, "model": "ruri-v3-310m"}, "model ruri-v3-310m"),
    ],
)
def test_another_index_is_refused(
    settings: IndexSettings, corpus: Corpus, change: dict[str, object], named: str
) -> None:
    """Schema, metric and model of the manifest are compared; the error says what came and what repairs it."""
    version = build(corpus, settings).manifest.version
    path = Store(settings).build_folder(version) / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    with pytest.raises(IndexMismatchError) as caught:
        Index(settings, corpus)
    assert named in str(caught.value)
    assert REPAIR in str(caught.value)


@pytest.mark.usefixtures("made_up")
def test_another_prefix_is_refused_and_rebuilt(settings: IndexSettings, corpus: Corpus) -> None:
    """Changed settings name both prefixes; a build repairs it and embeds everything anew."""
    everything = build(corpus, settings).embedded
    other = settings.model_copy(update={"document_prompt": "検索文書: "})
    with pytest.raises(IndexMismatchError, match=r"'passage: '.*'検索文書: '.*madoguchi index build"):
        Index(other, corpus)
    assert build(corpus, other).embedded == everything
    assert Index(other, corpus).search("協力隊", 1)


@pytest.mark.usefixtures("made_up")
def test_a_collection_of_another_metric_is_refused_and_rebuilt(
    settings: IndexSettings, corpus: Corpus
) -> None:
    """The distance is asserted at the collection itself, whatever the manifest says."""
    version = build(corpus, settings).manifest.version
    store = Store(settings)
    client = store._database(version)._client
    client.delete_collection(f"passages-{version}")
    client.create_collection(f"passages-{version}", configuration={"hnsw": {"space": "l2"}})
    with pytest.raises(IndexMismatchError, match=r"measures l2, expected cosine.*madoguchi index build"):
        Index(settings, corpus)
    assert build(corpus, settings).fresh
    assert Index(settings, corpus).search("協力隊", 1)


def test_nothing_built_yet(made_up: type[MadeUp], settings: IndexSettings, corpus: Corpus) -> None:
    """The error names the command."""
    with pytest.raises(IndexMissingError, match=REPAIR):
        Index(settings, corpus)


def _sqlite(build_folder: Path) -> None:
    (build_folder / "chroma" / "chroma.sqlite3").write_bytes(b"no database" * 100)


def _without(name: str) -> Callable[[Path], None]:
    def remove(build_folder: Path) -> None:
        path = build_folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    return remove


def _emptied(build_folder: Path) -> None:
    shutil.rmtree(build_folder / "chroma")
    (build_folder / "chroma").mkdir()


def _written(name: str, text: str) -> Callable[[Path], None]:
    def write(build_folder: Path) -> None:
        (build_folder / name).write_text(text)

    return write


DAMAGE: dict[str, Callable[[Path], None]] = {
    "no build folder": shutil.rmtree,
    "no manifest": _without("manifest.json"),
    "no chunks": _without("chunks.jsonl"),
    "no lexical index": _without("lexical"),
    "half a lexical index": _without("lexical/weights.npy"),
    "empty lexical file": _written("lexical/terms.json", ""),
    "no database": _without("chroma"),
    "empty database": _emptied,
    "broken database": _sqlite,
    "broken manifest": _written("manifest.json", "{"),
    "broken chunks": _written("chunks.jsonl", '{"id"'),
    "fewer chunks": _written("chunks.jsonl", ""),
    "broken pointer": _written("../../current.json", "["),
    "pointer to nothing": _written("../../current.json", '["0000"]'),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_damage_is_named_and_repaired(
    made_up: type[MadeUp],
    tmp_path: Path,
    corpus: Corpus,
    undamaged: Path,
    monkeypatch: pytest.MonkeyPatch,
    damage: Callable[[Path], None],
) -> None:
    """Verify exits with 1 and names the command; build repairs; then all three exit with 0. No traceback."""
    shutil.copytree(undamaged, tmp_path / "var")
    monkeypatch.setenv("MADOGUCHI_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setattr("corpus.load_corpus", lambda: corpus)
    version = Store(IndexSettings()).versions()[0]
    damage(Store(IndexSettings()).build_folder(version))
    code, output = command("verify")
    assert (code, REPAIR in output) == (1, True), output
    code, output = command("status")
    assert code in {0, 1}
    assert code == 0 or REPAIR in output
    code, output = command("build")
    assert code == 0, output
    assert [command(name)[0] for name in ("verify", "status", "build")] == [0, 0, 0]


@pytest.fixture(scope="session")
def undamaged(tmp_path_factory: pytest.TempPathFactory, corpus: Corpus) -> Path:
    """A data folder with a whole index."""
    MadeUp.embedded = []
    folder = tmp_path_factory.mktemp("whole")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.build.Embedder", MadeUp)
        build(corpus, IndexSettings(data_dir=folder))
    return folder


def test_a_stale_index_is_said_to_be_stale(
    made_up: type[MadeUp], tmp_path: Path, corpus: Corpus, undamaged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Status exits with 1 when the corpus has changed since; verify still finds the build whole."""
    monkeypatch.setenv("MADOGUCHI_DATA_DIR", str(undamaged))
    monkeypatch.setattr("corpus.load_corpus", lambda: with_word(corpus, "新しい言い方"))
    code, output = command("status")
    assert (code, REPAIR in output) == (1, True)
    assert command("verify")[0] == 0


def test_a_folder_that_cannot_be_used_is_configuration(
    made_up: type[MadeUp], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file where the data folder should be: exit code 2, no traceback."""
    (tmp_path / "var").write_text("in the way")
    monkeypatch.setenv("MADOGUCHI_DATA_DIR", str(tmp_path / "var"))
    code, output = command("build")
    assert code == 2
    assert "var" in output


def test_a_missing_model_is_named(settings: IndexSettings, corpus: Corpus) -> None:
    """The bundled model says which command makes it, another one which setting names it."""
    with pytest.raises(IndexMissingError, match=r"python -m index\.bundled_model"):
        build(corpus, settings)
    with pytest.raises(IndexMissingError, match="MADOGUCHI_EMBEDDING_MODEL"):
        build(corpus, settings.model_copy(update={"embedding_model": "no/such-model"}))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """A Chroma server on a loopback port."""
    with running_server(tmp_path / "server") as url:
        yield url


def test_a_chroma_server_serves_the_same(
    made_up: type[MadeUp], settings: IndexSettings, corpus: Corpus, server: str
) -> None:
    """Same passages as embedded; collections of other programs survive, our third-last do not."""
    import chromadb

    build(corpus, settings)
    local = Index(settings, corpus).search("協力隊の任期は何年ですか", 5)
    remote = settings.model_copy(update={"chroma_url": server, "data_dir": settings.data_dir / "remote"})
    host, port = server.removeprefix("http://").split(":")
    client = chromadb.HttpClient(host=host, port=int(port))
    client.create_collection("passages-of-others", embedding_function=None)
    versions = [build(with_word(corpus, word), remote).manifest.version for word in "ab"]
    versions.append(build(corpus, remote).manifest.version)
    assert {c.name for c in client.list_collections()} == {
        "passages-of-others", *(f"{kind}-{v}" for kind in KINDS for v in versions[1:])
    }  # fmt: skip
    assert [p.id for p in Index(remote, corpus).search("協力隊の任期は何年ですか", 5)] == [
        p.id for p in local
    ]
    assert not (Store(remote).build_folder(versions[-1]) / "chroma").exists()


def test_a_server_that_is_not_there_is_configuration(
    made_up: type[MadeUp], tmp_path: Path, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message names the address and the setting; exit code 2."""
    monkeypatch.setenv("MADOGUCHI_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("MADOGUCHI_CHROMA_URL", "http://127.0.0.1:9")
    code, output = command("build")
    assert code == 2
    assert "http://127.0.0.1:9" in output
    assert "MADOGUCHI_CHROMA_URL" in output


@pytest.mark.usefixtures("made_up")
def test_langchain_retriever(settings: IndexSettings, corpus: Corpus) -> None:
    """Documents carry heading and verbatim text, and where they stand."""
    build(corpus, settings)
    index = Index(settings, corpus)
    found = HybridRetriever(index=index, k=4, mode="lexical").invoke("特定地域づくり事業協同組合の電話番号")
    assert len(found) == 4
    assert [d.id for d in found] == [
        p.id for p in index.search("特定地域づくり事業協同組合の電話番号", 4, "lexical")
    ]
    for document in found:
        source = corpus.documents[document.metadata["document"]]
        first, last = document.metadata["lines"]
        assert document.page_content.startswith(document.metadata["heading"])
        assert 1 <= first <= last <= len(source.lines)


def test_chunk_ids_are_unique_and_stable(corpus: Corpus) -> None:
    """Equal chunks keep their id, different ones never share it."""
    ids = [chunk.id for chunk in chunk_corpus(corpus)]
    assert len(set(ids)) == len(ids)
    assert ids == [chunk.id for chunk in chunk_corpus(corpus)]


@pytest.mark.usefixtures("made_up")
def test_verify_notices_other_rows(settings: IndexSettings, corpus: Corpus) -> None:
    """As many rows as chunks, but not the same ones."""
    version = build(corpus, settings).manifest.version
    store = Store(settings)
    collection = store.collection("passages", version)
    row = collection.get(limit=1, include=["embeddings", "documents"])
    collection.delete(ids=row["ids"])
    collection.add(ids=["another"], embeddings=row["embeddings"], documents=row["documents"])
    assert any("other rows" in problem for problem in verify(store, version))
