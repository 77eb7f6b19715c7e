"""What a question wants, clause by clause."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.answer import Intent
from assistant.cues import alternatives, cues, pattern
from corpus.text import canonical, fold, quantities

_CLAUSE = re.compile(r"[。?？!！\n]|(?<=[^\d]),(?=[^\d])|、|\. ")
_SENTENCE = re.compile(r"(?<=[。?？!！\n])|(?<=\.) ")
SHORT = 20
TREND, LONGEST_TREND = 5, 30
"""Years told of a series when its course is asked for, and the most that can be asked for."""


@lru_cache
def _patterns() -> dict[str, re.Pattern[str]]:
    data = cues("intents")
    words = {
        name: pattern(data[name])
        for name in (
            "wh", "contact", "contact_short", "change", "compare", "list", "list_all", "definition", "vague", "types",
        )
    }  # fmt: skip
    return words | {
        name: alternatives(data[name])
        for name in ("value_asked", "contact_not", "permission", "first_reached", "trend")
    }


def asks_permission(question: str) -> bool:
    """Whether some clause is a yes/no question about a case (and not "where can I ...")."""
    patterns = _patterns()
    for sentence in _SENTENCE.split(fold(question).replace("？", "?")):
        for clause in _CLAUSE.split(sentence + "?"):
            marked = f"{clause.strip()}?" if clause.strip() else ""
            if patterns["value_asked"].search(marked):
                continue
            if patterns["permission"].search(marked) and not patterns["wh"].search(_without_however(marked)):
                return True
    return False


_COPULA = re.compile(
    r"(?<=[ぁ-んァ-ヶ一-龠a-z0-9])(?<![はがも])(?<!って)(?<!とは)なん(?=です|でしょ|だけど|だが|だよ|や(けど|で|ろ|が))"
)
"""額なんですか is 額ですか; 額はなんですか asks for a thing."""


def _without_however(clause: str) -> str:
    """何も, だれでも, どこでも name nothing that is asked for, and neither does the なん of 対象なんですか."""
    return re.sub(
        r"(何|なに|だれ|誰|どこ|いつ|どれ|どんな|いくら|何人|何名|何回|何歳|何度|何年)(も(?!ら)|でも|か(?!か|ら|所|月|国|年|条|箇)|とか|かの|らか)|ような|何を満た|など|ほど|どう(返答|回答|答え|こたえ|伝え|案内|対応|返事)",
        "",
        _COPULA.sub("", clause).replace("かどうか", "か"),
    )


def asks_for_all(question: str) -> bool:
    """Whether everything of a kind is asked for (すべて挙げて): the answer may be longer."""
    return bool(_patterns()["list_all"].search(fold(question)))


def reached(question: str) -> float | None:
    """The number whose first year is asked for (初めて千人を超えたのは何年度); None when none is."""
    text = fold(question)
    if not _patterns()["first_reached"].search(text):
        return None
    numbers = [float(q.value) for q in quantities(text)] + [float(n) for n in re.findall(r"\d{3,}", text)]
    if not any(numbers):
        return 1000.0 if re.search(r"千(?![葉代])|a thousand", text) else None
    return max(numbers)


def years_asked(question: str) -> int:
    """How many years of a series are asked for (この5年の推移); 0 when it is one."""
    text = fold(question)
    if not _patterns()["trend"].search(text):
        return 0
    count = re.search(r"(\d+)(?:年(?!度)|か年| years?)", text)
    return int(count[1]) if count and int(count[1]) <= LONGEST_TREND else TREND


def is_vague(question: str) -> bool:
    """Whether a question points to a matter without naming it (例のやつ, "that thing")."""
    return bool(_patterns()["vague"].search(fold(question)))


def compares_types(question: str) -> bool:
    """Whether the ways a programme works are compared (どのタイプが…)."""
    return bool(_patterns()["types"].search(fold(question)))


def asks_several(question: str) -> bool:
    """Whether a message asks in more than one sentence."""
    return len(re.findall(r"[?？]|か。|か$", canonical(question))) > 1


_ASKING = re.compile(
    r"[a-z0-9)]\?\s*$|((?<!と)か|かね|かな|よね|[うるたすいん]の|[うるたすい]\?)[?。\s]*$|^(do|does|is|are|can|will|would|did|has|have)\b"
)
_AUXILIARY = re.compile(
    r"(^|[.,:;] )(do|does|did|is|are|am|can|could|will|would|may|might|must|should|has|have|was|were) (?!you (tell|let|explain|give|show))[^.?]*\?\s*$"
)
_REPORTED = re.compile(
    r"(ます|です|でしょう|[うくすつぬむるぐぶいたれ])か(どうか)?(に関して|について|は|を|が|も|、)?(教え|おしえ|知り|しり|聞き|ききた|尋ね|お尋ね|確認|確かめ|判断|心配|不安|気にな|質問|分から|わから|迷|相談|折り返|希望|照会|ご教示|お知らせ|とのこと|と聞|と相談|と質問|との(質問|相談|照会|問))"
    r"|\b(ask(s|ed|ing)?|wonder(s|ing)?|know|check|confirm|sure|unsure|clear|advise|tell (me|us|him|her|them)) (me |us |for us )?(if|whether)\b"
)
"""A yes/no question told of: whether it fits is what the caller wants to know."""
_ORDERS = re.compile(
    r"教え|おしえ|知り|聞き|ください|please|tell me|let me know|^(what|which|how|who|when|where)\b"
)
_TOPIC_ONLY = re.compile(r"(は|って|なら)[?\s]*$")


_ENGLISH = re.compile(r"(\b[a-z]{2,}\b.*?){4}")
"""Four Latin words: English, whatever names are in it."""
_WISH = re.compile(
    r"\b(i'd like|i would like|i need|we need|give me|show me|send me) (to know )?(the|a|an|your|just)\b"
)
_WH_LEADS = re.compile(
    r"(^|[,;:.?!-] *|\b(and|but|so|or|then|know|tell me|tell us|say|ask|wonder|sure|exactly|about|roughly) )"
    r"((in|at|by|for|from|to|of|on|under|until|about|roughly|exactly) )?(how|what|which|who|whom|when|where|why)\b"
)
"""An English question word that asks; in "one where it may be used" it joins."""


def _asks_for_thing(sentence: str, wh: re.Pattern[str]) -> bool:
    """Whether a sentence asks for a thing; Latin question words only where they lead."""
    plain = re.sub(r"\b(what|who|where|how)s\b", r"\1 is", _without_however(sentence))
    if not wh.search(plain):
        return bool(_WISH.search(sentence))
    return not _ENGLISH.search(sentence) or bool(_WH_LEADS.search(plain)) or bool(_WISH.search(sentence))


def asks_yes_no(question: str) -> bool:
    """Whether some sentence is a question without a word that asks for a thing."""
    wh, value = _patterns()["wh"], _patterns()["value_asked"]
    return any(
        _AUXILIARY.search(s)
        or _REPORTED.search(s)
        or (
            (_ASKING.search(s) or (s.endswith("?") and _ENGLISH.search(s)))
            and not _TOPIC_ONLY.search(s)
            and not _asks_for_thing(s, wh)
        )
        for s in (sentence.strip() for sentence in _SENTENCE.split(fold(question)))
        if s and not value.search(s)
    )


def asks_value(question: str) -> bool:
    """Whether some sentence asks for a thing or a value (いくら, which, 上限はありますか) rather than about a case."""
    wh, value = _patterns()["wh"], _patterns()["value_asked"]

    def asks(sentence: str) -> bool:
        marked = "?" in sentence or any(p.search(sentence) for p in (_ASKING, _ORDERS, _WISH))
        return bool(value.search(sentence)) or (_asks_for_thing(sentence, wh) and marked)

    return any(asks(s) for s in (sentence.strip() for sentence in _SENTENCE.split(fold(question))) if s)


def asking_sentences(question: str) -> str:
    """The sentences that ask, without those that tell; the whole text when none is marked as a question."""
    asking = re.compile(
        r"[?]|か[。\s]*$|(教え|おしえ|知り|聞き|ききた|お願い|ください|please|tell me|let me know)"
    )
    wh = _patterns()["wh"]
    sentences = [sentence for sentence in _SENTENCE.split(canonical(question)) if sentence.strip()]
    kept = [s for s in sentences if asking.search(fold(s)) or wh.search(_without_however(fold(s)))]
    return " ".join(kept or sentences)


def intents(question: str) -> list[Intent]:
    """All intents found, the leading one first; ``fact`` when nothing else fits."""
    folded = _COPULA.sub("", fold(canonical(question)))
    patterns = _patterns()
    found: list[Intent] = []
    asking = patterns["contact_not"].sub(" ", folded)
    if patterns["contact"].search(asking) or any(
        len(sentence) <= SHORT and patterns["contact_short"].search(sentence)
        for sentence in _SENTENCE.split(asking)
    ):
        found.append("contact")
    if asks_permission(question):
        found.append("eligibility")
    order: tuple[Intent, ...] = ("change", "compare", "list", "definition")
    found += [name for name in order if patterns[name].search(folded)]
    return [*found, "fact"]
