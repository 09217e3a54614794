"""What planned activities would close if they happen, and what is left open: numbers, never who."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from waymark.access.permissions import Permission
from waymark.access.scope import acting, active_scope, everything
from waymark.evaluation.plain import activity_of
from waymark.kernel.academic_year import academic_year, first_day, last_day
from waymark.kernel.facts import Activity as Fact
from waymark.ledger.exchange import rows_of_activities
from waymark.ledger.models import Activity, Expected
from waymark.places.models import Organisation
from waymark.planner.queries.site_needs import needs_at, planned_for
from waymark.planner.rules.wording import subject_in_words

if TYPE_CHECKING:
    from waymark.planner.year_plan.gaps import Lack, Needs


@dataclass(frozen=True, slots=True)
class Part:
    """So much of one entitlement in one year group: units, and the learners they are of. `name` says the subject too,
    where one is asked for: `gb4.subjects:maths`."""

    name: str
    benchmark: str
    title: str
    year_group: int
    units: int
    learners: int


@dataclass(frozen=True, slots=True)
class Closed:
    """What one activity closes after all that is planned before it: units in all, of how many learners, and in what."""

    units: int
    learners: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Closing:
    """A plan's effect, as of a day: by activity's key what it closes, what was open before, and what is left open."""

    of: Mapping[int, Closed]
    before: tuple[Part, ...]
    left: tuple[Part, ...]

    @property
    def units(self) -> int:
        """Of all of them together."""
        return sum(each.units for each in self.of.values())


NOTHING = Closed(0, 0, ())


def closing(school: Organisation, *, on: date) -> Closing:
    """What the activities planned for the academic year of the day would close, each after those before it.

    By the rules of the planner: an attended session closes one unit of each gap it would count for on its day, and
    whoever is on a list is taken to come. Without a roll on the day there is nothing to close. True numbers: whoever
    shows them tells them by `rules.counts.told`.
    """
    active_scope().require(Permission.FIGURES_VIEW, school.pk)
    with acting(everything("what a school's plan closes")):  # a governor's counts are of learners they may not see
        needs = needs_at(school, on=on)
        sessions = _sessions(school, academic_year(on))
    return _Reckoning(school, on, needs).of(sessions)


def _sessions(school: Organisation, year: int) -> list[tuple[int, tuple[Fact, ...], list[str]]]:
    """Each planned activity of a year by day: its key, what it would count as, and who is on its list."""
    planned = Activity.objects.filter(
        organisation=school, state=Activity.State.PLANNED, held_on__range=(first_day(year), last_day(year))
    )
    keys = list(planned.order_by("held_on", "pk").values_list("pk", flat=True))
    facts: defaultdict[int, list[Fact]] = defaultdict(list)
    for key, row in rows_of_activities(school, keys):
        facts[key].append(activity_of(row))
    lists: defaultdict[int, list[str]] = defaultdict(list)
    rows = Expected.objects.filter(activity__in=planned).order_by("learner_id")
    for key, learner in rows.values_list("activity_id", "learner__public_id"):
        lists[key].append(learner)
    return [(key, tuple(facts[key]), lists[key]) for key in keys]


class _Reckoning:
    """Takes what sessions close from what is open, in order."""

    def __init__(self, school: Organisation, on: date, needs: Sequence[Needs]) -> None:
        self.school = school
        self.needs = {each.learner_id: each for each in needs}
        self.open = {each.learner_id: {gap.lack.name: gap.units for gap in each.gaps} for each in needs}
        self.lacks: dict[str, Lack] = {gap.lack.name: gap.lack for each in needs for gap in each.gaps}
        self.titles = {due.code: due.title for by in planned_for(on) for due in by.entitlements}
        self.windows: dict[tuple, frozenset[str]] = {}

    def of(self, sessions: Iterable[tuple[int, tuple[Fact, ...], list[str]]]) -> Closing:
        before = self._parts(self._still_open())
        found = {key: self._closed(facts, learners) for key, facts, learners in sessions}
        return Closing(found, before, self._parts(self._still_open()))

    def _still_open(self) -> Iterable[tuple[str, int, int]]:
        """Name, year group and units, for each gap of each learner."""
        for learner, gaps in self.open.items():
            year_group = self.needs[learner].at.year_group
            yield from ((name, year_group, units) for name, units in gaps.items() if units)

    def _closed(self, facts: tuple[Fact, ...], learners: Iterable[str]) -> Closed:
        counts = [(fact, {name for name, lack in self.lacks.items() if lack.is_met_by(fact)}) for fact in facts]
        done: list[tuple[str, int, int]] = []
        gained = 0
        for learner in learners:
            open_gaps = self.open.get(learner)
            if not open_gaps:
                continue
            had: Counter[str] = Counter()
            for fact, names in counts:
                had.update(names & open_gaps.keys() & self._in_time(learner, fact))
            closes = {name: min(units, open_gaps[name]) for name, units in had.items() if open_gaps[name]}
            for name, units in closes.items():
                open_gaps[name] -= units
                done.append((name, self.needs[learner].at.year_group, units))
            gained += bool(closes)
        return Closed(sum(units for _, _, units in done), gained, self._parts(done))

    def _in_time(self, learner: str, fact: Fact) -> frozenset[str]:
        """The gaps whose windows hold the day of a session, for a learner; only time on roll and the day matter."""
        from waymark.planner.year_plan.world import open_on  # here: it brings numpy, which the site can start without

        needs = self.needs[learner]
        key = (fact.held_on, needs.at.year_group, needs.enrolments)
        if key not in self.windows:
            names = list(self.lacks)
            opened = open_on(fact.held_on, fact, self.school.institution_id, needs, list(self.lacks.values()))
            self.windows[key] = frozenset() if opened is None else frozenset(
                name for name, is_open in zip(names, opened, strict=True) if is_open
            )  # fmt: skip
        return self.windows[key]

    def _parts(self, gaps: Iterable[tuple[str, int, int]]) -> tuple[Part, ...]:
        units: Counter[tuple[str, int]] = Counter()
        learners: Counter[tuple[str, int]] = Counter()
        for name, year_group, count in gaps:
            units[name, year_group] += count
            learners[name, year_group] += 1
        return tuple(
            Part(
                name, due.benchmark, self._title(name), year_group, units[name, year_group], learners[name, year_group]
            )
            for name, year_group in sorted(units)
            for due in [self.lacks[name].due]
        )

    def _title(self, name: str) -> str:
        code, _, subject = name.partition(":")
        return f"{self.titles[code]} ({subject_in_words(subject)})" if subject else self.titles[code]
