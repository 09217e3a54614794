"""Schools and colleges by the identifier that files and commands name them by."""

from collections.abc import Iterable

from waymark.places.models import Kind, Organisation, Status

_INSTITUTIONS = (Kind.SCHOOL, Kind.COLLEGE)
_AT_ONCE = 500


def institutions_by_id(ids: Iterable[str]) -> dict[str, Organisation]:
    """The school or college of each URN or UKPRN; those we do not hold are left out.

    A UKPRN outlives a conversion, so several rows may carry one: the open one is meant.
    """
    asked = sorted(set(ids))
    found: dict[str, Organisation] = {}
    for start in range(0, len(asked), _AT_ONCE):
        part = asked[start : start + _AT_ONCE]
        institutions = Organisation.objects.filter(kind__in=_INSTITUTIONS)
        for place in institutions.filter(ukprn__in=part).order_by("pk"):
            if place.ukprn not in found or place.status != Status.CLOSED:
                found[place.ukprn] = place
        found |= {place.urn: place for place in institutions.filter(urn__in=part)}
    return found
