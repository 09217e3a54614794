"""Who belonged to what on a day."""

from datetime import date

from django.db.models import Q, QuerySet

from waymark.places.models import Belonging, Organisation


def belongings_on(day: date) -> QuerySet[Belonging]:
    """The memberships that stood on `day`."""
    return Belonging.objects.filter(Q(from_on=None) | Q(from_on__lte=day), Q(to_on=None) | Q(to_on__gte=day))


def parts_on(whole: Organisation, day: date) -> QuerySet[Organisation]:
    """The organisations that belonged to `whole` on `day`: a hub's schools, a trust's schools."""
    return Organisation.objects.filter(pk__in=belongings_on(day).filter(whole=whole).values("member"))


def whole_on(member: Organisation, kind: str, day: date) -> Organisation | None:
    """The one organisation of `kind` that `member` belonged to on `day`, or none."""
    found = belongings_on(day).filter(member=member, whole__kind=kind).select_related("whole").first()
    return found.whole if found else None
