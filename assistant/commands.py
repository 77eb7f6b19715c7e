"""What ``madoguchi ask`` and ``madoguchi search`` do; each returns its exit code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

from pydantic import TypeAdapter, ValidationError
from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from assistant.answer import Answer, Language, Turn
from assistant.opening import WRONG_CONFIGURATION, open_or_explain

DONE = 0
_VERDICTS = {"yes": "はい", "no": "いいえ", "conditional": "条件しだい"}


def read_history(path: Path | None) -> list[Turn]:
    """Earlier turns from a JSON file.

    Raises:
        ValueError: the file cannot be read as a list of turns; the message says what was expected.
    """
    if path is None:
        return []
    try:
        return TypeAdapter(list[Turn]).validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        expected = '[{"role": "user" | "assistant", "content": "…"}, …]'
        raise ValueError(f"{path}: {expected} の JSON が必要です（{type(error).__name__}）。") from error


def ask_once(question: str, *, as_json: bool, lang: str, history: Path | None) -> int:
    """Answer one question on standard output."""
    from assistant.service import QuestionError

    errors = Console(stderr=True, highlight=False)
    try:
        turns = read_history(history)
    except ValueError as error:
        errors.print(f"[red]✗[/red] {error}")
        return WRONG_CONFIGURATION
    with errors.status("答えを探しています…"):
        assistant = open_or_explain(errors)
        if assistant is None:
            return WRONG_CONFIGURATION
        try:
            answer = assistant.ask(question, turns, cast("Language", lang))
        except QuestionError as error:
            errors.print(f"[red]✗[/red] {error}")
            return WRONG_CONFIGURATION
    if as_json:
        typer_echo(answer.model_dump_json(indent=2))
    else:
        show(answer)
    return DONE


def typer_echo(text: str) -> None:
    """Machine-readable output: no markup, no wrapping, whatever the terminal."""
    import typer

    typer.echo(text)


def show(answer: Answer) -> None:
    """An answer for reading on a terminal: text, then the quotations."""
    console = Console(highlight=False)
    title = _VERDICTS.get(answer.verdict or "")
    console.print(Panel(Text(answer.text), title=title, title_align="left", border_style="cyan"))
    for citation in answer.citations:
        first, last = citation.lines
        place = f"[{citation.marker}] {citation.section}（{citation.document} {first}–{last}行、{citation.edition}）"
        console.print(Text(place, style="bold"))
        console.print(Text(f"    {citation.quote}", style="dim"))
    for card in answer.contacts:
        if card.url:
            console.print(Text(f"{card.programme}  {card.url}", style="blue"))
    console.print(
        Text("非公式の案内です。判断は担当課が行います。出典：総務省（公共データ利用規約）", style="dim")
    )


def search_once(question: str, k: int, mode: str, *, as_json: bool) -> int:
    """Print the best passages."""
    from index.search import Mode

    errors = Console(stderr=True, highlight=False)
    with errors.status("探しています…"):
        assistant = open_or_explain(errors)
        if assistant is None:
            return WRONG_CONFIGURATION
        found = assistant.index.search(question, k, cast("Mode", mode))
    if as_json:
        rows = [
            {
                "document": p.document,
                "lines": p.lines,
                "text": p.shown,
                "score": p.score,
                "edition": p.edition,
                "programmes": p.programmes,
            }
            for p in found
        ]
        typer_echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return DONE
    console = Console(highlight=False)
    for passage in found:
        console.print(
            Text(
                f"{passage.score:.3f}  {passage.heading}（{passage.lines[0]}–{passage.lines[1]}行、{passage.edition}）",
                style="bold",
            )
        )
        console.print(Text(passage.text))
    return DONE
