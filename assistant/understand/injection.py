"""Takes out of a message what tries to give orders to the assistant."""

from __future__ import annotations

import itertools
import re
from functools import lru_cache

from assistant.cues import cues
from corpus.text import canonical

_SENTENCE = re.compile(r"(?<=[。！!?？\n])|(?<=[.])\s+|(?<=」)(?=[^とをはがにのでもだけ])")
_TAG = re.compile(r"<[^>]*>")


@lru_cache
def _orders() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{item})" for item in cues("injection")["patterns"]))


def clean(question: str) -> tuple[str, bool]:
    """The message as written, without ordering sentences and mark-up, and whether anything was taken out."""
    text = _TAG.sub(" ", question)
    quoted = _mask_quotes(text)
    kept = [
        original
        for original, masked in zip(_split(text, quoted), _split(quoted, quoted), strict=True)
        if not _orders().search(_probe(masked, original))
    ]
    remaining = "".join(kept).strip()
    return remaining, text != question or len(kept) < len(_split(text, quoted))


def _probe(masked: str, original: str) -> str:
    """An order is recognised by its verb outside the quoted words as well as by the whole sentence."""
    return f"{canonical(original).lower()}\n{canonical(masked).lower()}"


def _mask_quotes(text: str) -> str:
    return re.sub(r"「[^」]*」", lambda match: "「" + "＊" * (len(match[0]) - 2) + "」", text)


def _split(text: str, by: str) -> list[str]:
    """Cut ``text`` where the quote-masked copy has sentence ends, so that 「…。」 stays whole."""
    cuts = [0, *(match.start() for match in _SENTENCE.finditer(by) if match.start()), len(text)]
    return [text[a:b] for a, b in itertools.pairwise(cuts)]
