"""Venues as they stand, and where the postcodes of new ones lie."""

from collections.abc import Iterable

from django.db.models import Q

from waymark.opportunities.models import TrainingProvider, Venue
from waymark.opportunities.rules.venues import VENUE_FIELDS, VenueFacts
from waymark.places.models import Postcode
from waymark.places.queries import Position, Precision, normal_postcode
from waymark.places.queries.positions import positions_of

_AT_ONCE = 100


def standing_venues(provider: TrainingProvider) -> dict[int, VenueFacts]:
    """A provider's live venues as facts, by key."""
    venues = Venue.objects.filter(provider=provider, is_live=True).order_by("pk")
    return {venue.pk: VenueFacts(**{name: getattr(venue, name) for name in VENUE_FIELDS}) for venue in venues}


def positions_for_venues(postcodes: Iterable[str]) -> dict[str, Position]:
    """Where postcodes lie, by the postcode as it is written properly.

    One that the directory lacks is left out; so where the directory holds no whole postcode of its sector, the middle
    of the sector or outcode stands for it.
    """
    found = positions_of({code for code in map(normal_postcode, postcodes) if len(code.partition(" ")[2]) == 3})
    about = {code for code, at in found.items() if at.precision is not Precision.POSTCODE}
    held = _sectors_held({code[:-2] for code in about})
    return {code: at for code, at in found.items() if code not in about or code[:-2] not in held}


def _sectors_held(sectors: Iterable[str]) -> set[str]:
    """The sectors of which the directory has whole postcodes."""
    asked, held = sorted(sectors), set[str]()
    for start in range(0, len(asked), _AT_ONCE):
        within = Q()
        for sector in asked[start : start + _AT_ONCE]:
            within |= Q(code__gte=f"{sector}AA", code__lte=f"{sector}ZZ")
        held |= {code[:-2] for code in Postcode.objects.filter(within).values_list("code", flat=True)}
    return held
