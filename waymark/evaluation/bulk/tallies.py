"""What has to be counted of a learner to judge a framework: its rules, taken apart into sums that merge."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from waymark.kernel.entitlement import (
    AtLeast,
    Counts,
    Days,
    Different,
    Entitlement,
    EverySubject,
    Meaning,
    Span,
)
from waymark.kernel.framework import Framework
from waymark.kernel.vocabulary import YEAR_GROUPS, ProviderKind

SECTORS = tuple("ABCDEFGHIJKLMNOPQRSTU")
# Fields whose values are few and known: which of them were seen fits one whole number, a bit for each.
CLOSED_FIELDS: dict[str, tuple[str, ...]] = {"sector": SECTORS, "provider_kind": tuple(ProviderKind)}


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of activity: what counts, what makes it meaningful, and when it must have been held.

    `with_field` names a field that must be filled in or true. `this_year`: only in the academic year of the day asked
    about. `by` (month, day): only up to that day of its own academic year.
    """

    counts: Counts
    meaning: Meaning
    with_field: str = ""
    this_year: bool = False
    by: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sort of activity while the learner was in year groups `first` to `last`."""

    sort: Sort
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Tally:
    """What is counted over some stretches, of which no encounter is in two.

    `measure`: `number` of encounters, their `minutes`, or the different values of a `field` (then named `of`):
    `seen` where they are few and known, `listed` where each must be held against what an institution lists,
    `distinct` for any other.
    """

    stretches: tuple[Stretch, ...]
    measure: str = "number"
    of: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """An entitlement with the tallies its answer needs.

    `number` holds one tally, or in an each-year window one for each year group from its first to Year 14; `with_one`
    the same for what must be among them; `other` the minutes or the different values.
    """

    due: Entitlement
    number: tuple[Tally, ...]
    with_one: tuple[Tally, ...] = ()
    other: Tally | None = None

    @property
    def values(self) -> Tally:
        """The minutes or the different values; LookupError where the need asks for neither."""
        if self.other is None:
            raise LookupError(self.due.code)
        return self.other


@dataclass(frozen=True, slots=True)
class Plan:
    """All rules of a framework in text order of codes, and each tally they need once."""

    framework: Framework
    rules: tuple[Rule, ...]
    tallies: tuple[Tally, ...]
    sorts: tuple[Sort, ...]

    def measured(self, measure: str) -> tuple[Tally, ...]:
        """The tallies of one measure, in order."""
        return tuple(tally for tally in self.tallies if tally.measure == measure)


def plan_of(framework: Framework) -> Plan:
    """Take a framework's rules apart."""
    rules = tuple(_rule(due) for due in sorted(framework.entitlements, key=lambda due: due.code))
    tallies = tuple(dict.fromkeys(tally for rule in rules for tally in _tallies(rule)))
    sorts = tuple(dict.fromkeys(stretch.sort for tally in tallies for stretch in tally.stretches))
    return Plan(framework, rules, tallies, sorts)


def _tallies(rule: Rule) -> Iterator[Tally]:
    yield from rule.number
    yield from rule.with_one
    if rule.other is not None:
        yield rule.other


def _rule(due: Entitlement) -> Rule:
    need = due.need
    windows = [_stretches(due)]
    with_one: tuple[Tally, ...] = ()
    if due.window.span is Span.EACH_YEAR:
        windows = [(stretch,) for stretch in windows[0]]
    if isinstance(need, AtLeast | Different) and need.one_with:
        with_one = tuple(
            Tally(tuple(replace(stretch, sort=replace(stretch.sort, with_field=need.one_with)) for stretch in window))
            for window in windows
        )
    number = tuple(Tally(window) for window in windows)
    return Rule(due, number, with_one, _other(due, windows[0]))


def _other(due: Entitlement, window: tuple[Stretch, ...]) -> Tally | None:
    if isinstance(due.need, Days):
        return Tally(window, "minutes")
    if isinstance(due.need, EverySubject):
        return Tally(window, "listed", "subject")
    if isinstance(due.need, Different):
        return Tally(window, "seen" if due.need.field in CLOSED_FIELDS else "distinct", due.need.field)
    return None


def _stretches(due: Entitlement) -> tuple[Stretch, ...]:
    window = due.window
    sort = Sort(due.counts, due.meaning)
    if window.span is Span.THIS_YEAR:
        sort = Sort(due.counts, due.meaning, this_year=True)
        return (Stretch(sort, YEAR_GROUPS[0], YEAR_GROUPS[-1]),)
    if window.span is Span.EACH_YEAR:
        return tuple(Stretch(sort, year, year) for year in range(window.first, YEAR_GROUPS[-1] + 1))
    if window.last_day is None:
        return (Stretch(sort, window.first, window.last),)
    in_time = Stretch(Sort(due.counts, due.meaning, by=window.last_day), window.last, window.last)
    if window.first == window.last:
        return (in_time,)
    return Stretch(sort, window.first, window.last - 1), in_time
