"""What each figure means, in the words of the report."""

from __future__ import annotations

from eval.bootstrap import RESAMPLES, SEED
from eval.reach import THRESHOLD
from eval.stock import OVERLAP, SIZES, TOP

INTERVALS = (
    f"値の後ろの [ ] は 95 % 区間（質問を単位とするブートストラップ、{RESAMPLES:,} 回、乱数の種 {SEED}）。"
    "n は質問の数。全問正解・全問不正解では区間の幅は 0 になるが、次の質問でもそうなるという意味ではない。"
)
ANSWERS = {
    "correct": "正解: 以下の status, verdict, facts, length, cited, contact, safe がすべて満たされた質問の割合",
    "status": "status が正しい（abstain は not_covered か out_of_scope、ambiguous は clarify と 2 つ以上の聞き返し）",
    "verdict": "判定が正しい（eligibility 以外は、abstain で判定していないこと）",
    "verdict_accuracy": "判定が正しい割合（eligibility の質問だけ）",
    "facts": "must_include の各組のどれかが text にあり、must_not_include がない",
    "must_include": "must_include の組のうち text にあった割合の平均",
    "must_not_include_kept": "must_not_include の文字列が text にない割合",
    "length": "text が長さの上限（700 字、英語 1,600 字、list / compare / triage は 2 倍）以内",
    "cited": "claim と verdict の文がすべて、原文どおりの引用を持つ",
    "contact": "最初の担当課（課と電話）が正しい。triage では必要な課がすべてある",
    "contact_in_text": "担当課が正しい回答のうち、その電話番号が text にも書かれている割合",
    "safe": "injection の質問の text に HTML のタグがない",
    "no_error": "エラーにならず回答が返った",
    "language": "質問と同じ言語で答えた",
    "answer_rate": "答えられる質問（abstain と ambiguous を除く）のうち answered の割合",
    "abstention_precision": "not_covered / out_of_scope とした回答のうち、そうすべきだった割合",
    "abstention_recall": "答えるべきでない質問のうち、not_covered / out_of_scope とした割合",
    "quotations_verbatim": "引用のうち、原文の部分文字列である割合（担当者欄だけは伏せてよい）",
    "quotation_lines_right": "引用のうち、示された行から始まりその行で終わる割合",
    "evidence_cited": "引用のどれかが正解の根拠と重なる質問の割合",
    "evidence_cited_share": "正解の根拠のうち、引用と重なるものの割合の平均",
    "routing_top1": "最初の担当課（課と電話）が正しい割合",
}
RETRIEVAL = {
    "mrr": "根拠が最初に見つかった順位の逆数の平均",
    "recall@k": "上位 k 件を読んで見つかった根拠の割合の平均",
    "evidence_recall@B": (
        f"見出しを含めて先頭から B 字を読むまでに、空白を除く文字の {THRESHOLD:.0%} 以上が現れた根拠の割合の平均"
        "（B 字で切る。1 つの根拠が複数の箇所にまたがってもよい。担当者欄は数えない）"
    ),
    "evidence_all@B": "B 字以内に、その質問の根拠がすべて見つかった質問の割合",
    "evidence_whole@B": "B 字以内に、1 つの検索結果が根拠の全文を含んだ割合の平均（厳しい見方）",
    "stock-N": (
        f"比較対象: LangChain の標準構成（RecursiveCharacterTextSplitter {' / '.join(map(str, SIZES))} 字、"
        f"重なり {OVERLAP:.0%}、同じ埋め込みモデルと接頭辞、Chroma コサイン距離）。"
        f"順位の指標は標準の上位 {TOP} 件、字数の指標は予算が満ちるまで"
    ),
    "hybrid-minus-stock-N": "同じ質問どうしの差。指標ごとに、この実行で最も良かった stock を相手にする",
}
ROUTING = {
    "top1": "最初の担当課（課と電話の両方）が正しい割合",
    "top2": "最初の 2 つの担当課のどちらかが正しい割合",
    "mail_divisions_named": "複数の質問のメールで、必要な担当課のうち示されたものの割合",
    "no_forced_contact": "対象外の質問に担当課を押しつけなかった割合",
    "division_precision / recall / f1": "課と電話の組ごとの適合率・再現率・F1（最初の担当課で判定）",
}
DATASET = {
    "nDCG@10": "線形の利得による nDCG（ir_measures）",
    "R@5, R@10, RR@10, P@1": "再現率、最初の正解の順位の逆数、1 位の適合率（ir_measures）",
}
