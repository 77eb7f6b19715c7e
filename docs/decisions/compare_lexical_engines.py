"""Prints the figures of decision 0003: bm25s and tantivy over the same tokens.

    pip install tantivy==0.27.0
    python docs/decisions/compare_lexical_engines.py FOLDER

FOLDER is a retrieval set as ``madoguchi eval retrieval --dataset`` reads it. tantivy is needed here only.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import bm25s
import ir_measures
import numpy as np
import tantivy

from eval.dataset import Dataset, read_dataset
from index.lexical import K1, B
from index.tokens import tokenise

DEPTH = 10
MEASURES = ("nDCG@10", "R@10", "RR@10")
ROUNDS = 3
RESAMPLES = 2000
TANTIVY_B = 0.75  # compiled in, with k1 = 1.2
Tokens = list[list[str]]
Search = Callable[[Sequence[str]], list[int]]


def with_bm25s(tokens: Tokens, folder: Path, b: float) -> Search:
    """Index, save, load again; the search ranks all rows by score."""
    engine = bm25s.BM25(method="lucene", k1=K1, b=b)
    engine.index(tokens, show_progress=False)
    engine.save(str(folder))
    engine = bm25s.BM25.load(str(folder))

    def search(terms: Sequence[str]) -> list[int]:
        known = [term for term in terms if term in engine.vocab_dict]
        if not known:
            return []
        scores = engine.get_scores(known)
        return [int(row) for row in np.argsort(-scores, kind="stable")[:DEPTH] if scores[row] > 0]

    return search


def with_tantivy(tokens: Tokens, folder: Path) -> Search:
    """The same tokens, handed over joined by blanks and cut at them."""
    schema = (
        tantivy.SchemaBuilder()
        .add_text_field("body", tokenizer_name="blanks", index_option="freq")
        .add_unsigned_field("row", stored=True)
        .build()
    )
    folder.mkdir()
    index = tantivy.Index(schema, path=str(folder))
    index.register_tokenizer("blanks", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    writer = index.writer(heap_size=50_000_000, num_threads=1)
    for row, terms in enumerate(tokens):
        writer.add_document(tantivy.Document(body=" ".join(terms), row=row))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def search(terms: Sequence[str]) -> list[int]:
        parts = [(tantivy.Occur.Should, tantivy.Query.term_query(schema, "body", t)) for t in terms]
        hits = searcher.search(tantivy.Query.boolean_query(parts), DEPTH).hits
        return [searcher.doc(address)["row"][0] for _score, address in hits]

    return search


def measured(dataset: Dataset, ids: list[str], found: dict[str, list[int]]) -> dict[str, np.ndarray]:
    """Measures by query, in the order of the queries; nDCG with linear gain."""
    gold = [ir_measures.Qrel(q, d, g) for q, gains in dataset.qrels.items() for d, g in gains.items()]
    run = [
        ir_measures.ScoredDoc(q, ids[r], -float(at)) for q, rows in found.items() for at, r in enumerate(rows)
    ]
    values = {name: dict.fromkeys(dataset.qrels, 0.0) for name in MEASURES}
    for metric in ir_measures.iter_calc([ir_measures.parse_measure(m) for m in MEASURES], gold, run):
        values[str(metric.measure)][metric.query_id] = float(metric.value)
    return {name: np.array(list(by_query.values())) for name, by_query in values.items()}


def main() -> None:
    """Index, search and measure every engine; print one line each."""
    dataset = read_dataset(Path(sys.argv[1]))
    ids = list(dataset.docs)
    tokens = [[t.replace(" ", "_") for t in tokenise(text)] or ["∅"] for text in dataset.docs.values()]
    queries = {q: [t.replace(" ", "_") for t in tokenise(dataset.queries[q])] for q in dataset.qrels}
    engines: dict[str, Callable[[Path], Search]] = {
        f"bm25s k1={K1} b={B}": lambda folder: with_bm25s(tokens, folder, B),
        f"bm25s k1={K1} b={TANTIVY_B}": lambda folder: with_bm25s(tokens, folder, TANTIVY_B),
        f"tantivy k1={K1} b={TANTIVY_B}": lambda folder: with_tantivy(tokens, folder),
    }
    out = sys.stdout.write
    out(f"{len(ids)} documents, {sum(map(len, tokens))} tokens, {len(queries)} queries\n")
    quality: dict[str, dict[str, np.ndarray]] = {}
    for name, build in engines.items():
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / "index"
            begin = time.perf_counter()
            search = build(folder)
            built = time.perf_counter() - begin
            size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
            found, took = {}, []
            for _round in range(ROUNDS):
                for query, terms in queries.items():
                    begin = time.perf_counter()
                    found[query] = search(terms)
                    took.append(1000 * (time.perf_counter() - begin))
        quality[name] = measured(dataset, ids, found)
        figures = "  ".join(f"{measure} {values.mean():.4f}" for measure, values in quality[name].items())
        p50, p95 = np.percentile(took, [50, 95])
        out(
            f"{name:26} {figures}  build {built:.2f} s  "
            f"query p50 {p50:.2f} p95 {p95:.2f} ms  {size / 1e6:.2f} MB\n"
        )
    ours, *others = quality
    rng = np.random.default_rng(0)
    for other in others:
        gap = quality[ours]["nDCG@10"] - quality[other]["nDCG@10"]
        means = gap[rng.integers(0, len(gap), (RESAMPLES, len(gap)))].mean(axis=1)
        low, high = np.percentile(means, [2.5, 97.5])
        out(f"nDCG@10 of {ours} minus {other}: {gap.mean():+.4f} [{low:+.4f}, {high:+.4f}]\n")


if __name__ == "__main__":
    main()
