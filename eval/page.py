"""A report as a list of blocks, and the same blocks as Markdown and as one self-contained HTML page."""

from __future__ import annotations

import base64
import html
from collections.abc import Sequence
from dataclasses import dataclass, field

STYLE = """
:root { color-scheme: light dark }
body { font: 16px/1.7 system-ui, "Hiragino Sans", "Noto Sans JP", "Yu Gothic", sans-serif; margin: 2rem auto;
  max-width: 70rem; padding: 0 1rem }
table { border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums }
caption { text-align: left; font-weight: 600; padding: .3rem 0 }
th, td { border-bottom: 1px solid #8886; padding: .25rem .7rem; text-align: right; vertical-align: top;
  white-space: nowrap }
th:first-child, td:first-child { text-align: left }
dt { font-weight: 600 } dd { margin: 0 0 .5rem 1rem; white-space: pre-wrap; overflow-wrap: anywhere }
img { max-width: 100%; height: auto; background: #fff }
.wide { overflow-x: auto }
"""
# The page may load nothing, whatever a question or an answer in it contains.
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the page's title."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True)
class Facts:
    """Labelled values, such as the parts of one failure."""

    pairs: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Grid:
    """A table: caption, column heads and rows of cells as text."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Picture:
    """A plot as SVG; ``alt`` says in words what it shows. Left out of Markdown, where the tables say it."""

    alt: str
    svg: bytes = field(repr=False)


Block = Heading | Paragraph | Facts | Grid | Picture


def _md(text: str, newline: str = " ") -> str:
    return html.escape(text, quote=False).replace("|", "\\|").replace("\r", "").replace("\n", newline)


def _md_block(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"{'#' * level} {_md(text)}"
        case Paragraph(text):
            return _md(text, "\n")
        case Facts(pairs):
            return "\n".join(f"- **{_md(label)}**: {_md(value, '<br>')}" for label, value in pairs)
        case Grid(caption, head, rows):
            lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
            return f"{_md(caption)}\n\n" + "\n".join(f"| {' | '.join(map(_md, line))} |" for line in lines)
        case Picture():
            return ""


def to_markdown(blocks: Sequence[Block]) -> str:
    """The blocks as Markdown; text from questions and answers is escaped."""
    return "\n\n".join(text for block in blocks if (text := _md_block(block))) + "\n"


def _cells(tag: str, cells: Sequence[str]) -> str:
    scope = ' scope="col"' if tag == "th" else ""
    return "<tr>" + "".join(f"<{tag}{scope}>{html.escape(cell)}</{tag}>" for cell in cells) + "</tr>"


def _html_block(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"<h{level}>{html.escape(text)}</h{level}>"
        case Paragraph(text):
            return f"<p>{html.escape(text)}</p>"
        case Facts(pairs):
            inner = "".join(f"<dt>{html.escape(a)}</dt><dd>{html.escape(b)}</dd>" for a, b in pairs)
            return f"<dl>{inner}</dl>"
        case Grid(caption, head, rows):
            body = "".join(_cells("td", cells) for cells in rows)
            table = f"<caption>{html.escape(caption)}</caption><thead>{_cells('th', head)}</thead><tbody>{body}</tbody>"
            return f'<div class="wide" tabindex="0"><table>{table}</table></div>'
        case Picture(alt, svg):
            data = base64.b64encode(svg).decode("ascii")
            return f'<p><img alt="{html.escape(alt)}" src="data:image/svg+xml;base64,{data}"></p>'


def to_html(title: str, blocks: Sequence[Block]) -> str:
    """The blocks as one HTML page that asks the network for nothing."""
    body = "\n".join(_html_block(block) for block in blocks)
    return (
        f'<!doctype html>\n<html lang="ja"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(title)}</title><style>{STYLE}</style></head>\n<body><main>\n{body}\n</main></body></html>\n"
    )
