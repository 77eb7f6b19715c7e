"""Verdicts: hand-written cases around every limit, and the laws of the logic beneath them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from assistant.judge import Judgement, current, judge
from assistant.logic import Truth, conjunction, disjunction, evaluate, missing, negation
from assistant.profile import attributes_for, extract_profile, load_cues, load_places
from assistant.scope import asked_aspects, asks_for_everything, mentioned
from corpus.loader import ROOT, read_attributes, read_yaml
from corpus.schema import AllOf, AnyOf, Aspect, Knowledge, Leaf, NotOf, Requirement, Test

TAI, KIGYO = "chiikiokoshi-kyoryokutai", "chiiki-kasseika-kigyojin"
ATTRIBUTES = read_attributes(ROOT / "attributes")
ASPECTS = read_yaml(ROOT / "aspects.yaml", TypeAdapter(dict[str, Aspect]))
KNOWN = {name: read_yaml(ROOT / "knowledge" / f"{name}.yaml", Knowledge) for name in (TAI, KIGYO)}
RULES = {name: knowledge.requirements for name, knowledge in KNOWN.items()}
CUES, PLACES = load_cues(), load_places()


def ask(question: str, programme: str, *schemes: str, edition: str | None = None) -> Judgement:
    """Judge a question as the pipeline does."""
    attributes = attributes_for(ATTRIBUTES, [KNOWN[programme].programme or ""])
    profile = extract_profile(question, [], attributes, CUES, PLACES)
    return judge(
        RULES[programme],
        profile,
        schemes=schemes,
        aspects=asked_aspects(question, profile, ASPECTS),
        mentioned=mentioned(question, RULES[programme]),
        edition=edition,
        general=True if asks_for_everything(question) else None,
    )


# question, programme, schemes, verdict
CASES: list[tuple[str, str, tuple[str, ...], str | None]] = [
    # who may become a member
    ("地域おこし協力隊になれますか。", TAI, (), "conditional"),
    ("横浜から過疎の町へ住民票を移して引っ越します。隊員になれますか。", TAI, (), "yes"),
    ("住民票は今の家のままで協力隊をやりたい。", TAI, (), "no"),
    ("引っ越しはせずに、隣の市から通って隊員になれますか？", TAI, (), "no"),
    ("田舎に住んでいる者ですが協力隊に入れますか", TAI, (), "no"),
    ("うちの町は条件不利地域ではないのですが隊員を置けますか", TAI, (), "no"),
    ("うちの村は過疎地域です。協力隊を受け入れられますか", TAI, (), "yes"),
    ("JETを終了した者です。働いていた町と同じ町で協力隊になれますか", TAI, (), "yes"),
    (
        "I finished the JET Programme. Can I become a cooperator in the same town where I worked?",
        TAI,
        (),
        "yes",
    ),
    ("I want to join but I will keep my apartment and commute from Osaka.", TAI, (), "no"),
    ("Can I become a cooperator without moving my resident registration?", TAI, (), "no"),
    ("ひっこしを しないで、協力隊（きょうりょくたい）に なれますか。", TAI, (), "no"),
    ("東京に すんでいます。住民票（じゅうみんひょう）を うつします。協力隊に なれますか。", TAI, (), "yes"),
    # who commissions, how long, what
    ("自治会が独自に協力隊員を委嘱してもいいですか", TAI, (), "no"),
    ("株式会社が協力隊員を任命できますか", TAI, (), "no"),
    ("町が協力隊員を委嘱します。問題ありませんか", TAI, (), "yes"),
    ("Can our NPO appoint its own cooperators?", TAI, (), "no"),
    ("協力隊の任期を4年にしたい", TAI, (), "no"),
    ("協力隊の任期を3年にしたい", TAI, (), "yes"),
    ("協力隊の活動期間を1年にできますか", TAI, (), "yes"),
    ("協力隊を半年だけやることはできますか", TAI, (), "no"),
    ("Can I be a cooperator for five years?", TAI, (), "no"),
    ("隊員として漁業の手伝いをしてもよいですか", TAI, (), "yes"),
    ("お年寄りの買い物支援は協力隊の活動になりますか", TAI, (), "yes"),
    ("まちの ものを 売る しごとは、協力隊の 活動に なりますか。", TAI, (), "yes"),
    # money of 協力隊
    ("隊員の募集に350万円使いたいのですが上限内ですか", TAI, (), "yes"),
    ("隊員の募集に351万円使いたいのですが上限内ですか", TAI, (), "no"),
    ("Can our city claim 4 million yen for recruiting?", TAI, (), "no"),
    ("募集経費に3,400千円を見込んでいます。特別交付税の範囲に収まりますか", TAI, (), "yes"),
    ("隊員1人あたりの報償費を340万円にできますか", TAI, (), "yes"),
    ("隊員1人あたりの報償費を360万円にできますか", TAI, (), "no"),
    ("隊員2人の報償費として700万円は上限内ですか", TAI, (), "yes"),
    ("おためし協力隊に120万円かけても全部みてもらえますか", TAI, ("otameshi",), "no"),
    ("協力隊インターンのプログラム作成に100万円は上限内ですか", TAI, ("intern",), "yes"),
    ("隊員の日々のサポートに250万円は措置の対象内ですか", TAI, (), "no"),
    ("任期1年目の隊員の起業に100万円は出ますか", TAI, (), "no"),
    ("任期2年目の隊員が起業します。100万円の経費は対象ですか", TAI, (), "yes"),
    ("任期終了の翌年に起業する元隊員に100万円は対象ですか", TAI, (), "yes"),
    ("任期が終わって3年後に起業します。起業の経費は対象ですか", TAI, (), "no"),
    ("任期終了後の隊員が住む空き家の改修費を全額措置してもらえますか", TAI, (), "no"),
    ("県で外国人の隊員のサポートをします。100万円は対象ですか", TAI, (), "yes"),
    ("うちの町が、外国人の隊員のサポートの経費を特別交付税で申請できますか", TAI, (), "no"),
    ("協力隊で3000万円使えますか", TAI, (), "conditional"),
    # 起業人: the municipality
    ("宮崎県の町です。起業人を受け入れられますか", KIGYO, (), "yes"),
    ("千葉県の市です。起業人を受け入れられますか", KIGYO, (), "conditional"),
    ("三大都市圏内の町ですが人口減少率が高いです。企業人を受け入れられますか", KIGYO, (), "yes"),
    (
        "三大都市圏内の市で、条件不利地域も定住自立圏も人口減少もどれにも当てはまりません。起業人は使えますか",
        KIGYO,
        (),
        "no",
    ),
    (
        "Our town is inside the three metropolitan areas but takes part in a settlement autonomous region. Are we eligible?",
        KIGYO,
        (),
        "yes",
    ),
    # the company and the person
    ("大阪の会社の社員は起業人の対象ですか", KIGYO, (), "yes"),
    ("会社は仙台市にあります。社員を起業人として派遣できますか", KIGYO, ("kigyo-haken",), "yes"),
    ("島根県の町にある会社ですが、社員は起業人になれますか", KIGYO, (), "no"),
    ("新潟県長岡市の会社員です。起業人の対象ですか", KIGYO, (), "no"),
    ("福岡の会社に勤めています。起業人の対象になりますか", KIGYO, (), "conditional"),
    (
        "My company is headquartered in Sapporo. Is it eligible for the dispatch type?",
        KIGYO,
        ("kigyo-haken",),
        "yes",
    ),
    ("自営業です。副業型に応募できますか", KIGYO, ("fukugyo",), "no"),
    ("フリーランスではなく会社員です。副業型は大丈夫ですか", KIGYO, ("fukugyo",), "yes"),
    ("I'm a freelancer. Can I use the side-job type?", KIGYO, ("fukugyo",), "no"),
    ("わたしは フリーランスです。副業型（ふくぎょうがた）は できますか。", KIGYO, ("fukugyo",), "no"),
    ("去年、会社を定年退職しました。シニア起業人の対象ですか", KIGYO, ("senior",), "yes"),
    ("定年退職しました。起業人になれますか", KIGYO, (), "yes"),
    ("学生ですがシニア起業人になれますか", KIGYO, ("senior",), "no"),
    # agreement
    ("副業型で、会社とだけ協定を結ぶのはありですか", KIGYO, ("fukugyo",), "no"),
    ("副業型で、町と社員個人が協定を結びます。よいですか", KIGYO, ("fukugyo",), "yes"),
    ("企業派遣型で、町は会社と協定を結びます。よいですか", KIGYO, ("kigyo-haken",), "yes"),
    ("企業派遣型で、会社を通さず本人と協定を結びたい", KIGYO, ("kigyo-haken",), "no"),
    (
        "For the dispatch type, the town signs the agreement only with the employee. Is that fine?",
        KIGYO,
        ("kigyo-haken",),
        "no",
    ),
    # time
    ("社員を6か月派遣します", KIGYO, ("kigyo-haken",), "yes"),
    ("社員を5か月派遣します", KIGYO, ("kigyo-haken",), "no"),
    ("社員を3年間派遣します", KIGYO, ("kigyo-haken",), "yes"),
    ("社員を3年を超えて派遣したい", KIGYO, ("kigyo-haken",), "no"),
    ("We would like to second an employee for 18 months.", KIGYO, ("kigyo-haken",), "yes"),
    ("We would like to second an employee for three months.", KIGYO, ("kigyo-haken",), "no"),
    ("企業派遣型で、町での勤務は月に8日だけです", KIGYO, ("kigyo-haken",), "no"),
    ("企業派遣型で、町での勤務は月に16日です", KIGYO, ("kigyo-haken",), "yes"),
    ("企業派遣型で、月の半分を町で勤務します", KIGYO, ("kigyo-haken",), "yes"),
    ("企業派遣型ですが、週に1日だけ町に行きます", KIGYO, ("kigyo-haken",), "no"),
    ("副業型で月4日、月20時間働きます", KIGYO, ("fukugyo",), "yes"),
    ("副業型で月3日、月20時間働きます", KIGYO, ("fukugyo",), "no"),
    ("副業型で月4日、月19時間働きます", KIGYO, ("fukugyo",), "no"),
    ("副業型で1日5時間、月4日働きます", KIGYO, ("fukugyo",), "yes"),
    ("副業型で月5日働きます", KIGYO, ("fukugyo",), "conditional"),
    ("副業型はフルリモートでもいいですか", KIGYO, ("fukugyo",), "no"),
    ("副業型で、町には月1日滞在します", KIGYO, ("fukugyo",), "yes"),
    ("Side-job type: I would work 5 days and 25 hours a month. Is that enough?", KIGYO, ("fukugyo",), "yes"),
    ("Side-job type: can I do everything online only without visiting the town?", KIGYO, ("fukugyo",), "no"),
    ("副業型（ふくぎょうがた）で、1か月に 3日 はたらきます。いいですか。", KIGYO, ("fukugyo",), "no"),
    # money of 起業人
    ("企業派遣型の受入れに要する経費は1人590万円まで大丈夫ですか", KIGYO, ("kigyo-haken",), "yes"),
    ("企業派遣型の受入れに要する経費は1人600万円でも大丈夫ですか", KIGYO, ("kigyo-haken",), "no"),
    ("副業型の旅費に120万円は上限内ですか", KIGYO, ("fukugyo",), "no"),
    ("副業型の受入れの期間前に要する経費に100万円は上限内ですか", KIGYO, ("fukugyo",), "yes"),
    ("シニア起業人に200万円は上限内ですか", KIGYO, ("senior",), "yes"),
    ("シニア起業人に210万円は上限内ですか", KIGYO, ("senior",), "no"),
    # everything
    (
        "愛知の会社から副業で行くには、どんな条件がありますか。何を満たせばよいですか",
        KIGYO,
        ("fukugyo",),
        "conditional",
    ),
    # more wordings
    (
        "都会暮らしのサラリーマンです。会社を辞めて山形の過疎の町に家族で移り住み、協力隊として農業に携わりたい。要件に合いますか",
        TAI,
        (),
        "yes",
    ),
    ("札幌市在住です。週末だけ通う形で協力隊に参加できますか？平日は今の会社で働きます", TAI, (), "no"),
    ("単身赴任のような形で、家族と住民票は東京に残して私だけ行くのはダメですか", TAI, (), "no"),
    ("過疎の村に住んでいますが、隣の過疎の町の協力隊員になれますか", TAI, (), "no"),
    ("今いる町でALTをしていて、任期が終わったら同じ町の協力隊になりたい。できますか", TAI, (), "yes"),
    (
        "JETで青森にいました。別の町の協力隊に応募したいです。都会に住んだことはありません",
        TAI,
        (),
        "conditional",
    ),
    ("商工会が主体となって隊員を委嘱することは可能でしょうか", TAI, (), "no"),
    ("隊員の任期って5年間でもいいの？", TAI, (), "no"),
    ("Is it OK if a cooperator stays only for 3 months?", TAI, (), "no"),
    ("Would farming count as an activity for a cooperator?", TAI, (), "yes"),
    ("林業をやりたいのですが隊員の活動として認められますか", TAI, (), "yes"),
    ("隊員の募集等に500万円の予算を組みました。全額特交で見てもらえますか", TAI, (), "no"),
    ("We have budgeted 3 million yen for recruitment of cooperators. Within the limit?", TAI, (), "yes"),
    ("隊員3人分の報償費1,200万円は上限を超えますか", TAI, (), "no"),
    ("その他活動経費として1人180万円を予定。大丈夫？", TAI, (), "yes"),
    ("隊員の活動経費1人あたり500万円は上限内？", TAI, (), "yes"),
    ("任期3年目で独立開業を考えている隊員です。起業の経費100万円の対象になる?", TAI, (), "yes"),
    ("着任1年目ですぐ店を開きたい。起業に要する経費は出ますか", TAI, (), "no"),
    ("東京都です。外国人隊員への支援の経費は特交の対象になりますか", TAI, (), "no"),
    ("県として、ALT向けに協力隊の説明会を250万円で開きたい。上限内ですか", TAI, (), "no"),
    ("府の担当です。外国人住民に協力隊を紹介するイベント150万円、対象になりますか", TAI, (), "yes"),
    ("住民票を移すだけで、実際の生活は東京のまま。これで隊員になれる?", TAI, (), "no"),
    ("名古屋から長野県の過疎地域の村へ引越して協力隊になりたいです", TAI, (), "yes"),
    (
        "I live in Yokohama and will move to a depopulated village with my registration. Am I eligible to be a cooperator?",
        TAI,
        (),
        "yes",
    ),
    (
        "I live in a small village in Shimane already. Can I be a cooperator here without moving?",
        TAI,
        (),
        "no",
    ),
    ("いなかに すんでいます。ひっこしません。隊員に なれますか。", TAI, (), "no"),
    ("大阪から かその 村に ひっこします。住民票も うつします。協力隊に なれますか。", TAI, (), "yes"),
    ("当社は高松市に本社があります。社員を自治体に出す制度の対象企業ですか", KIGYO, (), "yes"),
    ("本社は甲府、従業員50名です。起業人として社員を送れますか", KIGYO, (), "yes"),
    ("川崎の企業勤務です。副業型の対象企業に入りますか", KIGYO, ("fukugyo",), "yes"),
    ("熊本県の会社員です。起業人の対象になりますか", KIGYO, (), "conditional"),
    ("無職ですが副業型で町を手伝えますか", KIGYO, ("fukugyo",), "no"),
    ("個人事業主として活動していますが、副業型は使えますか", KIGYO, ("fukugyo",), "no"),
    ("市役所の職員です。副業型に応募できますか", KIGYO, ("fukugyo",), "no"),
    ("65歳で会社をリタイアしました。シニア起業人になれますか", KIGYO, ("senior",), "yes"),
    ("現役の会社員ですがシニア起業人になれますか", KIGYO, ("senior",), "no"),
    ("群馬県の村です。企業の社員を受け入れられますか", KIGYO, (), "yes"),
    ("神奈川県の町ですが、過疎地域を含んでいます。起業人は受け入れ可能？", KIGYO, (), "yes"),
    (
        "愛知県内の市です。定住自立圏にも入っておらず、条件不利地域もありません。人口も増えています。起業人は？",
        KIGYO,
        (),
        "no",
    ),
    ("県が起業人の受け入れ主体になれますか", KIGYO, (), "no"),
    ("派遣型ですが協定は社員本人とだけ結ぶ予定です", KIGYO, ("kigyo-haken",), "no"),
    ("副業型では市と私個人が協定を結べば足りますか", KIGYO, ("fukugyo",), "yes"),
    ("副業型、協定は勤務先の会社と市の間だけで結ぶ形でも認められますか", KIGYO, ("fukugyo",), "no"),
    ("派遣期間は4年を予定しています。企業派遣型で可能ですか", KIGYO, ("kigyo-haken",), "no"),
    ("派遣は1年半の予定です。期間として大丈夫ですか", KIGYO, ("kigyo-haken",), "yes"),
    ("副業型で3か月だけやってみたい", KIGYO, ("fukugyo",), "no"),
    (
        "企業派遣型で現地は月10日、残りは東京の本社でリモート勤務。要件を満たしますか",
        KIGYO,
        ("kigyo-haken",),
        "no",
    ),
    ("企業派遣型で毎月20日は役場に勤務します。日数は足りますか", KIGYO, ("kigyo-haken",), "yes"),
    ("副業型で週1日、1回5時間働く予定です", KIGYO, ("fukugyo",), "yes"),
    ("副業型で月2回、計10時間では足りませんか", KIGYO, ("fukugyo",), "no"),
    ("副業型で月6日、月30時間、うち2日は現地に滞在します。満たしますか", KIGYO, ("fukugyo",), "yes"),
    ("副業型なら一度も町に行かずオンラインだけで大丈夫？", KIGYO, ("fukugyo",), "no"),
    (
        "Under the dispatch type, can our employee work in the town for one third of the month?",
        KIGYO,
        ("kigyo-haken",),
        "no",
    ),
    ("For the side-job type I can work 4 days and 16 hours per month. OK?", KIGYO, ("fukugyo",), "no"),
    (
        "Our firm in Hiroshima City wants to send staff. Are we eligible from FY2025?",
        KIGYO,
        ("kigyo-haken",),
        "yes",
    ),
    (
        "A company in a small town in Tottori wants to dispatch an employee. Eligible?",
        KIGYO,
        ("kigyo-haken",),
        "no",
    ),
    ("I'm self-employed, can I do the side job type?", KIGYO, ("fukugyo",), "no"),
    ("企業派遣型の受け入れ期間中の経費、1人570万円は今年度の上限内ですか", KIGYO, ("kigyo-haken",), "yes"),
    ("副業型の報償費を月10万円、年120万円払うのは上限内ですか", KIGYO, ("fukugyo",), "no"),
    ("発案した事業の経費に80万円。対象になりますか(副業型)", KIGYO, ("fukugyo",), "yes"),
    ("シニアの人に年250万円かけたい。上限内？", KIGYO, ("senior",), "no"),
    (
        "かいしゃで はたらいています。副業型で、月に 4日、20時間 はたらけます。日と 時間は だいじょうぶですか。",
        KIGYO,
        ("fukugyo",),
        "yes",
    ),
    (
        "会社は 名古屋に あります。わたしは 起業人に なれますか。会社の 場所は だいじょうぶですか。",
        KIGYO,
        (),
        "yes",
    ),
    ("無職です。企業派遣型で いけますか。", KIGYO, ("kigyo-haken",), "no"),
    (
        "さいたま市のマンションを引き払って、過疎に悩む高知の村に生活の拠点ごと移します。住民票も動かします。協力隊員の要件は満たしますか",
        TAI,
        (),
        "yes",
    ),
    ("協力隊に興味がありますが、住民票はそのままで大丈夫でしょうか", TAI, (), "no"),
    ("地元の過疎の町にずっと住んでいます。転居なしで隊員になれる？", TAI, (), "no"),
    ("都内在住、実家のある過疎の町にUターンして住民票も移す予定。応募資格ある？", TAI, (), "yes"),
    ("ALTの任期を終えたあと、別の自治体ではなく同じ村で隊員をやりたい", TAI, (), "yes"),
    ("隊員として週5日、隣町の自宅から通勤してもいいですか", TAI, (), "no"),
    ("隊員の委嘱を観光協会がやってしまっても問題ないか", TAI, (), "no"),
    ("協力隊、10か月だけでもOK?", TAI, (), "no"),
    ("37か月の委嘱は可能ですか", TAI, (), "no"),
    ("カフェを開くのが夢です。任期が終わった翌年に開業したら起業経費の対象になりますか", TAI, (), "yes"),
    ("来年度、募集にかかる経費を3,600千円で予算要求したい。上限に収まる？", TAI, (), "no"),
    ("報償費を年300万円で考えています（隊員1人）。範囲内ですか", TAI, (), "yes"),
    ("サポート役を置いて隊員の日々の支援をする経費180万円、措置の範囲でしょうか", TAI, (), "yes"),
    ("任期中の隊員のために空き家を改修する経費は対象になりますか", TAI, (), "no"),
    (
        "JET参加者に協力隊を知ってもらうイベントを県主催で開きます。費用180万円は措置されますか",
        TAI,
        (),
        "yes",
    ),
    ("市が主催でJETの人を協力隊に勧誘する説明会をした場合、特別交付税措置はありますか", TAI, (), "no"),
    ("May a village hire me as a cooperator if I keep my residence registration in Tokyo?", TAI, (), "no"),
    ("Our village wants to appoint a cooperator for two years. Is that allowed?", TAI, (), "yes"),
    (
        "The neighborhood association would like to appoint the cooperator itself. Is that possible?",
        TAI,
        (),
        "no",
    ),
    ("Is 3.6 million yen per person for remuneration within the R7 ceiling?", TAI, (), "no"),
    (
        "わたしは 千葉（ちば）に すんでいます。人が 少（すく）なくなった 村（むら）に ひっこして、住民票も うつします。隊員に なれますか。",
        TAI,
        (),
        "yes",
    ),
    ("住民票（じゅうみんひょう）は うつしたくないです。協力隊に なれますか。", TAI, (), "no"),
    ("5年（ねん）の あいだ、協力隊を したいです。いいですか。", TAI, (), "no"),
    ("おとしよりの 買い物を てつだいたいです。協力隊の しごとに なりますか。", TAI, (), "yes"),
    (
        "広島市の中小企業です。うちの若手を地方の役場に派遣したい。会社の所在地としてOK？",
        KIGYO,
        ("kigyo-haken",),
        "yes",
    ),
    ("本社は長崎県の離島の町です。社員を送り出せますか", KIGYO, ("kigyo-haken",), "no"),
    ("横浜の会社勤めです。副業型の対象になりますか", KIGYO, ("fukugyo",), "yes"),
    ("地方の中核市にある会社の社員です。R7なら対象？", KIGYO, (), "yes"),
    ("三大都市圏以外の、県庁所在地でも中核市でもない市の会社です。対象ですか", KIGYO, (), "no"),
    ("専業主婦ですが副業型で参加できますか", KIGYO, ("fukugyo",), "no"),
    ("昨年、長年勤めた商社を退職しました。シニア枠で行けますか", KIGYO, ("senior",), "yes"),
    ("まだ会社に在職中ですがシニア起業人の枠で行けますか", KIGYO, ("senior",), "no"),
    ("岩手県の市です。受け入れ側として要件は大丈夫？", KIGYO, (), "yes"),
    ("大阪府内の村ですが条件不利地域を有しています。対象団体ですか", KIGYO, (), "yes"),
    (
        "埼玉県の市で、条件不利地域なし・定住自立圏の取組なし・人口減少率も高くない。対象になる？",
        KIGYO,
        (),
        "no",
    ),
    ("企業派遣型なのに会社ではなく個人と協定する、というのはあり？", KIGYO, ("kigyo-haken",), "no"),
    ("任期6か月の派遣を考えています", KIGYO, ("kigyo-haken",), "yes"),
    ("派遣期間が半年に満たない場合はダメですか？たとえば4か月", KIGYO, ("kigyo-haken",), "no"),
    ("副業型を36か月続けられますか", KIGYO, ("fukugyo",), "yes"),
    ("企業派遣型、受入自治体で働くのは週2日、残り3日は本社です", KIGYO, ("kigyo-haken",), "no"),
    ("企業派遣型、受入自治体で働くのは週4日です", KIGYO, ("kigyo-haken",), "yes"),
    ("副業型で月に5日・25時間、うち現地には月1回行きます", KIGYO, ("fukugyo",), "yes"),
    ("副業型で、働くのは土日だけ月8日、合計40時間です。日数時間は足りる？", KIGYO, ("fukugyo",), "yes"),
    ("副業型、月10時間だけの関わりでもいい？", KIGYO, ("fukugyo",), "no"),
    ("副業型で在宅のみ、現地訪問なしで契約したい", KIGYO, ("fukugyo",), "no"),
    ("For a side-job worker: 3 days per month, 24 hours in total. Acceptable?", KIGYO, ("fukugyo",), "no"),
    ("Dispatch type, four months only. Acceptable?", KIGYO, ("kigyo-haken",), "no"),
    (
        "I left my company last year after turning 62. Could I join under the senior type?",
        KIGYO,
        ("senior",),
        "yes",
    ),
    (
        "Our headquarters are in Kanazawa. Can our staff join under the dispatch type?",
        KIGYO,
        ("kigyo-haken",),
        "yes",
    ),
    (
        "I do not belong to any company. I'm a freelance designer. Side-job type possible?",
        KIGYO,
        ("fukugyo",),
        "no",
    ),
    ("副業型の合計で1人210万円の期間中経費、上限内ですか", KIGYO, ("fukugyo",), "no"),
    ("シニア起業人1人に150万円。上限内？", KIGYO, ("senior",), "yes"),
    ("提案した事業の経費に120万円かけたい（企業派遣型）。上限を超える？", KIGYO, ("kigyo-haken",), "no"),
    ("派遣前の準備経費に90万円。上限内ですか", KIGYO, ("kigyo-haken",), "yes"),
    ("じぶんで しごとを しています（フリーランス）。副業型に 入れますか。", KIGYO, ("fukugyo",), "no"),
    ("会社は 静岡市です。社員です。副業型は だいじょうぶですか。", KIGYO, ("fukugyo",), "yes"),
    ("月に 2日だけ はたらきます。副業型で いいですか。", KIGYO, ("fukugyo",), "no"),
]


@pytest.mark.parametrize(("question", "programme", "schemes", "verdict"), CASES)
def test_verdict(question: str, programme: str, schemes: tuple[str, ...], verdict: str | None) -> None:
    """The case gets the verdict the document supports."""
    outcome = ask(question, programme, *schemes)
    assert outcome.verdict == verdict, [(item.requirement.id, item.state) for item in outcome.in_scope]


def test_the_older_edition_judges_by_its_own_limits() -> None:
    """Asked for R6, 3.2 million yen of recruiting exceeds the limit that R7 raises."""
    question = "隊員の募集に320万円は上限内ですか"
    assert ask(question, TAI).verdict == "yes"
    assert ask(question, TAI, edition="R6").verdict == "no"


def test_a_sum_that_the_document_does_not_print_is_no_limit() -> None:
    """Between the R6 total and what one could add up for R7 nothing is decided."""
    question = "隊員の活動経費1人あたり540万円は上限内ですか"
    assert ask(question, TAI).verdict == "conditional"
    assert ask(question, TAI, edition="R6").verdict == "no"


def test_schemes_that_differ_make_it_conditional_and_name_the_permitting_one() -> None:
    """Ten days a month are too few for the dispatch type and enough for the side-job type."""
    outcome = ask("協定は会社と結びます。起業人としてよいですか", KIGYO)
    assert outcome.verdict == "conditional"
    assert outcome.permitting == ("kigyo-haken",)


def test_nothing_in_scope_has_no_verdict() -> None:
    """A side that no requirement speaks about leaves the verdict open."""
    assert judge(RULES[TAI], [], schemes=["taiin"], aspects=["age"]).verdict is None


def test_questions_back_name_what_is_missing_and_are_in_the_schema() -> None:
    """A conditional verdict asks for attributes, the main ones first."""
    outcome = ask("地域おこし協力隊になれますか。", TAI)
    assert outcome.questions_back[0] == "origin_area"
    assert set(outcome.questions_back) <= set(ATTRIBUTES)


def test_superseded_requirements_are_dropped() -> None:
    """Only the newest of a chain stays; with an edition, the newest up to it."""
    ids = {item.id for item in current(RULES[TAI])}
    assert "kyoryokutai.cost.recruiting.r7" in ids
    assert "kyoryokutai.cost.recruiting.r6" not in ids
    assert "kyoryokutai.cost.recruiting.r6" in {item.id for item in current(RULES[TAI], "R6")}


def test_in_scope_lists_the_decisive_requirements_first() -> None:
    """Failed before unknown before met."""
    order = {"failed": 0, "unknown": 1, "met": 2}
    states = [
        order[item.state] for item in ask("副業型でフリーランス、月5日働きます", KIGYO, "fukugyo").in_scope
    ]
    assert states == sorted(states)
    assert states[0] == 0


truths = st.sampled_from([True, False, None])
names = st.sampled_from(["a", "b", "c"])
leaves: st.SearchStrategy[Test] = st.builds(
    lambda name, op, value: Leaf(attribute=name, op=op, value=value),
    names,
    st.sampled_from(["eq", "ne", "lt", "le", "gt", "ge"]),
    st.integers(0, 3),
)
tests = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda parts: AllOf(all=parts), st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: AnyOf(any=parts), st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda part: NotOf.model_validate({"not": part}), inner),
    ),
    max_leaves=8,
)
values = st.dictionaries(names, st.integers(0, 3))


@given(truths)
def test_double_negation(a: Truth) -> None:
    """NOT NOT a is a."""
    assert negation(negation(a)) is a


@given(truths, truths)
def test_de_morgan(a: Truth, b: Truth) -> None:
    """NOT (a AND b) is NOT a OR NOT b."""
    assert negation(conjunction([a, b])) is disjunction([negation(a), negation(b)])


@given(truths, truths, truths)
def test_lattice_laws(a: Truth, b: Truth, c: Truth) -> None:
    """Commutative, associative, absorbing, distributive."""
    pairs: list[tuple[Callable[[list[Truth]], Truth], Callable[[list[Truth]], Truth]]] = [
        (conjunction, disjunction),
        (disjunction, conjunction),
    ]
    for one, other in pairs:
        assert one([a, b]) is one([b, a])
        assert one([a, one([b, c])]) is one([one([a, b]), c])
        assert one([a, other([a, b])]) is a
        assert one([a, other([b, c])]) is other([one([a, b]), one([a, c])])


@given(tests, values, names, st.integers(0, 3))
def test_knowing_more_never_reverses_a_decision(
    test: Test, known: dict[str, int], name: str, value: int
) -> None:
    """A decided test stays as it is when an unknown attribute becomes known."""
    before = evaluate(test, known)
    after = evaluate(test, {name: value, **known})
    assert before is None or after is before


@given(tests, values)
def test_missing_attributes_are_those_that_can_decide(test: Test, known: dict[str, int]) -> None:
    """An unknown test names only attributes that nobody gave; a decided one names none."""
    names_missing = missing(test, known)
    assert not set(names_missing) & set(known)
    assert bool(names_missing) == (evaluate(test, known) is None)


@given(st.lists(tests, max_size=4), values)
def test_the_verdict_follows_the_states(trees: list[Test], known: dict[str, int]) -> None:
    """Any failed: no; else any unknown: conditional; else yes."""
    from assistant.answer import ProfileValue

    rules = [
        Requirement.model_validate(
            {
                "id": f"r{number}", "binds": "applicant", "scope": ["x"], "edition": "R7", "test": tree,
                "statement": {"ja": "文"}, "quotations": [{"quote": "文"}],
            }
        )
        for number, tree in enumerate(trees)
    ]  # fmt: skip
    profile = [ProfileValue(attribute=name, value=value, words="") for name, value in known.items()]
    states = [evaluate(tree, known) for tree in trees]
    expected = None if not states else "no" if False in states else "conditional" if None in states else "yes"
    assert judge(rules, profile, schemes=[], aspects=["x"]).verdict == expected
