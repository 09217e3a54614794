"""Letters about approaches: to whoever is asked, and to whoever asked."""

from collections.abc import Collection
from datetime import UTC, datetime

from django.utils import timezone

from waymark.access.models import Membership
from waymark.access.permissions import Permission
from waymark.access.roles import ROLES
from waymark.access.scope import Scope
from waymark.post.actions import Wording, send_letter
from waymark.post.calendar import Event, Invitation, Person, invitation, uid_of
from waymark.providers.models import Approach, Provider, Venue
from waymark.providers.rules.approaches import State
from waymark.providers.rules.wording import Asked

_ANSWERING = [name for name, role in ROLES.items() if Permission.REQUESTS_ANSWER in role.permissions]


def address_of(approach: Approach) -> str:
    """Where letters to whoever is asked go; '' where there is nobody to write to."""
    if approach.employer is not None:
        contact = approach.contact
        return contact.email if contact is not None and contact.erased_at is None else ""
    return address_of_provider(approach.provider) if approach.provider else ""


def address_of_provider(provider: Provider) -> str:
    """Where a provider's letters go: as it says in the directory, else to the first of its people who answers."""
    return addresses_of([provider])[provider.pk]


def addresses_of(providers: Collection[Provider]) -> dict[int, str]:
    """Where letters to each of many go, by its key; '' where there is nobody to write to."""
    silent = [each.organisation_id for each in providers if not each.contact_email]
    held = Membership.objects.filter(
        organisation__in=silent, role__in=_ANSWERING, ended_at=None, user__is_active=True
    ).order_by("-begun_at", "-pk")
    first = dict(held.values_list("organisation", "user__email")) if silent else {}  # of several, the last is the first
    return {each.pk: each.contact_email or first.get(each.organisation_id, "") for each in providers}


def said_of(approach: Approach) -> Asked:
    """What letters tell of an approach: the settled day, else the one offered, else the one wished."""
    request = approach.request
    school = request.organisation
    day, at = request.wished_on, request.begins_at
    if approach.now in {State.ACCEPTED, State.DELIVERED, State.CALLED_OFF} and approach.agreed_on:
        day, at = approach.agreed_on, approach.agreed_at
    elif approach.now == State.OTHER_DATE and approach.offered_on:
        day, at = approach.offered_on, approach.offered_at
    return Asked(
        school=school.name,
        asker=request.made_by.name if request.made_by else "The careers team",
        whom=approach.whom,
        title=request.title,
        day=day,
        at=at,
        minutes=request.minutes,
        learners=request.learners,
        years=tuple(request.year_groups),
        where="Online" if request.mode == "virtual" else _place(approach),
        message=request.message,
    )


def _place(approach: Approach) -> str:
    school = approach.request.organisation
    if approach.request.venue == Venue.AT_PROVIDER:
        return f"At {approach.whom}"
    return ", ".join(part for part in (school.name, school.street, school.town, school.postcode) if part)


def write_to_them(approach: Approach, wording: tuple[str, str], by: Scope, calendar: Invitation | None = None) -> None:
    """A letter to whoever is asked; none where there is no address."""
    if to := address_of(approach):
        _write(approach, to, wording, by, calendar, reply_to=_asker(approach))


def write_to_school(
    approach: Approach, wording: tuple[str, str], by: Scope, calendar: Invitation | None = None
) -> None:
    """A letter to whoever asked."""
    if to := _asker(approach):
        _write(approach, to, wording, by, calendar)


def _asker(approach: Approach) -> str:
    user = approach.request.made_by
    return user.email if user is not None and user.is_active else ""


def _write(
    approach: Approach, to: str, wording: tuple[str, str], by: Scope, calendar: Invitation | None, reply_to: str = ""
) -> None:
    subject, text = wording
    send_letter(
        organisation=approach.request.organisation,
        to=to,
        wording=Wording(subject, text, calendar),
        needs=Permission.REQUEST,
        about=f"approach {approach.public_id}",
        reply_to=reply_to,
        by=by,
    )


def event_of(approach: Approach) -> Event | None:
    """The thing in calendars; None while no day was ever settled."""
    if approach.agreed_on is None:
        return None
    said, times = said_of(approach), approach.times()
    return Event(
        uid=uid_of("approach", approach.public_id),
        title=f"{said.title}: {said.whom}",
        begins=times[0] if times else approach.agreed_on,
        ends=times[1] if times else approach.agreed_on,
        place=said.where,
        text=f"{said.school} and {said.whom}, {said.for_whom}.",
        sequence=approach.sequence,
        is_cancelled=approach.now not in {State.ACCEPTED, State.DELIVERED},
    )


def invitation_of(approach: Approach, *, stamped_at: datetime | None = None) -> Invitation | None:
    """What calendars are sent: that it is, or that it is called off."""
    event, user, to = event_of(approach), approach.request.made_by, address_of(approach)
    if event is None or user is None or not to:
        return None
    return invitation(
        event,
        organiser=Person(user.email, user.name),
        guests=[Person(to, approach.whom)],
        stamped_at=stamped_at or timezone.now().astimezone(UTC),
    )
