"""What the data files of this room may contain, as types.

Every YAML and CSV file under ``corpus/`` is read into one of these models; a wrong field is an error
that names the file and the field, never a silent default.
"""

from __future__ import annotations

import ast
import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, field_validator

Lines = Annotated[tuple[int, int], Field(description="first and last source line, 1-based, inclusive")]
Edition = Annotated[str, Field(pattern=r"^R\d+$", description="Japanese fiscal year, R7 = 令和7年度")]
Text = dict[Literal["ja", "easy-ja", "en"], str]


_ARITHMETIC = (
    ast.Expression,
    ast.BinOp,
    ast.Name,
    ast.Load,
    ast.Constant,
    ast.Add,
    ast.Sub,
    ast.Mult,
    ast.Div,
)


class Strict(BaseModel):
    """Base of all data models: frozen, and unknown fields are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Correction(Strict):
    """A misread character of the extraction, mended when the text is read and never in a quotation."""

    line: int
    wrong: str
    right: str


class EditionSpan(Strict):
    """Lines whose edition differs from the default of their section."""

    lines: Lines
    edition: Edition
    reason: str


class Section(Strict):
    """One entry of a document's outline; a subsection's lines lie inside its parent's."""

    title: str
    short: str | None = Field(default=None, description="label in headings where the title is long")
    lines: Lines
    supplied: bool = False
    programmes: list[str] | None = None
    scheme: str | None = None
    edition: Edition | None = None
    sections: list[Section] = []


class DocumentMeta(Strict):
    """``document.yaml``: where a document comes from, what it may be used for, and how it is built."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    title: str
    publisher: str
    published: dt.date | str
    edition: Edition
    url: HttpUrl | None = None
    licence: str
    attribution: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    contact_table: Lines | None = None
    skip: list[Lines] = Field(default=[], description="page furniture: never a chunk")
    corrections: list[Correction] = []
    editions: list[EditionSpan] = []
    outline: list[Section]


class Contact(Strict):
    """One row of the contact table. ``staff`` is for staff views only."""

    programme: str
    division: str
    phone: str = Field(pattern=r"^\d{2,4}-\d{2,4}-\d{4}$")
    url: str | None
    staff: str
    line: int

    def public(self) -> dict[str, str | None]:
        """The row without staff names, as ``contacts`` of an answer shows it."""
        return {"programme": self.programme, "division": self.division, "phone": self.phone, "url": self.url}


class Scheme(Strict):
    """類型: a variant of a programme with rules of its own."""

    id: str
    name: Text
    aliases: list[str] = []


class Programme(Strict):
    """施策: a row of the contact table, and what people call it."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    name: str
    names: Text
    aliases: list[str] = []
    weak_aliases: list[str] = Field(
        default=[],
        description="also words that merely describe a place: count only when nothing else is named",
    )
    readings: list[str] = []
    schemes: list[Scheme] = []
    summary: Text
    utterances: list[str] = Field(default=[], description="how people put it without naming the programme")


class Quotation(Strict):
    """An exact substring of a document; ``line`` is where it begins, needed when it occurs twice."""

    quote: str
    document: str = "soumu-r7-01"
    line: int | None = None


class Attribute(Strict):
    """One thing an asker can say of a case: the vocabulary of requirement tests and of the profile.

    ``programmes`` restricts it to questions about these programmes; None: it is read in every question.
    ``formula`` derives a number from others ("loan_yen / public_yen") when it is not said outright, or always where
    it is to be preferred: two amounts are nearer the truth than "about 1.5 times".
    """

    type: Literal["category", "boolean", "number"]
    programmes: list[str] | None = None
    values: list[str] = []
    unit: str | None = None
    formula: str | None = None
    prefer: Literal["said", "formula"] = "said"
    label: Text
    ask: Text = Field(description="the question back when the value is unknown")
    value_labels: dict[str, Text] = {}

    @field_validator("formula")
    @classmethod
    def _arithmetic(cls, formula: str | None) -> str | None:
        """Names, numbers and + - * / and nothing else: data is never run as code."""
        if formula is not None and not all(
            isinstance(node, _ARITHMETIC) for node in ast.walk(ast.parse(formula, mode="eval"))
        ):
            raise ValueError(f"expected names, numbers and + - * /, got {formula}")
        return formula


class Leaf(Strict):
    """A comparison of one attribute with a value; ``unsaid``: true when the asker does not speak of it (value true)."""

    attribute: str
    op: Literal["eq", "ne", "in", "lt", "le", "gt", "ge", "unsaid"]
    value: Any


class AllOf(Strict):
    """Met when every part is met."""

    all: list[Test]


class AnyOf(Strict):
    """Met when one part is met."""

    any: list[Test]


