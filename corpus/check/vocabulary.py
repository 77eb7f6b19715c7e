"""The tables of words: regular expressions that compile, keys that stand once."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.check.problem import Problem, YamlFile
from corpus.loader import Corpus


def check_patterns(corpus: Corpus, file: YamlFile) -> Iterator[Problem]:
    """The regular expressions of ``aspects.yaml``, and the aspects it names."""
    for name, aspect in corpus.aspects.items():
        for field in ("answered_by", "unless"):
            for at, pattern in enumerate(getattr(aspect, field)):
                try:
                    re.compile(pattern)
                except re.error as error:
                    yield file.problem(
                        (name, field, at),
                        f"{name}.{field}",
                        f"「{pattern}」 is no regular expression: {error}",
                    )
        for at, other in enumerate(aspect.unless_asked):
            if other not in corpus.aspects:
                yield file.problem(
                    (name, "unless_asked", at),
                    f"{name}.unless_asked",
                    f"aspect 「{other}」 is not in this file",
                )


def check_keys(file: YamlFile) -> Iterator[Problem]:
    """No mapping holds a key twice."""
    for line, key in file.places.repeated():
        yield Problem(file.name, line, key, "this key stands twice; only the last one would count")
