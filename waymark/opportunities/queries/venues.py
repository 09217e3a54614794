"""Venues as they stand, and where the postcodes of new ones lie."""

from collections.abc import Iterable

from waymark.opportunities.models import TrainingProvider, Venue
from waymark.opportunities.rules.venues import VENUE_FIELDS, VenueFacts
from waymark.places.models import Postcode
from waymark.places.queries import Position, Precision, normal_postcode, position_of

_AT_ONCE = 500


def standing_venues(provider: TrainingProvider) -> dict[int, VenueFacts]:
    """A provider's live venues as facts, by key."""
    venues = Venue.objects.filter(provider=provider, is_live=True).order_by("pk")
    return {venue.pk: VenueFacts(**{name: getattr(venue, name) for name in VENUE_FIELDS}) for venue in venues}


def positions_of(postcodes: Iterable[str]) -> dict[str, Position]:
    """Where postcodes lie, by the postcode as it is written properly.

    One that the directory lacks is left out; so where the directory holds no whole postcode of its sector, the middle
    of the sector or outcode stands for it.
    """
    asked = sorted({code for code in map(normal_postcode, postcodes) if len(code.partition(" ")[2]) == 3})
    found: dict[str, Position] = {}
    for start in range(0, len(asked), _AT_ONCE):
        held = Postcode.objects.filter(code__in=asked[start : start + _AT_ONCE])
        found |= {
            row.code: Position(row.code, row.latitude, row.longitude, Precision.POSTCODE, row.is_in_england)
            for row in held
        }
    for code in asked:
        if code not in found and not Postcode.objects.filter(code__startswith=code[:-2], code__gt=code[:-2]).exists():
            about = position_of(code)
            if about is not None:
                found[code] = about
    return found
