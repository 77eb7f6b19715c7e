"""HTML mails as plain text: blocks become lines, quoted history gets its ``>``."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = frozenset({
    "p", "div", "br", "li", "tr", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "section", "article",
    "header", "footer", "pre", "dt", "dd",
})  # fmt: skip
_UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript", "svg"})
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "wbr", "col", "area", "base"})
_QUOTED = re.compile(
    r"gmail_quote|yahoo_quoted|moz-cite|divRplyFwdMsg|appendonsend|protonmail_quote", re.IGNORECASE
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])", re.IGNORECASE)


class _Reader(HTMLParser):
    """Collects the text that a reader of the mail would see."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self.stack: list[tuple[str, bool, bool]] = []  # tag, quoted, unseen

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag in _BLOCKS:
            self._break()
        if tag == "li":
            self._add("・")
        if tag in ("td", "th") and self.lines[-1].strip("> "):
            self._add(" ")
        if tag not in _VOID:
            quoted = tag == "blockquote" or bool(
                _QUOTED.search(f"{said.get('class') or ''} {said.get('id') or ''}")
            )
            unseen = tag in _UNSEEN or bool(_HIDDEN.search(said.get("style") or ""))
            self.stack.append((tag, quoted, unseen))
            if quoted:
                self._break()

    def handle_endtag(self, tag: str) -> None:
        while any(open_tag == tag for open_tag, _, _ in self.stack):
            if self.stack.pop()[0] == tag:
                break
        if tag in _BLOCKS or tag == "blockquote":
            self._break()

    def handle_data(self, data: str) -> None:
        if any(unseen for _, _, unseen in self.stack):
            return
        if any(tag == "pre" for tag, _, _ in self.stack):
            for at, line in enumerate(data.split("\n")):
                if at:
                    self._break()
                self._add(line)
        else:
            self._add(re.sub(r"[ \t\r\n\f\u200b]+", " ", data))

    def _add(self, text: str) -> None:
        if not self.lines[-1] and any(quoted for _, quoted, _ in self.stack) and text.strip():
            self.lines[-1] = "> "
        self.lines[-1] += text

    def _break(self) -> None:
        self.lines.append("")


def to_text(html: str) -> str:
    """The visible text of an HTML mail; runs of blank lines become one."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    text = "\n".join(line.replace("\u00a0", " ").strip() for line in reader.lines)
    return re.sub(r"\n{3,}", "\n\n", text).strip()
