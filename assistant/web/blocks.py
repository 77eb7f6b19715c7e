"""The page as Gradio blocks: header, conversation, question box, footer, and what their events do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.web.chat import Chat, Shown
from assistant.web.strings import text
from assistant.web.view import Exchange, Pages

HERE = Path(__file__).resolve().parent
Update = tuple[str, list[Exchange], str]


def build_blocks(chat: Chat, pages: Pages) -> gr.Blocks:
    """The chat page; every event runs without waiting for another session's."""
    script = (HERE / "chat.js").read_text(encoding="utf-8")
    with gr.Blocks(title=text("app.name"), analytics_enabled=False, fill_width=True) as page:
        gr.HTML(pages.header(), apply_default_css=False, js_on_load=None)
        log = gr.HTML(
            pages.conversation([]), elem_id="mg-conversation", apply_default_css=False, js_on_load=script
        )
        with gr.Column(elem_id="mg-composer"):
            message = gr.HTML(
                pages.message(""), elem_id="mg-message", apply_default_css=False, js_on_load=None
            )
            box = gr.Textbox(
                label=text("box.label"),
                placeholder=text("box.placeholder"),
                info=text("box.hint"),
                lines=1,
                max_lines=6,
                elem_id="mg-box",
            )
            with gr.Row(elem_id="mg-buttons"):
                send = gr.Button(text("box.send"), variant="primary", elem_id="mg-send")
                clear = gr.Button(text("box.clear"), elem_id="mg-clear")
        gr.HTML(pages.footer(), apply_default_css=False, js_on_load=None)
        turns = gr.State([])

        async def ask(
            typed: str | None, earlier: list[Exchange], event: gr.EventData
        ) -> AsyncIterator[Update]:
            async for shown in chat.respond(_question(typed, event), earlier):
                yield _update(shown)

        def forget() -> Update:
            return _update(chat.clear())

        outputs = [log, turns, message]
        quiet: dict[str, Any] = {
            "show_progress": "hidden",
            "concurrency_limit": None,
            "api_visibility": "private",
        }
        asking = gr.on([send.click, box.submit, log.submit], ask, [box, turns], outputs, **quiet)
        clear.click(forget, None, outputs, cancels=[asking], **quiet)
    return page


def _question(typed: str | None, event: gr.EventData) -> str:
    """The question of a one-tap button, else what stands in the box."""
    data = getattr(event, "_data", None)
    tapped = data.get("question") if isinstance(data, dict) else None
    return tapped if isinstance(tapped, str) else typed or ""


def _update(shown: Shown) -> Update:
    return shown.conversation, shown.turns, shown.message
