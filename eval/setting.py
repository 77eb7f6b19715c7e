"""What the figures of a run depend on, for ``config.json`` and the head of the report."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from eval.bootstrap import LEVEL, RESAMPLES, SEED
from eval.reach import THRESHOLD
from eval.report import Cell
from eval.runs import Run
from index.store import Store


def describe(run: Run, questions: Sequence[Path]) -> dict[str, Cell]:
    """Questions, model, index, documents and method of a run."""
    versions = Store(run.settings).versions()
    documents = {
        name: hashlib.sha256(source.text.encode()).hexdigest()[:12] for name, source in run.sources.items()
    }
    try:
        product = version("madoguchi")
    except PackageNotFoundError:
        product = "(インストールされていない)"
    return {
        "measured_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "madoguchi": product,
        "questions": ", ".join(str(path) for path in questions),
        "questions_sha256": hashlib.sha256(b"".join(path.read_bytes() for path in questions)).hexdigest(),
        "knowledge": run.knowledge,
        "n": len(run.questions),
        "answers": str(run.answers) if run.answers else "asked now",
        "documents": ", ".join(f"{name} {digest}" for name, digest in documents.items()),
        "embedding_model": Path(run.settings.model_path).name,
        "index_version": versions[0] if versions else None,
        "evidence_threshold": THRESHOLD,
        "evidence_left_out": len(run.unlocated),
        "interval": f"bootstrap {LEVEL:.0%}, {RESAMPLES} resamples, seed {SEED}",
    }
