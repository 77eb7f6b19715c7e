"""Personal data is masked; amounts, dates, places and the official contacts are not."""

from __future__ import annotations

import json

import pytest
import structlog
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.logging import configure
from assistant.privacy import Masker
from assistant.privacy.numbers import is_my_number
from corpus import Corpus, load_corpus
from eval.planted import Planter, measure
from eval.table import find

MASKER = Masker(load_corpus().contacts)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("電話は０９０－１２３４－５６７８です", "電話は［電話］です"),
        ("TEL 03(1234)5678", "TEL ［電話］"),
        ("+81-90-1234-5678", "［電話］"),
        ("09012345678まで", "［電話］まで"),
        ("taro.yamada@example.jp へ", "［メール］ へ"),
        ("taro＠example.ne.jp", "［メール］"),
        ("マイナンバーは 1234 5678 9018", "マイナンバーは ［個人番号］"),
        ("〒390-0874 長野県松本市大手三丁目8番13号です", "［郵便番号］ 長野県松本市［住所］です"),
        ("氏名：長谷川 健一", "氏名：［氏名］"),
        ("企画課の山田太郎です。", "企画課の［氏名］です。"),
        ("佐藤花子と申します。", "［氏名］と申します。"),
        ("総務課の高橋様より", "総務課の［氏名］様より"),
        ("My name is John Smith.", "My name is ［氏名］."),
        ("グエン・ヴァン・アンと申します", "［氏名］と申します"),
    ],
)
def test_personal_data_is_masked(text: str, masked: str) -> None:
    """One token a value, and nothing around it."""
    assert MASKER.mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "地域自立応援課（03-5253-5391）で合っていますか？",
        "03(5253)5523 に電話しました",
        "予算は10,000円で、令和7年1月15日から3年間、2025-01-15",
        "ご担当者様、皆様、隊員さんと農家さんに聞きました。",
        "横浜に住む29歳の会社員です。フリーランスです。",
        "私は県の地域振興課です。町の企画課です。",
        "交付額は350万円/人、2分の1、1.5倍以上2倍未満、20時間",
        "I am Japanese and live in Tokyo. I'm an ALT.",
        "注文番号 123456789012 です",
    ],
)
def test_what_is_not_personal_stays(text: str) -> None:
    """Verdicts hang on amounts, days and places."""
    assert MASKER.mask(text) == text


def test_check_digit() -> None:
    """Only numbers with the right last digit are individual numbers."""
    assert is_my_number("123456789018")
    assert not is_my_number("123456789012")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_masked_once(text: str) -> None:
    """Masking raises nothing and twice is the same as once."""
    once = MASKER.mask(text)
    assert MASKER.mask(once) == once


def test_recall_on_planted_mails(corpus: Corpus) -> None:
    """Phone, mail and My Number at least .98, names .9, official contacts untouched, the rest left alone."""
    planter = Planter(corpus, seed=3)
    rows, _ = measure(Masker(corpus.contacts), [planter.mail() for _ in range(500)])
    found = {part: find(rows, "masked", part) for part in ("phone", "mail", "my_number", "name", "address")}
    for kind, least in (
        ("phone", 0.98),
        ("mail", 0.98),
        ("my_number", 0.98),
        ("name", 0.9),
        ("address", 0.9),
    ):
        made = found[kind]
        assert made is not None
        assert made.value >= least, kind
    kept, alone = find(rows, "official_kept"), find(rows, "left_alone")
    assert kept is not None
    assert kept.value == 1
    assert alone is not None
    assert alone.value >= 0.98


def test_logs_are_masked(capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever is logged, a traceback included."""
    configure("INFO")
    try:
        int("山田太郎と申します。090-1234-5678")
    except ValueError:
        structlog.get_logger().exception("failed", text="taro@example.jp")
    said = capsys.readouterr().err
    assert json.loads(said)["text"] == "［メール］"
    assert "山田" not in said
    assert "090" not in said
    structlog.reset_defaults()
