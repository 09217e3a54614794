"""Which schools and colleges have anything in the ledger."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from waymark.ledger.models import Activity, Learner, SchoolSettings
from waymark.places.models import Kind, Organisation


def institutions_with_records() -> list[Organisation]:
    """Those with learners, activities or settings of their own that the active scope may see, by name."""
    kept = Q()
    for model in (Learner, Activity, SchoolSettings):
        kept |= Q(Exists(model.objects.filter(organisation=OuterRef("pk"))))
    return list(Organisation.objects.filter(kept, kind__in=(Kind.SCHOOL, Kind.COLLEGE)).order_by("name", "pk"))


def activities_done(schools: Sequence[Organisation], *, first: date, last: date) -> dict[int, int]:
    """How many activities each of these schools has done between two days, by the school's key; none: left out."""
    done = Activity.objects.filter(organisation__in=schools, state=Activity.State.DONE, held_on__range=(first, last))
    return dict(done.order_by().values_list("organisation").annotate(count=Count("pk")))
