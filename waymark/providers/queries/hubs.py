"""Which hub somebody's offer of help goes to."""

from datetime import date

from waymark.kernel.distance import miles_apart
from waymark.places.models import Kind, Organisation, Status
from waymark.places.queries import belongings_on
from waymark.places.queries.positions import position_of, positions_of


def hubs_there_are() -> list[Organisation]:
    """Every hub of the site, by name."""
    return list(Organisation.objects.filter(kind=Kind.HUB).exclude(status=Status.CLOSED).order_by("name"))


def hub_near(postcode: str, on: date) -> Organisation | None:
    """The hub that the nearest school belongs to; None where the place is not known, or no school has a hub."""
    at = position_of(postcode)
    if at is None:
        return None
    schools = list(
        belongings_on(on)
        .filter(whole__kind=Kind.HUB)
        .exclude(member__postcode="")
        .values_list("member__postcode", "whole")
    )
    places = positions_of({code for code, _ in schools})
    near = [
        (miles_apart(at.latitude, at.longitude, places[code].latitude, places[code].longitude), hub)
        for code, hub in schools
        if code in places
    ]
    return Organisation.objects.get(pk=min(near)[1]) if near else None
