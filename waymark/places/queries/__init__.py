"""Reads of the public register."""

from waymark.places.queries.belongings import belongings_on, parts_on, whole_on
from waymark.places.queries.institutions import institutions_by_id
from waymark.places.queries.lineage import Lineage, lineage_of
from waymark.places.queries.positions import Position, Precision, normal_postcode, position_of
from waymark.places.queries.search import PlacesFound, places_found, places_matching

__all__ = [
    "Lineage",
    "PlacesFound",
    "Position",
    "Precision",
    "belongings_on",
    "institutions_by_id",
    "lineage_of",
    "normal_postcode",
    "parts_on",
    "places_found",
    "places_matching",
    "position_of",
    "whole_on",
]
