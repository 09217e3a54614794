"""What came before an establishment and what after, by the register's links and by its numbers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Q

from waymark.places.models import Organisation, RegisterLink, Status
from waymark.places.register import EstablishmentLink


@dataclass(frozen=True)
class Lineage:
    """The URNs next before and next after one establishment, each list in order of number."""

    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()


def lineage_of(places: Iterable[Organisation]) -> dict[str, Lineage]:
    """The lineage of each place, by its URN, in two queries; a place without one has an empty lineage.

    Two sources agree or add to each other: the register's links, and its rule that a school which closes to become
    another keeps its council and establishment number under a new URN.
    """
    places = [place for place in places if place.urn]
    urns = {place.urn for place in places}
    before: dict[str, set[str]] = defaultdict(set)
    after: dict[str, set[str]] = defaultdict(set)
    for earlier, later in (*_linked(urns), *_of_one_number(places)):
        before[later].add(earlier)
        after[earlier].add(later)
    return {urn: Lineage(_in_order(before[urn]), _in_order(after[urn])) for urn in urns}


def _in_order(urns: set[str]) -> tuple[str, ...]:
    return tuple(sorted(urns, key=lambda urn: (len(urn), urn)))


def _linked(urns: set[str]) -> list[tuple[str, str]]:
    links = RegisterLink.objects.filter(Q(urn__in=urns) | Q(other_urn__in=urns))
    pairs = (EstablishmentLink(link.urn, link.other_urn, link.kind).predecessor_and_successor for link in links)
    return [pair for pair in pairs if pair]


def _of_one_number(places: list[Organisation]) -> list[tuple[str, str]]:
    """Each closed establishment with the next one of the same council and number, by opening day, else by URN."""
    numbers = {(place.la_code, place.establishment_number) for place in places}
    numbers = {(la_code, number) for la_code, number in numbers if la_code and number}
    rows = Organisation.objects.exclude(urn="").filter(
        la_code__in={la_code for la_code, _ in numbers}, establishment_number__in={number for _, number in numbers}
    )
    sharing: dict[tuple[str, str], list[Organisation]] = defaultdict(list)
    for row in rows.only("urn", "la_code", "establishment_number", "status", "opened_on", "closed_on"):
        if (row.la_code, row.establishment_number) in numbers:
            sharing[row.la_code, row.establishment_number].append(row)
    pairs = []
    for rows_of_number in sharing.values():
        in_time = sorted(rows_of_number, key=lambda row: int(row.urn))
        for earlier, later in pairwise(in_time):
            if earlier.status == Status.CLOSED and not _overlap(earlier, later):
                pairs.append((earlier.urn, later.urn))
    return pairs


def _overlap(earlier: Organisation, later: Organisation) -> bool:
    """Whether the later one opened before the earlier one closed: then the number was given out twice."""
    if earlier.closed_on is None or later.opened_on is None:
        return False
    return (earlier.closed_on - later.opened_on).days > 31
