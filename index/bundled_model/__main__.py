"""The command ``python -m index.bundled_model``: part of set-up, does nothing when there is nothing to do."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from index.bundled_model import BundledModelError, convert, find_weights, is_current
from index.bundled_model.encoder import Advance
from index.settings import IndexSettings


def main() -> int:
    """Convert the bundled model to where the settings expect it.

    Returns:
        The exit code: 0 when the model is in place, 2 when the installation has to be mended first.
    """
    settings = IndexSettings()
    console = Console(stderr=True)
    target = settings.bundled_model_dir
    if settings.embedding_model:
        console.print(
            f"Embedding model: {escape(settings.embedding_model)} (set; the bundled one is not needed)"
        )
        return 0
    if is_current(target):
        return 0
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    try:
        with Progress(*columns, console=console) as progress:

            def start(total: int) -> Advance:
                task = progress.add_task("Converting the bundled embedding model", total=total)
                return lambda done: progress.advance(task, done)

            convert(find_weights(), target, start)
    except BundledModelError as error:
        console.print(f"[bold red]error:[/] {escape(str(error))}", highlight=False, soft_wrap=True)
        return 2
    console.print(f"Embedding model ready: {escape(str(target))}", highlight=False, soft_wrap=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
