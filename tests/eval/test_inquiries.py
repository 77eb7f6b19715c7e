"""Scoring whole mails: one row for each question, in whatever order, to a place it accepts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.triage import Part
from eval.inquiries import GoldInquiry, Routed, figures, read_inquiries
from eval.items import QuestionsError

TAI, KIGYO, KASO = (
    ("地域自立応援課", "03-5253-5391"),
    ("地域自立応援課", "03-5253-5392"),
    ("過疎対策室", "03-5253-5536"),
)
SETS = Path(__file__).resolve().parents[2] / "eval" / "mails"


def routed(gold: list[tuple[str, str]], got: list[tuple[str, str]], runner_up: str = "") -> Routed:
    """An inquiry with a question for each gold place and a row for each place it got."""
    asked = [{"asks": "", "programmes": [], "contacts": [{"division": d, "phone": p}]} for d, p in gold]
    inquiry = GoldInquiry.model_validate(
        {"id": "x", "lang": "ja", "names_programme": False, "subject": "", "body": "?", "parts": asked}
    )
    rows = [
        Part(inquiry_id="x", part=n, division=d, phone=p, runner_up_division=runner_up, confidence=0.9)
        for n, (d, p) in enumerate(got, 1)
    ]
    return Routed(inquiry, rows)


@pytest.mark.parametrize(
    ("gold", "got", "found", "stray"),
    [
        ([TAI], [TAI], 1, 0),
        ([TAI, KASO], [KASO, TAI], 2, 0),
        ([TAI, KASO], [TAI, TAI], 1, 0),
        ([TAI, TAI], [TAI], 1, 0),
        ([TAI], [TAI, KASO], 1, 1),
        ([TAI], [KIGYO], 0, 1),
    ],
)
def test_matched(gold: list[tuple[str, str]], got: list[tuple[str, str]], found: int, stray: int) -> None:
    """A division that answers two questions needs two rows; another phone is another place."""
    assert routed(gold, got).matched == (found, stray)


def test_figures() -> None:
    """Single questions by their first row, several by their parts."""
    items = [routed([TAI], [TAI]), routed([TAI], [KASO], TAI[0]), routed([TAI, KASO], [TAI, KIGYO])]
    values = {row.name: row.value for row in figures(items) if row.slice == "all"}
    assert values["inquiry_top1"] == 0.5
    assert values["inquiry_top2"] == 1.0
    assert values["parts_routed"] == 0.5
    assert values["spurious"] == pytest.approx(2 / 4)


def test_files(tmp_path: Path) -> None:
    """The shipped file is valid, its ids are unique; a wrong line is named."""
    found = [gold for path in sorted(SETS.glob("*.jsonl")) for gold in read_inquiries(path)]
    assert len({gold.id for gold in found}) == len(found) >= 300
    wrong = tmp_path / "wrong.jsonl"
    wrong.write_text(json.dumps({"id": "a"}) + "\n", encoding="utf-8")
    with pytest.raises(QuestionsError, match="1 行目"):
        read_inquiries(wrong)
