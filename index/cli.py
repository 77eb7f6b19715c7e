"""``madoguchi index``: build, look at and verify the index."""

from __future__ import annotations

import typer

app = typer.Typer(help="検索索引を作り、確かめます。", no_args_is_help=True)


@app.command()
def build() -> None:
    """Build what is new and swap it in; a current index is left as it is."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from corpus import load_corpus
    from corpus.loader import CorpusError
    from index.build import build as run
    from index.errors import IndexMissingError
    from index.settings import IndexSettings

    console = Console(stderr=True, highlight=False)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    try:
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task("索引を確認しています", total=None)
            built = run(
                load_corpus(),
                IndexSettings(),
                lambda done, total: bar.update(
                    task, description="埋め込みを計算しています", completed=done, total=total
                ),
            )
    except (IndexMissingError, CorpusError) as error:
        console.print(f"[red]✗[/red] {error}")
        raise typer.Exit(2) from error
    if built.fresh:
        console.print(
            f"索引 {built.manifest.version} を作りました（埋め込み {built.embedded}、再利用 {built.reused}）"
        )
    else:
        console.print(f"索引 {built.manifest.version} は最新です")


@app.command()
def status() -> None:
    """Show the serving build and whether it is current."""
    import json

    from rich.console import Console

    from corpus import load_corpus
    from index.build import utterance_rows, version_of
    from index.chunks import chunk_corpus
    from index.embedding import Embedder
    from index.errors import IndexMismatchError, IndexMissingError
    from index.settings import IndexSettings
    from index.store import Store

    console = Console(highlight=False)
    settings = IndexSettings()
    store, corpus, embedder = Store(settings), load_corpus(), Embedder(settings)
    try:
        manifest = store.opened(embedder.fingerprint)
    except (IndexMissingError, IndexMismatchError) as error:
        console.print(f"[red]✗[/red] {error}")
        raise typer.Exit(1) from error
    wanted = version_of(chunk_corpus(corpus), utterance_rows(corpus), embedder.fingerprint)
    current = wanted == manifest.version
    console.print_json(json.dumps({**manifest.model_dump(), "current": current}, ensure_ascii=False))
    if not current:
        console.print("The corpus has changed since. Run `madoguchi index build`.")
        raise typer.Exit(1)


@app.command()
def verify() -> None:
    """Check that the serving build is complete and finds its own rows."""
    from rich.console import Console

    from index.build import verify as run
    from index.settings import IndexSettings
    from index.store import REPAIR, Store

    console = Console(highlight=False)
    store = Store(IndexSettings())
    versions = store.versions()
    problems = run(store, versions[0]) if versions else [f"there is no index. {REPAIR}"]
    for problem in problems:
        console.print(f"[red]✗[/red] {problem}")
    if problems:
        raise typer.Exit(1)
    console.print(f"索引 {versions[0]} に問題はありません")
