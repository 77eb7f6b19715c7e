"""``madoguchi triage``: read, answer, write down, one inquiry after the other; OUT is made from the journal at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from assistant.opening import WRONG_CONFIGURATION, open_or_explain
from assistant.triage.inquiry import Inquiry, TriageError
from assistant.triage.journal import Journal, fingerprint
from assistant.triage.part import Part
from assistant.triage.sources import Chosen, read
from assistant.triage.triager import Triager, failures
from assistant.triage.writers import check, write
from corpus import Corpus, load_corpus

DONE, SOME_FAILED = 0, 1
SHOWN_FAILURES = 20


class _Rate(ProgressColumn):
    """Inquiries a second."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:.1f} 件/秒" if speed else "– 件/秒", style="progress.data.speed")


def run_triage(source: Path, output: Path, chosen: Chosen, *, resume: bool) -> int:
    """Triage every inquiry of ``source`` into ``output``.

    Args:
        source: CSV, XLSX, JSONL, mbox, .eml or a folder of .eml.
        output: CSV, XLSX or JSONL.
        chosen: columns named by option.
        resume: go on where an interrupted run stopped.

    Returns:
        0 when every inquiry was answered, 1 when some failed or the run was interrupted, 2 when nothing could be read.
    """
    errors = Console(stderr=True, highlight=False)
    try:
        total = sum(1 for _ in read(source, chosen))
        check(output, source)
        with Journal(output, fingerprint(source, (chosen.id, chosen.subject, chosen.body))) as journal:
            journal.begin(resume=resume)
            return _run(source, output, chosen, journal, total, errors)
    except (TriageError, OSError) as error:
        errors.print(f"✗ {error}", style="red", markup=False, soft_wrap=True)
        return WRONG_CONFIGURATION


def _run(source: Path, output: Path, chosen: Chosen, journal: Journal, total: int, errors: Console) -> int:
    if journal.done:
        errors.print(f"{journal.done} 件は終わっています。続きから始めます。")
    if journal.done < total:
        assistant = open_or_explain(errors, cached=False)
        if assistant is None:
            return WRONG_CONFIGURATION
        corpus = load_corpus()
        todo = islice(read(source, chosen), journal.done, None)
        try:
            _work(Triager(assistant, corpus), todo, journal, total, errors)
        except KeyboardInterrupt:
            errors.print(f"中断しました。{journal.done} 件は保存してあります。--resume で続けられます。")
            return SOME_FAILED
    else:
        corpus = load_corpus()
    count = write(journal.rows(), output, addresses(corpus))
    journal.remove()
    errors.print(f"{total} 件の問い合わせを {count} 行にしました（失敗 {journal.failed} 件）→ {output}")
    return SOME_FAILED if journal.failed else DONE


def _work(
    triage: Callable[[Inquiry], list[Part]],
    inquiries: Iterator[Inquiry],
    journal: Journal,
    total: int,
    errors: Console,
) -> None:
    """Answer and write down; a row that fails is reported at once, the first ones only."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=errors) as progress:
        task = progress.add_task("仕分けています", total=total, completed=journal.done)
        for inquiry in inquiries:
            rows = triage(inquiry)
            failed = min(1, failures(rows))
            journal.add(rows, failed)
            progress.advance(task)
            if failed and journal.failed <= SHOWN_FAILURES:
                problem = next(row.needs_human_reason for row in rows if row.status is None)
                progress.console.print(f"✗ {inquiry.id}: {problem}", style="red", markup=False)


def addresses(corpus: Corpus) -> dict[str, str]:
    """Web address by programme, where the contact table has one."""
    return {row.programme: row.url for row in corpus.contacts if row.url}
