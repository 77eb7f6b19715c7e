"""One opened assistant serves many at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from assistant import Answer, Assistant

Ask = Callable[..., Answer]
QUESTIONS = [
    "地域おこし協力隊の活動期間は何年ですか",
    "フリーランスは副業型の起業人になれますか",
    "ローカル10,000プロジェクトの申請の締切はいつですか",
    "予算は？",
    "カレーの作り方を教えてください",
    "How many people took part in the Furusato Working Holiday?",
    "ワーキングホリデーの でんわばんごうを おしえて ください。",
    "①定住自立圏の圏域の数はいくつですか。②地域運営組織の担当課の電話番号は何番ですか。",
]
VARYING = {"id", "timings_ms"}


def _content(answer: Answer) -> object:
    data = answer.model_dump(exclude=VARYING)
    data["parts"] = [part.model_dump(exclude=VARYING) for part in answer.parts]
    return data


def test_eight_at_once_get_their_own_answers(assistant: Assistant, ask: Ask) -> None:
    """Eight threads that start together each get what they would have got alone."""
    start = Barrier(len(QUESTIONS))

    def run(question: str) -> Answer:
        start.wait()
        return assistant.ask(question)

    with ThreadPoolExecutor(len(QUESTIONS)) as pool:
        together = list(pool.map(run, QUESTIONS))
    assert [answer.question for answer in together] == QUESTIONS
    assert [_content(answer) == _content(ask(answer.question)) for answer in together] == [True] * len(
        QUESTIONS
    )


def test_conversations_do_not_mix(assistant: Assistant) -> None:
    """The same follow-up in two conversations at once gets two answers."""
    from assistant import Turn

    histories = {
        "地域おこし協力隊": [
            Turn(role="user", content="協力隊の任期は何年ですか"),
            Turn(role="assistant", content="3年までです。"),
        ],
        "地域運営組織": [
            Turn(role="user", content="RMOの予算はいくらですか"),
            Turn(role="assistant", content="31百万円です。"),
        ],
    }
    names = [*histories] * 4
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda name: assistant.ask("電話番号は？", histories[name]), names))
    assert [answer.programmes for answer in answers] == [[name] for name in names]
