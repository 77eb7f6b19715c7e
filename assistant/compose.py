"""The extractive composer: an answer in the document's own words, verdicts from the judge, frames from templates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answer import Language
from assistant.case import Draft, Drafted, Understanding
from assistant.curated import Curated, from_item
from assistant.evidence import Evidence, Quoted
from assistant.judge import Judged, Judgement
from assistant.select import VALUES, Selection
from assistant.sides import KEEP_SHARE, by_turns, every_side, sides_of
from assistant.templates import say
from assistant.understand.intent import asks_for_all, asks_value
from corpus import Corpus
from corpus.text import editions_in, plain, quantities
from corpus.text.quantities import in_english
from corpus.text.years import edition_label

CHARS = {"ja": 520, "easy-ja": 470, "en": 1200}
"""Room for claims with their notes, in characters; contact and notice come on top, the whole stays within 700 (English 1,600)."""
ASKING = {"ja": 90, "easy-ja": 110, "en": 220}
"""Room kept for the questions back."""
ORIGINAL = {"easy-ja": 130, "en": 240}
"""Room for the Japanese words behind the leading claim."""
ORIGINAL_LEAD = 30
"""What introduces them, in characters."""
MARKS = 6
"""Bullet and citation marks of a claim, in characters."""
WIDE = 1.9
"""What a table of changes may take beyond the usual room. Longer lists and comparisons were tried: more noise, no more of what was asked."""
SUPPORTS = 3
LISTED = 8
PAY = frozenset({"pay", "wage_level"})
CONTACT_SUPPORT = 1.8
"""Score from which a statement is worth saying beside an answer that names the office."""
OWN_POOL = 5
CONDITIONS = 7
TOLD_AT_LENGTH = 2
BESIDE = 2
ELSE = 2
CHANGES = 12
_RATE = re.compile("措置率|補助率|交付率|充当率|算入率|国費|補助")


class Compose:
    """Drafts an answer for a question that was retrieved for."""

    def __init__(self, corpus: Corpus, curated: Curated, newest: str) -> None:
        self._corpus, self._curated, self._newest = corpus, curated, newest

    def __call__(
        self,
        understood: Understanding,
        selection: Selection,
        judgement: Judgement | None,
        *,
        share: float = 1.0,
    ) -> Draft:
        """Draft an answer.

        Args:
            understood: the question.
            selection: evidence, best first.
            judgement: outcome of the rules for an eligibility question; None when none was judged.
            share: part of the usual room, for one question of several.
        """
        room = CHARS[understood.language] * share
        if judgement is not None and self._decides(judgement, selection, understood):
            return self._verdict(understood, selection, judgement, room)
        if understood.intent == "contact" and not (
            VALUES.intersection(understood.aspects) and selection.answered and not selection.missing
        ):
            return self._contact(understood, selection, room)
        if (
            understood.intent == "change"
            and not understood.schemes
            and "number" not in understood.probes
            and (told := self._changes(understood, room * WIDE))
        ):
            return Draft("answered", tuple(told), understood.programmes)
        if self._uncovered(selection):
            return self._absence(understood, selection, room)
        if "eligibility" in understood.intents and not _answers_by_value(selection):
            return self._without_rules(understood, selection, room)
        return Draft("answered", self._answer(understood, selection, room), understood.programmes)

    def _answer(self, understood: Understanding, selection: Selection, room: float) -> tuple[Drafted, ...]:
        """The statements that answer, and what of the question nothing answers."""
        claims = self._in_own_words(
            tuple(self._claims(understood, selection, room)), understood.language, room
        )
        if not selection.missing:
            return claims
        labels = self._labels(selection, understood.language)
        absent = [Drafted("absence", say("absence_also", understood.language, aspect=labels))]
        if PAY.intersection(selection.missing) and any(
            q.unit == "円" for claim in claims for q in quantities(claim.text)
        ):
            absent.append(Drafted("courtesy", say("not_pay", understood.language)))
        return (*claims, *absent)

    @classmethod
    def _in_own_words(
        cls, claims: tuple[Drafted, ...], language: Language, room: float
    ) -> tuple[Drafted, ...]:
        """The leading claim with the document's words behind it; the last claims make room for them."""
        if not claims:
            return claims
        original = cls._original(claims[0], language, room - _length(claims[0]), claims[0].note)
        shown = [claims[0], *original]
        for claim in claims[1:]:
            if _total(shown) + _length(claim) <= room:
                shown.append(claim)
        return tuple(shown)

    @staticmethod
    def _original(claim: Drafted | Evidence, language: Language, room: float, note: str) -> Iterator[Drafted]:
        """The Japanese a claim rests on, with its 年度, for readers of another wording: to show at the counter."""
        if language == "ja":
            return
        quotes = list(dict.fromkeys(plain(quote.quote) for quote in claim.quotations))
        most = min(ORIGINAL[language], room - ORIGINAL_LEAD)
        while len(quotes) > 1 and sum(map(len, quotes)) > most:
            quotes.pop()
        if sum(map(len, quotes)) <= most and quotes != [claim.text]:
            text = say("original", language, quote="".join(f"「{quote}」" for quote in quotes))
            yield Drafted("claim", text, claim.quotations, note)

    @staticmethod
    def _decides(judgement: Judgement, selection: Selection, understood: Understanding) -> bool:
        """Whether the rules answer the question: not when it asks for a side they and the text are silent about.

        A failed condition decides all the same, and so does a case that was told at length and asks for no thing beside.
        """
        if judgement.verdict is None:
            return False
        told = sum(item.told for item in judgement.in_scope)
        at_length = told >= TOLD_AT_LENGTH and not asks_value(understood.text)
        return judgement.verdict == "no" or not selection.missing or at_length

    @staticmethod
    def _uncovered(selection: Selection) -> bool:
        return not selection.ranked or (not selection.answered and not selection.partly)

    def _verdict(
        self, understood: Understanding, selection: Selection, judgement: Judgement, room: float
    ) -> Draft:
        language, programme = understood.language, understood.programmes[0]
        room -= ASKING[language] * (judgement.verdict == "conditional")
        conditions = [(self._stated(item, programme, language), item) for item in judgement.in_scope]
        decisive = [text for text, item in conditions if item.state != "met"] or [
            text for text, _ in conditions
        ]
        quotes = tuple(quote for text in decisive[:2] for quote in text.quotations)
        sentences = [Drafted("verdict", say(f"verdict_{judgement.verdict}", language), quotes)]
        for evidence, item in _by_weight(conditions):
            if len(sentences) > CONDITIONS or _total(sentences) + len(evidence.text) + MARKS > room:
                continue
            sentences.append(
                Drafted(
                    "claim",
                    f"［{say(item.state, language)}］{evidence.text}",
                    evidence.quotations,
                    self._note(evidence, language),
                )
            )
        if selection.missing:
            sentences.append(
                Drafted("absence", say("absence_also", language, aspect=self._labels(selection, language)))
            )
        sentences += self._otherwise(judgement, language, room - _total(sentences))
        note = self._note(decisive[0], language)
        sentences += self._original(decisive[0], language, room - _total(sentences), note)
        sentences += self._also(understood, selection, sentences, room - _total(sentences))
        back = [
            self._corpus.attributes[name].ask[language]
            for name in judgement.questions_back[:2]
            if name in self._corpus.attributes
        ]
        return Draft(
            "answered",
            tuple(sentences),
            understood.programmes,
            tuple(back) if judgement.verdict == "conditional" else (),
            judgement.verdict,
            tuple((evidence.text, item.state, evidence.quotations) for evidence, item in conditions),
        )

    def _stated(self, item: Judged, programme: str, language: Language) -> Evidence:
        evidence = from_item(self._corpus, (programme,), item.requirement)
        return Evidence(
            item.requirement.statement.get(language, evidence.text),
            evidence.quotations,
            programmes=(programme,),
            line=evidence.line,
        )

    def _otherwise(self, judgement: Judgement, language: Language, room: float) -> Iterator[Drafted]:
        """What else may fit when a condition fails: as the failed requirement names it."""
        if judgement.verdict != "no":
            return
        named = [
            id_ for item in judgement.in_scope if item.state == "failed" for id_ in item.requirement.otherwise
        ]
        found = [item for id_ in dict.fromkeys(named) if (item := self._curated.item(id_))][:ELSE]
        claims: list[Drafted] = []
        for item in found:
            claim = self._claim(item, language)
            if _total(claims) + _length(claim) <= room:
                claims.append(claim)
        if claims:
            yield Drafted("courtesy", say("otherwise", language))
            yield from claims

    def _also(
        self, understood: Understanding, selection: Selection, told: Sequence[Drafted], room: float
    ) -> Iterator[Drafted]:
        """Statements beside the conditions, while there is room and they say something else: first what gives a value that is asked too."""
        values = VALUES.intersection(understood.probes)
        asked = [item for item in selection.ranked[:OWN_POOL] if values.intersection(item.speaks)]
        for item in list(dict.fromkeys([*asked[:1], *selection.ranked]))[:BESIDE]:
            claim = self._claim(item, understood.language)
            if _length(claim) <= room and not _told(item, told):
                room -= _length(claim)
                yield claim

    def _contact(self, understood: Understanding, selection: Selection, room: float) -> Draft:
        row = self._corpus.contact(understood.programmes[0]) if understood.programmes else None
        sentences = []
        if row is not None:
            lead = say(
                "contact_lead",
                understood.language,
                division=self._corpus.division(row.division, understood.language),
                phone=row.phone,
            )
            sentences.append(Drafted("contact", lead))
        best = selection.ranked[0] if selection.ranked else None
        if best is not None and best.score >= CONTACT_SUPPORT and len(best.text) <= room / 2:
            sentences.append(self._claim(best, understood.language))
        return Draft("answered", tuple(sentences), understood.programmes[:1])

    def _changes(self, understood: Understanding, room: float) -> Iterator[Drafted]:
        """Everything the newest edition changes, of the programmes asked about or of all."""
        for item in self._curated.changes(understood.programmes)[:CHANGES]:
            claim = self._claim(item, understood.language)
            if _length(claim) <= room:
                room -= _length(claim)
                yield claim

    def _absence(self, understood: Understanding, selection: Selection, room: float) -> Draft:
        language = understood.language
        labels = self._labels(selection, language)
        text = say("absence", language, aspect=labels) if labels else say("absence_plain", language)
        own = [item for item in selection.ranked[:OWN_POOL] if not item.foreign_to(understood.programmes)]
        nearby = [item for item in own[:1] if len(item.shown_in(language)) <= room]
        sentences = [Drafted("absence", text)]
        if PAY.intersection(selection.missing) and any(
            q.unit == "円" for item in nearby for q in quantities(item.text)
        ):
            sentences.append(Drafted("courtesy", say("limits_not_pay", language)))
        if nearby:
            sentences += [Drafted("courtesy", say("nearby", language)), self._claim(nearby[0], language)]
        return Draft("not_covered", tuple(sentences), understood.programmes[:1])

    def _labels(self, selection: Selection, language: Language) -> str:
        return "・".join(self._corpus.aspects[name].label[language] for name in selection.missing)

    def _without_rules(self, understood: Understanding, selection: Selection, room: float) -> Draft:
        claims = tuple(self._claims(understood, selection, room * 0.85))
        quotes = tuple(quote for claim in claims[:1] for quote in claim.quotations)
        lead = Drafted("verdict", say("verdict_no_rules", understood.language), quotes)
        return Draft("answered", (lead, *claims), understood.programmes, verdict="conditional")

    def _claims(
        self, understood: Understanding, selection: Selection, room: float, supports: int = SUPPORTS
    ) -> Iterator[Drafted]:
        """The lead and what supports it; whole lists and both sides of a comparison where asked."""
        sides = sides_of(selection.ranked, understood)
        wide = len(sides) > 1 or asks_for_all(understood.text)
        ranked = by_turns(selection.ranked, sides) if len(sides) > 1 else selection.ranked
        many = wide or understood.intent == "list"
        chosen = self._chosen(ranked, LISTED if many else supports + 1, siblings="list" in understood.intents)
        chosen = every_side(
            chosen, sides or [list(selection.ranked)], understood.probes or understood.aspects
        )
        used = 0
        for item in chosen:
            claim = self._named(item, understood)
            if used and used + _length(claim) > room:
                continue
            used += _length(claim)
            yield claim

    def _chosen(self, ranked: Sequence[Evidence], count: int, *, siblings: bool) -> list[Evidence]:
        best = ranked[0]
        near = [item for item in ranked if item.score >= KEEP_SHARE * best.score]
        if siblings:
            family = sorted((item for item in ranked if item.rank == best.rank), key=lambda item: item.line)
            near = [
                best,
                *(item for item in family if item is not best),
                *(item for item in near if item.rank != best.rank),
            ]
        return near[:count]

    def _claim(self, item: Evidence, language: Language) -> Drafted:
        """A statement with its 年度, and the earlier value it replaces."""
        earlier = self._curated.earlier(item)
        if earlier is None or not earlier.values or earlier.edition == item.edition:
            return Drafted("claim", item.shown_in(language), item.quotations, self._note(item, language))
        values = "・".join(in_english(v) if language == "en" else v for v in earlier.values)
        note = say(
            "replaced",
            language,
            edition=edition_label(item.edition, language),
            earlier_edition=edition_label(earlier.edition, language),
            values=values,
        )
        quotes = tuple(dict.fromkeys((*item.quotations, *earlier.quotations)))
        return Drafted("claim", item.shown_in(language), quotes, note)

    def _named(self, item: Evidence, understood: Understanding) -> Drafted:
        """A claim; one about another programme than the question's says which."""
        claim = self._claim(item, understood.language)
        if not item.foreign_to(understood.programmes):
            return claim
        return replace(claim, note="、".join(filter(None, [item.programmes[0], claim.note])))

    def _note(self, item: Evidence, language: Language) -> str:
        """The 年度 of a statement with an amount or a subsidy rate; nothing when the statement names the year itself.

        Counts and shares of people (約7割) are of the year the source prints beside them, not of the document's.
        """
        found = quantities(item.text)
        if editions_in(item.text) or not found:
            return ""
        if not any(quantity.unit == "円" for quantity in found) and not _RATE.search(item.text):
            return ""
        key = "edition" if item.edition == self._newest else "earlier"
        return say(key, language, edition=edition_label(item.edition, language))


