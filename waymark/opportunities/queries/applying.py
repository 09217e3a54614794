"""A person's own applications; and those that a provider was sent."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from waymark.access.models import User
from waymark.access.scope import acting, everything
from waymark.opportunities.models.applications import Application, ApplicationMove, Desk
from waymark.opportunities.rules.applying import A_PLACE
from waymark.places.models import Organisation


@dataclass(frozen=True)
class Own:
    """One of a person's own applications, with all that became of it."""

    application: Application
    provider: str
    moves: tuple[ApplicationMove, ...]


def own_applications(user: User) -> tuple[Application, ...]:
    """All of a person's applications, the newest first: theirs to see, though they hold nothing at the providers."""
    with acting(everything("own applications", user_id=user.pk)):
        rows = Application.objects.filter(applicant__user=user).select_related("provider", "applicant__user")
        return tuple(rows)


def own_application(user: User, public_id: str) -> Own | None:
    """One of a person's own applications; None where it is not theirs."""
    with acting(everything("own applications", user_id=user.pk)):
        rows = Application.objects.filter(applicant__user=user, public_id=public_id)
        found = rows.select_related("provider", "applicant__user", "applicant__school").first()
        return Own(found, found.provider.name, tuple(found.moves.all())) if found else None


def desks_open(on: date, text: str = "") -> QuerySet[Desk]:
    """The providers that take the standard form on a day, by name."""
    rows = Desk.objects.filter(opens_on__lte=on, closes_on__gte=on).select_related("provider")
    for word in text.split()[:6]:
        rows = rows.filter(provider__name__icontains=word)
    return rows.order_by("provider__name")


def applications_to(provider: Organisation) -> QuerySet[Application]:
    """What a provider was sent, those that wait longest first."""
    return Application.objects.filter(provider=provider).select_related("applicant").order_by("submitted_at", "pk")


def counts_by_state(provider: Organisation) -> dict[str, int]:
    rows = Application.objects.filter(provider=provider).order_by().values("state").annotate(many=Count("pk"))
    return {row["state"]: row["many"] for row in rows}


@dataclass(frozen=True)
class PlaceOffered:
    """An offer of a place to somebody who lets their school see it."""

    public_id: str
    given_name: str
    family_name: str
    born_on: date | None
    provider: str
    course: str
    state: str


def places_offered_to(school: Organisation) -> tuple[PlaceOffered, ...]:
    """Standing offers to people who named this school and let it see them: for the September Guarantee.

    Read under a scope that sees them, for an offer belongs to its provider; who calls asks first whether the reader may
    see the school's learners.
    """
    with acting(everything("September Guarantee")):
        rows = Application.objects.filter(
            applicant__school=school, applicant__school_may_see=True, state__in=A_PLACE
        ).select_related("applicant", "provider")
        return tuple(
            PlaceOffered(
                each.public_id,
                each.applicant.given_name,
                each.applicant.family_name,
                each.applicant.born_on,
                each.provider.name,
                each.course,
                each.state,
            )
            for each in rows.order_by("applicant__family_name", "applicant__given_name", "pk")
        )
