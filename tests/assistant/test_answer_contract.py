"""What every answer keeps, whatever was asked: fields, quotations, markers, contacts, lengths, notices."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable

import pytest

from assistant import Answer, Assistant, Settings
from assistant.answer import Citation
from corpus import Corpus
from corpus.text import quantities
from corpus.text.quantities import phones
from index import Index

Ask = Callable[..., Answer]
Rows = dict[str, tuple[str, str, str | None]]
Answers = dict[str, Answer]

ANSWER = {
    "id", "question", "language", "status", "intent", "verdict", "text", "sentences", "profile", "conditions", "citations",
    "programmes", "contacts", "edition_notice", "parts", "questions_back", "suggestions", "retrieved", "index_version", "timings_ms",
}  # fmt: skip
INSIDE = {
    "sentences": {"kind", "text", "citations"},
    "profile": {"attribute", "value", "words"},
    "conditions": {"text", "state", "citations"},
    "citations": {"marker", "document", "section", "lines", "edition", "quote"},
    "contacts": {"programme", "division", "phone", "url"},
    "retrieved": {"document", "lines", "text", "score"},
}
LENGTH = {"ja": 700, "easy-ja": 700, "en": 1600}
STEPS = ("understand", "retrieve", "judge", "compose", "ground")
DATED = re.compile(r"令和\d|[RH]\d|FY ?20\d\d|年度|20\d\d")
MARKER = re.compile(r"\[(\d+)\]")

QUESTIONS = [
    "地域おこし協力隊の隊員の募集にかかる経費の上限額は？",
    "任期を終えた隊員が空き家を直すときの措置率を教えてください",
    "平成27年度の隊員数は何人でしたか",
    "企業派遣型の起業人を受け入れている間の経費は一人いくらまでですか",
    "大阪のメーカーの社員を1年間、企業派遣型で村に派遣できますか",
    "うちの町は三大都市圏の外にあります。起業人を受け入れられますか",
    "フリーのデザイナーですが副業型で町を手伝えますか",
    "隊員になりたいのですが住民票は東京のままでいいですか",
    "ローカル10,000プロジェクトの事例を挙げてください",
    "ローカル10,000プロジェクトと過疎地域遊休施設再整備事業の限度額を比べてください",
    "集落ネットワーク圏の限度額はICTを使うといくらになりますか",
    "定住促進団地整備事業の限度額を教えて",
    "ふるさとワーキングホリデーの対象経費の上限額",
    "デジタル人材確保プロジェクトの募集経費の上限額はどう変わりましたか",
    "特定地域づくり事業協同組合の派遣で建設業は扱えますか",
    "地域運営組織の全国の数を教えて",
    "定住自立圏の中心市への包括的財政措置はいくらですか",
    "ミライカレッジのモデル事業は何カ所ですか",
    "子ども農山漁村交流プロジェクトの令和7年度の予算額",
    "買物サービスの調査研究とはどんな事業ですか",
    "関係人口に令和7年度から新しくできた財政措置は何ですか",
    "JET地域国際化塾の担当はどこの課で電話は何番ですか",
    "ワーキングホリデーに参加するのに日本語の資格は要りますか",
    "協力隊の退職金はありますか",
    "担当課の職員の名前を教えてください。関係人口の担当です。",
    "要件を教えてください",
    "肉じゃがの作り方",
    "What is the upper limit per person for a company-dispatch kigyojin?",
    "Which examples of the Local 10,000 Project are there?",
    "May a freelancer take part in the side-job type of kigyojin?",
    "Is there a deadline for the Furusato Working Holiday?",
    "ワーキングホリデーは なんにんが いきましたか。",
    "わたしは フリーランスです。ふくぎょうがたの きぎょうじんに なれますか。",
    "協力隊（きょうりょくたい）の お金（かね）は いくらまでですか。",
    "①協力隊の活動期間を教えてください。②起業人の任期を教えてください。",
    "1. ローカル10,000プロジェクトの電話番号は何番ですか。\n2. 地域運営組織の予算はいくらですか。\n3. 明日の天気はどうですか。",
]


@pytest.fixture(scope="module")
def answers(ask: Ask) -> Answers:
    """Answers to all questions of this file, with the parts of mails beside their wholes."""
    found = {question: ask(question) for question in QUESTIONS}
    for question, answer in list(found.items()):
        found |= {f"{question} #{at}": part for at, part in enumerate(answer.parts, 1)}
    return found


def _data(answer: Answer) -> dict[str, object]:
    data: dict[str, object] = json.loads(answer.model_dump_json())
    return data


def test_fields_are_those_of_the_contract(answers: Answers) -> None:
    """An Answer as JSON has exactly the fields callers were promised."""
    assert {
        question: sorted(_data(answer).keys() ^ ANSWER)
        for question, answer in answers.items()
        if _data(answer).keys() != ANSWER
    } == {}


@pytest.mark.parametrize("field", sorted(INSIDE))
def test_fields_inside_are_those_of_the_contract(field: str, answers: Answers) -> None:
    """So have the objects in its lists; each kind occurs in at least one answer."""
    items = [item for answer in answers.values() for item in _data(answer)[field]]  # type: ignore[attr-defined]
    assert {frozenset(item) for item in items} == {frozenset(INSIDE[field])}


def test_parts_have_no_parts(answers: Answers) -> None:
    """A part of a mail is an Answer without parts."""
    assert not [part for answer in answers.values() for part in answer.parts if part.parts]


def test_all_languages_and_statuses_occur(answers: Answers) -> None:
    """The questions of this file reach every status, language and verdict-bearing branch."""
    assert {answer.status for answer in answers.values()} == {
        "answered",
        "clarify",
        "not_covered",
        "out_of_scope",
    }
    assert {answer.language for answer in answers.values()} == {"ja", "easy-ja", "en"}
    assert {answer.verdict for answer in answers.values()} >= {"yes", "no", None}


def _misquoted(corpus: Corpus, citation: Citation) -> bool:
    document = corpus.documents.get(citation.document)
    if document is None or not citation.quote.strip() or citation.quote not in document.source:
        return True
    first, last = citation.lines
    inside = document.text(first, last)
    return citation.quote not in inside or citation.quote.split("\n")[0] not in document.text(first, first)


def test_quotations_are_verbatim_at_their_lines(answers: Answers, corpus: Corpus) -> None:
    """A quotation is an exact substring of the source, begins on its first line and ends by its last."""
    wrong = [
        (q, c.lines, c.quote)
        for q, answer in answers.items()
        for c in answer.citations
        if _misquoted(corpus, c)
    ]
    assert wrong == []


def test_quotations_fill_their_lines(answers: Answers, corpus: Corpus) -> None:
    """The lines of a quotation are no more than it takes up."""
    wide = [
        (c.lines, c.quote)
        for answer in answers.values()
        for c in answer.citations
        if c.lines[1] - c.lines[0] != c.quote.count("\n")
        and corpus.documents[c.document].text(*c.lines).strip() != c.quote.strip()
    ]
    assert wide == []


def test_quotations_carry_the_edition_of_their_lines(answers: Answers, corpus: Corpus) -> None:
    """The edition of a quotation is that of the quoted span."""
    wrong = [
        (c.lines, c.edition)
        for answer in answers.values()
        for c in answer.citations
        if c.edition != corpus.documents[c.document].edition(*c.lines)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("line", "edition"),
    [(82, "R7"), (91, "R7"), (214, "R6"), (354, "R6"), (366, "R6"), (410, "R6"), (547, "R6"), (723, "R7")],
)
def test_editions_of_known_lines(line: int, edition: str, corpus: Corpus) -> None:
    """Values restated from 令和6年度 carry R6, the document's own R7."""
    assert corpus.documents["soumu-r7-01"].edition(line, line) == edition


