"""A school asks: what for, and whom in turn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.places.models import Organisation
from waymark.providers.actions.letters import address_of, said_of, write_to_them
from waymark.providers.actions.moving import locked_request, moved, with_secret
from waymark.providers.actions.turns import give_out_places
from waymark.providers.models import Approach, Contact, Employer, Offer, Provider, Request
from waymark.providers.rules.approaches import LIVE, Move, NotPossible, Side, State, may_move_on
from waymark.providers.rules.wording import request_letter


@dataclass(frozen=True)
class Wish:
    """What a school asks for. Only numbers: nothing here names a learner."""

    title: str
    wished_on: date
    learners: int
    kind: str = "employer"
    mode: str = "in_person"
    venue: str = "at_school"
    message: str = ""
    year_groups: tuple[int, ...] = ()
    begins_at: time | None = None
    minutes: int | None = None
    goes_on: bool = True


@dataclass(frozen=True)
class Candidate:
    """Somebody to ask: an employer, or a provider, perhaps for one of its offers."""

    employer: Employer | None = None
    provider: Provider | None = None
    offer: Offer | None = None


@transaction.atomic
def make_request(*, school: Organisation, wish: Wish, candidates: Sequence[Candidate], on: date, by: Scope) -> Request:
    """Ask the first of the candidates, and keep the others as who comes next. Raises `NotPossible` with the reason."""
    by.require(Permission.REQUEST, school.pk)
    if wish.wished_on <= on:
        raise NotPossible("Name a day that is still to come.")
    if not candidates:
        raise NotPossible("Choose whom to ask.")
    request = Request.objects.create(
        organisation=school,
        title=" ".join(wish.title.split()),
        kind=wish.kind,
        mode=wish.mode,
        venue=wish.venue,
        message=wish.message.strip(),
        year_groups=sorted(wish.year_groups),
        learners=wish.learners,
        wished_on=wish.wished_on,
        begins_at=wish.begins_at,
        minutes=wish.minutes,
        goes_on=wish.goes_on,
        made_by_id=by.user_id,
    )
    note("request made", on=request, by=by, learners=wish.learners, listed=len(candidates))
    for candidate in candidates:
        put_on_list(request=request, candidate=candidate, by=by)
    ask_next(request=request, on=on, by=by)
    return request


@transaction.atomic
def put_on_list(*, request: Request, candidate: Candidate, by: Scope) -> Approach:
    """Put somebody at the end of a request's list. Refuses who cannot be written to, or is on it already."""
    by.require(Permission.REQUEST, request.organisation_id)
    held = locked_request(request.pk)
    if held.closed_at:
        raise NotPossible("This request is closed.")
    employer, contact = candidate.employer, None
    if employer is not None:
        if not employer.is_active or employer.cap_per_month == 0:
            raise NotPossible(f"{employer.name} takes no requests at present.")
        if held.approaches.filter(employer=employer).exists():
            raise NotPossible(f"{employer.name} is on the list already.")
        contact = (
            Contact.objects.filter(employer=employer, erased_at=None)
            .exclude(email="")
            .order_by("-is_main", "pk")
            .first()
        )
    last = held.approaches.aggregate(last=Max("position"))["last"] or 0
    approach = Approach(
        request=held,
        position=last + 1,
        employer=employer,
        contact=contact,
        provider=candidate.provider,
        offer=candidate.offer,
    )
    if not address_of(approach):
        raise NotPossible(f"There is nobody at {approach.whom} to write to. Add a contact first.")
    approach.save()
    return approach


@transaction.atomic
def ask_next(*, request: Request, on: date, by: Scope) -> Approach | None:
    """Ask the next on the list, unless somebody is being asked already; None where nobody is left."""
    by.require(Permission.REQUEST, request.organisation_id)
    held = locked_request(request.pk)
    if held.closed_at or held.approaches.filter(state__in=LIVE).exists():
        raise NotPossible("Somebody is being asked already." if not held.closed_at else "This request is closed.")
    return _asked_next(held, on, Side.SCHOOL, by)


def go_on(request_id: int, on: date, by: Scope) -> Approach | None:
    """What happens by itself once somebody declined or stayed silent: the next is asked, if the school wants that
    and there is still time. None where nobody was.
    """
    held = locked_request(request_id)
    settled = held.closed_at or held.approaches.filter(state__in=LIVE).exists()
    if settled or not held.goes_on or not may_move_on(held.wished_on, on):
        return None
    return _asked_next(held, on, Side.CLOCK, by)


def _asked_next(request: Request, on: date, side: Side, by: Scope) -> Approach | None:
    listed = request.approaches.filter(state=State.LISTED).select_related(
        "employer", "contact", "provider__organisation", "request__organisation", "request__made_by"
    )
    for approach in listed.order_by("position"):
        employer = approach.employer
        can_be_asked = address_of(approach) and (
            employer is None or (employer.is_active and employer.cap_per_month != 0)
        )
        if not can_be_asked:
            continue
        moved(approach, Move.ASK, side, who=by.who, by=by, asked_at=timezone.now())
        if employer is not None:
            give_out_places(employer.pk, on)
        else:
            moved(approach, Move.GET_A_PLACE, Side.CLOCK, by=by, sent_on=on, **with_secret(approach))
            write_to_them(approach, request_letter(said_of(approach)), by)
        return Approach.objects.get(pk=approach.pk)
    return None
