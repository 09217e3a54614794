"""Reads of the self-assessments a school has shared, with whom it could, and who has looked."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from waymark.access.models import Membership, User
from waymark.access.permissions import Permission
from waymark.access.queries import standing_memberships
from waymark.access.scope import acting, everything
from waymark.places.models import Kind, Organisation
from waymark.places.queries import belongings_on
from waymark.publishing.models import Look, SharedEvaluation


@dataclass(frozen=True)
class Looks:
    """Who has looked at something shared: people one by one, and by the link so many times on so many days."""

    people: tuple[tuple[str, datetime], ...]
    days: tuple[tuple[date, int], ...]

    @property
    def times(self) -> int:
        return len(self.people) + sum(count for _, count in self.days)


def shares_of(school: Organisation) -> QuerySet[SharedEvaluation]:
    """All the school ever shared, the last first."""
    rows = SharedEvaluation.objects.filter(organisation=school)
    return rows.select_related("with_user", "with_organisation", "assessment", "made_by").prefetch_related(
        "looks__user"
    )


def is_open(shared: SharedEvaluation, *, on: date) -> bool:
    """Whether it can still be seen."""
    return shared.withdrawn_at is None and on <= shared.last_day


def looks_at(shared: SharedEvaluation) -> Looks:
    """Who has looked at it, the last first."""
    rows = list[Look](shared.looks.all())
    people = sorted(((each.user.name, each.at) for each in rows if each.user and each.at), key=lambda look: look[1])
    days = sorted((each.on, each.times) for each in rows if each.user is None)
    return Looks(tuple(reversed(people)), tuple(reversed(days)))


def shares_open_to(user: User) -> QuerySet[SharedEvaluation]:
    """What was shared with a person, or with an organisation where they hold a role that sees figures.

    Read under a scope that sees it: the person holds nothing at the schools themselves.
    """
    held = [m for m in standing_memberships(user) if Permission.FIGURES_VIEW in m.held.permissions]
    mine = Q(with_user=user) | Q(with_organisation__in=[m.organisation_id for m in held])
    return SharedEvaluation.objects.filter(mine).select_related("organisation", "assessment")


def organisations_to_share_with(school: Organisation, *, on: date) -> list[Organisation]:
    """The hubs, trusts and councils the school belongs to on the day."""
    kinds = (Kind.HUB, Kind.TRUST, Kind.COUNCIL)
    belongings = belongings_on(on).filter(member=school, whole__kind__in=kinds).select_related("whole")
    return sorted({each.whole for each in belongings}, key=lambda whole: (whole.kind, whole.name))


def people_to_share_with(school: Organisation, *, on: date) -> list[Membership]:
    """The people at the school, and at the hubs, trusts and councils it belongs to, each once."""
    places = [school, *organisations_to_share_with(school, on=on)]
    found = Membership.objects.filter(organisation__in=places, ended_at=None, user__is_active=True)
    seen: dict[int, Membership] = {}
    for each in found.select_related("user", "organisation").order_by("organisation__name", "user__name", "pk"):
        if Permission.FIGURES_VIEW in each.held.permissions:
            seen.setdefault(each.user_id, each)
    return list(seen.values())


@dataclass(frozen=True)
class SharedWithMe:
    """One evaluation that was shared with a person and still is."""

    public_id: str
    school: str
    on: date
    shared_on: date
    last_day: date


def shared_with(user: User, *, on: date) -> list[SharedWithMe]:
    """What a person can see today that schools shared with them or with an organisation of theirs, the last first."""
    with acting(everything("shared with me")):  # theirs to see, though they hold nothing at the schools
        found = shares_open_to(user).filter(withdrawn_at=None, last_day__gte=on).order_by("-made_at", "-pk")
        return [
            SharedWithMe(
                each.public_id,
                each.organisation.name,
                each.assessment.on,
                timezone.localdate(each.made_at),
                each.last_day,
            )
            for each in found
        ]
