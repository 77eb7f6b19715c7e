"""The same question in another spelling, width or frame gets the same answer."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant import Answer
from eval.rewording import full_width, half_width_kana

Ask = Callable[..., Answer]
Change = Callable[[str], str]
Outcome = tuple[str, str | None, tuple[str, ...], tuple[str, ...], int]

QUESTIONS = [
    "ふるさとワーキングホリデーの参加者は何人ですか",
    "ローカル10,000プロジェクトの公費による交付額の上限はいくらですか",
    "フリーランスは副業型の起業人になれますか",
    "協力隊の応募に年齢制限はありますか",
    "子ども農山漁村交流プロジェクトの担当課の電話番号を教えてください",
    "定住自立圏構想の圏域はいくつですか",
    "地域運営組織の令和7年度の予算はいくらですか",
    "企業派遣型の任期は4か月でもいいですか",
    "上限はいくらですか",
    "カレーの作り方を教えてください",
]


CHANGES: dict[str, Change] = {
    "half-width kana": half_width_kana,
    "full-width ASCII": full_width,
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "blanks around": lambda text: f"\u3000 {text} \n",
    "blank after は": lambda text: text.replace("は", "は ", 1),
    "question mark": lambda text: f"{text}？",
    "question marks": lambda text: f"{text}？？",
    "full stop": lambda text: f"{text}。",
    "dots": lambda text: f"{text}…",
    "no separators": lambda text: text.replace("10,000", "10000"),
    "zero-width": lambda text: "\ufeff" + text[:3] + "\u200b" + text[3:],
    "greeting": lambda text: f"お世話になっております。{text}。よろしくお願いいたします。",
    "greeting on its own lines": lambda text: f"お世話になっております。\n{text}\nよろしくお願いいたします。",
    "long greeting": lambda text: (
        f"いつもお世話になっております。お忙しいところ恐れ入ります。{text}。お手数ですが、ご回答のほどよろしくお願いいたします。"
    ),
    "short politeness": lambda text: f"すみません、{text}。",
    "asked politely": lambda text: f"ひとつ質問です。{text}。ご教示ください。",
}
"""None of them changes what is asked."""


def outcome(answer: Answer) -> Outcome:
    """What must not change."""
    return (
        answer.status,
        answer.verdict,
        tuple(answer.programmes),
        tuple(card.phone for card in answer.contacts),
        len(answer.parts),
    )


@pytest.mark.parametrize("change", CHANGES)
def test_change_that_says_nothing_changes_nothing(change: str, ask: Ask) -> None:
    """Each way of writing, over all questions."""
    changed = {}
    for question in QUESTIONS:
        other = CHANGES[change](question)
        if outcome(ask(other)) != outcome(ask(question)):
            changed[other] = outcome(ask(other))
    assert changed == {}


WIDTHS = [
    "half-width kana",
    "full-width ASCII",
    "NFD",
    "blanks around",
    "question mark",
    "full stop",
    "no separators",
    "zero-width",
]


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    question=st.sampled_from(QUESTIONS),
    changes=st.lists(st.sampled_from(WIDTHS), min_size=2, max_size=4, unique=True),
)
def test_several_changes_at_once_change_nothing(question: str, changes: list[str], ask: Ask) -> None:
    """Spellings heap up."""
    other = question
    for change in changes:
        other = CHANGES[change](other)
    assert outcome(ask(other)) == outcome(ask(question))


TYPOS = [
    ("地域おこし協力隊の活動期間は何年ですか", "地域おこし協カ隊の活動期間は何年ですか"),
    ("地域おこし協力隊の活動期間は何年ですか", "地域おこし共力隊の活動期間は何年ですか"),
    ("地域おこし協力隊の活動期間は何年ですか", "地域おこ協力隊の活動期間は何年ですか"),
    ("ふるさとワーキングホリデーの参加者は何人ですか", "ふるさとワーキングホリデイの参加者は何人ですか"),
    ("ふるさとワーキングホリデーの参加者は何人ですか", "ふるさとワーキンクホリデーの参加者は何人ですか"),
    (
        "ローカル10,000プロジェクトの公費による交付額の上限はいくらですか",
        "ローカル10,000プロジェットの公費による交付額の上限はいくらですか",
    ),
    (
        "ローカル10,000プロジェクトの公費による交付額の上限はいくらですか",
        "ローカル1,000プロジェクトの公費による交付額の上限はいくらですか",
    ),
    (
        "子ども農山漁村交流プロジェクトの担当課の電話番号を教えてください",
        "子ども農山魚村交流プロジェクトの担当課の電話番号を教えてください",
    ),
    ("定住自立圏構想の圏域はいくつですか", "定住自律圏構想の圏域はいくつですか"),
    ("地域運営組織の令和7年度の予算はいくらですか", "地域運営組職の令和7年度の予算はいくらですか"),
    ("関係人口の担当課の電話番号を教えてください", "関係人工の担当課の電話番号を教えてください"),
    ("ミライカレッジの担当課の電話番号を教えてください", "ミライカレッヂの担当課の電話番号を教えてください"),
    (
        "Whom should I call about the Furusato Working Holiday?",
        "Whom should I call about the Furusato Working Holliday?",
    ),
]


@pytest.mark.parametrize(("right", "wrong"), TYPOS)
def test_typo_in_the_name_changes_nothing(right: str, wrong: str, ask: Ask) -> None:
    """One wrong character in the programme's name."""
    assert outcome(ask(wrong)) == outcome(ask(right))


