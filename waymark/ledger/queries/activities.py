"""Reads of activities: what is said of them, whom they are for."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet

from waymark.kernel.academic_year import academic_year, first_day, last_day
from waymark.ledger.models import (
    STANDING,
    Activity,
    ActivityKind,
    Audience,
    Encounter,
    Enrolment,
    Expected,
    Group,
    GroupMember,
    Learner,
    Term,
)
from waymark.ledger.queries import on_roll
from waymark.ledger.rules.audience import AudienceChoice
from waymark.ledger.rules.facts import FACT_NAMES, ActivityFacts
from waymark.places.models import Organisation


def activities_of(organisation: Organisation) -> QuerySet[Activity]:
    """All the school planned or did, latest first, with their kinds and audiences."""
    return Activity.objects.filter(organisation=organisation).prefetch_related("kinds", "audiences")


def activities_in(organisation: Organisation, academic_year: int) -> QuerySet[Activity]:
    """Those of one academic year, cancelled ones among them."""
    return activities_of(organisation).filter(held_on__range=(first_day(academic_year), last_day(academic_year)))


def kinds_of(activity: Activity) -> tuple[str, ...]:
    """What kinds an activity is of, in text order."""
    return tuple(sorted(kind.kind for kind in activity.kinds.all()))


def facts_of(activity: Activity) -> ActivityFacts:
    """What is said of an activity now."""
    said = {name: getattr(activity, name) for name in FACT_NAMES}
    said["benchmarks"] = tuple(said["benchmarks"])
    return ActivityFacts(kinds=kinds_of(activity), **said)


def audience_of(activity: Activity) -> AudienceChoice:
    """Whom an activity is for, as the careers leader said it."""
    return audiences_of([activity])[activity.pk]


def audiences_of(activities: Collection[Activity]) -> dict[int, AudienceChoice]:
    """Whom several activities are for, their audiences having been fetched with them."""
    listed = Expected.objects.filter(activity__in=[each.pk for each in activities], by_name=True)
    by_name: dict[int, list[int]] = {}
    for activity_id, learner_id in listed.order_by("learner_id").values_list("activity_id", "learner_id"):
        by_name.setdefault(activity_id, []).append(learner_id)
    what = Audience.What
    found = {}
    for activity in activities:
        said: dict[str, list[str]] = {what.YEAR_GROUP: [], what.FORM: [], what.GROUP: []}
        for audience in activity.audiences.all():
            said[audience.what].append(audience.value)
        found[activity.pk] = AudienceChoice(
            year_groups=tuple(sorted(int(year) for year in said[what.YEAR_GROUP])),
            forms=tuple(sorted(said[what.FORM])),
            groups=tuple(sorted(said[what.GROUP])),
            learners=tuple(by_name.get(activity.pk, ())),
        )
    return found


def learners_for(organisation: Organisation, choice: AudienceChoice, day: date) -> frozenset[int]:
    """Who is meant: of year groups, forms and groups those on roll on the day; learners by name whether or not."""
    found: set[int] = set()
    roll = on_roll(organisation, day).order_by()
    if choice.year_groups or choice.forms:
        of_classes = roll.filter(Q(year_group__in=choice.year_groups) | Q(form__in=choice.forms))
        found.update(of_classes.values_list("learner_id", flat=True))
    if choice.groups:
        members = GroupMember.objects.filter(group__organisation=organisation, group__public_id__in=choice.groups)
        in_groups = members.filter(learner_id__in=roll.values("learner_id"))
        found.update(in_groups.values_list("learner_id", flat=True))
    if choice.learners:
        named = Learner.objects.filter(organisation=organisation, pk__in=choice.learners)
        found.update(named.values_list("pk", flat=True))
    return frozenset(found)


def expected_at(activity: Activity) -> frozenset[int]:
    """Who is on an activity's list: while it is planned, those its audience means today; afterwards, those it meant."""
    if activity.state == Activity.State.PLANNED:
        return learners_for(activity.organisation, audience_of(activity), activity.held_on)
    return frozenset(Expected.objects.filter(activity=activity).values_list("learner_id", flat=True))


def open_groups(organisation: Organisation) -> QuerySet[Group]:
    """The groups in use, by name."""
    return Group.objects.filter(organisation=organisation, closed_on=None)


def forms_on(organisation: Organisation, day: date) -> list[str]:
    """The forms that have somebody on roll on the day, in the order people count them: 7A before 10A."""
    named = on_roll(organisation, day).exclude(form="").order_by().values_list("form", flat=True).distinct()
    return sorted(named, key=_as_counted)


def year_groups_on(organisation: Organisation, day: date) -> list[int]:
    """The year groups that have somebody on roll on the day."""
    return sorted(on_roll(organisation, day).order_by().values_list("year_group", flat=True).distinct())


def forms_of_year(organisation: Organisation, year: int, year_group: int) -> list[str]:
    """The forms a year group had in an academic year."""
    of_year = Enrolment.objects.filter(organisation=organisation, academic_year=year, year_group=year_group)
    return sorted(of_year.exclude(form="").values_list("form", flat=True).distinct())


def group_names(organisation: Organisation) -> dict[str, str]:
    """The names of the school's groups, closed ones too, by public id."""
    return dict(Group.objects.filter(organisation=organisation).values_list("public_id", "name"))


def listed_by_name(activities: Iterable[Activity]) -> dict[int, int]:
    """How many learners each of these activities lists by name."""
    named = Expected.objects.filter(activity__in=[each.pk for each in activities], by_name=True)
    return dict(named.values("activity_id").annotate(count=Count("pk")).values_list("activity_id", "count"))


def attendance_at(activities: Iterable[Activity]) -> dict[int, dict[str, int]]:
    """How many attended, were absent and were excused at each of these activities, by the marks that stand."""
    marks = Encounter.objects.filter(STANDING, activity__in=[each.pk for each in activities])
    found: dict[int, dict[str, int]] = {}
    counted = marks.values("activity_id", "status").annotate(count=Count("pk"))
    for activity_id, status, count in counted.values_list("activity_id", "status", "count"):
        found.setdefault(activity_id, {})[status] = count
    return found


def years_with_activities(organisation: Organisation) -> list[int]:
    """The academic years in which the school planned or did anything, in order."""
    months = Activity.objects.filter(organisation=organisation).order_by().dates("held_on", "month")
    return sorted({academic_year(day) for day in months})


def terms_of(organisation: Organisation, year: int) -> dict[str, tuple[date, date]]:
    """A year's terms by name, first and last day: the school's own, or the usual three where it has set none."""
    own = Term.objects.filter(organisation=organisation, academic_year=year)
    return {term.name: (term.from_on, term.to_on) for term in own} or {
        "Autumn": (first_day(year), date(year, 12, 31)),
        "Spring": (date(year + 1, 1, 1), date(year + 1, 4, 12)),
        "Summer": (date(year + 1, 4, 13), last_day(year)),
    }


def in_kinds(activities: Iterable[Activity]) -> dict[int, tuple[str, ...]]:
    """The kinds of several activities in one query."""
    found: dict[int, list[str]] = {}
    for kind in ActivityKind.objects.filter(activity__in=list(activities)).order_by("kind"):
        found.setdefault(kind.activity_id, []).append(kind.kind)
    return {activity_id: tuple(kinds) for activity_id, kinds in found.items()}


def _as_counted(form: str) -> tuple[int, str]:
    digits = form[: len(form) - len(form.lstrip("0123456789"))]
    return (int(digits) if digits else 99, form)
