"""Opens the assistant for a command, with errors a person can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console

if TYPE_CHECKING:
    from assistant.service import Assistant
    from assistant.settings import Settings

WRONG_CONFIGURATION = 2


def settings_or_explain(errors: Console) -> Settings | None:
    """The settings; None after printing which of them is wrong."""
    from pydantic import ValidationError

    from assistant.settings import Settings

    try:
        return Settings()
    except ValidationError as error:
        problems = "; ".join(
            f"MADOGUCHI_{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors()
        )
        errors.print(f"[red]✗[/red] 設定を確認してください: {problems}", highlight=False, soft_wrap=True)
        return None


def open_or_explain(errors: Console, *, cached: bool = True) -> Assistant | None:
    """The opened assistant; None after printing what is wrong and which command repairs it.

    Args:
        errors: where to print.
        cached: False answers a repeated question anew, for measuring.
    """
    from index.embedding import Embedder

    settings = settings_or_explain(errors)
    if settings is None:
        return None
    embedder = Embedder(settings, threads=1)
    embedder.load_meanwhile()  # while Chroma is imported and the corpus is read: half of a cold start otherwise
    from assistant.logging import configure
    from assistant.service import Assistant
    from corpus.loader import CorpusError
    from index.errors import IndexMismatchError, IndexMissingError

    configure(settings.log_level)
    try:
        return Assistant.open(settings if cached else settings.uncached, embedder=embedder)
    except (CorpusError, IndexMissingError, IndexMismatchError) as error:
        errors.print(f"[red]✗[/red] {error}", highlight=False, soft_wrap=True)
        return None
