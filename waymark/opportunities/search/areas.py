"""What lies where, by the register: the region of a postcode's first part, the middle of a council's area."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.utils import timezone

from waymark.places.models import Kind, Organisation, Postcode
from waymark.places.queries import belongings_on

Point = tuple[float, float]


@dataclass(frozen=True)
class Areas:
    """The regions of first parts of postcodes and of councils by their code, and where each council's schools lie."""

    region_of_outcode: dict[str, str] = field(default_factory=dict)
    region_of_council: dict[str, str] = field(default_factory=dict)
    middle_of_council: dict[str, Point] = field(default_factory=dict)

    @classmethod
    def as_registered(cls) -> Areas:
        """Read from the register as it stands."""
        councils = dict(Organisation.objects.filter(kind=Kind.COUNCIL).values_list("register_code", "la_code"))
        belongings = belongings_on(timezone.localdate()).filter(member__kind=Kind.COUNCIL, whole__kind=Kind.REGION)
        regions = dict(belongings.values_list("member__register_code", "whole__name"))
        code_of_la = {la: code for code, la in councils.items() if la}
        schools: dict[str, Counter[str]] = defaultdict(Counter)
        placed = Organisation.objects.exclude(postcode="").exclude(la_code="").values_list("la_code", "postcode")
        for la, postcode in placed.iterator():
            if la in code_of_la:
                schools[code_of_la[la]][outcode_of(postcode)] += 1
        return cls(_regions_of_outcodes(schools, regions), regions, _middles(schools))


def outcode_of(postcode: str) -> str:
    """The first part of a postcode."""
    return postcode.partition(" ")[0]


def _regions_of_outcodes(schools: dict[str, Counter[str]], regions: dict[str, str]) -> dict[str, str]:
    """Each outcode's region: that of most of its schools."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for council, outcodes in schools.items():
        if council in regions:
            for outcode, count in outcodes.items():
                counts[outcode][regions[council]] += count
    return {outcode: min(of, key=lambda region: (-of[region], region)) for outcode, of in counts.items()}


def _middles(schools: dict[str, Counter[str]]) -> dict[str, Point]:
    positions = {
        code: (latitude, longitude)
        for code, latitude, longitude in Postcode.objects.exclude(code__contains=" ").values_list(
            "code", "latitude", "longitude"
        )
    }
    middles = {}
    for council, outcodes in schools.items():
        placed = [(positions[outcode], count) for outcode, count in outcodes.items() if outcode in positions]
        total = sum(count for _, count in placed)
        if total:
            middles[council] = (
                sum(point[0] * count for point, count in placed) / total,
                sum(point[1] * count for point, count in placed) / total,
            )
    return middles
