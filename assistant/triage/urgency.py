"""How urgent an inquiry is, and by which words: cue data and the deadlines it names."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from assistant.cues import alternatives
from assistant.privacy.spans import narrow
from assistant.triage.deadlines import Words, deadlines
from corpus.loader import read_yaml
from corpus.schema import Strict

FILE = Path(__file__).resolve().parent / "urgency.yaml"
Level = Literal["high", "normal", "low"]


class Kind(Strict):
    """Words that say so, and how the reason is put."""

    words: list[str]
    reason: str


class Rules(Strict):
    """``urgency.yaml``."""

    high: dict[str, Kind]
    low: dict[str, Kind]
    deadline: list[str]
    deadline_reason: str
    deadline_passed_reason: str
    deadline_far_reason: str
    deadline_soon_reason: str
    normal_reason: str
    urgent_days: int
    far_days: int
    stale_days: int
    weekdays: list[str]
    weekdays_en: list[str]
    months_en: list[str]


@dataclass(frozen=True)
class Urgency:
    """How urgent, why in words, and whether a complaint is among the reasons."""

    level: Level
    reason: str = ""
    complaint: bool = False


@cache
def _rules() -> tuple[Rules, Words, dict[str, re.Pattern[str]]]:
    rules = read_yaml(FILE, Rules)
    kinds = {**rules.high, **rules.low}
    patterns = {name: alternatives(kind.words, re.IGNORECASE) for name, kind in kinds.items()}
    words = Words(
        alternatives(rules.deadline, re.IGNORECASE), rules.weekdays, rules.weekdays_en, rules.months_en
    )
    return rules, words, patterns


def urgency(text: str, today: dt.date) -> Urgency:
    """How urgent a whole inquiry is.

    Args:
        text: subject and body, without history and signature.
        today: the day it came.
    """
    rules, words, patterns = _rules()
    plain = narrow(text)
    waits = [kind.reason for name, kind in rules.low.items() if patterns[name].search(plain)]
    said = {
        name: f"{kind.reason}（「{match.group()}」）"
        for name, kind in rules.high.items()
        if (match := patterns[name].search(plain))
    }
    if waits:
        said.pop("at_once", None)  # 急ぎません
    oldest = today - dt.timedelta(days=rules.stale_days)
    due = [day for day in deadlines(plain, today, words) if day >= oldest]
    left = (due[0] - today).days if due else None
    reasons = list(said.values())
    if left is not None:
        dated = rules.deadline_passed_reason if left < 0 else rules.deadline_reason
        if left <= rules.urgent_days:
            reasons.append(dated.format(day=due[0].isoformat(), days=left))
    if reasons:
        return Urgency("high", "；".join(reasons), "complaint" in said)
    if left is not None:
        far = left >= rules.far_days
        reason = rules.deadline_far_reason if far else rules.deadline_soon_reason
        return Urgency("low" if far and waits else "normal", reason.format(day=due[0].isoformat(), days=left))
    return Urgency("low", waits[0]) if waits else Urgency("normal", rules.normal_reason)
