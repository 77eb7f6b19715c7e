"""The web application: the chat page, its style sheet and a health check, behind the guard."""

from __future__ import annotations

import os
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # before Gradio is imported, which reads it

import gradio as gr
from anyio.to_thread import run_sync
from fastapi import FastAPI
from fastapi.responses import FileResponse

from assistant.desk.web import mount_desk
from assistant.web.blocks import build_blocks
from assistant.web.chat import Asker, Chat
from assistant.web.security import Guard
from assistant.web.shell import STYLE_URL
from assistant.web.view import Pages

if TYPE_CHECKING:
    from assistant.settings import Settings
    from corpus import Corpus

STYLE = Path(__file__).resolve().parent / "style.css"
FONTS = (
    "Hiragino Sans", "Noto Sans JP", "Noto Sans CJK JP", "BIZ UDPGothic", "Yu Gothic UI", "Meiryo", "system-ui",
    "sans-serif",
)  # fmt: skip


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    if app.state.desk:
        await run_sync(app.state.desk.close)


def build_app(assistant: Asker, corpus: Corpus, settings: Settings) -> FastAPI:
    """The application, ready to be served.

    Args:
        assistant: answers the questions.
        corpus: the documents that citations open, and the contacts whose staff names stay hidden.
        settings: where it will listen, and the longest question.
    """
    pages = Pages(corpus)
    blocks = build_blocks(Chat(assistant, pages, settings.max_question_chars), pages)
    app = FastAPI(title="madoguchi", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_lifespan)

    instance = secrets.token_hex(8)  # a page that sees another one knows that its session is gone

    @app.get("/healthz")
    def health() -> dict[str, str]:
        return {"status": "ok", "instance": instance}

    @app.get(STYLE_URL)
    def style() -> FileResponse:
        return FileResponse(STYLE, media_type="text/css", headers={"cache-control": "no-cache"})

    app.state.desk = mount_desk(app, assistant, corpus, settings)
    blocks.queue(default_concurrency_limit=None)
    gr.mount_gradio_app(
        app,
        blocks,
        path="/",
        server_name=settings.host,
        server_port=settings.port,
        theme=gr.themes.Base(font=FONTS, font_mono=("ui-monospace", "monospace")),
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        mcp_server=False,
        max_file_size=1,
    )
    app.add_middleware(Guard)
    return app
