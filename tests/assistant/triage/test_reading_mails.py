"""What of a mail is read, which questions it holds, how urgent it is."""

from __future__ import annotations

import datetime as dt

import pytest

from assistant.triage.audience import audience
from assistant.triage.questions import questions
from assistant.triage.routing import Router
from assistant.triage.trimming import trimmed
from assistant.triage.urgency import urgency
from corpus import Corpus

TODAY = dt.date(2026, 11, 25)


@pytest.mark.parametrize(
    "tail",
    [
        "\n\n2025年1月6日(月) 10:00 窓口 <a@example.jp>:\n> 古い質問ですか？",
        "\n\n-----Original Message-----\nFrom: a\nSent: b\n\n古い質問ですか？",
        "\n\nOn Mon, Jan 6, 2025 at 10:00 AM Desk <a@b.jp> wrote:\n> old?",
        "\n\n差出人: 窓口 <a@b.jp>\n送信日時: 2025年1月6日\n宛先: x\n件名: y\n\n古い質問ですか？",
        "\n\n-- \n山田太郎\nTEL 0263-11-2222",
        "\n\n=====================\n○○町役場 企画課 山田\nTEL 0263-11-2222\n=====================",
        "\n\nよろしくお願いいたします。\n○○町企画課\n山田 太郎",
        "\n\niPhoneから送信",
    ],
)
def test_history_and_signature_are_cut(tail: str) -> None:
    """Only what the sender wrote now is left."""
    text = trimmed(f"上限はいくらですか。{tail}")
    assert text.startswith("上限はいくらですか。")
    assert not any(word in text for word in ("古い", "old", "0263", "山田", "iPhone", "差出人"))


def test_a_forwarded_mail_is_read_from_what_it_forwards() -> None:
    """「FYI」 asks nothing."""
    text = trimmed(
        "FYI\n\n-----Original Message-----\nFrom: 鈴木 <s@example.jp>\nSent: 2025/1/1\n\n任期は何年ですか。"
    )
    assert text == "任期は何年ですか。"


def test_rules_between_questions_are_no_signature() -> None:
    """A line of dashes cuts only when an address follows."""
    text = "質問です\n----------\n1 上限は？\n----------\n2 期間は？"
    assert trimmed(text) == text


def asked(body: str, corpus: Corpus, subject: str = "") -> list[str]:
    """The questions of a body."""
    return [item.text for item in questions(subject, body, Router(corpus).named)[0]]


def test_topics_become_parts_and_greetings_none(corpus: Corpus) -> None:
    """Numbers, bullets and plain sentences set questions apart."""
    body = (
        "お世話になっております。\nいつもありがとうございます。\n2点お伺いします。\n"
        "・地域おこし協力隊の報償費の上限はいくらでしょうか。\n・ローカル10,000プロジェクトの融資は公庫でもよいですか。\n"
        "明日までにご回答いただけますと幸いです。\nよろしくお願いいたします。"
    )
    found = asked(body, corpus)
    assert found == [
        "地域おこし協力隊の報償費の上限はいくらでしょうか。",
        "ローカル10,000プロジェクトの融資は公庫でもよいですか。",
    ]


def test_sentences_that_ask_are_parts(corpus: Corpus) -> None:
    """Without marks, too; what leans on the question before stays with it."""
    found = asked(
        "協力隊の任期は何年ですか。その場合、延長できますか。空き家の改修に補助はありますか。どこに電話すればよいですか。",
        corpus,
    )
    assert len(found) == 2
    assert "延長" in found[0]
    assert "電話" in found[1]


def test_what_comes_before_is_context(corpus: Corpus) -> None:
    """The introduction belongs to every question."""
    found, more = questions(
        "協力隊について",
        "大阪に住む会社員です。\n①応募できますか。\n②任期は何年ですか。",
        Router(corpus).named,
    )
    assert not more
    assert [("協力隊" in item.context, "大阪" in item.context) for item in found] == [(True, True)] * 2


@pytest.mark.parametrize(
    ("text", "level", "word"),
    [
        ("至急確認したい", "high", "急ぎ"),
        ("本日中にご回答ください", "high", "本日中"),
        ("11月27日までに教えてください", "high", "2026-11-27"),
        ("令和8年11月26日の議会答弁用です", "high", "あと1日"),
        ("何度も問い合わせたのに返事がない。", "high", "苦情"),
        ("Please reply by Friday.", "high", "2026-11-27"),
        ("12月20日が締切です", "normal", "2026-12-20"),
        ("急ぎません。", "low", "急がない"),
        ("任期は1年以上3年以下ですか", "normal", ""),
        ("1/2の補助率ですか", "normal", ""),
        ("R7.1.15までの資料", "normal", ""),
    ],
)
def test_urgency_and_its_reason(text: str, level: str, word: str) -> None:
    """Words and deadlines decide, and are named."""
    found = urgency(text, TODAY)
    assert found.level == level
    assert word in found.reason


def test_audience() -> None:
    """By what writers say of themselves."""
    assert audience("○○町企画課です。特別交付税の上限は？") == "municipal"
    assert audience("弊社の社員を派遣したい") == "business"
    assert audience("移住して応募したい会社員です") == "applicant"
    assert audience("上限は？") == "unknown"
