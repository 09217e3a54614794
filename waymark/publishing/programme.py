"""What the ledger holds of a year's programme, as the public may see it: titles, kinds and terms, and nobody's part.

An activity is listed for a year group it was made for, or from which at least six learners were on its list: one held
for a few named learners says something about them merely by being listed.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F

from waymark.kernel.academic_year import first_day, last_day
from waymark.ledger.models import Activity, Audience, Expected, Term
from waymark.ledger.models.activities import Kind, ProviderKind
from waymark.ledger.queries import standing_encounters
from waymark.places.models import Organisation

FEWEST = 6
ELIGIBLE = (ProviderKind.FE_COLLEGE, ProviderKind.ITP)
TERMS = ("Autumn term", "Spring term", "Summer term")
_SHORT_KIND = {
    Kind.EMPLOYER: "Meeting employers",
    Kind.WORKPLACE: "In a workplace",
    Kind.PROVIDER: "Colleges, universities and training providers",
    Kind.CURRICULUM: "Careers in a subject",
    Kind.GUIDANCE: "Personal guidance",
    Kind.LMI: "Jobs and the labour market",
}


@dataclass(frozen=True)
class ProgrammeActivity:
    """An activity that may be listed, with the year groups it may be listed for."""

    public_id: str
    title: str
    held_on: date
    term: str
    kinds: tuple[str, ...]
    provider_name: str
    provider_is_eligible: bool
    is_done: bool
    year_groups: tuple[int, ...]


def programme_of(school: Organisation, year: int) -> list[ProgrammeActivity]:
    """The activities of an academic year the public may see, in the order they are held; cancelled ones left out."""
    activities = list(
        Activity.objects.filter(organisation=school, held_on__range=(first_day(year), last_day(year)))
        .exclude(state=Activity.State.CANCELLED)
        .prefetch_related("kinds")
        .order_by("held_on", "title", "pk")
    )
    groups = _year_groups(school, year)
    terms = _terms(school, year)
    listed = (_listed(activity, groups[activity.pk], terms) for activity in activities)
    return [activity for activity in listed if activity.year_groups]


def providers_who_visited(school: Organisation, year: int) -> tuple[str, ...]:
    """The names of the providers that met a year group in this academic year or the one before, in order of name."""
    names = {
        activity.provider_name
        for each in (year - 1, year)
        for activity in programme_of(school, each)
        if activity.is_done and activity.provider_name and Kind.PROVIDER in activity.kinds
    }
    return tuple(sorted(names, key=str.casefold))


def words_for(kinds: Iterable[str]) -> tuple[str, ...]:
    """The kinds as the public page says them; `other` says nothing."""
    return tuple(_SHORT_KIND[kind] for kind in _SHORT_KIND if kind in set(kinds))


def _listed(activity: Activity, groups: set[int], terms: list[Term]) -> ProgrammeActivity:
    kinds = tuple(kind.kind for kind in activity.kinds.all())
    return ProgrammeActivity(
        public_id=activity.public_id,
        title=activity.title,
        held_on=activity.held_on,
        term=_term_of(activity.held_on, terms),
        kinds=kinds,
        provider_name=activity.provider_name,
        provider_is_eligible=Kind.PROVIDER in kinds and activity.provider_kind in ELIGIBLE,
        is_done=activity.state == Activity.State.DONE,
        year_groups=tuple(sorted(groups)),
    )


def _year_groups(school: Organisation, year: int) -> dict[int, set[int]]:
    """For each activity, the year groups it is for as a whole, or that have at least six learners on its list."""
    within = {"activity__organisation": school, "activity__held_on__range": (first_day(year), last_day(year))}
    groups: dict[int, set[int]] = defaultdict(set)
    whole = Audience.objects.filter(what=Audience.What.YEAR_GROUP, **within)
    for activity_id, value in whole.values_list("activity_id", "value"):
        if value.isdecimal():
            groups[activity_id].add(int(value))
    for listing in (Expected.objects.filter(**within), standing_encounters().filter(**within).order_by()):
        counted = (
            listing.filter(
                learner__enrolments__academic_year=year, learner__enrolments__organisation=F("activity__organisation")
            )
            .values_list("activity_id", "learner__enrolments__year_group")
            .annotate(learners=Count("learner", distinct=True))
            .filter(learners__gte=FEWEST)
        )
        for activity_id, year_group, _ in counted:
            groups[activity_id].add(year_group)
    return groups


def _terms(school: Organisation, year: int) -> list[Term]:
    return list(Term.objects.filter(organisation=school, academic_year=year))


def _term_of(day: date, terms: list[Term]) -> str:
    """Autumn, spring or summer: as the school's own calendar names the term of the day, else by the month."""
    for term in terms:
        if term.from_on <= day <= term.to_on:
            for name in TERMS:
                if name.split()[0].casefold() in term.name.casefold():
                    return name
    if day.month >= 9:
        return TERMS[0]
    return TERMS[1] if day.month <= 3 else TERMS[2]
