"""``madoguchi batch``: one Answer a row; a bad row becomes an error row and the run goes on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import structlog
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from rich.console import Console
from rich.progress import track

from assistant.answer import Language, Turn
from assistant.opening import WRONG_CONFIGURATION, open_or_explain
from assistant.service import Assistant

log = structlog.get_logger(__name__)
DONE, SOME_FAILED = 0, 1


class Row(BaseModel):
    """One input row."""

    model_config = ConfigDict(extra="ignore")
    id: str = Field(coerce_numbers_to_str=True)
    question: str = Field(min_length=1)
    history: list[Turn] = []
    lang: Literal["auto"] | Language = "auto"


def run_batch(source: Path, output: Path) -> int:
    """Answer every row of ``source`` into ``output``.

    Returns:
        0 when every row was answered, 1 when some rows failed, 2 when nothing could be read or opened.
    """
    errors = Console(stderr=True, highlight=False)
    try:
        lines = source.read_text(encoding="utf-8-sig", errors="replace").split("\n")
    except OSError as error:
        errors.print(
            f"[red]✗[/red] {source} を読めません: {error.strerror}。JSONL のファイルを指定してください。"
        )
        return WRONG_CONFIGURATION
    if output.is_dir() or (output.exists() and output.samefile(source)):
        errors.print(
            f"[red]✗[/red] 出力先 {output} はフォルダーか入力と同じファイルです。別のファイル名を指定してください。"
        )
        return WRONG_CONFIGURATION
    if not output.parent.is_dir():
        errors.print(f"[red]✗[/red] 出力先のフォルダー {output.parent} がありません。先に作ってください。")
        return WRONG_CONFIGURATION
    assistant = open_or_explain(errors)
    if assistant is None:
        return WRONG_CONFIGURATION
    rows = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    failed = 0
    with output.open("w", encoding="utf-8") as file:
        for result in answers(assistant, track(rows, "回答しています", console=errors)):
            failed += "error" in result
            file.write(json.dumps(result, ensure_ascii=False).encode(errors="replace").decode() + "\n")
            file.flush()
    errors.print(f"{len(rows)} 行中 {len(rows) - failed} 行に答えました → {output}")
    return SOME_FAILED if failed else DONE


def answers(assistant: Assistant, rows: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - rich's iterable
    """One result a row: the Answer as JSON data, or ``{"id", "error"}``."""
    for number, line in rows:
        yield answer_row(assistant, number, line)


def answer_row(assistant: Assistant, number: int, line: str) -> dict[str, Any]:
    """Answer one line of JSONL; whatever goes wrong is an error row."""
    name = f"line-{number}"
    try:
        data = json.loads(line)
        if isinstance(data, dict) and isinstance(data.get("id"), str | int):
            name = str(data["id"])
        row = Row.model_validate(data)
        return assistant.ask(row.question, row.history, row.lang, row.id).model_dump(mode="json")
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'row'}: {e['msg']}" for e in error.errors())
        return {"id": name, "error": f"line {number}: {problems}"}
    except ValueError as error:
        return {"id": name, "error": f"line {number}: {error}"}
    except Exception as error:
        log.exception("row failed", row=number)
        return {"id": name, "error": f"line {number}: {type(error).__name__}"}
