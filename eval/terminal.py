"""Progress bars and tables on the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich import progress
from rich.console import Console
from rich.table import Table
from rich.text import Text

from eval.page import Grid
from eval.report import Chapter
from eval.runs import Progress, Tick

PIPE_WIDTH = 200  # characters; a file or a pipe has no width to wrap at


def bars(console: Console) -> Progress:
    """Makes progress bars on a console; on one that is no terminal nothing moves."""

    @contextmanager
    def bar(description: str, total: int) -> Iterator[Tick]:
        text, count = progress.TextColumn("{task.description}"), progress.MofNCompleteColumn()
        with progress.Progress(
            text, progress.BarColumn(), count, progress.TimeElapsedColumn(), console=console, transient=True
        ) as shown:
            task = shown.add_task(description, total=total)
            yield lambda done: shown.advance(task, done)

    return bar


def show(chapters: Sequence[Chapter]) -> None:
    """Print the tables of all chapters."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = PIPE_WIDTH
    for grid in (block for chapter in chapters for block in chapter.blocks if isinstance(block, Grid)):
        table = Table(title=grid.caption, title_justify="left")
        for number, name in enumerate(grid.head):
            table.add_column(name, justify="right" if number else "left")
        for cells in grid.rows:
            table.add_row(*map(Text, cells))
        console.print(table)
