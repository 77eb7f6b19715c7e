"""The first step: from a message to what it asks, about which programme, about whose case."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Sequence

from assistant.answer import Intent, Turn
from assistant.case import Request, Understanding
from assistant.profile import attributes_for, extract_profile, load_cues, load_places
from assistant.profile.cues import BooleanCues, CategoryCues
from assistant.profile.mentions import find
from assistant.understand.aspects import AspectFinder
from assistant.understand.courtesy import plainly
from assistant.understand.injection import clean
from assistant.understand.intent import asking_sentences, asks_value, asks_yes_no, intents, is_vague
from assistant.understand.language import detect
from assistant.understand.linking import Linker
from assistant.understand.respelling import Respeller
from assistant.understand.subject import Subject, cosines_of, owners_of, subject_of
from assistant.understand.terms import content_terms
from corpus import Corpus
from corpus.text import canonical, editions_in, fold
from corpus.text.years import edition_number
from index import Index

FOREIGN_MARGIN = 0.005
VAGUE_TERMS = 6
"""Words up to which 「例のやつ」 leaves open what is meant; more of them describe it."""
STRAY_MARGIN = -0.015
UNHEARD_MARGIN = {"ja": 0.04, "easy-ja": 0.04, "en": 0.015}
CROSSCUTTING = 0.45
SUBJECT_PASSAGES = 24
MAX_CANDIDATES = 4
MAX_SHARED_TERMS = 2
LONG_TERM = 3
SHORT_FOLLOW_UP = 40


class Understand:
    """Reads a request; everything it uses is cue data or the index."""

    def __init__(self, corpus: Corpus, index: Index, *, knowledge: bool = True) -> None:
        self._corpus, self._index, self._knowledge = corpus, index, knowledge
        self._subjects = {known.about for known in corpus.subjects}
        self._owners = owners_of(corpus)
        self._editions = {document.meta.edition for document in corpus.documents.values()} | {
            item.edition for known in corpus.knowledge.values() for item in known.stated
        }
        self._linker = Linker(corpus.programmes, corpus.subjects)
        self.aspects = AspectFinder(corpus.aspects)
        self._respelled = Respeller(corpus)
        self._profile_cues, self._places = load_cues(), load_places()

    def warm(self) -> None:
        """Compile the words of all attributes, so that no programme's first question waits for its own."""
        for cue in self._profile_cues.attributes.values():
            if isinstance(cue, CategoryCues | BooleanCues):
                deque(find("", cue.said), maxlen=0)

    def named(self, text: str) -> list[str]:
        """Official names of the programmes a text names."""
        return [link.programme for link in self._linker.link(text)]

    def says(self, text: str) -> bool:
        """Whether a text has any subject matter of its own."""
        return bool(self.named(text) or content_terms(text))

    def __call__(self, request: Request, today: dt.date) -> Understanding:
        """Understand one question with its history."""
        text = plainly(canonical(self._respelled(clean(request.question)[0])))
        language = request.language or detect(request.question)
        if not text:
            return Understanding("", "", language, foreign=True)
        earlier = self._respelled(_last_question(request.history))
        named = self.named(text)
        if (
            not named and not request.history and text != canonical(request.question)
        ):  # an order that was left out may still name the programme
            named = self.named(request.question)
        follows = bool(earlier) and (not named or len(text) <= SHORT_FOLLOW_UP)
        standalone = f"{earlier} {text}" if follows else text
        if not named and request.history:
            named = self._from_history(request.history)
        if follows and not self.named(text) and self._elsewhere(text):
            return Understanding(text, text, language, intents=tuple(intents(text)), foreign=True)
        vector = self._index.embed(standalone)
        hits = self._index.statements(standalone, vector) if self._knowledge else []
        subject = subject_of(
            self._index,
            vector,
            self._index.search(standalone, SUBJECT_PASSAGES, vector=vector, programmes=()),
            cosines_of(hits, self._owners),
        )
        programmes, candidates, foreign = self._decide(text, named, subject, follows=follows)
        schemes, bare = self._schemes(text, programmes)
        if follows and not schemes:
            schemes = self._schemes(earlier, programmes)[0]
        found = self.aspects.find(bare)
        wanted = intents(text)
        elliptical = follows and not found and wanted == ["fact"]
        if elliptical:
            wanted = intents(earlier)
        history = [turn.content for turn in request.history if turn.role == "user"]
        known = attributes_for(self._corpus.attributes, programmes[:1])
        profile = extract_profile(
            self._unnamed(text, programmes),
            [self._unnamed(turn, programmes) for turn in history],
            known,
            self._profile_cues,
            self._places,
        )
        if (
            profile
            and "eligibility" not in wanted
            and self._asks_about_case(text, earlier if follows else "", wanted)
        ):
            wanted = ["eligibility", *wanted]
        return Understanding(
            text,
            standalone,
            language,
            standalone if elliptical else text,
            intents=tuple(wanted),
            probes=tuple(
                self.aspects.find(asking_sentences(bare))
                or (self.aspects.find(earlier) if follows and not found else [])
            ),
            aspects=tuple(found or (self.aspects.find(earlier) if follows else [])),
            programmes=tuple(programmes),
            named=bool(named),
            schemes=tuple(schemes),
            editions=tuple(edition for edition in editions_in(text, today) if self._asks_edition(edition)),
            profile=tuple(profile),
            vector=tuple(vector),
            hits=tuple(hits),
            candidates=tuple(candidates),
            foreign=foreign,
        )

    @staticmethod
    def _asks_about_case(text: str, earlier: str, wanted: Sequence[Intent]) -> bool:
        """Whether a question without a word of permission is about a case all the same: yes or no, and no value or office asked for.

        An ellipsis (ドローンを入れたら？) asks what the question before it asked.
        """
        if "contact" in wanted or asks_value(text) or not asks_yes_no(text):
            return False
        return not (earlier and len(text) <= SHORT_FOLLOW_UP and asks_value(earlier))

    def _asks_edition(self, edition: str) -> bool:
        """Whether a year that is named asks for an edition: one the corpus has, or a later one; not 2019 in a story."""
        return edition in self._editions or edition_number(edition) > max(map(edition_number, self._editions))

    def _elsewhere(self, text: str) -> bool:
        """Whether a turn, taken alone, leaves the subject of the conversation (今日の天気は)."""
        terms = content_terms(text)
        if (
            not terms
            or "contact" in intents(text)
            or self._document_term(text)
            or any(self._index.knows(term) for term in terms)
        ):
            return False
        vector = self._index.embed(text)
        return (
            subject_of(self._index, vector, self._index.search(text, SUBJECT_PASSAGES, vector=vector)).margin
            <= STRAY_MARGIN
        )

    def _from_history(self, history: Sequence[Turn]) -> list[str]:
        """The programme last spoken of, the asker's own words first."""
        for role in ("user", "assistant"):
            for turn in reversed(history):
                if turn.role == role and (found := self.named(turn.content)):
                    return found
        return []

    def _decide(
        self, text: str, named: Sequence[str], subject: Subject, *, follows: bool
    ) -> tuple[list[str], list[str], bool]:
        """Programmes, programmes to ask back about, and whether the question is about something else.

        Of several that are named, one in the sentence that asks comes first (a body of one programme may ask for the money of another).
        """
        order = {name: rank for rank, (name, _) in enumerate(subject.ranked)}
        if named:
            asked = self.named(asking_sentences(text)) if len(named) > 1 else []
            return (
                sorted(named, key=lambda name: (name not in asked, order.get(name, len(order)))),
                [],
                False,
            )
        best = [name for name, _ in subject.ranked[:MAX_CANDIDATES]]
        terms = content_terms(text)
        programmes = [name for name in best if name not in self._subjects]
        vague = is_vague(text) and len(terms) <= VAGUE_TERMS
        if not follows and (vague or self._bare(text, terms)):
            return [], programmes, False
        if not follows and terms and self._foreign(text, terms, subject):
            return [], [], True
        candidates = [] if follows else self._candidates(terms, programmes, subject)
        if candidates:
            return [], candidates, False
        if not follows and subject.crosscutting >= CROSSCUTTING:
            return [name for name in best[:1] if name in self._subjects], [], False
        return best[:1], [], False

    def _bare(self, text: str, terms: Sequence[str]) -> bool:
        """Whether a question asks for a side (どうすれば応募できますか) of nothing in particular: it has no word but the side's own."""
        found = self.aspects.find(text)
        own = " ".join(cue for name in found for cue in self._corpus.aspects[name].cues)
        return bool(found) and all(term in own for term in terms)

    def _candidates(self, terms: Sequence[str], best: list[str], subject: Subject) -> list[str]:
        """Programmes to ask back about: the likeliest for a question without a subject, or those that share its one or two words."""
        if not terms:
            return best
        sharing = self._sharing(terms)
        if subject.crosscutting >= CROSSCUTTING or len(sharing) < 2 or subject.lead >= 1:  # noqa: PLR2004
            return []
        shared = [name for name in best if name in sharing]
        return shared if len(shared) > 1 else best

    def _foreign(self, text: str, terms: Sequence[str], subject: Subject) -> bool:
        """Nearer to other matters than to any programme, or made of words that no document has."""
        if subject.margin <= FOREIGN_MARGIN:
            return not self._document_term(text)
        unheard = not any(self._index.knows(term) for term in [*terms, *self._index.widened(text)])
        return unheard and subject.margin <= UNHEARD_MARGIN[detect(text)]

    def _document_term(self, text: str) -> bool:
        """Whether the question has a long term that stands in the documents."""
        from index.tokens import tokenise

        return any(
            len(term) >= LONG_TERM
            and not term.isascii()
            and not term[0].isdigit()
            and self._index.knows(term)
            for term in tokenise(text)
        )

    def _sharing(self, terms: Sequence[str]) -> set[str]:
        """Programmes whose passages hold the one or two subject words of a short question."""
        known = [term for term in terms if self._index.knows(term)]
        if not known or len(terms) > MAX_SHARED_TERMS:
            return set()
        return {name for chunk in self._index.holding(known) for name in chunk.programmes}

    def _unnamed(self, text: str, programmes: Sequence[str]) -> str:
        """The text without the full name of its programme: …事業協同組合制度の予算 says nothing of the asker's cooperative.

        Short names stay: that of a sub-programme tells which one is meant.
        """
        return text.replace(programmes[0], "＿") if programmes else text

    def _schemes(self, text: str, programmes: Sequence[str]) -> tuple[list[str], str]:
        """類型 the text names, and the text without their names (副業型 is no question about side jobs)."""
        bare, hits = fold(text), []
        schemes = [s for name in programmes if (p := self._corpus.programme(name)) for s in p.schemes]
        for scheme in schemes:
            for alias in sorted(map(fold, scheme.aliases), key=len, reverse=True):
                if alias in bare:
                    hits.append(scheme.id)
                    bare = bare.replace(alias, " ")
        return list(dict.fromkeys(hits)), bare if hits else text


def _last_question(history: Sequence[Turn]) -> str:
    return next((canonical(clean(turn.content)[0]) for turn in reversed(history) if turn.role == "user"), "")
