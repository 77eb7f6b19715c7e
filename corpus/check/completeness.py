"""Problems of coverage: what no fact and no requirement states, and what is left out too freely."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.check.coverage import coverage
from corpus.check.problem import Problem
from corpus.loader import Corpus

MOST_LEFT_OUT = 0.10


def check_completeness(corpus: Corpus) -> Iterator[Problem]:
    """Numbers and condition words of every document that knowledge speaks about."""
    for name, document in corpus.documents.items():
        if not _curated(corpus, name):
            continue
        found = coverage(corpus, document)
        file = f"documents/{name}/source.txt"
        for span in found.forgotten:
            yield Problem(
                file,
                span.line,
                span.words,
                "no fact and no requirement states it: add one in knowledge/, or name it in left_out.yaml with the reason",
            )
        for numbers, kind in ((True, "numbers"), (False, "condition words")):
            share = found.share_left_out(numbers=numbers)
            if share > MOST_LEFT_OUT:
                message = f"{share:.0%} of the {kind} are left out, at most {MOST_LEFT_OUT:.0%} may be"
                yield Problem("left_out.yaml", None, name, message)


def _curated(corpus: Corpus, document: str) -> bool:
    return any(
        quotation.document == document
        for knowledge in corpus.knowledge.values()
        for item in knowledge.stated
        for quotation in item.quotations
    )
