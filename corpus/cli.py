"""``madoguchi corpus``: look after what we know."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="文書・連絡先・制度・要件のデータを確かめます。", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Look after the data files."""


@app.command()
def check(
    folder: Annotated[
        Path | None, typer.Option(help="a folder laid out like corpus/; unset: the shipped data")
    ] = None,
) -> None:
    """Validate all data files: schema, spans, verbatim quotations, contacts equal to the source."""
    from rich.console import Console

    from corpus.check import check as run
    from corpus.check.coverage import coverage
    from corpus.loader import ROOT, CorpusError, load_corpus

    console = Console(highlight=False)
    try:
        corpus = load_corpus(folder or ROOT)
    except CorpusError as error:
        for line in str(error).splitlines():
            console.print(f"✗ {line}", style="red", markup=False, soft_wrap=True)
        raise typer.Exit(1) from error
    problems = run(corpus, folder or ROOT)
    for problem in problems:
        console.print(f"✗ {problem}", style="red", markup=False, soft_wrap=True)
    requirements = sum(len(item.requirements) for item in corpus.knowledge.values())
    facts = sum(len(item.facts) + len(item.series) for item in corpus.knowledge.values())
    console.print(
        f"{len(corpus.documents)} document(s), {len(corpus.contacts)} contacts, {len(corpus.programmes)} programmes, "
        f"{facts} facts and series, {requirements} requirements: {len(problems)} problem(s)",
        soft_wrap=True,
    )
    for name, document in corpus.documents.items():
        found = coverage(corpus, document)
        numbers = sum(span.quantity is not None for span in found.spans)
        console.print(
            f"{name}: {numbers} numbers and {len(found.spans) - numbers} condition words, {len(found.stated)} stated, "
            f"{len(found.left_out)} left out, {len(found.forgotten)} forgotten",
            soft_wrap=True,
        )
    if problems:
        raise typer.Exit(1)
