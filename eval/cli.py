"""``madoguchi eval``: measure answers, retrieval and routing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from eval.abstention import Sample
    from eval.report import Chapter
    from eval.runs import Run


class Source(StrEnum):
    """What the assistant can be asked to do without."""

    KNOWLEDGE = "knowledge"


app = typer.Typer(help="回答・検索・窓口案内のよさを測ります。", no_args_is_help=True)

Questions = Annotated[
    list[Path] | None,
    typer.Option(
        "--questions", metavar="FILE", help="質問ファイル（JSONL、複数可）。指定しなければ同梱の dev.jsonl"
    ),
]
Without = Annotated[
    Source | None,
    typer.Option("--without", help="knowledge: 整理済みの事実と要件を使わず、資料だけから答える"),
]
Report = Annotated[
    Path | None,
    typer.Option(
        "--report",
        metavar="DIR",
        help="metrics.json, items.csv, report.md, report.html, config.json を書くフォルダー",
    ),
]
DatasetDir = Annotated[
    Path | None,
    typer.Option(
        "--dataset", metavar="DIR", help="検索セット（docs.jsonl, queries.jsonl, qrels.tsv のあるフォルダー）"
    ),
]
Answers = Annotated[
    Path | None,
    typer.Option("--answers", metavar="FILE", help="質問せず、`madoguchi batch` の出力（JSONL）を採点する"),
]


@app.command(help="回答を採点します: 正解、判定、要点、引用、担当課、棄権、根拠の検索。")
def answers(
    questions: Questions = None, report: Report = None, answers_file: Answers = None, without: Without = None
) -> None:
    """Grade answers."""
    _evaluate(questions, report, answers_file, lambda run: [run.answer_task()], knowledge=without is None)


@app.command(
    help="書かれていないことを書かれていないと言うか: 資料にない問い、根拠を除いた問い、対象外の問い。"
)
def abstention(
    questions: Questions = None,
    report: Report = None,
    without: Without = None,
    fit: Annotated[
        bool, typer.Option("--fit", help="判断の重み（assistant/answerable.yaml）をこの質問で決め直す")
    ] = False,
    answer_rate: Annotated[
        float, typer.Option(min=0.5, max=1.0, help="--fit のとき、答えられる問いに答える割合")
    ] = 0.95,
) -> None:
    """Measure abstention, or fit the weights that decide it."""

    def tasks(run: Run) -> list[Chapter]:
        from eval.abstention import abstention_chapter

        samples = run.abstention_samples()
        if fit:
            _fit(samples, answer_rate, knowledge=run.knowledge)
        return [abstention_chapter(samples)]

    _evaluate(questions, report, None, tasks, knowledge=without is None)


@app.command(help="証拠の順位: 最初に示す文が答えになっているか。")
def ranking(questions: Questions = None, report: Report = None) -> None:
    """Measure the ranking of evidence."""
    _evaluate(questions, report, None, lambda run: [run.ranking_task()])


def _fit(samples: Sequence[Sample], answer_rate: float, *, knowledge: bool) -> None:
    from rich.console import Console

    from assistant.answerable import load_models, save_models
    from eval.fitting import fit

    found = fit(samples, answer_rate)
    name = "curated" if knowledge else "documents"
    save_models(load_models().model_copy(update={name: found.weights}))
    shares = "、".join(f"{case} {share:.2f}" for case, share in found.abstention.items())
    Console(highlight=False).print(
        f"{name}: AUROC {found.auroc:.3f}、答えた割合 {found.answer_rate:.2f}、断った割合 {shares}（交差検証）"
    )


@app.command(help="言い換えても答えが変わらないか: 全角半角、かな、打ち間違い、丁寧さ、語順、略称。")
def metamorphic(questions: Questions = None, report: Report = None) -> None:
    """Ask every question in several wordings."""
    _evaluate(questions, report, None, lambda run: [run.metamorphic_task()])


@app.command(
    help="検索を比べます: hybrid / dense / lexical と LangChain の標準構成。--dataset だけなら検索セットだけ。"
)
def retrieval(questions: Questions = None, dataset: DatasetDir = None, report: Report = None) -> None:
    """Compare our modes with the stock recipe; with --dataset alone, only that set."""

    def tasks(run: Run) -> list[Chapter]:
        chapters = _dataset_tasks(run, dataset)
        return chapters if dataset is not None and questions is None else [run.retrieval_task(), *chapters]

    _evaluate(questions, report, None, tasks)


@app.command(
    help="読みにくい問いで検索を測ります: 1〜2文字、かな、半角カナ、打ち間違い、ローマ字、英語、混在、長いメール。"
)
def robust(report: Report = None) -> None:
    """Measure recall by kind of question."""
    _evaluate(None, report, None, lambda run: [run.robust_task()])


@app.command(
    help="窓口案内を採点します: 課と電話の top-1 / top-2、課ごとの適合率・再現率・F1、確信度のずれ（ECE）と正解率99 %での割合。"
)
def routing(questions: Questions = None, report: Report = None, answers_file: Answers = None) -> None:
    """Score divisions and phones, and how sure the routing is; given answers say nothing of that."""

    def tasks(run: Run) -> list[Chapter]:
        from eval.confidence import confidence_chapter

        chapters = [run.routing_task()]
        return chapters if answers_file else [*chapters, confidence_chapter(run.confidence_samples())]

    _evaluate(questions, report, answers_file, tasks)


@app.command(
    help="仕分けの確信度を測ります: ECE と、正解率99 %で人を介さず送れる割合。施策名を除いた質問でも。"
)
def confidence(
    questions: Questions = None,
    report: Report = None,
    fit: Annotated[
        bool,
        typer.Option(
            "--fit",
            help="重み（assistant/triage/confidence.yaml）をこの質問で決め直す。示す値は交差検証によるもの",
        ),
    ] = False,
) -> None:
    """Measure the confidence of the routing, or fit it."""

    def tasks(run: Run) -> list[Chapter]:
        from assistant.triage.routing import save_confidence
        from eval.confidence import confidence_chapter
        from eval.confidence import fit as fitted

        samples = run.confidence_samples()
        if fit:
            model, samples = fitted(samples)
            save_confidence(model)
        return [confidence_chapter(samples)]

    _evaluate(questions, report, None, tasks)


@app.command(
    help="メールの仕分けを測ります: 件ごとに分けて正しい課に回せるか。複数の件を尋ねるメール、施策名のないメールも。"
)
def inquiries(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="メールのファイル（JSONL、1行に1通と正しい課）")
    ],
    report: Report = None,
) -> None:
    """Measure the triage of whole inquiries."""

    def tasks(run: Run) -> list[Chapter]:
        from eval.inquiries import inquiries_chapter, read_inquiries

        return [inquiries_chapter(run.routed([gold for file in files for gold in read_inquiries(file)]))]

    _evaluate(None, report, None, tasks)


@app.command(
    help="個人情報の伏せ字を測ります: 合成メールに埋めた電話・メール・個人番号・住所・氏名の再現率と、公式の連絡先が残るか。"
)
def privacy(
    count: Annotated[int, typer.Option("--mails", min=1, max=100_000, help="合成するメールの数")] = 1000,
    seed: Annotated[int, typer.Option(help="乱数の種。同じ種なら同じメール")] = 7,
    report: Report = None,
) -> None:
    """Measure the masking of personal data."""

    def tasks(run: Run) -> list[Chapter]:
        from eval.planted import privacy_chapter

        return [privacy_chapter(run.corpus, count, seed)]

    _evaluate(None, report, None, tasks)


@app.command(help="1問の答えにかかる時間（p50・p95）を、埋め込み1回と並べて測ります。メモリーも示します。")
def latency(questions: Questions = None) -> None:
    """Time answers beside query embeddings in a warm process."""
    from rich.console import Console
    from rich.table import Table

    from assistant.opening import open_or_explain
    from eval.items import DEFAULT_QUESTIONS, QuestionsError, read_all
    from eval.latency import STOCK_SIZE, TOP, measure, measure_search, memory_mib
    from eval.runs import sources
    from eval.stock import open_stock
    from eval.terminal import bars
    from index.retriever import ModelEmbeddings

    console, errors = Console(highlight=False), Console(stderr=True, highlight=False)
    try:
        asked = read_all(questions or [DEFAULT_QUESTIONS])
    except QuestionsError as error:
        errors.print(f"[red]✗[/red] {error}")
        raise typer.Exit(2) from error
    assistant = open_or_explain(errors, cached=False)
    if assistant is None:
        raise typer.Exit(2)
    with bars(errors)("計測", len(asked)) as tick:
        timings = measure(assistant, asked, tick)
    now, peak = memory_mib()
    with open_stock(sources(), ModelEmbeddings(assistant.index.embedder), STOCK_SIZE) as stock:
        systems: dict[str, Callable[[str], object]] = {
            "one search (hybrid)": lambda question: assistant.index.search(question, TOP),
            f"one search ({stock.name})": lambda question: stock.search(question, TOP),
        }
        timings += measure_search(systems, asked)
        with_stock = memory_mib()[0]
    table = Table("", "n", "p50 ms", "p95 ms")
    for timing in timings:
        table.add_row(timing.name, str(timing.n), f"{timing.p50:.1f}", f"{timing.p95:.1f}")
    console.print(table)
    console.print(
        f"p50 ratio {timings[1].p50 / timings[0].p50:.2f}; memory {now:.0f} MiB now, {peak:.0f} MiB at its peak, "
        f"{with_stock:.0f} MiB with the stock recipe beside it"
    )


@app.command(
    help="規模を変えて測ります: 構築、容量、メモリー、検索の時間、近傍の再現率、追加と削除（1万行までは実データ、それより上は合成）。"
)
def scale(
    dataset: Annotated[
        Path,
        typer.Option("--dataset", metavar="DIR", help="文章と質問を取る検索セット（実データの行になる）"),
    ],
    rows: Annotated[
        list[int] | None, typer.Option("--rows", min=100, help="行数（複数可）。既定は 1000, 10000, 100000")
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="DIR", help="scale.json, scale.md, scale.svg を書くフォルダー"),
    ] = None,
) -> None:
    """Measure both engines at growing sizes."""
    from rich.console import Console

    from eval.items import QuestionsError
    from eval.scale_run import run_scale
    from index.errors import IndexMissingError

    errors = Console(stderr=True, highlight=False)
    try:
        run_scale(dataset, sorted(rows or [1_000, 10_000, 100_000]), report, errors)
    except (QuestionsError, IndexMissingError, OSError) as error:
        errors.print(f"✗ {error}", style="red", markup=False)
        raise typer.Exit(2) from error


@app.command(name="all", help="回答・検索・窓口案内をまとめて測ります。")
def everything(questions: Questions = None, dataset: DatasetDir = None, report: Report = None) -> None:
    """Run all tasks; every question is asked once."""

    def tasks(run: Run) -> list[Chapter]:
        chapters = _dataset_tasks(run, dataset)
        return [run.answer_task(), run.retrieval_task(), run.routing_task(), *chapters]

    _evaluate(questions, report, None, tasks)


def _dataset_tasks(run: Run, folder: Path | None) -> list[Chapter]:
    if folder is None:
        return []
    from eval.dataset import read_dataset

    return [run.dataset_task(read_dataset(folder))]


def _evaluate(
    questions: Sequence[Path] | None,
    report: Path | None,
    answers_file: Path | None,
    tasks: Callable[[Run], list[Chapter]],
    *,
    knowledge: bool = True,
) -> None:
    """Read, run, show and write; wrong input or configuration exits with 2, failed questions with 1."""
    from rich.console import Console

    from corpus.loader import CorpusError
    from eval.items import DEFAULT_QUESTIONS, QuestionsError, read_all
    from eval.runs import Run
    from eval.terminal import bars, show
    from index.errors import IndexMismatchError, IndexMissingError

    notes = Console(stderr=True, highlight=False)
    paths = questions or [DEFAULT_QUESTIONS]
    try:
        run = Run(read_all(paths), bars(notes), answers_file, knowledge)
        unlocated = run.unlocated  # reads the documents now: wrong data must not end a long run at its end
        chapters = tasks(run)
        for question, text in unlocated:
            notes.print(
                f"注意: {question}: 根拠がどの文書にもないので検索の採点から除きました: {text}", markup=False
            )
        show(chapters)
        if report is not None:
            _write(report, chapters, run, paths, notes)
    except (QuestionsError, CorpusError, IndexMissingError, IndexMismatchError, OSError) as error:
        notes.print(f"✗ {error}", style="red", markup=False)
        raise typer.Exit(2) from error
    if errors := sum(chapter.errors for chapter in chapters):
        notes.print(f"✗ {errors} 件の質問がエラーになりました", style="red")
        raise typer.Exit(1)


def _write(
    folder: Path, chapters: Sequence[Chapter], run: Run, paths: Sequence[Path], notes: Console
) -> None:
    from eval.report import write_report
    from eval.setting import describe

    files = write_report(folder, chapters, describe(run, paths))
    notes.print(f"{len(files)} 個のファイルを {folder} に書きました", markup=False)
