"""``madoguchi index``: build, look at and verify the index.

Exit codes: 0 done, 1 the check found errors, 2 wrong configuration or a folder that cannot be used.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from rich.console import Console

app = typer.Typer(help="検索索引を作り、確かめます。", no_args_is_help=True)


@contextmanager
def _explained(console: Console, code: int) -> Iterator[None]:
    """Errors of the index end the command with ``code``; those of corpus, settings and disk with 2."""
    from corpus.loader import CorpusError
    from index.errors import IndexMismatchError, IndexMissingError

    try:
        yield
    except (IndexMissingError, IndexMismatchError) as error:
        _complain(console, str(error))
        raise typer.Exit(code) from error
    except (CorpusError, OSError, ValueError) as error:
        _complain(console, str(error))
        raise typer.Exit(2) from error


def _complain(console: Console, message: str) -> None:
    console.print(f"✗ {message}", style="red", markup=False, soft_wrap=True)


@app.command()
def build() -> None:
    """Build what is new and swap it in; a current index is left as it is."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from corpus import load_corpus
    from index.build import build as run
    from index.settings import IndexSettings

    console = Console(stderr=True, highlight=False)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with _explained(console, 2), Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("索引を確認しています", total=None)

        def advance(done: int, total: int) -> None:
            bar.update(task, description="埋め込みを計算しています", completed=done, total=total)

        built = run(load_corpus(), IndexSettings(), advance)
    if built.fresh:
        done = f"を作りました（埋め込み {built.embedded}、再利用 {built.reused}）"
    else:
        done = "は最新です"
    console.print(f"索引 {built.manifest.version} {done}")


@app.command()
def status() -> None:
    """Show the serving build and whether it is current."""
    import json

    from rich.console import Console

    from corpus import load_corpus
    from index.chunks import chunk_corpus
    from index.embedding import Embedder
    from index.rows import statement_rows, utterance_rows, version_of
    from index.settings import IndexSettings
    from index.store import Store

    console = Console(highlight=False)
    with _explained(console, 1):
        settings = IndexSettings()
        corpus, fingerprint = load_corpus(), Embedder(settings).fingerprint
        manifest = Store(settings).opened(fingerprint)
        wanted = version_of(chunk_corpus(corpus), utterance_rows(corpus), statement_rows(corpus), fingerprint)
    current = wanted == manifest.content
    console.print_json(json.dumps({**manifest.model_dump(), "current": current}, ensure_ascii=False))
    if not current:
        typer.echo("The corpus has changed since. Run `madoguchi index build`.", err=True)
        raise typer.Exit(1)


@app.command()
def verify() -> None:
    """Check that the serving build is complete and finds its own rows."""
    from rich.console import Console

    from index.errors import REPAIR
    from index.settings import IndexSettings
    from index.store import Store
    from index.verify import verify as run

    console = Console(highlight=False)
    with _explained(console, 1):
        store = Store(IndexSettings())
        versions = store.versions()
        problems = run(store, versions[0]) if versions else [f"There is no index. {REPAIR}"]
    for problem in problems:
        _complain(console, problem)
    if problems:
        raise typer.Exit(1)
    console.print(f"索引 {versions[0]} に問題はありません")
