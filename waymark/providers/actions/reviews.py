"""What schools say of providers, and what a provider answers."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.places.models import Organisation
from waymark.providers.models import DirectoryRevision, Offer, Provider, Review


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFacts:
    """A school's word on a provider: one to five stars, and why."""

    stars: int
    words: str = ""
    would_have_again: bool | None = None
    visited_on: date | None = None


@transaction.atomic
def write_review(
    *, school: Organisation, provider: Provider, offer: Offer | None = None, facts: ReviewFacts, by: Scope
) -> Review:
    """Say what a school thinks of a provider, or of one of its offers; an earlier word on the same is withdrawn."""
    by.require(Permission.REQUEST, school.pk)
    if not 1 <= facts.stars <= 5 or (offer is not None and offer.provider_id != provider.pk):
        raise ValueError("a review is of one to five stars, on an offer of its own provider")
    now = timezone.now()
    earlier = Review.objects.filter(school=school, provider=provider, offer=offer, withdrawn_at=None)
    earlier.update(withdrawn_at=now)
    review = Review.objects.create(
        school=school,
        provider=provider,
        offer=offer,
        stars=facts.stars,
        words=facts.words.strip(),
        would_have_again=facts.would_have_again,
        visited_on=facts.visited_on,
        made_at=now,
        made_by_id=by.user_id,
    )
    DirectoryRevision.move_on()
    note("provider reviewed", on=review, by=by, stars=facts.stars)
    return review


@transaction.atomic
def withdraw_review(*, review: Review, by: Scope) -> None:
    """Take a review back; it is kept, and shown to nobody."""
    by.require(Permission.REQUEST, review.school_id)
    if Review.objects.filter(pk=review.pk, withdrawn_at=None).update(withdrawn_at=timezone.now()):
        DirectoryRevision.move_on()
        note("review withdrawn", on=review, by=by)


@transaction.atomic
def reply_to_review(*, review: Review, reply: str, by: Scope) -> None:
    """What a provider answers to a review, shown beneath it; blank takes the answer away."""
    by.require(Permission.LISTING_WRITE, review.provider.organisation_id)
    review.reply, review.replied_at = reply.strip(), timezone.now() if reply.strip() else None
    review.save(update_fields=["reply", "replied_at"])
    note("review answered", on=review, organisation_id=review.provider.organisation_id, by=by)
