"""Which schools and colleges have anything in the ledger."""

from django.db.models import Exists, OuterRef, Q

from waymark.ledger.models import Activity, Learner, SchoolSettings
from waymark.places.models import Kind, Organisation


def institutions_with_records() -> list[Organisation]:
    """Those with learners, activities or settings of their own that the active scope may see, by name."""
    kept = Q()
    for model in (Learner, Activity, SchoolSettings):
        kept |= Q(Exists(model.objects.filter(organisation=OuterRef("pk"))))
    return list(Organisation.objects.filter(kept, kind__in=(Kind.SCHOOL, Kind.COLLEGE)).order_by("name", "pk"))
