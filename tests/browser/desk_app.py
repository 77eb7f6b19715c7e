"""The desk's real pages over a store of its own, with a triager that needs no model."""

from __future__ import annotations

import tempfile
from pathlib import Path

from fastapi import FastAPI

from assistant.answer import Citation
from assistant.desk import DeskStore
from assistant.desk.web import desk as desk_module
from assistant.desk.web import mount_desk
from assistant.settings import Settings
from assistant.triage import Inquiry, Part
from assistant.web.security import Guard
from assistant.web.serve import bind, run
from corpus import load_corpus

QUOTE = "○活動期間：概ね1年以上3年以下"


def part(inquiry: Inquiry, number: int = 1) -> Part:
    """A part as triage makes them."""
    return Part(
        inquiry_id=inquiry.id,
        part=number,
        question=f"{inquiry.body}（{number}）",
        programme="地域おこし協力隊",
        division="地域自立応援課",
        phone="03-5253-5391",
        runner_up_division="国際室",
        confidence=0.97,
        urgency="high" if number == 1 else "normal",
        urgency_reason="急ぎの回答を求めている（「至急」）",
        status="answered",
        draft="お問い合わせいただき、ありがとうございます。\n活動期間は概ね1年以上3年以下です。[1]",
        citations=[
            Citation(
                marker=1,
                document="soumu-r7-01",
                section="地域おこし協力隊について",
                lines=(207, 207),
                edition="R7",
                quote=QUOTE,
            )
        ],
        needs_human_reason="担当課の確信度が低い（62 %）",
    )


class Triager:
    """One part an inquiry, at once."""

    def __init__(self, *_: object) -> None:
        pass

    def __call__(self, inquiry: Inquiry) -> list[Part]:
        """The part."""
        return [part(inquiry)]


if __name__ == "__main__":
    folder = Path(tempfile.mkdtemp())
    settings = Settings(data_dir=folder)
    store = DeskStore(settings.store_url)
    for n in range(1, 6):
        asked = Inquiry(n, f"A{n}", "任期について", f"協力隊の任期は何年ですか。至急お願いします。{n}")
        store.add(asked, [part(asked), part(asked, 2)])
    desk_module.Triager = Triager  # type: ignore[assignment, misc]
    app = FastAPI()
    mount_desk(app, object(), load_corpus(), settings)
    app.add_middleware(Guard)
    run(app, bind(settings.host, settings.port))
