"""The console script ``madoguchi``: commands of the assistant, and the groups other rooms register."""

from __future__ import annotations

from importlib.metadata import entry_points

import typer

app = typer.Typer(
    name="madoguchi",
    help="総務省の地域力創造施策の質問に引用つきで答え、担当課を案内します（非公式）。",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Run the command line with the groups that the installed rooms registered."""
    for point in sorted(entry_points(group="madoguchi.commands"), key=lambda point: point.name):
        app.add_typer(point.load(), name=point.name)
    app()