class NotOf(Strict):
    """Met when the part fails."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
    not_: Test = Field(alias="not")


class Always(Strict):
    """Met whoever asks: what the document opens to everyone."""

    always: Literal[True]


Test = Leaf | AllOf | AnyOf | NotOf | Always
Counts = Literal["case", "asked", "told"]
Change = Literal["new", "raised", "widened", "relaxed", "strengthened", "continued"]


class Requirement(Strict):
    """A curated condition: whom it binds, what it says, where that is printed, how it is tested.

    ``scope`` holds ids of ``aspects.yaml`` and ``cues`` patterns of words: the sides of a case this requirement
    speaks about. ``scheme`` None binds every scheme. A requirement without ``test`` is listed, never decided.
    ``counts`` says when an unknown state bears on the verdict: ``case`` also when the case as a whole is asked
    about ("may I join?"), ``asked`` when its side is asked about, ``told`` only when the asker spoke of it.
    ``otherwise`` names facts and requirements that say what may fit when this one fails.
    """

    id: str = Field(pattern=r"^[a-z0-9.-]+$")
    binds: Literal["applicant", "company", "municipality", "prefecture", "business", "cooperative"]
    scheme: list[str] | None = None
    scope: list[str] = []
    cues: list[str] = []
    counts: Counts = "asked"
    edition: Edition
    supersedes: str | None = None
    statement: Text
    quotations: list[Quotation] = Field(min_length=1)
    applies: Test | None = Field(default=None, description="only then is the requirement in force")
    test: Test | None = None
    otherwise: list[str] = []
    asks: list[str] = Field(default=[], description="how people ask about it; for finding it, never shown")


class Fact(Strict):
    """A curated statement: a value or a description, of one edition, in three languages.

    Attributes:
        topic: ids of ``aspects.yaml`` it answers; ``definition``, ``list`` and ``change`` count too.
        values: the amounts, rates, periods and counts it states, as printed (350万円); each must stand in a quotation and
            in the statement of every language.
        supersedes: id of the fact whose value it replaces; that one is then named as the earlier value.
        change: what kind of change of its edition it announces.
    """

    id: str = Field(pattern=r"^[a-z0-9.-]+$")
    topic: list[str]
    scheme: list[str] | None = None
    edition: Edition
    values: list[str] = []
    supersedes: str | None = None
    change: Change | None = None
    statement: Text
    quotations: list[Quotation] = Field(min_length=1)
    asks: list[str] = Field(default=[], description="how people ask for it; for finding it, never shown")


class Series(Strict):
    """A row of a printed table whose columns are years: every cell becomes a fact.

    ``columns`` names the year of each cell (H21, R5); ``statement`` has the slots {year} and {value}.
    """

    id: str = Field(pattern=r"^[a-z0-9.-]+$")
    topic: list[str]
    document: str = "soumu-r7-01"
    header: int
    line: int
    columns: list[str]
    statement: Text
    asks: list[str] = []


class Knowledge(Strict):
    """One file of ``knowledge/``: the facts and requirements of a programme, or of a cross-cutting subject.

    ``programme`` is an official name; None for a subject that has no row in the contact table.
    """

    programme: str | None
    subject: Text | None = Field(default=None, description="what a file without a programme is about")
    aliases: list[str] = Field(
        default=[], description="how people name such a subject; none: it is never named"
    )
    facts: list[Fact] = []
    series: list[Series] = []
    requirements: list[Requirement] = []

    @property
    def about(self) -> str:
        """The official name of the programme, or the subject's own name."""
        return self.programme or (self.subject or {}).get("ja", "")

    @property
    def stated(self) -> list[Fact | Requirement]:
        """Facts, then requirements: everything with a statement and quotations."""
        return [*self.facts, *self.requirements]

    @property
    def findable(self) -> list[Fact | Requirement | Series]:
        """Everything that can be found by how it is asked for."""
        return [*self.facts, *self.series, *self.requirements]


class LeftOut(Strict):
    """Numbers or condition words of a line that are deliberately in no fact and no requirement."""

    line: int
    document: str = "soumu-r7-01"
    words: list[str] = Field(min_length=1)
    reason: str


class Aspect(Strict):
    """A side of a programme that people ask about (amount, deadline, age, ...).

    ``cues`` are words of a question that ask for it; ``answered_by`` are words or regular expressions
    one of which a passage must hold to answer it; ``generic`` aspects can be asked of every programme, so that
    a question with nothing else needs the programme to be asked back.
    """

    label: Text
    cues: list[str]
    answered_by: list[str] = []
    unless: list[str] = Field(default=[], description="a passage with one of these answers something else")
    unless_asked: list[str] = []
    generic: bool = False
    offer: bool = Field(
        default=False, description="a service beside the programme: using it is not joining the programme"
    )
    probing: bool = Field(default=False, description="when nothing answers it, that is said: not covered")


class Synonyms(Strict):
    """Words people say, and the terms of the documents that mean the same."""

    say: list[str]
    find: list[str]


Section.model_rebuild()
for _model in (AllOf, AnyOf, NotOf, Requirement, Knowledge):
    _model.model_rebuild()


def leaves(test: Test | None) -> Iterator[Leaf]:
    """Every comparison of a test tree."""
    match test:
        case None | Always():
            return
        case Leaf():
            yield test
        case NotOf():
            yield from leaves(test.not_)
        case AllOf():
            for part in test.all:
                yield from leaves(part)
        case AnyOf():
            for part in test.any:
                yield from leaves(part)
