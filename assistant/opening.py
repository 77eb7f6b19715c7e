"""Opens the assistant for a command, with errors a person can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console

if TYPE_CHECKING:
    from assistant.service import Assistant

WRONG_CONFIGURATION = 2


def open_or_explain(errors: Console) -> Assistant | None:
    """The opened assistant; None after printing what is wrong and which command repairs it."""
    from pydantic import ValidationError

    from assistant.logging import configure
    from assistant.service import Assistant
    from assistant.settings import Settings
    from corpus.loader import CorpusError
    from index.errors import IndexMismatchError, IndexMissingError

    try:
        settings = Settings()
    except ValidationError as error:
        problems = "; ".join(
            f"MADOGUCHI_{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors()
        )
        errors.print(f"[red]✗[/red] 設定を確認してください: {problems}", highlight=False)
        return None
    configure(settings.log_level)
    try:
        return Assistant.open(settings)
    except (CorpusError, IndexMissingError, IndexMismatchError) as error:
        errors.print(f"[red]✗[/red] {error}", highlight=False)
        return None