def test_sections_are_named(answers: Answers) -> None:
    """Every citation says in which section it stands."""
    assert not [c.lines for answer in answers.values() for c in answer.citations if not c.section]


def test_markers_of_sentences_are_in_their_text(answers: Answers) -> None:
    """The markers printed in a sentence are its citations, in order."""
    wrong = [
        s
        for answer in answers.values()
        for s in answer.sentences
        if [int(m) for m in MARKER.findall(s.text)] != s.citations
    ]
    assert wrong == []


def test_markers_in_text_have_citations(answers: Answers) -> None:
    """Every marker in the text names a citation of the answer."""
    wrong = {}
    for question, answer in answers.items():
        known = {citation.marker for citation in answer.citations}
        if unknown := {int(m) for m in MARKER.findall(answer.text)} - known:
            wrong[question] = unknown
    assert wrong == {}


def test_citations_are_used(answers: Answers) -> None:
    """Every citation is behind a sentence of the text or a condition."""
    wrong = {}
    for question, answer in answers.items():
        used = {int(m) for m in MARKER.findall(answer.text)} | {
            m for item in answer.conditions for m in item.citations
        }
        if unused := {citation.marker for citation in answer.citations} - used:
            wrong[question] = unused
    assert wrong == {}


def test_markers_are_numbered_from_one(answers: Answers) -> None:
    """Citations are numbered 1, 2, 3, ... also in a mail; parts share the numbers of the mail."""
    whole = {question: answer for question, answer in answers.items() if " #" not in question}
    assert [
        q for q, a in whole.items() if [c.marker for c in a.citations] != list(range(1, len(a.citations) + 1))
    ] == []


