"""The real pages over an assistant that takes two seconds, and fails when the question says so.

Only what the real assistant cannot be made to do on purpose is tested with it: waiting and failing.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from assistant.answer import Answer, Turn
from assistant.settings import Settings
from assistant.web.app import build_app
from assistant.web.serve import bind, run
from corpus import load_corpus

SECONDS = 2.0


class SlowAssistant:
    """Answers with the number of earlier turns."""

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """Wait, then answer or fail."""
        time.sleep(SECONDS)
        if "失敗" in question:
            raise RuntimeError("made to fail")
        words = f"これまでの発言は{len(history)}件です。"
        suggestions = ["失敗する質問"]
        return Answer(
            question=question,
            language="ja",
            status="answered",
            intent="other",
            text=words,
            suggestions=suggestions,
        )


if __name__ == "__main__":
    settings = Settings()
    run(build_app(SlowAssistant(), load_corpus(), settings), bind(settings.host, settings.port))
