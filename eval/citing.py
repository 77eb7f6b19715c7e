"""Citations: are the quotations verbatim, in the right lines, on the gold evidence, and under every claim?"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from assistant.answer import Answer, Citation, Sentence
from eval.evidence import CONTACT_ROW, Sources, Span, locate

NEEDS_QUOTATION = ("claim", "verdict")


def with_parts(answer: Answer) -> list[Answer]:
    """The answer itself and its parts; markers are local to each of them."""
    return [answer, *answer.parts]


def quote_spans(citation: Citation, sources: Sources) -> list[Span]:
    """Where the quotation stands in its document; a contact row may have its 担当者 cell masked."""
    if citation.document not in sources or not citation.quote.strip():
        return []
    source = sources[citation.document]
    if exact := locate(citation.quote, {citation.document: source}):
        return exact
    rows = CONTACT_ROW.finditer(source.text)
    return [
        Span(citation.document, row.start(), row.end())
        for row in rows
        if _is_masked(citation.quote, row.group())
    ]


def _is_masked(quote: str, row: str) -> bool:
    """Whether a quotation is a contact row whose 担当者 cell was taken out or made unreadable."""
    programme, division, _, phone = row.split("\t")
    head, tail = f"{programme}\t{division}\t", phone
    mask = quote[len(head) : len(quote) - len(tail)]
    whole = len(quote) >= len(head) + len(tail) and quote.startswith(head) and quote.endswith(tail)
    return whole and not any(char.isalpha() for char in mask)


def lines_of(span: Span, sources: Sources) -> tuple[int, int]:
    """First and last source line (1-based) of a span."""
    starts = sources[span.document].line_starts
    return bisect_right(starts, span.start), bisect_right(starts, span.end - 1)


def lines_right(citation: Citation, sources: Sources) -> bool:
    """Whether the quotation begins and ends on the lines that the citation names."""
    return any(lines_of(span, sources) == citation.lines for span in quote_spans(citation, sources))


def overlaps(citation: Citation, evidence: Sequence[Span], sources: Sources) -> bool:
    """Whether the quotation shares a counted character with one of the evidence spans.

    A quotation that occurs several times is taken where the citation says it stands.
    """
    spans = quote_spans(citation, sources)
    spans = [span for span in spans if lines_of(span, sources) == citation.lines] or spans
    for span in spans:
        for gold in evidence:
            low, high = max(span.start, gold.start), min(span.end, gold.end)
            same_document = span.document == gold.document
            if same_document and low < high and sources[span.document].counted[low:high].any():
                return True
    return False


def evidence_cited(answer: Answer, evidence: Sequence[str], sources: Sources) -> list[bool]:
    """For each evidence string that the sources hold, whether some citation overlaps it."""
    citations = [citation for part in with_parts(answer) for citation in part.citations]
    located = [spans for text in evidence if (spans := locate(text, sources))]
    return [any(overlaps(citation, spans, sources) for citation in citations) for spans in located]


def needy_sentences(answer: Answer) -> list[Sentence]:
    """The sentences of an answer and its parts that need a quotation."""
    return [s for part in with_parts(answer) for s in part.sentences if s.kind in NEEDS_QUOTATION]


def uncited(answer: Answer, sources: Sources) -> list[str]:
    """Claims and verdicts without a citation, or with one that is missing or not verbatim."""
    found = []
    for part in with_parts(answer):
        good = {c.marker for c in part.citations if quote_spans(c, sources)}
        for sentence in part.sentences:
            if sentence.kind in NEEDS_QUOTATION and not (
                sentence.citations and good.issuperset(sentence.citations)
            ):
                found.append(sentence.text)
    return found