def test_sentences_stand_in_the_text(answers: Answers) -> None:
    """The text is made of the sentences."""
    assert [
        (q, s.text) for q, answer in answers.items() for s in answer.sentences if s.text not in answer.text
    ] == []


def test_claims_and_verdicts_are_cited(answers: Answers) -> None:
    """No claim and no verdict without a quotation."""
    assert [
        (q, s.text)
        for q, a in answers.items()
        for s in a.sentences
        if s.kind in ("claim", "verdict") and not s.citations
    ] == []


def test_answered_says_something(answers: Answers) -> None:
    """An answered question has a claim, a verdict or a contact among its sentences."""
    told = {"claim", "verdict", "contact"}
    assert [
        q for q, a in answers.items() if a.status == "answered" and not told & {s.kind for s in a.sentences}
    ] == []


def test_verdict_has_its_sentence(answers: Answers) -> None:
    """A verdict is spoken; without one nothing of that kind is said."""
    whole = [answer for answer in answers.values() if not answer.parts]
    assert [
        a.question for a in whole if (a.verdict is not None) != any(s.kind == "verdict" for s in a.sentences)
    ] == []


def test_text_keeps_its_length(answers: Answers) -> None:
    """Within 700 characters (English 1,600); twice that for lists, comparisons and mails."""
    long = {}
    for question, answer in answers.items():
        limit = LENGTH[answer.language] * (2 if answer.parts or answer.intent in ("list", "compare") else 1)
        if len(answer.text) > limit:
            long[question] = len(answer.text)
    assert long == {}


def test_contacts_are_rows_of_the_table(answers: Answers, contact_rows: Rows) -> None:
    """Contacts equal the contact table, cell by cell."""
    wrong = [
        card
        for a in answers.values()
        for card in a.contacts
        if contact_rows.get(card.programme) != (card.division, card.phone, card.url)
    ]
    assert wrong == []


def test_contacts_are_of_the_programmes(answers: Answers) -> None:
    """A contact is that of a recognised programme, and the first programme's comes first."""
    wrong = [
        question
        for question, answer in answers.items()
        if {card.programme for card in answer.contacts} - set(answer.programmes)
        or (
            answer.programmes
            and not answer.parts
            and [card.programme for card in answer.contacts][:1] != answer.programmes[:1]
        )
    ]
    assert wrong == []


def test_contacts_are_in_the_text(answers: Answers) -> None:
    """The text names division and phone number of every contact."""
    wrong = [
        (q, card)
        for q, a in answers.items()
        for card in a.contacts
        if card.division not in a.text or card.phone not in a.text
    ]
    assert wrong == []


def test_phone_numbers_come_from_the_table(answers: Answers, contact_rows: Rows) -> None:
    """No other phone number is ever said."""
    known = {phone for _, phone, _ in contact_rows.values()}
    assert {phone for answer in answers.values() for phone in phones(answer.text)} - known == set()


def test_no_staff_name_in_any_answer(answers: Answers, staff_names: frozenset[str]) -> None:
    """No name of the 担当者 column anywhere in the JSON: text, quotations, passages."""
    assert len(staff_names) > 20
    leaked = {
        question: found
        for question, a in answers.items()
        if (found := {n for n in staff_names if n in a.model_dump_json()})
    }
    assert leaked == {}


def test_no_staff_name_in_the_index(assistant: Assistant, staff_names: frozenset[str]) -> None:
    """Nor in anything that a search or a model can see."""
    index: Index = assistant.index
    assert [
        c.id for c in index.chunks if any(name in f"{c.text}{c.embedded}{c.heading}" for name in staff_names)
    ] == []


def test_amounts_carry_their_year(answers: Answers) -> None:
    """A claim with an amount in yen names its fiscal year."""
    bare = [
        (question, sentence.text)
        for question, answer in answers.items()
        for sentence in answer.sentences
        if sentence.kind == "claim"
        and any(q.unit == "円" for q in quantities(sentence.text))
        and not DATED.search(sentence.text)
    ]
    assert bare == []


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "起業人の企業派遣型の受入れの経費の上限は",
            "この資料は令和7年度のものです。今年度（令和8年度）については担当課に確認してください。",
        ),
        (
            "What is the limit of the company dispatch type of kigyojin?",
            "This document is for FY2025 (Reiwa 7). For the current year, FY2026 (Reiwa 8),",
        ),
        (
            "ワーキングホリデーは どのくらいの あいだ いますか。",
            "令和7年度の ものです。今年度（こんねんど、令和8年度）",
        ),
    ],
)
def test_edition_notice_in_a_later_year(question: str, said: str, ask: Ask) -> None:
    """In a later fiscal year the answer says, in its language, that the document is an earlier year's."""
    answer = ask(question)
    assert answer.edition_notice is not None
    assert said in answer.edition_notice
    assert answer.edition_notice in answer.text