NAMES = [
    ("{}は何週間ですか", ["ふるさとワーキングホリデー", "ワーキングホリデー", "ワーホリ"]),
    ("{}の時給はいくらですか", ["ふるさとワーキングホリデー", "ワーキングホリデー", "ワーホリ"]),
    (
        "{}の活動期間は何年ですか",
        ["地域おこし協力隊", "協力隊", "地域起こし協力隊", "ちいきおこしきょうりょくたい"],
    ),
    (
        "{}の申請の締切はいつですか",
        ["ローカル10,000プロジェクト", "ローカル１万プロジェクト", "ローカル一万"],
    ),
    ("{}の予算はいくらですか", ["地域運営組織", "RMO", "ＲＭＯ", "地域運営組織（RMO）"]),
    ("{}の認定は誰がしますか", ["特定地域づくり事業協同組合", "特定地域づくり組合", "マルチワークの組合"]),
    ("{}の任期は何か月から何年までですか", ["地域活性化起業人", "地域活性化企業人", "起業人"]),
    (
        "{}の担当課はどこですか",
        ["ふるさとミライカレッジ", "ミライカレッジ", "大学等連携地域課題解決プロジェクト"],
    ),
]


@pytest.mark.parametrize(("frame", "names"), NAMES)
def test_any_name_of_a_programme_gets_the_same_answer(frame: str, names: list[str], ask: Ask) -> None:
    """Official name, short name, reading."""
    assert {name: outcome(ask(frame.format(name))) for name in names} == dict.fromkeys(
        names, outcome(ask(frame.format(names[0])))
    )


AMOUNTS = [
    (
        "一人あたり350万円の報償費等は協力隊の上限に収まりますか",
        "一人あたり3,500,000円の報償費等は協力隊の上限に収まりますか",
    ),
    (
        "一人あたり350万円の報償費等は協力隊の上限に収まりますか",
        "一人あたり三百五十万円の報償費等は協力隊の上限に収まりますか",
    ),
    ("令和6年度の協力隊の報償費等の上限は", "R6の協力隊の報償費等の上限は"),
    ("令和6年度の協力隊の報償費等の上限は", "2024年度の協力隊の報償費等の上限は"),
    ("副業型で月20時間働けば足りますか", "副業型で月二十時間働けば足りますか"),
    ("企業派遣型の任期は6か月でもいいですか", "企業派遣型の任期は６ヶ月でもいいですか"),
    ("企業派遣型の任期は4か月でもいいですか", "企業派遣型の任期は四カ月でもいいですか"),
]


@pytest.mark.parametrize(("one", "other"), AMOUNTS)
def test_notation_of_a_number_changes_nothing(one: str, other: str, ask: Ask) -> None:
    """350万円, 3,500,000円 and 三百五十万円 are one amount; 令和6年度, R6 and 2024年度 one year."""
    first, second = ask(one), ask(other)
    assert outcome(second) == outcome(first)
    assert [(c.text, c.state) for c in second.conditions] == [(c.text, c.state) for c in first.conditions]
