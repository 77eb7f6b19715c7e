"""Takes out of a message what tries to give orders to the assistant."""

from __future__ import annotations

import itertools
import re
from functools import lru_cache

from assistant.cues import alternatives, cues
from corpus.text import canonical

_SENTENCE = re.compile(r"(?<=[。！!?？\n])|(?<=[.])\s+|(?<=」)(?=[^とをはがにのでもだけ])")
_QUESTION = re.compile(r"(\?|か。?|かね。?|ですか。?)\s*$")
_TAG = re.compile(r"<[^>]*>")


@lru_cache
def _patterns(kind: str) -> re.Pattern[str]:
    return alternatives(cues("injection")[kind])


def clean(question: str) -> tuple[str, bool]:
    """The message as written, without ordering sentences and mark-up, and whether anything was taken out."""
    text = _TAG.sub(" ", question)
    quoted = _mask_quotes(text)
    pieces, masked = _split(text, quoted), _split(quoted, quoted)
    kept = [piece for piece, seen in zip(pieces, masked, strict=True) if not _orders(seen)]
    return "".join(kept).strip(), text != question or len(kept) < len(pieces)


def _orders(sentence: str) -> bool:
    """Whether a sentence, its quoted words masked, gives an order or asks for hidden things."""
    folded = canonical(sentence).lower()
    if _patterns("probes").search(folded):
        return True
    return bool(_patterns("orders").search(folded)) and not _QUESTION.search(folded)


def _mask_quotes(text: str) -> str:
    return re.sub(r"「[^」]*」", lambda match: "「" + "＊" * (len(match[0]) - 2) + "」", text)


def _split(text: str, by: str) -> list[str]:
    """Cut ``text`` where the quote-masked copy has sentence ends, so that 「…。」 stays whole."""
    cuts = [0, *(match.start() for match in _SENTENCE.finditer(by) if match.start()), len(text)]
    return [text[a:b] for a, b in itertools.pairwise(cuts)]
