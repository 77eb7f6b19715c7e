"""The console script ``madoguchi``: commands of the assistant, and the groups other rooms register."""

from __future__ import annotations

from enum import StrEnum
from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated

import typer

from assistant.desk_cli import app as desk

app = typer.Typer(
    name="madoguchi",
    help="総務省の地域力創造施策の質問に引用つきで答え、担当課を案内します（非公式）。",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

WRONG_USAGE = 2


class Lang(StrEnum):
    """Language of an answer."""

    AUTO = "auto"
    JA = "ja"
    EASY_JA = "easy-ja"
    EN = "en"


class Mode(StrEnum):
    """How to search."""

    HYBRID = "hybrid"
    DENSE = "dense"
    LEXICAL = "lexical"


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="待ち受けるアドレス（既定 127.0.0.1）")] = None,
    port: Annotated[int | None, typer.Option(help="待ち受けるポート（既定 7860）")] = None,
) -> None:
    """Web 相談窓口を起動します。"""
    from rich.console import Console

    from assistant.opening import settings_or_explain
    from assistant.web import serve as run

    settings = settings_or_explain(Console(stderr=True))
    if settings is None:
        raise typer.Exit(WRONG_USAGE)

    chosen = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    run(settings.model_copy(update=chosen))


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="質問")],
    json_: Annotated[bool, typer.Option("--json", help="JSON で出力します")] = False,
    lang: Annotated[Lang, typer.Option(help="答えの言語")] = Lang.AUTO,
    history: Annotated[
        Path | None, typer.Option(help='これまでのやりとり（[{"role", "content"}, ...] の JSON）')
    ] = None,
) -> None:
    """質問に答えます。"""
    from assistant.commands import ask_once

    raise typer.Exit(ask_once(question, as_json=json_, lang=lang.value, history=history))


@app.command()
def batch(
    source: Annotated[Path, typer.Argument(metavar="IN.jsonl", help="1行に1問の JSONL")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="OUT.jsonl", help="1行に1つの Answer")],
) -> None:
    """質問ファイルにまとめて答えます。読めない行は {"id", "error"} になり、残りは続きます。"""
    from assistant.batch import run_batch

    raise typer.Exit(run_batch(source, output))


@app.command()
def triage(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="IN", help="問い合わせ：.csv .tsv .xlsx .jsonl .mbox .eml か、.eml のフォルダー"
        ),
    ],
    output: Annotated[
        Path,
        typer.Option(
            "-o", "--output", metavar="OUT", help="仕分けの結果：.csv .xlsx .jsonl（1行に1つの質問）"
        ),
    ],
    id_column: Annotated[str | None, typer.Option(help="番号の列（見出しから分からないとき）")] = None,
    subject_column: Annotated[str | None, typer.Option(help="件名の列（同上）")] = None,
    body_column: Annotated[str | None, typer.Option(help="本文の列（同上）")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="中断した実行の続きから始めます")] = False,
) -> None:
    """届いた問い合わせを質問ごとに分け、担当課・急ぎ・回答案を付けます。読めない行も残し、残りは続きます。"""
    from assistant.triage.run import run_triage
    from assistant.triage.sources import Chosen

    raise typer.Exit(
        run_triage(source, output, Chosen(id_column, subject_column, body_column), resume=resume)
    )


@app.command()
def search(
    question: Annotated[str, typer.Argument(help="探すことば")],
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="件数")] = 10,
    mode: Annotated[Mode, typer.Option(help="意味・語・両方")] = Mode.HYBRID,
    json_: Annotated[bool, typer.Option("--json", help="JSON で出力します")] = False,
) -> None:
    """資料の該当箇所を探します。"""
    from assistant.commands import search_once

    raise typer.Exit(search_once(question, k, mode.value, as_json=json_))


app.add_typer(desk, name="desk")


def main() -> None:
    """Run the command line with the groups that the installed rooms registered."""
    for point in sorted(entry_points(group="madoguchi.commands"), key=lambda point: point.name):
        app.add_typer(point.load(), name=point.name)
    app()
