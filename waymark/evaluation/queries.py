"""What the pages ask of the evaluator: a school's figures, the learners behind one, one learner's reasons, the trend.

Everything is as at a day and under one framework. Figures need `FIGURES_VIEW`; anything about one learner needs
`LEARNER_VIEW`. Who may see no learner gets figures with small numbers hidden, and all that would give them away.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Min

from waymark.access.permissions import Permission
from waymark.access.scope import acting, active_scope, everything
from waymark.evaluation.evaluated import learners_answers, remembered, safe_figures, true_figures
from waymark.evaluation.figures import BenchmarkScore, Figure, SchoolFigures
from waymark.evaluation.frameworks import benchmarks_in_force, framework
from waymark.evaluation.plain import activity_of, enrolment_of, institution_of
from waymark.kernel.academic_year import academic_year
from waymark.kernel.entitlement import Entitlement
from waymark.kernel.explain import Explanation, explain
from waymark.kernel.facts import Enrolment as FactOfEnrolment
from waymark.kernel.facts import Institution, Standing, encounters, standing
from waymark.kernel.judge import applies, is_in_cohort, last_day, years_asked
from waymark.kernel.vocabulary import Answer, Setting
from waymark.ledger.exchange import exchange_rows, setting_of
from waymark.ledger.models import Enrolment, Learner
from waymark.ledger.queries import revision_of
from waymark.places.models import Organisation

__all__ = ["BenchmarkScore", "Figure", "SchoolFigures"]

JULY_31 = (7, 31)


@dataclass(frozen=True, slots=True)
class LearnerAnswer:
    """One learner's answer to one entitlement; `in_cohort` when they are counted in its figure."""

    learner_id: str
    year_group: int
    answer: Answer
    evidence: int
    in_cohort: bool


@dataclass(frozen=True, slots=True)
class Explained:
    """One entitlement with the learner's judgement and its reasons."""

    due: Entitlement
    in_cohort: bool
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class YearOfFigures:
    """A past year as it stood on 31 July, under the framework in force then; the last one as it stands today."""

    academic_year: int
    framework: str
    figures: SchoolFigures


def figures_of(
    school: Organisation, framework_name: str, *, on: date, hiding_small: bool | None = None
) -> SchoolFigures:
    """The school's figures by entitlement, group and year group, and its evidenced scores.

    `hiding_small`: whether small numbers are hidden; they always are from a scope that may see no learner here, and by
    default from no other.
    """
    scope = active_scope()
    scope.require(Permission.FIGURES_VIEW, school.pk)
    hidden = hiding_small or not scope.holds(Permission.LEARNER_VIEW, school.pk)
    with acting(everything("figures of a school")):  # a governor's figures count the learners a governor may not see
        revision = revision_of(school.pk)
        if hidden:
            return safe_figures(school, framework_name, on, revision=revision)
        return true_figures(school, framework_name, on, revision=revision)


def answers_to(school: Organisation, framework_name: str, entitlement: str, *, on: date) -> list[LearnerAnswer]:
    """Every learner on roll that the entitlement asks about, with the answer; by public id."""
    active_scope().require(Permission.LEARNER_VIEW, school.pk)
    cohort = framework(framework_name).entitlement(entitlement).cohort
    made = learners_answers(school, framework_name, on, revision=revision_of(school.pk))
    return [
        LearnerAnswer(learner, year_group, Answer(answer), evidence, year_group in cohort)
        for learner, year_group, answer, evidence in made.get(entitlement, ())
    ]


def answers_of_everyone(school: Organisation, framework_name: str, *, on: date) -> dict[str, Counter[Answer]]:
    """How many entitlements each learner on roll has of each answer, by public id."""
    active_scope().require(Permission.LEARNER_VIEW, school.pk)
    return remembered("everyone", school, framework_name, on, revision_of(school.pk), _answers_of_everyone)


def _answers_of_everyone(
    school: Organisation, framework_name: str, on: date, revision: int
) -> dict[str, Counter[Answer]]:
    counts: dict[str, Counter[Answer]] = {}
    for given in learners_answers(school, framework_name, on, revision=revision).values():
        for learner, _, answer, _ in given:
            counts.setdefault(learner, Counter())[Answer(answer)] += 1
    return counts


