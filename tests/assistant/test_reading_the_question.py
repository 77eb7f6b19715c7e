"""Intent, yes/no, aspects, counters, language, subject terms: what is read off a question without the index."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understand.aspects import AspectFinder
from assistant.understand.counters import asked_counters
from assistant.understand.intent import asks_permission, asks_value, asks_yes_no, intents
from assistant.understand.language import detect
from assistant.understand.terms import content_terms
from corpus import load_corpus
from corpus.text import fold

ASPECTS = AspectFinder(load_corpus().aspects)
KNOWN_ASPECTS = load_corpus().aspects.keys()


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("協力隊の担当課はどこですか", "contact"),
        ("RMOの電話番号", "contact"),
        ("協力隊は窓口", "contact"),
        ("Who is in charge of the Local 10,000 Project?", "contact"),
        ("副業型で月2日だけでもいいですか", "eligibility"),
        ("建設業にも派遣できますか", "eligibility"),
        ("Can a freelancer join?", "eligibility"),
        ("令和7年度に協力隊で変わった点は", "change"),
        ("What changed for the kigyojin this year?", "change"),
        ("協力隊と起業人の違い", "compare"),
        ("Compare the two types", "compare"),
        ("ローカル10,000の事例を挙げて", "list"),
        ("List the activities", "list"),
        ("関係人口とは", "definition"),
        ("関係人口って何ですか", "definition"),
        ("協力隊の任期は", "fact"),
        ("How long may a cooperator serve?", "fact"),
    ],
)
def test_leading_intent(question: str, intent: str) -> None:
    """The intent that comes first."""
    assert intents(question)[0] == intent


@pytest.mark.parametrize(
    "question",
    [
        "町民から電話がありました。協力隊の任期は何年ですか",
        "窓口に来た人から、ワーホリの期間を聞かれました。何週間ですか",
        "住民からの問い合わせです。RMOの予算はいくらですか",
    ],
)
def test_where_a_question_came_from_is_no_contact_question(question: str) -> None:
    """「電話がありました」 asks for no phone number."""
    assert "contact" not in intents(question)


PERMISSION = [
    "協力隊になれますか",
    "住民票を移さなくてもいいですか",
    "短大は対象になりますか",
    "4か月でも大丈夫ですか",
    "フリーランスも含まれますか",
    "何人でも受け入れられますか",
    "Is our town eligible?",
    "May we hire two people?",
    "Do we qualify?",
]


@pytest.mark.parametrize("question", PERMISSION)
def test_asks_permission(question: str) -> None:
    """A yes/no question about a case."""
    assert asks_permission(question)


@pytest.mark.parametrize(
    "question",
    [
        "どこで申し込めますか",
        "いくらもらえますか",
        "いつから始められますか",
        "何人受け入れられますか",
        "任期は何年ですか",
        "予算はいくらですか",
        "Where can I apply?",
        "How many people can we hire?",
        "What is the limit?",
        "対象経費を教えてください",
    ],
)
def test_asks_no_permission(question: str) -> None:
    """A question for a thing is none, though a can-verb is in it."""
    assert not asks_permission(question)


def test_permission_beside_a_question_for_a_thing() -> None:
    """Each sentence is read alone."""
    assert asks_permission("上限はいくらですか。フリーランスでもいいですか。")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("副業型は月4日ですか", True),
        ("Is it half of the month?", True),
        ("予算はいくらですか", False),
        ("予算は？", False),
        ("予算は？？", False),
        ("任期？", False),
        ("What is it?", False),
    ],
)
def test_asks_yes_no(question: str, *, expected: bool) -> None:
    """A sentence with a predicate, put as a question, without a word that asks for a thing."""
    assert asks_yes_no(question) is expected


@pytest.mark.parametrize(
    ("question", "aspects"),
    [
        ("上限はいくらですか", ["amount"]),
        ("予算はいくらですか", ["budget"]),
        ("措置率を教えて", ["rate"]),
        ("任期は何年ですか", ["period"]),
        ("隊員は何人ですか", ["number"]),
        ("応募の締切はいつですか", ["deadline", "when"]),
        ("年齢制限はありますか", ["age"]),
        ("時給はいくらですか", ["pay", "wage_level", "amount"]),
        ("任期と上限額", ["period", "amount"]),
        ("Is there an age limit?", ["age"]),
        ("しめきりは いつですか", ["deadline", "when"]),
        ("協力隊について", []),
    ],
)
def test_aspects(question: str, aspects: list[str]) -> None:
    """The sides a question asks about, in their order; the longer cue hides the shorter inside it."""
    assert ASPECTS.find(question) == aspects


@pytest.mark.parametrize(
    ("aspect", "text", "heading", "expected"),
    [
        ("amount", "上限350万円/人", "", True),
        ("amount", "令和7年度当初予算額：6百万円", "", False),
        ("amount", "上限は定めない", "", False),
        ("age", "隊員の約7割が20歳代と30歳代", "", False),
        ("age", "18歳以上", "", True),
        ("period", "概ね1年以上3年以下", "", True),
        ("period", "一定期間（2週間～1か月程度）", "", True),
        ("rate", "国費3/4", "", True),
    ],
)
def test_answered_by(aspect: str, text: str, heading: str, *, expected: bool) -> None:
    """A passage answers a side only when what the side needs is in it."""
    assert ASPECTS.answered(aspect, text, heading) is expected


@pytest.mark.parametrize(
    ("question", "yes", "no"),
    [
        ("何人参加しましたか", "756名が参加", "57団体が実施"),
        ("何団体が実施しましたか", "57団体が実施", "756名が参加"),
        ("圏域の数は", "130圏域", "140団体"),
        ("how many countries", "80か国", "約7万9千人"),
        ("何回行われましたか", "9回実施", "9件"),
    ],
)
def test_counters(question: str, yes: str, no: str) -> None:
    """A number of something is answered by a number of that thing."""
    (counter,) = asked_counters(question)
    assert (bool(counter.search(fold(yes))), bool(counter.search(fold(no)))) == (True, False)


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("協力隊の任期は何年ですか", "ja"),
        ("お世話になっております。 協力隊の任期は何年ですか。", "ja"),
        ("協力隊の電話は 03-5253-5391 ですか", "ja"),
        ("令和 7 年度の予算は 350 万円ですか", "ja"),
        ("JETプログラムとは", "ja"),
        ("ローカル10,000プロジェクト", "ja"),
        ("？", "ja"),
        ("What is the term?", "en"),
        ("What is 地域おこし協力隊?", "en"),
        ("WHAT IS THE TERM？", "en"),
        ("Ｗｈａｔ　ｉｓ　ｔｈｅ　ｔｅｒｍ？", "en"),
        ("きょうりょくたいは なんねん できますか。", "easy-ja"),
        ("協力隊（きょうりょくたい）は なんねんですか。", "easy-ja"),
        ("まちと　いなかの　二つの　ところに　住みたいです。", "easy-ja"),
    ],
)
def test_language(question: str, language: str) -> None:
    """Language of the answer, by the question."""
    assert detect(question) == language


@pytest.mark.parametrize(
    "question",
    [
        "予算はいくらですか",
        "条件は？",
        "担当はどこですか",
        "窓口はどこですか",
        "What is the limit?",
        "お世話になっております。",
        "以下の二つを教えてください",
    ],
)
def test_generic_words_name_no_subject(question: str) -> None:
    """Made of generic words alone, a question has no subject."""
    assert content_terms(question) == []


def test_subject_terms() -> None:
    """The words that name a subject are left."""
    assert "空き家" in "".join(content_terms("空き家の改修の補助率は"))


@given(st.text(max_size=100))
def test_any_text_can_be_read(text: str) -> None:
    """No text makes the readers stumble, and ``fact`` is always among the intents."""
    assert "fact" in intents(text)
    assert detect(text) in ("ja", "easy-ja", "en")
    assert set(ASPECTS.find(text)) <= KNOWN_ASPECTS
    assert isinstance(content_terms(text), list)


@pytest.mark.parametrize(
    "question",
    [
        "4,500万円って通る額なんですか",
        "対象の町なんでしょうか",
        "期間の条件にあてはまるか知りたいです",
        "The clerk asks whether the town may pay for it.",
    ],
)
def test_yes_no_questions_in_other_clothes(question: str) -> None:
    """A copula なん asks for no thing, and a reported question is a question."""
    assert asks_yes_no(question)


@pytest.mark.parametrize(
    "question",
    [
        "報償費に上限はありますか",
        "条件はなんですか",
        "担当は何課ですか。電話も",
        "Is there a limit per person?",
    ],
)
def test_questions_for_a_value(question: str) -> None:
    """In the form of a yes/no question too."""
    assert asks_value(question)


@pytest.mark.parametrize("question", ["副業型で月3日でもいいですか", "Can a freelancer join?"])
def test_questions_about_a_case_ask_for_no_value(question: str) -> None:
    """They are decided by the rules."""
    assert not asks_value(question)
