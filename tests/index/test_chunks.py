"""Chunks: nothing of the source is lost, nothing is added, and the model can read each whole."""

from __future__ import annotations

import dataclasses
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Corpus, Document, load_corpus
from corpus.schema import Section
from index.chunks import chunk_corpus, chunk_document
from index.items import MAX_CHARACTERS, MAX_TOKENS
from index.passage import Chunk
from index.tokens import count_tokens
from tests.index.conftest import MODELS

CORPUS = load_corpus()
DOCUMENT = CORPUS.documents["soumu-r7-01"]
CHUNKS = chunk_corpus(CORPUS)
WORD_PIECES = 512
LINE = st.one_of(
    st.just(""),
    st.sampled_from(["題", "■ 題", "・上限は350万円。", "- 一つ目", "年度\t6年度\t7年度", "上限\t560万円\t590万円", "総務省"]),
    st.text(st.sampled_from("あ漢字。、・ 1,0%\taB①"), max_size=60),
    st.text(st.sampled_from("要件。、人"), min_size=150, max_size=600),
)  # fmt: skip


def of_lines(lines: list[str], skip: list[tuple[int, int]]) -> Document:
    """A document of one section and one subsection in its middle."""
    last, third = len(lines), max(1, len(lines) // 3)
    inner = [Section(title="内の題", lines=(third + 1, 2 * third))] if third * 2 < last else []
    outline = [Section(title="題", lines=(1, last), sections=inner)]
    meta = DOCUMENT.meta.model_copy(
        update={
            "outline": outline,
            "skip": skip,
            "corrections": [],
            "editions": [],
            "contact_table": None,
            "id": "made-up",
        }
    )
    return Document(meta, "\n".join(lines))


def squeezed(text: str) -> str:
    """Without blanks, which chunks may lose at their ends."""
    return re.sub(r"\s", "", text)


def assert_faithful(document: Document, chunks: list[Chunk]) -> None:
    """Chunks are exact substrings of their lines, and hold every line that is neither skipped nor a title."""
    table = document.meta.contact_table or (0, 0)
    skipped = {n for first, last in [*document.meta.skip, table] for n in range(first, last + 1)}
    for chunk in chunks:
        span = document.text(*chunk.lines)
        if chunk.kind == "row":
            assert all(line in document.source for line in chunk.text.split("\n"))
            assert chunk.text.split("\n")[-1] in span
        else:
            assert chunk.text in span
        assert not skipped & set(range(chunk.lines[0], chunk.lines[1] + 1))
    for path, first, last in document.leaves():
        titles = {re.sub(r"[\s*#■●・-]", "", section.title) for section in path}
        for number in range(first, last + 1):
            line = document.lines[number - 1]
            if number in skipped or not line.strip() or re.sub(r"[\s*#■●・-]", "", line) in titles:
                continue
            held = "".join(
                squeezed(chunk.text)
                for chunk in chunks
                if chunk.lines[0] <= number <= chunk.lines[1] or chunk.kind == "row"
            )
            assert squeezed(line) in held, (number, line)


def test_the_document_is_covered_by_exact_substrings() -> None:
    """The shipped document."""
    assert_faithful(DOCUMENT, [chunk for chunk in CHUNKS if chunk.kind != "contact"])


@settings(max_examples=80, deadline=None)
@given(st.lists(LINE, min_size=1, max_size=24), st.integers(1, 24), st.integers(0, 2))
def test_any_document_is_covered_by_exact_substrings(lines: list[str], at: int, length: int) -> None:
    """Bullets, paragraphs, tables with and without rows, long sentences, skipped lines."""
    end = min(at + length, len(lines))
    document = of_lines(lines, [(at, end)] if at <= end else [])
    assert_faithful(document, list(chunk_document(document)))


@settings(max_examples=60, deadline=None)
@given(st.lists(LINE.filter(lambda line: "\t" not in line), min_size=1, max_size=12))
def test_no_text_chunk_is_long(lines: list[str]) -> None:
    """In morphemes: packed up to the limit, a single item up to twice that, or a piece of fixed length."""
    for chunk in chunk_document(of_lines(lines, [])):
        longest = max(2 * MAX_TOKENS, MAX_CHARACTERS) + MAX_TOKENS
        assert count_tokens(chunk.text) <= longest


def test_sizes_are_below_the_limit_in_morphemes() -> None:
    """The limit is counted in fugashi tokens of the text as it is read."""
    sizes = [count_tokens(chunk.embedded) for chunk in CHUNKS]
    assert max(sizes) < 2 * MAX_TOKENS
    assert sum(size > 20 for size in sizes) > len(sizes) / 2


def test_the_model_reads_every_chunk_whole() -> None:
    """In word pieces of the real tokenizer, prefix included."""
    folder = MODELS / "multilingual-e5-small"
    if not folder.is_dir():
        pytest.fail("the embedding model is missing: run `python -m index.bundled_model`")
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    texts = [f"passage: {chunk.embedded}" for chunk in CHUNKS]
    assert max(len(tokens.ids) for tokens in tokenizer.encode_batch(texts)) <= WORD_PIECES
    assert len(tokenizer.encode("総務省" * WORD_PIECES).ids) > WORD_PIECES, "the count is not cut off"


def test_a_table_row_stands_alone_under_its_header() -> None:
    """R5 numbers of members: 年度 and 隊員数, each cell under its year."""
    row = next(chunk for chunk in CHUNKS if chunk.lines == (245, 245))
    head, body = row.text.split("\n")
    assert row.kind == "row"
    assert (head.split("\t")[0], body.split("\t")[0]) == ("年度", "隊員数")
    assert len(head.split("\t")) == len(body.split("\t"))
    assert not any(244 in range(c.lines[0], c.lines[1] + 1) for c in CHUNKS)


def test_a_header_without_rows_is_not_lost() -> None:
    """One line with tabs is a chunk of its own."""
    document = of_lines(["題", "送り側\t受入側", "・以上"], [])
    assert [chunk.text for chunk in chunk_document(document)] == ["送り側\t受入側", "・以上"]


def test_skipped_lines_part_their_neighbours() -> None:
    """Page furniture between two bullets is in no chunk."""
    document = of_lines(["題", "・一", "12頁", "・二"], [(3, 3)])
    assert [(chunk.lines, chunk.text) for chunk in chunk_document(document)] == [
        ((2, 2), "・一"),
        ((4, 4), "・二"),
    ]


def test_a_long_item_is_cut_at_sentences_with_exact_lines() -> None:
    """Each part names the lines it stands in, not those of the whole item."""
    sentence = "地方公共団体が都市地域から移住する者を委嘱する場合の経費を対象とする。"
    document = of_lines([sentence * 5, sentence * 5, sentence * 5], [])
    chunks = list(chunk_document(document))
    assert {chunk.lines for chunk in chunks} >= {(1, 1), (3, 3)}
    assert all(chunk.text in document.text(*chunk.lines) for chunk in chunks)


def test_contact_rows_are_chunks_without_staff() -> None:
    """Fourteen rows with division, phone and what the programme is called; no name of a person in any chunk."""
    rows = [chunk for chunk in CHUNKS if chunk.kind == "contact"]
    assert len(rows) == 14
    for chunk, contact in zip(rows, CORPUS.contacts, strict=True):
        assert chunk.lines == (contact.line, contact.line)
        assert chunk.programmes == [contact.programme]
        assert contact.phone in chunk.text
        assert contact.phone in chunk.embedded
    names = {name for row in CORPUS.contacts for name in re.split(r"[、 ]+", row.staff)}
    assert len(names) > 20
    table = [f"{chunk.text}{chunk.embedded}" for chunk in rows]
    assert not [name for name in names if any(name in text for text in table)]
    assert not [row.staff for row in CORPUS.contacts if any(row.staff in c.text for c in CHUNKS)]


def test_corrections_are_searched_and_not_quoted() -> None:
    """The chunk of a misread line shows the source and is found by the right word."""
    for fix in DOCUMENT.meta.corrections:
        chunk = next(c for c in CHUNKS if c.lines[0] <= fix.line <= c.lines[1])
        assert fix.wrong in chunk.text
        assert fix.right in chunk.embedded
        assert fix.wrong not in chunk.embedded


def test_an_id_changes_with_what_is_embedded(corpus: Corpus) -> None:
    """A correction makes another chunk of the same lines."""
    bare = dataclasses.replace(DOCUMENT, meta=DOCUMENT.meta.model_copy(update={"corrections": []}))
    ids, others = ({c.id for c in chunk_document(d)} for d in (DOCUMENT, bare))
    assert len(ids - others) == len(others - ids) == 3


def test_heading_and_edition_come_with_a_chunk() -> None:
    """The path of the outline; the edition of lines that have their own, else the section's."""
    chunk = next(c for c in CHUNKS if c.lines[0] <= 210 <= c.lines[1])
    assert chunk.edition == "R6"
    assert next(c for c in CHUNKS if c.lines[0] <= 32 <= c.lines[1]).edition == "R7"
    chunk = next(c for c in CHUNKS if c.lines[0] <= 352 <= c.lines[1])
    assert chunk.programmes == ["地域活性化起業人"]
    assert chunk.heading == " > ".join(s.short or s.title for s in DOCUMENT.path(352))
    assert chunk.embedded.startswith("地域活性化起業人")