def _told(item: Evidence, sentences: Sequence[Drafted]) -> bool:
    """Whether the sentences quote the same place and name every amount of it."""
    quotes = {quote.quote for sentence in sentences for quote in sentence.quotations}
    if not any(q.quote in quote or quote in q.quote for q in item.quotations for quote in quotes):
        return False
    said = {quantity for sentence in sentences for quantity in quantities(sentence.text)}
    return all(quantity in said for quantity in quantities(item.text) if quantity.unit == "円")


def _by_weight(conditions: Sequence[tuple[Evidence, Judged]]) -> list[tuple[Evidence, Judged]]:
    """Failed, then unknown, then what the asker spoke of, the narrow statements before the wide."""
    order = {"failed": 0, "unknown": 1, "met": 2}
    return sorted(
        conditions, key=lambda pair: (order[pair[1].state], not pair[1].told, len(pair[0].quotations))
    )


def _length(claim: Drafted) -> int:
    """How many characters a claim takes in the answer."""
    return len(claim.text) + len(claim.note) + MARKS


def _total(sentences: Sequence[Drafted]) -> int:
    return sum(_length(sentence) for sentence in sentences)


def _answers_by_value(selection: Selection) -> bool:
    """Whether the best evidence states the value a question is about: then it is no question of a case."""
    best = selection.ranked[0]
    return best.kind == "fact" and bool(VALUES.intersection(best.speaks))


def quotes_of(sentences: Sequence[Drafted]) -> list[Quoted]:
    """All quotations of a draft in order, without repeats."""
    return list(dict.fromkeys(quote for sentence in sentences for quote in sentence.quotations))
