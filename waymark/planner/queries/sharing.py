"""How a hub would share scarce offers, as its people and its schools may read it."""

from django.db.models import QuerySet

from waymark.places.models import Organisation
from waymark.planner.models import SharedSession, SharedYear


def shared_years_of(hub: Organisation) -> QuerySet[SharedYear]:
    """All there are, latest first."""
    return SharedYear.objects.filter(organisation=hub)


def sessions_of(shared: SharedYear) -> QuerySet[SharedSession]:
    """Its sessions at schools that share their figures with whoever reads."""
    return SharedSession.objects.filter(shared=shared).select_related("school", "next_school")


def shared_with(school: Organisation) -> list[SharedSession]:
    """What the latest sharing of the school's hub gives it, in order of day."""
    own = SharedSession.objects.filter(school=school).select_related("shared__organisation")
    latest = own.order_by("-shared__made_at", "-shared_id").values_list("shared_id", flat=True).first()
    return list(own.filter(shared_id=latest))
