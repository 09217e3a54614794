"""What must be true of the public register, and no constraint can say."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from waymark.places.models import Belonging, Kind, Organisation

_WHOLES = (Kind.HUB, Kind.TRUST, Kind.COUNCIL, Kind.REGION)


def broken() -> Iterator[str]:
    """A sentence for each rule that does not hold."""
    yield from _in_two_at_once()
    for belonging in Belonging.objects.exclude(whole__kind__in=_WHOLES).select_related("member", "whole"):
        yield f"{belonging.member.slug} belongs to {belonging.whole.slug}, which has no parts."
    for place in Organisation.objects.filter(kind__in=(Kind.SCHOOL, Kind.COLLEGE), search_text=""):
        yield f"{place.slug} cannot be found by its name."


def _in_two_at_once() -> Iterator[str]:
    for kind in _WHOLES:
        held = Belonging.objects.filter(whole__kind=kind).values_list("member_id", "from_on", "to_on")
        in_time = sorted(held, key=lambda each: (each[0], each[1] or date.min))
        for (member, _, ended_on), (next_member, from_on, _) in pairwise(in_time):
            if member == next_member and (ended_on is None or (from_on or date.min) <= ended_on):
                yield f"{Organisation.objects.get(pk=member).slug} was in two of kind {kind.value} on one day."
