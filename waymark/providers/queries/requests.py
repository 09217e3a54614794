"""Requests as both sides read them."""

from django.db.models import Prefetch, QuerySet

from waymark.places.models import Organisation
from waymark.providers.models import Approach, Message, Request, Thanks
from waymark.providers.rules.approaches import LIVE, REACHED, State

_WHOLE = ("request__organisation", "request__made_by", "employer", "contact", "provider__organisation", "offer")


def requests_of(school: Organisation) -> QuerySet[Request]:
    """A school's requests, newest first, each with whom it is asked of."""
    approaches = Approach.objects.select_related("employer", "provider__organisation").order_by("position")
    return (
        Request.objects.filter(organisation=school)
        .select_related("made_by")
        .prefetch_related(Prefetch("approaches", queryset=approaches))
    )


def request_named(school: Organisation, public_id: str) -> Request | None:
    """One of the school's requests by its opaque name."""
    return Request.objects.filter(organisation=school, public_id=public_id).select_related("organisation").first()


def list_of(request: Request) -> list[Approach]:
    """Whom a request is asked of, in order."""
    return list(Approach.objects.filter(request=request).select_related(*_WHOLE).order_by("position"))


def standing_of(approaches: list[Approach]) -> Approach | None:
    """Where a request is: who is asked, or has said yes; else who was last. None where the list is empty."""
    live = [each for each in approaches if each.now in LIVE]
    asked = [each for each in approaches if each.now != State.LISTED]
    return next(iter(live or asked[-1:] or approaches), None)


def approach_of(school: Organisation, public_id: str) -> Approach | None:
    """One asking under a request of the school."""
    found = Approach.objects.filter(request__organisation=school, public_id=public_id)
    return found.select_related(*_WHOLE).first()


def asked_of_provider(place: Organisation) -> QuerySet[Approach]:
    """What schools have asked of an organisation with an account, newest first."""
    reached = [state.value for state in REACHED]
    theirs = Approach.objects.filter(provider__organisation=place) | Approach.objects.filter(employer__account=place)
    return theirs.filter(state__in=reached).select_related(*_WHOLE).order_by("-sent_on", "-pk")


def approach_to(place: Organisation, public_id: str) -> Approach | None:
    """One asking of an organisation with an account."""
    return asked_of_provider(place).filter(public_id=public_id).first()


def thread_of(approach: Approach) -> QuerySet[Message]:
    """What was done and said, oldest first."""
    return Message.objects.filter(approach=approach).order_by("at", "pk")


def thanks_for(approach: Approach) -> Thanks | None:
    """What whoever came was told of what it came to; None before they were thanked."""
    about = ("approach__request__organisation", "approach__employer", "approach__provider__organisation")
    return Thanks.objects.filter(approach=approach).select_related(*about).first()
