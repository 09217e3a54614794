"""How far one place is from another, on the round earth."""

from math import asin, cos, radians, sin, sqrt

EARTH_MILES = 3958.7613  # radius


def miles_apart(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Great-circle miles between two places, in decimal degrees."""
    rise, run = radians(other_latitude - latitude) / 2, radians(other_longitude - longitude) / 2
    chord = sin(rise) ** 2 + cos(radians(latitude)) * cos(radians(other_latitude)) * sin(run) ** 2
    return 2 * EARTH_MILES * asin(min(1.0, sqrt(chord)))
