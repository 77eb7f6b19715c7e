"""Makes Gradio's page ours: language, title, style sheet, no third-party addresses, scripts under a nonce."""

from __future__ import annotations

import re
from html import escape

from assistant.web.strings import text

THIRD_PARTY_META = re.compile(r'<meta\s+(?:property|name)="(?:og|twitter):[^"]*"[^>]*?/>\s*', re.DOTALL)
STYLE_URL = "/ui/style.css"


def rewrite(page: str, nonce: str) -> str:
    """Gradio's index page with the Japanese shell around it."""
    page = THIRD_PARTY_META.sub("", page)
    page = page.replace('lang="en"', 'lang="ja"', 1)
    page = re.sub(r"<script(?=[\s>])", f'<script nonce="{nonce}"', page)
    head = (
        f"<title>{escape(text('app.name'))}</title>"
        f'<meta name="description" content="{escape(text("app.description"))}">'
        '<meta name="color-scheme" content="light dark">'
        f'<link rel="stylesheet" href="{STYLE_URL}">'
    )
    page = page.replace("</head>", f"{head}</head>", 1)
    return re.sub(r"(<body[^>]*>)", rf"\1<noscript>{escape(text('app.noscript'))}</noscript>", page, count=1)
