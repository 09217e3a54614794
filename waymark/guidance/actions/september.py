"""Recording offers of a place, and ending them."""

from datetime import date, datetime

from django.db import transaction

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.guidance.models import PlaceOffer
from waymark.ledger.models import Learner


@transaction.atomic
def record_offer(
    *,
    learner: Learner,
    provider_name: str,
    course: str = "",
    offered_on: date,
    application: str = "",
    by: Scope,
) -> PlaceOffer:
    """Say that a learner was offered a place; the same application twice is one offer."""
    by.require(Permission.LEDGER_WRITE, learner.organisation_id)
    if application and (known := PlaceOffer.objects.filter(application=application, ended_at=None).first()):
        return known
    offer = PlaceOffer.objects.create(
        organisation_id=learner.organisation_id,
        learner=learner,
        provider_name=" ".join(provider_name.split())[:150],
        course=" ".join(course.split())[:200],
        offered_on=offered_on,
        application=application,
        recorded_by_id=by.user_id,
    )
    note("offer of a place recorded", on=offer, at=learner.organisation_id, by=by)
    return offer


@transaction.atomic
def end_offer(*, offer: PlaceOffer, at: datetime, by: Scope) -> None:
    """Say that an offer is no more: declined, run out, or recorded by mistake."""
    by.require(Permission.LEDGER_WRITE, offer.organisation_id)
    if PlaceOffer.objects.filter(pk=offer.pk, ended_at=None).update(ended_at=at):
        note("offer of a place ended", on=offer, at=offer.organisation_id, by=by)
