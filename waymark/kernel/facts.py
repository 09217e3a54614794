"""What happened, as the rules see it: institutions, learners' time on roll, activities and who took part."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from waymark.kernel.academic_year import academic_year, first_day, last_day
from waymark.kernel.vocabulary import Kind, Mode, ProviderKind, Setting, Tick

USUAL_SUBJECTS = ("english", "maths", "science")
USUAL_DAY_MINUTES = 300


@dataclass(frozen=True, slots=True)
class Institution:
    """A school or college; a blank hub, trust or council means it has none."""

    institution_id: str
    setting: Setting
    subjects: tuple[str, ...] = USUAL_SUBJECTS
    day_minutes: int = USUAL_DAY_MINUTES
    hub_id: str = ""
    trust_id: str = ""
    la_code: str = ""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """Time on one roll, in one year group, in one academic year; `to` is the last day, None while it lasts."""

    institution_id: str
    academic_year: int
    year_group: int
    since: date
    to: date | None = None

    @property
    def first_on(self) -> date:
        """Its first day, cut to the academic year."""
        return max(self.since, first_day(self.academic_year))

    @property
    def last_on(self) -> date:
        """Its last day, cut to the academic year."""
        end = last_day(self.academic_year)
        return end if self.to is None else min(self.to, end)

    def covers(self, on: date) -> bool:
        return self.first_on <= on <= self.last_on


@dataclass(frozen=True, slots=True)
class Activity:
    """One thing that was put on, with what the rules may ask of it."""

    activity_id: str
    held_on: date
    kind: Kind
    provider_kind: ProviderKind | None = None
    sector: str = ""
    subject: str = ""
    self_employed: bool = False
    stem: bool = False
    minutes: int = 0
    mode: Mode = Mode.IN_PERSON
    ticks: frozenset[Tick] = frozenset()
    pal_content: bool = False
    adviser_level: int = 0


@dataclass(frozen=True, slots=True)
class Encounter:
    """One activity that a learner attended, with the year group they were in at the time."""

    activity: Activity
    year_group: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a learner stands on a day: on which roll, in which year group, and which academic years we have of them."""

    on: date
    year_group: int
    institution: Institution
    academic_years: frozenset[int]
    considering_he: bool = False


def standing(
    enrolments: Sequence[Enrolment], institutions: Mapping[str, Institution], *, on: date, considering_he: bool = False
) -> Standing | None:
    """The learner's standing on a day, None when no enrolment covers it."""
    for enrolment in enrolments:
        if enrolment.covers(on):
            years = frozenset(enrolment.academic_year for enrolment in enrolments)
            institution = institutions[enrolment.institution_id]
            return Standing(on, enrolment.year_group, institution, years, considering_he)
    return None


def encounters(enrolments: Sequence[Enrolment], attended: Iterable[Activity], *, on: date) -> tuple[Encounter, ...]:
    """What a learner had attended up to a day, each with its year group, in order of date and then of activity.

    Left out: what was held later, and what was held in an academic year in which the learner was on no roll.
    """
    placed = []
    for activity in sorted(attended, key=lambda activity: (activity.held_on, activity.activity_id)):
        year_group = year_group_at(enrolments, activity.held_on)
        if activity.held_on <= on and year_group is not None:
            placed.append(Encounter(activity, year_group))
    return tuple(placed)


def year_group_at(enrolments: Sequence[Enrolment], held_on: date) -> int | None:
    """The year group of a learner on a day of an academic year, None when on no roll in that year.

    Between rolls it is that of the latest one begun; before the first of the year, that of the first.
    """
    year = academic_year(held_on)
    of_year = sorted((e for e in enrolments if e.academic_year == year), key=lambda e: e.first_on)
    if not of_year:
        return None
    covering = [enrolment for enrolment in of_year if enrolment.covers(held_on)]
    begun = [enrolment for enrolment in of_year if enrolment.first_on <= held_on]
    return (covering or begun[-1:] or of_year)[0].year_group
