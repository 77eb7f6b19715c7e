"""The profile: what is read from a question, and what is not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from assistant.answer import ProfileValue
from assistant.profile import extract_profile, load_cues, load_places
from assistant.profile.numbers import amounts
from assistant.profile.text import comparison
from corpus.loader import ROOT, read_attributes, read_yaml
from corpus.schema import Attribute

ATTRIBUTES = read_attributes(ROOT / "attributes")
GENERAL = read_yaml(ROOT / "attributes" / "general.yaml", TypeAdapter(dict[str, Attribute]))
CUES, PLACES = load_cues(), load_places()


def profile(question: str, *history: str) -> dict[str, ProfileValue]:
    """The profile by attribute."""
    return {item.attribute: item for item in extract_profile(question, history, GENERAL, CUES, PLACES)}


def value(question: str, attribute: str, *history: str) -> object:
    """One value, None when it is not said."""
    item = profile(question, *history).get(attribute)
    return None if item is None else item.value


def test_every_cue_is_for_an_attribute_of_the_schema_and_gives_its_values() -> None:
    """Cue file and schema agree."""
    assert set(CUES.attributes) <= set(ATTRIBUTES)
    for name, cue in CUES.attributes.items():
        said = getattr(cue, "values", {})
        assert set(said) <= set(ATTRIBUTES[name].values), name


@pytest.mark.parametrize(
    ("question", "attribute", "expected"),
    [
        # employment, denied and in passing
        ("フリーランスです", "employment", "freelance"),
        ("ﾌﾘｰﾗﾝｽですが", "employment", "freelance"),
        ("フリーランスではないです", "employment", None),
        ("フリーランスではなく会社員です", "employment", "company_employee"),
        ("もし会社員だったらどうですか", "employment", "company_employee"),
        ("元会社員で、今はフリーランスです", "employment", "freelance"),
        ("会社に勤めています", "employment", "company_employee"),
        ("会社（かいしゃ）で はたらいて います", "employment", "company_employee"),
        ("定年退職しました", "employment", "retired_company_employee"),
        ("I'm not a freelancer", "employment", None),
        ("I am self-employed", "employment", "self_employed"),
        ("I work for a trading company", "employment", "company_employee"),
        ("町の制度について教えて", "employment", None),
        # places and whose they are
        ("大阪の会社です", "company_location", "three_metro"),
        ("会社は仙台市にあります", "company_location", "designated_city_outside"),
        ("宮城県石巻市の会社です", "company_location", "elsewhere"),
        ("福岡の会社です", "company_location", None),
        ("福岡市の会社です", "company_location", "designated_city_outside"),
        ("京都市の企業です", "company_location", "three_metro"),
        ("東京都の企業です", "company_location", "three_metro"),
        ("仙台市から40km離れた町の会社です", "company_location", None),
        ("三大都市圏外の中核市の企業です", "company_location", "designated_city_outside"),
        ("東京に住んでいて、会社は札幌です", "company_location", "designated_city_outside"),
        ("東京に住んでいて、会社は札幌です", "origin_area", "urban"),
        ("東京の会社に勤めていて、北海道の町を手伝いたい", "company_location", "three_metro"),
        ("東京の会社に勤めていて、北海道の町を手伝いたい", "municipality_location", "outside_three_metro"),
        ("a company in Sendai", "company_location", "designated_city_outside"),
        ("企業人を受け入れたい埼玉県の町です", "company_location", None),
        ("企業人を受け入れたい埼玉県の町です", "municipality_location", "inside_three_metro"),
        ("I live in Tokyo", "origin_area", "urban"),
        ("いなかに すんでいます", "origin_area", "rural"),
        # residence
        ("住民票を移します", "moves_registration", True),
        ("住民票は移しません", "moves_registration", False),
        ("住民票を移さないといけませんか", "moves_registration", None),
        ("住民票は移さなくてもいいですか", "moves_registration", False),
        ("引っ越さずに通いたい", "moves_home_base", False),
        ("ひっこしません", "moves_home_base", False),
        ("I will relocate to the village", "moves_home_base", True),
        ("without moving", "moves_registration", False),
        ("Do I have to move my resident registration?", "moves_registration", None),
        ("過疎地域ではありません", "municipality_disadvantaged", False),
        ("条件不利地域を有しています", "municipality_disadvantaged", True),
        ("定住自立圏に取り組んでいません", "municipality_teijuken", False),
        # agreement
        ("本人とは協定を結ばず会社とだけ", "agreement_with", "company"),
        ("市と私個人が協定を結びます", "agreement_with", "individual"),
        ("会社と本人の両方と協定を結びます", "agreement_with", "both"),
        ("協定なしで始めたい", "agreement_with", "none"),
        ("会社に協力をお願いしたい", "agreement_with", None),
        # numbers
        ("350万円使いたい", "amount_yen", 3_500_000),
        ("3,500千円を計上", "amount_yen", 3_500_000),
        ("三百五十万円を計上", "amount_yen", 3_500_000),
        ("120万かかる", "amount_yen", 1_200_000),
        ("1億2,000万円かかる", "amount_yen", 120_000_000),
        ("we spend 3.5 million yen", "amount_yen", 3_500_000),
        ("¥800,000 is needed", "amount_yen", 800_000),
        ("年収500万円の者です", "amount_yen", None),
        ("2か月派遣", "term_months", 2),
        ("２ヶ月派遣", "term_months", 2),
        ("半年やりたい", "term_months", 6),
        ("1年半やりたい", "term_months", 18),
        ("2年6か月の任期", "term_months", 30),
        ("４年やりたい", "term_months", 48),
        ("18 months", "term_months", 18),
        ("for one and a half years", "term_months", 18),
        ("a term of two years", "term_months", 24),
        ("令和7年度の制度", "term_months", None),
        ("5年前に始めた", "term_months", None),
        ("任期2年目です", "term_months", None),
        ("10年間勤めてきました", "term_months", None),
        ("月4日働く", "works_days_per_month", 4),
        ("1か月に 3日 はたらきます", "works_days_per_month", 3),
        ("月に20時間働く", "works_hours_per_month", 20),
        ("1日5時間を月4日", "works_hours_per_month", 20),
        ("月4日、1日4時間、計16時間", "works_hours_per_month", 16),
        ("work 4 days and 16 hours a month", "works_hours_per_month", 16),
        ("月1日滞在する", "stays_days_per_month", 1),
        ("一度も現地に行かずに済ませたい", "stays_days_per_month", 0),
        ("online only", "stays_days_per_month", 0),
        ("月の半分を町で働く", "work_share_in_area", 0.5),
        ("月の3分の1を町で働く", "work_share_in_area", 0.3333),
        ("4月から働きます", "works_days_per_month", None),
        ("全額を措置", "covered_share", 1.0),
        ("2人で700万円", "amount_per_person_yen", 3_500_000),
        # case and time
        ("任期2年目に起業したい", "startup_timing", "second_year_on"),
        ("起業人になりたい", "cost_item", None),
        ("募集の経費", "cost_item", "recruiting"),
        ("県で委嘱します", "body", "prefecture"),
        ("熊本県で暮らしながら委嘱を受けたい", "body", None),
        ("特産品を開発したい", "activity", "local_products"),
    ],
)
def test_value(question: str, attribute: str, expected: object) -> None:
    """One statement gives one value, or none."""
    assert value(question, attribute) == (
        pytest.approx(expected) if isinstance(expected, float) else expected
    )


@pytest.mark.parametrize(
    ("text", "above", "limit"),
    [
        ("3年を超えて", True, 36),
        ("3年超", True, 36),
        ("6か月未満", False, 6),
        ("more than 3 years", True, 36),
        ("less than 6 months", False, 6),
    ],
)
def test_a_comparison_moves_a_number_off_its_limit(text: str, above: bool, limit: float) -> None:
    """More than the limit is above it, less than the limit below."""
    (amount,) = amounts(comparison(text), "months")
    assert (amount.value > limit) is above
    assert amount.value != limit


def test_earlier_turns_count_and_later_ones_replace_them() -> None:
    """The profile of a conversation is read turn by turn."""
    assert value("副業型で行けますか", "employment", "フリーランスです") == "freelance"
    assert value("やはり会社員です", "employment", "フリーランスです") == "company_employee"
    assert value("期間は2年です", "company_location", "大阪の会社です") == "three_metro"


def test_what_follows_is_derived_from_all_turns() -> None:
    """A number of persons said later still divides an amount said earlier."""
    assert value("2人分です", "amount_per_person_yen", "報償費に700万円かかります") == 3_500_000


def test_words_come_from_the_question() -> None:
    """Every value keeps the words it was read from."""
    question = "大阪の会社員です。副業型で月4日、20時間、町には月1日滞在します。"
    for item in profile(question).values():
        assert item.words
        assert item.words in comparison(question)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120))
def test_no_text_breaks_the_reader(text: str) -> None:
    """Any text gives a profile whose values fit the schema."""
    for item in extract_profile(text, [], ATTRIBUTES, CUES, PLACES):
        attribute = ATTRIBUTES[item.attribute]
        assert attribute.type != "category" or item.value in attribute.values


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 9999))
def test_one_amount_in_all_its_spellings(man: int) -> None:
    """万円, 千円, 円 and English are one value."""
    for text in (
        f"{man}万円使う",
        f"{man * 10:,}千円使う",
        f"{man * 10000:,}円使う",
        f"spend {man * 10000} yen",
    ):
        assert value(text, "amount_yen") == man * 10000


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 31), st.integers(1, 200))
def test_days_and_hours_do_not_mix(days: int, hours: int) -> None:
    """月n日 and 月m時間 are read side by side."""
    found = profile(f"月{days}日、月{hours}時間働きます")
    assert found["works_days_per_month"].value == days
    assert found["works_hours_per_month"].value == hours


@pytest.mark.parametrize(
    ("question", "attribute"),
    [
        ("住民票を移すかどうか、まだ決めていません。", "moves_registration"),
        ("住民票を移すかは家族と相談中です", "moves_registration"),
        ("I haven't decided whether I will move my resident registration.", "moves_registration"),
        ("過疎地域かどうかは、まだ確かめていません。", "municipality_disadvantaged"),
        ("I don't know whether the town is a disadvantaged area.", "municipality_disadvantaged"),
    ],
)
def test_what_is_said_to_be_open_has_no_value(question: str, attribute: str) -> None:
    """It is read, so that the condition counts, and it is neither yes nor no."""
    read = profile(question)
    assert attribute in read
    assert read[attribute].value is None


@pytest.mark.parametrize(
    ("question", "attribute", "expected"),
    [
        ("フリーランスですが、応募していいか分かりません", "employment", "freelance"),
        ("not sure if I can join as a freelancer", "employment", "freelance"),
    ],
)
def test_not_knowing_whether_one_may_leaves_nothing_open(
    question: str, attribute: str, expected: object
) -> None:
    """「…でいいか分かりません」 is the question itself."""
    assert value(question, attribute) == expected
