"""``madoguchi desk``: the store's upkeep and what the desk's corrections teach. Imports nothing heavy by itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from assistant.desk import DeskStore

app = typer.Typer(help="サポートデスクの保存先の手入れと、直した内容の活用。", no_args_is_help=True)
WRONG_CONFIGURATION = 2


def open_store() -> tuple[DeskStore, int]:
    """The store of the settings and its retention in days; ends the command when it cannot be opened."""
    from rich.console import Console

    from assistant.desk import DeskStore, StoreError
    from assistant.opening import settings_or_explain

    errors = Console(stderr=True, highlight=False)
    settings = settings_or_explain(errors)
    if settings is None:
        raise typer.Exit(WRONG_CONFIGURATION)
    try:
        return DeskStore(settings.store_url), settings.retention_days
    except StoreError as error:
        errors.print(f"✗ {error}", style="red", markup=False, soft_wrap=True)
        raise typer.Exit(WRONG_CONFIGURATION) from error


@app.command()
def purge(
    older_than: Annotated[
        int | None,
        typer.Option(
            min=0, metavar="DAYS", help="この日数より前に保存したもの（既定 MADOGUCHI_RETENTION_DAYS）"
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="すべて消します")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="確認せずに消します")] = False,
) -> None:
    """保存期間を過ぎた問い合わせを、本文・下書き・履歴ごと完全に消します。"""
    import datetime as dt

    store, retention = open_store()
    days = 0 if everything else retention if older_than is None else older_than
    if not yes:
        typer.confirm(f"{days} 日より前に保存した問い合わせを消します。よろしいですか", abort=True, err=True)
    count = store.purge(dt.datetime.now(dt.UTC) - dt.timedelta(days=days))
    typer.echo(f"{count} 件の問い合わせを消しました。")


@app.command(name="hash-password")
def hash_password() -> None:
    """デスク画面のパスワードのハッシュ（MADOGUCHI_DESK_PASSWORD_HASH に書く値）を作ります。"""
    from assistant.desk.passwords import hashed

    password: str = typer.prompt("パスワード", hide_input=True, confirmation_prompt="もう一度", err=True)
    try:
        typer.echo(hashed(password))
    except ValueError as error:
        typer.echo(f"✗ {error}", err=True)
        raise typer.Exit(WRONG_CONFIGURATION) from error


@app.command()
def proposals(
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", help="書き出すフォルダー（既定 proposals）")
    ] = Path("proposals"),
) -> None:
    """担当者が直した内容から、言い回しの追加（差分）と評価用の質問を書き出します。データは変えません。"""
    from assistant.desk.proposals import propose, write
    from corpus import load_corpus

    store, _ = open_store()
    found = propose(store, load_corpus())
    write(found, output)
    typer.echo(
        f"言い回し {found.added} 件、質問 {len(found.questions)} 件（直したもの {found.corrected} 件）→ {output}"
    )


@app.command()
def summary(
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="OUT.xlsx", help="書き出す Excel ファイル")
    ],
    begin: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="7日間の最初の日（既定は今週の月曜日）")
    ] = None,
) -> None:
    """週のまとめ（受付、多い質問、資料に書かれていなかった質問、担当課の直し）を書き出します。"""
    import datetime as dt

    from assistant.desk.summary import week, workbook

    today = dt.datetime.now().astimezone().date()
    try:
        day = dt.date.fromisoformat(begin) if begin else today - dt.timedelta(days=today.weekday())
    except ValueError as error:
        typer.echo(f"✗ --begin は 2025-04-07 の形で書いてください（{begin}）。", err=True)
        raise typer.Exit(WRONG_CONFIGURATION) from error
    store, _ = open_store()
    output.write_bytes(workbook(week(store, day)))
    typer.echo(f"{day} からの7日間を {output} に書きました。")