def explained(learner: Learner, framework_name: str, *, on: date) -> list[Explained]:
    """The learner's judgement for every entitlement that asks about them, with what counted, what is wanting and
    until when; nothing when they are not on roll on the day."""
    active_scope().require(Permission.LEARNER_VIEW, learner.organisation_id)
    school = learner.organisation
    rows = exchange_rows([school], on=on, learner=learner)
    enrolments = [enrolment_of(row) for row in rows["enrolments"]]
    institutions = {row["institution_id"]: institution_of(row) for row in rows["institutions"]}
    at = standing(enrolments, institutions, on=on, considering_he=learner.considering_he)
    if at is None:
        return []
    attended = {row["activity_id"] for row in rows["participations"] if row["status"] == "attended"}
    had = encounters(
        enrolments, [activity_of(row) for row in rows["activities"] if row["activity_id"] in attended], on=on
    )
    asked = [due for due in framework(framework_name).entitlements if applies(due, at)]
    return [Explained(due, is_in_cohort(due, at), explain(due, at, had)) for due in asked]


def trend_of(
    school: Organisation,
    *,
    on: date,
    framework_name: str | None = None,
    years: int = 6,
    hiding_small: bool | None = None,
) -> list[YearOfFigures]:
    """The school's figures at 31 July of each past academic year it has a roll for, and on the day itself.

    Each year is judged by the benchmarks in force then; with `framework_name` by that one, in the years it was in
    force. At most `years` years, the present one included.
    """
    active_scope().require(Permission.FIGURES_VIEW, school.pk)
    now = academic_year(on)
    with acting(everything("figures of a school")):
        first = Enrolment.objects.filter(organisation=school).aggregate(first=Min("academic_year"))["first"]
    days = [date(year + 1, *JULY_31) for year in range(max(first or now, now - years + 1), now)] + [on]
    found = []
    for day in days:
        by = framework(framework_name) if framework_name else benchmarks_in_force(day)
        if by.is_in_force(day):
            figures = figures_of(school, by.name, on=day, hiding_small=hiding_small)
            found.append(YearOfFigures(academic_year(day), by.name, figures))
    return found


def coverage_of(school: Organisation, framework_name: str, *, on: date) -> dict[str, tuple[int, int]]:
    """For each entitlement with a cohort here: of how many learners we have every year it asks about, out of how many.

    Where the two differ, some answers are `unknown` or rest on part of a record.
    """
    active_scope().require(Permission.FIGURES_VIEW, school.pk)
    with acting(everything("figures of a school")):
        return remembered("coverage", school, framework_name, on, revision_of(school.pk), _coverage)


def _coverage(school: Organisation, framework_name: str, on: date, _revision: int) -> dict[str, tuple[int, int]]:
    on_roll = _standings(school, on)
    known: dict[str, tuple[int, int]] = {}
    for due in framework(framework_name).entitlements:
        cohort = [at for at in on_roll if is_in_cohort(due, at)]
        if cohort:
            whole = sum(at.academic_years.issuperset(years_asked(due.window, at)) for at in cohort)
            known[due.code] = (whole, len(cohort))
    return known


def _standings(school: Organisation, on: date) -> list[Standing]:
    """Where everyone on roll stands on the day."""
    place = Institution(school.institution_id, Setting(setting_of(school)))
    enrolments: dict[tuple[int, bool], list[FactOfEnrolment]] = {}
    columns = ("learner_id", "learner__considering_he", "academic_year", "year_group", "from_on", "to_on")
    for learner, he, *facts in Enrolment.objects.filter(organisation=school).values_list(*columns):
        enrolments.setdefault((learner, he), []).append(FactOfEnrolment(place.institution_id, *facts))
    found = [
        standing(own, {place.institution_id: place}, on=on, considering_he=he) for (_, he), own in enrolments.items()
    ]
    return [at for at in found if at is not None]


def closes_on(due: Entitlement, year_group: int, *, on: date) -> date:
    """The last day on which a learner of this year group can have what is due; it may be past."""
    at = Standing(on, year_group, Institution("", due.settings[0]), frozenset())
    return last_day(due.window, at)
