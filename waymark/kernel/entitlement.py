"""What a learner is entitled to, as values: what counts, in which window, how much of it, and in whose figures."""

from dataclasses import dataclass
from enum import StrEnum

from waymark.kernel.vocabulary import Kind, Mode, ProviderKind, Setting, Tick


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule was read; the wording in the framework is our own."""

    document: str
    section: str
    read_on: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """What makes an encounter meaningful: all these `ticks`, one of these `modes`, an adviser of this level or up."""

    ticks: tuple[Tick, ...] = ()
    modes: tuple[Mode, ...] = tuple(Mode)
    adviser_level: int = 0


@dataclass(frozen=True, slots=True)
class Counts:
    """Which activities are of the sort an entitlement asks for, meaningful or not. An empty tuple asks for nothing."""

    kind: Kind
    provider_kinds: tuple[ProviderKind, ...] = ()
    subjects: tuple[str, ...] = ()
    modes: tuple[Mode, ...] = ()
    stem: bool = False
    pal_content: bool = False


class Span(StrEnum):
    """How a window runs: over year groups, over the academic year of the day asked about, or year by year."""

    YEARS = "years"
    THIS_YEAR = "this_year"
    EACH_YEAR = "each_year"


@dataclass(frozen=True, slots=True)
class Window:
    """When an encounter is in time.

    `YEARS`: year groups `first` to `last`; with `last_day` (month, day), an encounter in year group `last` counts only
    up to that day of its own academic year. `EACH_YEAR`: every year group from `first` to the learner's own.
    `THIS_YEAR`: the academic year of the day asked about, whatever the year group; `first` and `last` are the cohort's.
    """

    span: Span
    first: int
    last: int
    last_day: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least `count` encounters (in an each-year window: in each), one of them with `one_with` filled in if named."""

    count: int
    one_with: str = ""


@dataclass(frozen=True, slots=True)
class EverySubject:
    """At least one encounter in every subject that the learner's institution lists."""


@dataclass(frozen=True, slots=True)
class Different:
    """At least `count` different non-blank values of `field`, and one encounter with `one_with` true if named."""

    field: str
    count: int
    one_with: str = ""


@dataclass(frozen=True, slots=True)
class Days:
    """Minutes that add up to at least `count` days, a day being as long as the learner's institution says."""

    count: int


Need = AtLeast | EverySubject | Different | Days


@dataclass(frozen=True, slots=True)
class Entitlement:
    """One thing every learner of the fitting settings should have had.

    `meaning` is already resolved: the framework's own for the kind, unless the entitlement asks for something else.
    `cohort` lists the year groups in whose figures it is counted. `only_considering_he`: asked of those learners alone.
    """

    code: str
    title: str
    description: str
    settings: tuple[Setting, ...]
    counts: Counts
    meaning: Meaning
    window: Window
    need: Need
    cohort: tuple[int, ...]
    scored: bool
    only_considering_he: bool
    source: Source

    @property
    def benchmark(self) -> str:
        """The code before the dot."""
        return self.code.partition(".")[0]