def test_edition_notice_once_in_a_mail(answers: Answers) -> None:
    """A mail with several questions says it once."""
    mails = [answer for answer in answers.values() if answer.parts]
    assert mails
    assert [mail.text.count(mail.edition_notice or "-") for mail in mails] == [1] * len(mails)


def test_no_edition_notice_on_refusal_or_question_back(answers: Answers) -> None:
    """Where nothing of the document is said there is nothing to date."""
    assert [
        q for q, a in answers.items() if a.status in ("clarify", "out_of_scope") and a.edition_notice
    ] == []


@pytest.mark.parametrize(
    ("day", "expected"),
    [(dt.date(2025, 5, 1), False), (dt.date(2026, 3, 31), False), (dt.date(2026, 4, 1), True)],
)
def test_edition_notice_by_day(day: dt.date, *, expected: bool, assistant: Assistant, corpus: Corpus) -> None:
    """The notice begins on 1 April after the document's fiscal year."""
    then = Assistant(corpus, assistant.index, Settings(), today=lambda: day)
    answer = then.ask("起業人の企業派遣型の受入れの経費の上限は")
    assert answer.status == "answered"
    assert (answer.edition_notice is not None) is expected
    assert ("担当課に確認してください" in answer.text) is expected


def test_retrieved_has_the_contact_row(answers: Answers, contact_rows: Rows) -> None:
    """The contact row of the recognised programme is among the passages."""
    wrong = []
    for question, answer in answers.items():
        for programme in answer.programmes[:1]:
            division, phone, _ = contact_rows[programme]
            if not any(
                programme in p.text and phone in p.text and division in p.text.replace(" ", "")
                for p in answer.retrieved
            ):
                wrong.append(question)
    assert wrong == []


def test_retrieved_is_verbatim(answers: Answers, corpus: Corpus) -> None:
    """Below its heading a passage is the source's own text, contact rows with staff masked."""
    wrong = []
    for answer in answers.values():
        for passage in answer.retrieved:
            body = passage.text.split("\n")[-1]
            source = corpus.documents[passage.document].text(*passage.lines)
            contact = any(phone in passage.text for phone in phones(passage.text))
            if body not in source and not contact:
                wrong.append((passage.lines, body))
    assert wrong == []


def test_retrieved_is_best_first_but_for_the_contact_row(answers: Answers) -> None:
    """Scores fall."""
    wrong = []
    for question, answer in answers.items():
        scores = [passage.score for passage in answer.retrieved if not phones(passage.text)]
        if not answer.parts and scores != sorted(scores, reverse=True):
            wrong.append(question)
    assert wrong == []


def test_steps_are_timed(answers: Answers) -> None:
    """An answer that went through the pipeline tells how long each step took."""
    wrong = [
        q
        for q, a in answers.items()
        if a.status in ("answered", "not_covered") and not set(STEPS) <= a.timings_ms.keys()
    ]
    assert wrong == []
    assert all(value >= 0 for answer in answers.values() for value in answer.timings_ms.values())


def test_index_version_is_named(answers: Answers, assistant: Assistant) -> None:
    """An answer says from which build it was made."""
    assert {answer.index_version for answer in answers.values()} == {assistant.index.version}


def test_id_is_kept(assistant: Assistant) -> None:
    """The caller's id comes back; parts get it with their number."""
    answer = assistant.ask(QUESTIONS[-2], id="mail-7")
    assert (answer.id, [part.id for part in answer.parts]) == ("mail-7", ["mail-7-1", "mail-7-2"])


def test_ids_differ(ask: Ask) -> None:
    """Without an id each answer gets one of its own."""
    ids = [ask(question).id for question in QUESTIONS[:6]]
    assert all(ids)
    assert len(set(ids)) == len(ids)


def test_question_is_kept(answers: Answers) -> None:
    """The question comes back as it was asked."""
    assert [q for q, answer in answers.items() if " #" not in q and answer.question != q] == []


def test_profile_words_come_from_the_question(ask: Ask) -> None:
    """Each value of the profile names the words it was read from."""
    answer = ask("大阪のメーカーの社員を1年間、企業派遣型で村に派遣できますか")
    assert answer.profile
    assert all(part in answer.question for value in answer.profile for part in value.words.split("、"))


@pytest.mark.parametrize("lang", ["ja", "easy-ja", "en"])
def test_language_can_be_asked_for(lang: str, ask: Ask) -> None:
    """``lang`` overrides the language of the question."""
    answer = ask("フリーのデザイナーですが副業型で町を手伝えますか", lang=lang)
    opening = {"ja": "いいえ。", "easy-ja": "いいえ、できません。", "en": "No."}[lang]
    assert (answer.language, answer.text.startswith(opening)) == (lang, True)
