"""What a framework says in words: its benchmarks, what people are asked, and what must be published."""

from dataclasses import dataclass
from enum import StrEnum

from waymark.kernel.entitlement import Entitlement, Meaning, Source
from waymark.kernel.vocabulary import Kind, Setting, Tick


class AnsweredBy(StrEnum):
    """How people answer a criterion. A banded one may have evidence computed beside it."""

    YES_NO = "yes_no"
    BANDED = "banded"
    AGREEMENT = "agreement"


@dataclass(frozen=True, slots=True)
class TickLabel:
    """One line of the list that the activity form shows for a kind."""

    tick: Tick
    label: str
    hint: str


@dataclass(frozen=True, slots=True)
class MeaningOfKind:
    """The meaning test of a kind, and the words in which a person is asked for it."""

    kind: Kind
    meaning: Meaning
    ticks: tuple[TickLabel, ...]
    note: str


@dataclass(frozen=True, slots=True)
class AgreementStep:
    """One answer to a statement, and its credit in quarters."""

    name: str
    label: str
    credit: int


@dataclass(frozen=True, slots=True)
class Criterion:
    """One item of the self-assessment, in our own words: a statement, and the question made of it.

    A statement answered by how far one agrees is its own question. `entitlements` names what is computed from records
    beside the answer; empty: only people can say. `year_groups`: the item applies to an institution that has any of
    them; empty: to every one of its settings. `same_as`: the criterion of the version before that means just the
    same, so that its answer may be carried over; blank: none.
    """

    code: str
    text: str
    question: str
    settings: tuple[Setting, ...]
    answered_by: AnsweredBy
    scored: bool
    entitlements: tuple[str, ...]
    year_groups: tuple[int, ...]
    same_as: str
    source: Source


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One mark of good guidance. It is achieved at `achieved_at` percent of full credit.

    `achieved_over` names the criteria that a self-assessment looks at to say so, where those are fewer than the score
    looks at; empty: the same ones.
    """

    code: str
    title: str
    summary: str
    achieved_at: int
    achieved_over: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    entitlements: tuple[Entitlement, ...]


@dataclass(frozen=True, slots=True)
class PublishingItem:
    """Something that must (or, if not `must`, should) be on the website, and the law or guidance that says so."""

    code: str
    title: str
    description: str
    page: str
    settings: tuple[Setting, ...]
    must: bool
    law: str
    source: Source
