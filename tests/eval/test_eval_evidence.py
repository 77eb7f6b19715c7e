"""Evidence is found by the source characters that passages show, whatever the chunk borders."""

from __future__ import annotations

from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.evidence import Piece, Source, Sources, locate, place
from eval.reach import THRESHOLD, reach

WORDS = st.text(alphabet="あいうえおかきくけこ \n", min_size=20, max_size=120)


def found(evidence: str, pieces: list[Piece], sources: Sources) -> tuple[float, float, float]:
    """Chars, rank, whole of the reach."""
    result = reach(locate(evidence, sources), pieces, sources)
    return result.chars, result.rank, result.whole


def naive_chars(span: tuple[int, int], starts: list[tuple[int, int]], text: str) -> float:
    """Reads the passages character by character and counts what was seen: the definition, slowly."""
    wanted = {i for i in range(*span) if not text[i].isspace()}
    seen: set[int] = set()
    read = 0
    for start, end in starts:
        for at in range(start, end):
            read += 1
            seen.add(at)
            if len(seen & wanted) >= THRESHOLD * len(wanted) - 1e-9:
                return read
    return inf


@settings(max_examples=200, deadline=None)
@given(WORDS, st.data())
def test_reach_equals_the_definition(text: str, data: st.DataObject) -> None:
    """The fast computation agrees with reading character by character."""
    spans = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 40)).map(
        lambda p: (p[0], min(len(text), sum(p)))
    )
    start, end = data.draw(spans)
    pieces = data.draw(st.lists(spans, max_size=6))
    sources = {"d": Source(text)}
    retrieved = [Piece("d", text[a:b], start=a) for a, b in pieces]
    occurrences = [(s.start, s.end) for s in locate(text[start:end], sources)]
    if not text[start:end].strip():
        return
    wanted = min(naive_chars(span, pieces, text) for span in occurrences)
    assert found(text[start:end], retrieved, sources)[0] == wanted


@settings(deadline=None)
@given(
    st.lists(st.text(alphabet="あいうえお漢字12", min_size=6, max_size=30), min_size=3, max_size=8), st.data()
)
def test_our_passages_and_stock_chunks_are_measured_alike(lines: list[str], data: st.DataObject) -> None:
    """The same text counts the same, located by lines or by its start."""
    text = "\n".join(lines)
    source = Source(text)
    first = data.draw(st.integers(1, len(lines)))
    last = data.draw(st.integers(first, len(lines)))
    start, end = source.span_of_lines(first, last)
    by_lines = place(Piece("d", text[start:end], lines=(first, last)), source)
    by_start = place(Piece("d", text[start:end], start=start), source)
    assert list(by_lines) == list(by_start)


def test_heading_costs_characters_and_shows_nothing(small: Sources) -> None:
    """A heading that also stands in the source is no evidence where it is only a heading."""
    line = "・上限 350万円／人"
    bare = Piece("small", line, lines=(3, 3))
    headed = Piece("small", f"制度のあらまし\n{line}", lines=(3, 3))
    assert found(line, [headed], small)[0] == found(line, [bare], small)[0] + len("制度のあらまし\n")
    assert found("制度のあらまし", [headed], small) == (inf, inf, inf)


def test_title_repeated_as_heading_counts_where_the_source_has_it(small: Sources) -> None:
    """``A > title`` before the lines under that title shows the title; only as far as the source is the same."""
    headed = Piece("small", "資料 > 制度のあらまし\n・活動期間：概ね1年以上3年以下", lines=(2, 2))
    evidence = "制度のあらまし\n・活動期間：概ね1年以上3年以下"
    assert found(evidence, [headed], small) == (25, 1, len(headed.text))


@pytest.mark.parametrize(("shown", "is_found"), [(8, True), (7, False)])
def test_threshold_is_four_fifths(shown: int, *, is_found: bool) -> None:
    """Eight of ten characters find the evidence, seven do not; neither shows it whole."""
    sources = {"d": Source("前置き。あいうえおかきくけこ。後")}
    piece = Piece("d", "あいうえおかきくけこ"[:shown], start=4)
    chars, _, whole = found("あいうえおかきくけこ", [piece], sources)
    assert (chars <= shown) is is_found
    assert whole == inf


def test_white_space_does_not_count() -> None:
    """Blank characters of the evidence need not be shown."""
    sources = {"d": Source("あい\n\n\n\n\n\nうえお")}
    pieces = [Piece("d", "あい", start=0), Piece("d", "うえお", start=8)]
    assert found("あい\n\n\n\n\n\nうえお", pieces, sources)[:2] == (4, 2)


def test_evidence_over_two_chunks_is_found_but_not_whole(small: Sources) -> None:
    """Union counts for the lenient figure, one passage for the strict one."""
    text = small["small"].text
    start = text.index("・活動")
    halves = [
        Piece("small", text[start : start + 8], start=start),
        Piece("small", text[start + 8 : start + 16], start=start + 8),
    ]
    chars, rank, whole = found(text[start : start + 16], halves, small)
    assert (chars, rank, whole) == (13, 2, inf)


def test_masked_staff_cell_does_not_hurt(small: Sources) -> None:
    """A contact row is whole without its 担当者 cell, and a row with it counts the same."""
    row = "起業人\t国際室\t平岡\t03-3333-4444"
    masked = Piece("small", "施策名\t担当課室\t電話番号\n起業人\t国際室\t03-3333-4444", lines=(7, 7))
    plain = Piece("small", row, start=small["small"].text.index(row))
    assert found(row, [masked], small)[2] < inf
    assert found(row, [plain], small)[2] < inf


def test_the_other_row_does_not_count(small: Sources) -> None:
    """A row of the same table is not the evidence."""
    other = Piece("small", "協力隊 https://example.jp/\t自立応援課\t03-1111-2222", lines=(6, 6))
    assert found("起業人\t国際室\t平岡\t03-3333-4444", [other], small) == (inf, inf, inf)


def test_any_occurrence_counts() -> None:
    """Evidence that is printed twice is found at either place."""
    sources = {"d": Source("上限350万円\n中略\n上限350万円\n")}
    assert found("上限350万円", [Piece("d", "上限350万円", lines=(3, 3))], sources)[0] < inf


def test_another_document_does_not_count(small: Sources) -> None:
    """Equal text of another document is not the source that the evidence is in."""
    sources = {**small, "other": Source("何もない\n")}
    assert (
        found("・上限 350万円／人", [Piece("other", "・上限 350万円／人", lines=(1, 1))], sources)[0] == inf
    )
