"""``madoguchi corpus check``: is all that we say we know printed in the documents?

Each check yields problems with file, line and field; none stops at the first.
"""

from __future__ import annotations

from pathlib import Path

from corpus.check.completeness import check_completeness
from corpus.check.contacts import check_contacts, check_programmes
from corpus.check.documents import check_document
from corpus.check.knowledge import check_knowledge
from corpus.check.problem import Problem, YamlFile
from corpus.check.vocabulary import check_keys, check_patterns
from corpus.loader import ROOT, Corpus

__all__ = ["Problem", "check"]


def check(corpus: Corpus, root: Path = ROOT) -> list[Problem]:
    """All problems of a corpus; [] when everything holds.

    Args:
        corpus: what was read.
        root: the folder it was read from, to name the lines.
    """
    problems: list[Problem] = []
    for name, document in corpus.documents.items():
        problems += check_document(corpus, document, YamlFile(root, f"documents/{name}/document.yaml"))
        problems += check_contacts(corpus, document)
    problems += check_programmes(corpus, YamlFile(root, "programmes.yaml"))
    for path in sorted((root / "knowledge").glob("*.yaml")):
        problems += check_knowledge(corpus, YamlFile(root, f"knowledge/{path.name}"))
    problems += check_completeness(corpus)
    problems += check_patterns(corpus, YamlFile(root, "aspects.yaml"))
    for path in sorted(root.rglob("*.yaml")):
        problems += check_keys(YamlFile(root, path.relative_to(root).as_posix()))
    return problems
