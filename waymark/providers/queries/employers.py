"""Employers as people look for them: by words, sector, what they can do, flags and distance."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from waymark.access.models import Invitation
from waymark.access.queries import open_invitations, people_at
from waymark.kernel.distance import miles_apart
from waymark.places.models import Kind, Organisation
from waymark.places.queries import belongings_on
from waymark.places.queries.positions import Position
from waymark.providers.models import (
    Approach,
    Business,
    Contact,
    Employer,
    EmployerChange,
    EmployerMonth,
    HelpOffer,
    RegisteredEmployer,
)
from waymark.providers.rules.approaches import State

FLAGS = {
    "is_stem": "Works in STEM",
    "is_self_employed": "Self-employed",
    "is_cornerstone": "Cornerstone employer",
    "has_stem_ambassadors": "Has STEM Ambassadors",
    "has_enterprise_adviser": "Has an Enterprise Adviser",
    "has_alumni": "Former learners work there",
    "is_public_body": "Public body",
}
_REGISTER_SHOWN = 200


@dataclass(frozen=True)
class EmployerSearch:
    """What is looked for. `near` and `miles`: within so many miles of a place; those without a place are left out."""

    text: str = ""
    sector: str = ""
    help: str = ""
    flag: str = ""
    near: Position | None = None
    miles: int | None = None


@dataclass(frozen=True)
class FoundEmployer:
    """One found, and how many miles away it is; None where either place is not known."""

    employer: Employer
    miles: float | None


def keepers_for(school: Organisation, on: date) -> list[int]:
    """Whose employers a school may ask: its hub's, and its own."""
    hubs = belongings_on(on).filter(member=school, whole__kind=Kind.HUB).values_list("whole", flat=True)
    return [school.pk, *hubs]


def employers_found(keepers: Iterable[int], search: EmployerSearch, *, only_active: bool = True) -> list[FoundEmployer]:
    """The employers these keepers keep that are looked for, the nearest first, then by name."""
    rows = Employer.objects.filter(organisation__in=list(keepers)).select_related("organisation")
    if only_active:
        rows = rows.filter(is_active=True)
    rows = _narrowed(rows, search)
    if search.flag in FLAGS:
        rows = rows.filter(**{search.flag: True})
    found = [FoundEmployer(row, distance(row, search.near)) for row in rows]
    if search.help:
        found = [each for each in found if search.help in each.employer.offers]
    if search.near and search.miles is not None:
        found = [each for each in found if each.miles is not None and each.miles <= search.miles]
    return sorted(found, key=lambda each: (each.miles is None, each.miles or 0, each.employer.name, each.employer.pk))


def _narrowed(rows, search: EmployerSearch):
    for word in search.text.split():
        rows = rows.filter(name__icontains=word)
    return rows.filter(sector=search.sector) if search.sector else rows


def distance(row: Business, near: Position | None) -> float | None:
    """Miles from a place; None where either is not known."""
    if near is None or row.latitude is None or row.longitude is None:
        return None
    return miles_apart(row.latitude, row.longitude, near.latitude, near.longitude)


def register_found(search: EmployerSearch) -> Sequence[tuple[RegisteredEmployer, float | None]]:
    """What the national register has of it, the nearest first: at most 200."""
    rows = _narrowed(RegisteredEmployer.objects.all(), search)
    if search.near and search.miles is not None:
        tall, wide = search.miles / 69, search.miles / 35  # degrees, somewhat more than needed
        rows = rows.filter(
            latitude__range=(search.near.latitude - tall, search.near.latitude + tall),
            longitude__range=(search.near.longitude - wide, search.near.longitude + wide),
        )
        placed = [(row, distance(row, search.near)) for row in rows]
        within = [(row, miles) for row, miles in placed if miles is not None and miles <= search.miles]
        return sorted(within, key=lambda each: (each[1], each[0].name))[:_REGISTER_SHOWN]
    return [(row, distance(row, search.near)) for row in rows[:_REGISTER_SHOWN]]


def places_left(employers: Sequence[Employer], on: date) -> dict[int, int | None]:
    """How many more requests may reach each this month; None without a cap."""
    months = EmployerMonth.objects.filter(month=on.replace(day=1), employer__in=[each.pk for each in employers])
    taken = dict(months.values_list("employer", "taken"))
    return {
        each.pk: None if each.cap_per_month is None else max(0, each.cap_per_month - taken.get(each.pk, 0))
        for each in employers
    }


def waiting_for(employer: Employer) -> int:
    """How many of the requests the reader may see wait for a place."""
    return Approach.objects.filter(employer=employer, state=State.WAITING).count()


def employer_named(keepers: Iterable[int], public_id: str) -> Employer | None:
    """An employer of these keepers by its opaque name."""
    kept = Employer.objects.filter(organisation__in=list(keepers), public_id=public_id)
    return kept.select_related("organisation", "account", "registered").first()


@dataclass(frozen=True)
class Account:
    """Whether somebody at an employer signs in: how many do, and who is invited, till when, and has not come yet."""

    people: int
    invited: tuple[Invitation, ...]


def account_of(employer: Employer) -> Account:
    """Who signs in for an employer, and who may."""
    if employer.account is None:
        return Account(0, ())
    return Account(people_at(employer.account).count(), tuple(open_invitations(employer.account)))


def people_of(employer: Employer) -> QuerySet[Contact]:
    """Who may be written to there."""
    return Contact.objects.filter(employer=employer, erased_at=None)


def history_of(employer: Employer) -> QuerySet[EmployerChange]:
    """What changed of what is kept, newest first."""
    return EmployerChange.objects.filter(employer=employer).select_related("by")


def asked_of(employer: Employer, school: Organisation | None = None) -> QuerySet[Approach]:
    """What was asked of an employer, newest first: by one school, or by all that the reader may see."""
    asked = Approach.objects.filter(employer=employer).exclude(state=State.LISTED)
    if school is not None:
        asked = asked.filter(request__organisation=school)
    return asked.select_related("request__organisation").order_by("-asked_at", "-pk")


@dataclass(frozen=True)
class KeptCounts:
    """What a keeper has, in numbers."""

    employers: int
    active: int
    with_nobody: int
    offers_waiting: int


def kept_counts(keeper: Organisation) -> KeptCounts:
    """How many employers are kept, can be asked, have nobody to write to; and how many offers of help wait."""
    rows = Employer.objects.filter(organisation=keeper)
    people = Contact.objects.filter(erased_at=None).exclude(email="").values("employer")
    counts = rows.aggregate(all=Count("pk"), active=Count("pk", filter=Q(is_active=True)))
    nobody = rows.filter(is_active=True).exclude(pk__in=people).count()
    offers = HelpOffer.objects.filter(organisation=keeper, state=HelpOffer.State.NEW).count()
    return KeptCounts(counts["all"], counts["active"], nobody, offers)
