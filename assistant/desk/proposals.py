"""What corrections teach, for a person to accept: ways of asking as a diff of the data, and questions for measuring.

Nothing is changed here. Questions that still hold a token of masked personal data are left out.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import TypeAdapter

from assistant.desk.store import DeskStore
from assistant.desk.tables import APPROVED, PartRow
from assistant.privacy.cues import load_cues
from corpus import Corpus
from corpus.loader import ROOT
from corpus.schema import Programme

FILE = "programmes.yaml"
LONGEST = 160
PERSONAS = {"municipal": "municipal", "applicant": "applicant"}
README = """# 提案

サポートデスクで直した内容から作りました。採り入れるかどうかは人が決めます。

- `programmes.diff`：言い回し（utterances）の追加 {added} 件。確かめてから、リポジトリのフォルダーで `git apply {folder}/programmes.diff`
- `questions.jsonl`：担当課を確かめた質問 {asked} 件（うち仕分けから直したもの {corrected} 件）
- 仕分けの担当課が正しかった割合：{right} / {asked}

前後の値は、次のコマンドを採り入れる前と後に実行して比べます。

```
madoguchi eval routing --questions {folder}/questions.jsonl
git apply {folder}/programmes.diff && madoguchi corpus check && madoguchi index build
madoguchi eval routing --questions {folder}/questions.jsonl --questions eval/questions/dev.jsonl
```
"""


@dataclass(frozen=True)
class Proposals:
    """A diff, and questions as lines of JSON.

    Attributes:
        diff: of ``corpus/programmes.yaml``, for ``git apply``; "" when there is nothing to add.
        added: how many ways of asking it adds.
        questions: approved or corrected questions with their office.
        corrected: how many of them a person routed elsewhere.
    """

    diff: str
    added: int
    questions: list[str]
    corrected: int


def propose(store: DeskStore, corpus: Corpus, text: str | None = None) -> Proposals:
    """Proposals from everything in the store.

    Args:
        store: the desk's store.
        corpus: programmes and contacts.
        text: the programmes file as it is; None reads it.
    """
    text = (ROOT / FILE).read_text(encoding="utf-8") if text is None else text
    known = {said for programme in corpus.programmes for said in programme.utterances}
    found: dict[str, list[str]] = {}
    questions, corrected = [], 0
    for part in store.everything():
        if not _usable(part, corpus):
            continue
        moved = part.programme != part.suggested_programme
        if not moved and part.state != APPROVED:
            continue
        corrected += moved
        questions.append(json.dumps(_question(part), ensure_ascii=False))
        if moved and part.question not in known:
            known.add(part.question)
            found.setdefault(part.programme, []).append(part.question)
    changed = added_to(text, found)
    lines = difflib.unified_diff(
        text.splitlines(keepends=True),
        changed.splitlines(keepends=True),
        f"a/corpus/{FILE}",
        f"b/corpus/{FILE}",
    )
    return Proposals("".join(lines), sum(map(len, found.values())), questions, corrected)


def _usable(part: PartRow, corpus: Corpus) -> bool:
    tokens = load_cues().tokens.values()
    return (
        bool(part.question)
        and len(part.question) <= LONGEST
        and corpus.contact(part.programme) is not None
        and not any(token in part.question for token in tokens)
    )


def _question(part: PartRow) -> dict[str, object]:
    """A part as a line of a question file."""
    return {
        "id": f"desk-{part.id}",
        "persona": PERSONAS.get(part.audience, "desk"),
        "lang": part.language,
        "kind": "contact",
        "history": [],
        "question": part.question,
        "verdict": None,
        "evidence": [],
        "must_include": [],
        "must_not_include": [],
        "programmes": [part.programme],
        "contact": [{"division": part.division, "phone": part.phone}],
        "abstain": False,
        "note": "",
    }


def added_to(text: str, utterances: dict[str, list[str]]) -> str:
    """The programmes file with ways of asking added behind those of each programme.

    Raises:
        ValueError: the result would no longer be a programmes file.
    """
    lines = text.splitlines(keepends=True)
    for programme, said in utterances.items():
        at = _end_of_utterances(lines, programme)
        lines[at:at] = [f"    - {json.dumps(item, ensure_ascii=False)}\n" for item in said]
    made = "".join(lines)
    TypeAdapter(list[Programme]).validate_python(yaml.safe_load(made))
    return made


def _end_of_utterances(lines: Sequence[str], programme: str) -> int:
    """The line behind a programme's last way of asking."""
    begin = next(
        at for at, line in enumerate(lines) if line.strip() in (f"name: {programme}", f'name: "{programme}"')
    )
    head = next(at for at in range(begin, len(lines)) if lines[at].startswith("  utterances:"))
    at = head + 1
    while at < len(lines) and lines[at].startswith("    - "):
        at += 1
    return at


def write(proposals: Proposals, folder: Path) -> None:
    """Write diff, questions and how to use them into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "programmes.diff").write_text(proposals.diff, encoding="utf-8")
    (folder / "questions.jsonl").write_text(
        "".join(f"{line}\n" for line in proposals.questions), encoding="utf-8"
    )
    asked = len(proposals.questions)
    said = README.format(
        added=proposals.added,
        asked=asked,
        corrected=proposals.corrected,
        right=asked - proposals.corrected,
        folder=folder,
    )
    (folder / "README.md").write_text(said, encoding="utf-8")
