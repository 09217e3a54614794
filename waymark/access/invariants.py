"""What must be true of people and their access, and no constraint can say."""

from collections.abc import Iterator

from waymark.access.models import Membership, Sharing
from waymark.access.roles import ROLES
from waymark.places.models import Organisation


def broken() -> Iterator[str]:
    """A sentence for each rule that does not hold; people are named by number only."""
    for membership in Membership.objects.filter(ended_at=None).select_related("organisation"):
        if membership.organisation.kind not in ROLES[membership.role].at:
            yield f"Membership {membership.pk}: {membership.role} is no role at {membership.organisation.slug}."
    with_people = Membership.objects.filter(ended_at=None).values("organisation")
    administrators = [role.name for role in ROLES.values() if role.is_administrator]
    led = Membership.objects.filter(ended_at=None, role__in=administrators, user__is_active=True).values("organisation")
    for place in Organisation.objects.filter(pk__in=with_people).exclude(pk__in=led):
        yield f"{place.slug} has people, but nobody who can invite others."
    for sharing in Sharing.objects.filter(ended_at=None).select_related("school"):
        if not sharing.school.is_institution:
            yield f"Sharing {sharing.pk}: {sharing.school.slug} is neither a school nor a college."
