"""How long an answer takes, beside one query embedding measured in the same run, and what the process weighs."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant import Assistant
from eval.items import Question

_KIB = 1024
WARM_UP = 3
TOP, STOCK_SIZE = 10, 400
"""Passages of a search, and the characters of a chunk of the stock recipe it is timed beside."""


@dataclass(frozen=True)
class Timing:
    """Milliseconds of one kind of call: median, 95th percentile, number of calls."""

    name: str
    p50: float
    p95: float
    n: int


def measure(assistant: Assistant, questions: Sequence[Question], tick: Callable[[int], None]) -> list[Timing]:
    """Time an embedding and an answer of every question, in turn, in a warm process; nothing is cached.

    Args:
        assistant: opened; the first few questions warm it up and are not counted.
        questions: what to ask.
        tick: called after each question.
    """
    assistant.warm()
    for question in questions[:WARM_UP]:
        assistant.ask(question.question, question.history)
    embedding, answering = [], []
    for question in questions:
        embedding.append(_timed(lambda q=question: assistant.index.embed(q.question)))  # type: ignore[misc]
        answering.append(_timed(lambda q=question: assistant.ask(q.question, q.history)))  # type: ignore[misc]
        tick(1)
    return [_timing("one query embedding", embedding), _timing("one answer", answering)]


def measure_search(
    systems: Mapping[str, Callable[[str], object]], questions: Sequence[Question]
) -> list[Timing]:
    """Time the searches of several systems, question by question in turn; each embeds the question itself.

    Args:
        systems: what each is called, and its search.
        questions: what to search for; the first few warm the systems up and are not counted.
    """
    for question in questions[:WARM_UP]:
        for search in systems.values():
            search(question.question)
    taken: dict[str, list[float]] = {name: [] for name in systems}
    for question in questions:
        for name, search in systems.items():
            taken[name].append(_timed(lambda s=search, q=question: s(q.question)))  # type: ignore[misc]
    return [_timing(name, values) for name, values in taken.items()]


def _timed(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000


def _timing(name: str, values: Sequence[float]) -> Timing:
    return Timing(name, float(np.percentile(values, 50)), float(np.percentile(values, 95)), len(values))


def memory_mib() -> tuple[float, float]:
    """Resident memory of this process now and at its peak, in MiB (Linux)."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KIB
    status = Path("/proc/self/status")
    if not status.exists():
        return peak, peak
    now = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(now.split()[1]) / _KIB, peak
