"""Where an entry stands in its YAML file, so that an error names the line to look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

Step = str | int
_ROOT_LINE = 1


class Places:
    """The lines of one YAML file by the way to an entry, as pydantic and the checks write it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)

    def line(self, *way: Step) -> int:
        """Line (1-based) of the entry at the end of a way of keys and positions.

        Steps that the file does not have (a missing field, the name of a union's member) are left out, so that
        the line is that of the nearest entry around it.
        """
        node, line = self._root, _ROOT_LINE
        for step in way:
            found = _child(node, step)
            if found is not None:
                line, node = found
        return line

    def repeated(self) -> Iterator[tuple[int, str]]:
        """Line and name of every key that a mapping holds twice; YAML silently keeps the last one."""
        yield from _repeated(self._root)


def _child(node: yaml.Node | None, step: Step) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item = node.value[step]
        return item.start_mark.line + 1, item
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line + 1, value
    return None


def _repeated(node: yaml.Node | None) -> Iterator[tuple[int, str]]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield key.start_mark.line + 1, str(key.value)
            seen.add(str(key.value))
            yield from _repeated(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _repeated(item)


def spelled(way: Sequence[Step]) -> str:
    """A way as a reader follows it: requirements[2].scope, counted from 1."""
    text = ""
    for step in way:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return text
