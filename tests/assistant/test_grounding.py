"""Grounding: what the quotations do not bear out is not said."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Assistant
from assistant.answer import SentenceKind
from assistant.case import Draft, Drafted, Understanding
from assistant.evidence import Quoted
from assistant.ground import Ground, unsupported
from corpus import Corpus

LINE_82 = "受入れに要する経費(企業派遣型)の上限を引上げ(560万円⇒590万円/人)"
COSTS = (
    "地域おこし協力隊員の活動に要する経費：520万円／人を上限（報償費等：320万円、その他活動経費：200万円）"
)
SUPPORT = "地域おこし協力隊員の日々のサポートに要する経費：200万円／団体を上限"

BORNE_OUT = [
    ("上限は590万円／人です。", LINE_82),
    ("上限は5,900,000円です。", LINE_82),
    ("上限は五百九十万円です。", LINE_82),
    ("The limit is 5.9 million yen per person.", LINE_82),
    ("上限は５９０万円です。", LINE_82),
    ("限度額は3,000万円です。", "③ 上記①と②を併用する事業 3,000万円（+1,500万円）"),
    ("限度額は6千万円です。", "60,000千円"),
    ("任期は6か月から3年です。", "任期\n6か月～3年"),
    ("任期は6ヶ月～3年です。", "6か月～3年"),
    ("The term is from 6 months to 3 years.", "6か月～3年"),
    ("756名が参加しました。", "R5は、57団体が実施し、756名が参加"),
    ("756人が参加しました。", "R5は、57団体が実施し、756名が参加"),
    ("交付率は1/2以内です。", "1 / 2 以内"),
    ("電話は03-5253-5391です。", "地域自立応援課\t03-5253-5391"),
    ("電話は０３－５２５３－５３９１です。", "地域自立応援課\t03-5253-5391"),
    ("https://furusato-work.jp/ をご覧ください。", "ふるさとワーキングホリデー https://furusato-work.jp/"),
    ("フリーランスは対象外です。", "（フリーランス人材は対象外）"),
]


@pytest.mark.parametrize(("text", "printed"), BORNE_OUT)
def test_faithful_wording_is_kept(text: str, printed: str) -> None:
    """The same value in another notation is borne out."""
    assert unsupported(text, printed) == []


NOT_BORNE_OUT = [
    ("上限は600万円です。", LINE_82, "number"),
    ("上限は590円です。", LINE_82, "number"),
    ("上限は590人です。", LINE_82, "number"),
    ("任期は6年です。", "6か月～3年", "number"),
    ("任期は3か月です。", "6か月～3年", "number"),
    ("約7割です。", "隊員の約4割は女性", "number"),
    ("7%です。", "隊員の約7割", "number"),
    ("The limit is 59 million yen.", LINE_82, "number"),
    ("月20日以上です。", "月4日以上かつ月20時間以上", "number"),
    ("130団体です。", "R6.10.1現在 130圏域", "number"),
    ("電話は03-5253-5392です。", "地域自立応援課\t03-5253-5391", "phone"),
    ("https://evil.example/ をご覧ください。", "https://furusato-work.jp/", "url"),
    ("https://furusato-work.jp/apply をご覧ください。", "https://furusato-work.jp/", "url"),
]


@pytest.mark.parametrize(("text", "printed", "kind"), NOT_BORNE_OUT)
def test_wrong_value_is_found(text: str, printed: str, kind: str) -> None:
    """Another number, unit, phone number or address is named as the problem."""
    assert [problem.split()[0] for problem in unsupported(text, printed)] == [kind]


def test_other_year_is_found() -> None:
    """A fiscal year that neither the quotation prints nor its edition is."""
    assert unsupported("令和7年度の上限は560万円です。", "上限560万円/人", {"R6"}) == ["edition R7"]


@pytest.mark.parametrize("year", ["令和6年度", "R6", "2024年度", "FY2024"])
def test_year_of_the_edition_is_borne_out(year: str) -> None:
    """The edition of a quotation bears out its year in any notation."""
    assert unsupported(f"{year}の上限は560万円です。", "上限560万円/人", {"R6"}) == []


def test_year_does_not_bear_out_an_amount() -> None:
    """The 7 of 令和7年度 is no number of the text."""
    assert unsupported("7万円です。", "令和7年度", {"R7"}) == ["number 70000 円"]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("日々のサポートに要する経費は520万円が上限です。", f"{COSTS}\n{SUPPORT}"),
        ("平成22年度の隊員数は89人です。", "年度\t21年度\t22年度\n隊員数\t89人\t257人"),
        (
            "報償費等の上限は350万円です。",
            "募集等に要する経費 300万円⇒350万円/団体\n報償費等に要する経費 320万円⇒330万円/人",
        ),
    ],
)
def test_right_number_of_the_wrong_row_is_found(text: str, printed: str) -> None:
    """A number belongs to the row or label the sentence speaks of, not just to the quotation."""
    assert unsupported(text, printed) != []


def test_per_whom_is_part_of_an_amount() -> None:
    """A limit per body is no limit per person."""
    assert unsupported("上限は1人あたり350万円です。", "募集等に要する経費 350万円/団体") != []


@given(value=st.integers(1, 9999), other=st.integers(1, 9999))
def test_a_number_is_borne_out_by_itself_alone(value: int, other: int) -> None:
    """A printed amount bears out exactly that amount."""
    assert (unsupported(f"上限は{value}万円です。", f"上限{other:,}万円") == []) == (value == other)


@given(st.text(max_size=60))
def test_a_text_bears_out_itself(text: str) -> None:
    """What is printed may be said, whatever it is."""
    assert unsupported(text, text) == []


@pytest.fixture
def ground(corpus: Corpus) -> Ground:
    """The step over the real sources."""
    return Ground(corpus)


QUOTE = Quoted("soumu-r7-01", "地域活性化起業人", (82, 82), "R7", LINE_82)
CLAIM = Drafted("claim", "上限は590万円です。", (QUOTE,))
INVENTED = Drafted("claim", "上限は900万円です。", (QUOTE,))
COURTESY = Drafted("courtesy", "くわしくは担当課にお問い合わせください。")


def test_supported_claim_stays(ground: Ground) -> None:
    """A draft that is borne out comes back as it was."""
    draft = Draft("answered", (CLAIM, COURTESY), ("地域活性化起業人",))
    assert ground(draft) == draft


def test_invented_claim_goes(ground: Ground) -> None:
    """Only the unsupported sentence is dropped."""
    assert ground(Draft("answered", (INVENTED, CLAIM))).sentences == (CLAIM,)


def test_nothing_left_is_not_covered(ground: Ground) -> None:
    """No claim left: not covered, no verdict, no conditions; the programme stays for its office."""
    draft = Draft(
        "answered",
        (INVENTED, COURTESY),
        ("地域活性化起業人",),
        verdict="yes",
        conditions=(("…", "met", (QUOTE,)),),
    )
    left = ground(draft)
    assert (left.status, left.verdict, left.conditions, left.programmes) == (
        "not_covered",
        None,
        (),
        ("地域活性化起業人",),
    )


def test_not_covered_still_says_so(assistant: Assistant) -> None:
    """An answer that lost its claims tells that the document does not say it."""
    draft = Draft("answered", (INVENTED,), ("地域活性化起業人",))
    left = assistant._opened.pipeline.ground({"draft": draft, "understood": Understanding("q", "q", "ja")})[
        "draft"
    ]
    assert (left.status, [sentence.kind for sentence in left.sentences]) == ("not_covered", ["absence"])


def test_lost_verdict_sentence_takes_the_verdict(ground: Ground) -> None:
    """Without its sentence a verdict is not handed out."""
    verdict = Drafted("verdict", "はい。900万円まで対象です。", (QUOTE,))
    assert ground(Draft("answered", (verdict, CLAIM), verdict="yes")).verdict is None


@pytest.mark.parametrize("kind", ["claim", "verdict"])
def test_claim_without_quotation_goes(kind: SentenceKind, ground: Ground) -> None:
    """Claims and verdicts need a quotation even when they hold no number."""
    assert ground.problems(Drafted(kind, "対象です。")) == ["no quotation"]


@pytest.mark.parametrize("kind", ["contact", "absence", "courtesy"])
def test_template_sentences_need_none(kind: SentenceKind, ground: Ground) -> None:
    """Sentences from the templates stand without quotation."""
    assert ground.problems(Drafted(kind, "担当は国際室（電話 03-5253-5527）です。")) == []


@pytest.mark.parametrize(
    "change",
    [
        {"quote": LINE_82.replace("590", "600")},
        {"quote": LINE_82.replace("(", "（")},
        {"lines": (83, 84)},
        {"document": "soumu-r9-99"},
    ],
    ids=["other number", "other width", "other lines", "unknown document"],
)
def test_quotation_that_is_not_verbatim_goes(change: dict[str, object], ground: Ground) -> None:
    """A near quotation, one of other lines or of an unknown document is none."""
    quote = replace(QUOTE, **change)  # type: ignore[arg-type]
    assert ground(
        Draft("answered", (Drafted("claim", "上限が引き上げられました。", (quote,)), CLAIM))
    ).sentences == (CLAIM,)


def test_empty_quotation_is_none(ground: Ground) -> None:
    """Nothing is a substring of everything, and proves nothing."""
    assert ground.problems(Drafted("claim", "対象です。", (replace(QUOTE, quote=""),))) != []
