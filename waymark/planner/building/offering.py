"""The offers a school can choose from: its own, and those of the directory that reach it."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from waymark.kernel.distance import miles_apart
from waymark.kernel.vocabulary import Kind, Mode, Tick
from waymark.ledger.rules.facts import ActivityFacts
from waymark.places.models import Organisation
from waymark.places.queries.positions import Position, position_of
from waymark.planner.building.asking import Asked
from waymark.planner.models import OwnOffer
from waymark.planner.rules.proposed import FROM_DIRECTORY
from waymark.providers.models import Offer
from waymark.providers.models.words import Venue
from waymark.providers.rules.freshness import verified_since

_SAID = (
    "kind", "provider_kind", "sector", "self_employed", "stem", "subject", "minutes", "mode", "adviser_level",
    *(tick.value for tick in Tick), "pal_content",
)  # fmt: skip
_NUMBERS = ("year_from", "year_to", "capacity", "sessions", "periods", "rooms", "staff")

NOTICE = timedelta(days=21)  # a reminder after a week, given up after two: then there is a week to ask somebody else
MOST_DAYS = 12  # on which one offer by arrangement stands, spread over the year


@dataclass(frozen=True, slots=True)
class Offering:
    """An offer with whose it is. `row` has the columns of an `offers` table as JSON holds them, money as text.

    `is_arranged`: it has no days of its own, and those of the row are days on which the school could ask for it.
    """

    offer_id: str
    title: str
    provider: str
    row: dict[str, Any]
    is_arranged: bool = False

    @property
    def dates(self) -> tuple[date, ...]:
        return tuple(date.fromisoformat(day) for day in self.row["dates"])


def offerings_for(school: Organisation, asked: Asked, closed: Container[date] = ()) -> list[Offering]:
    """Everything that could be put on between the days asked about, in order of id.

    What is by arrangement stands on days of the school's that are not `closed`.
    """
    found = [_offering(f"own-{each.public_id}", each.provider_name, each) for each in _own(school, asked)]
    near = [_offering(FROM_DIRECTORY + x.public_id, x.provider.organisation.name, x) for x in _near(school, asked)]
    possible = days_to_ask_for(asked, closed)
    found += [_on_days(each, n, possible, asked) if not each.dates else each for n, each in enumerate(near)]
    found = [each for each in found if _fits(each, asked)]
    return sorted(found, key=lambda each: each.offer_id)


def days_to_ask_for(asked: Asked, closed: Container[date]) -> list[date]:
    """The days on which the school would ask for what is by arrangement: far enough ahead that there is an answer."""
    first = asked.first + NOTICE
    days = (first + timedelta(days=n) for n in range((asked.last - first).days + 1))
    return [day for day in days if day.weekday() in asked.arranged and day not in closed]


def _on_days(offering: Offering, number: int, possible: Sequence[date], asked: Asked) -> Offering:
    """An offer by arrangement on some of the possible days, spread over all of them, each offer on days of its own.

    What must run on a day stays on it.
    """
    step = -(-len(possible) // MOST_DAYS) or 1
    days = {day.isoformat() for day in possible[number % step :: step]}
    days |= {lock.on.isoformat() for lock in asked.locks if lock.run and lock.offer_id == offering.offer_id}
    return replace(offering, row=offering.row | {"dates": sorted(days)}, is_arranged=True)


def own_offers(school: Organisation) -> list[OwnOffer]:
    """What the school could put on itself, put aside or not, by title."""
    return list(OwnOffer.objects.filter(organisation=school))


def facts_of_offering(row: dict[str, Any], *, title: str, provider: str, held_on: date, cost: Decimal) -> ActivityFacts:
    """The activity a session of an offer would be."""
    said = {name: row[name] for name in _SAID if name not in ("kind", "minutes")}
    if row["kind"] == Kind.PROVIDER and not said["provider_kind"]:
        said["provider_kind"] = "other"
    if row["kind"] == Kind.GUIDANCE and said["adviser_level"] is None:
        said["adviser_level"] = 0
    return ActivityFacts(
        title=title,
        held_on=held_on,
        kinds=(row["kind"],),
        minutes=row["minutes"] or 0,
        provider_name=provider,
        cost=cost,
        **said,
    )


def _own(school: Organisation, asked: Asked) -> Sequence[OwnOffer]:
    return [each for each in own_offers(school) if each.is_open] if asked.own else []


def _near(school: Organisation, asked: Asked) -> Iterable[Offer]:
    """The directory's offers that reach the school, or that it can reach within `miles`, in order of their id.

    Those without days of their own are among them where the school says on which it would ask for one.
    """
    if asked.miles is None:
        return
    here = position_of(school.postcode) if school.postcode else None
    standing = Offer.objects.filter(
        is_open=True, provider__is_listed=True, provider__verified_on__gte=verified_since(asked.first)
    )
    if not asked.arranged:
        standing = standing.exclude(dates=[])
    for offer in standing.select_related("provider__organisation").order_by("public_id"):
        if reaches(offer, here, asked.miles):
            yield offer


def reaches(offer: Offer, here: Position | None, miles: int) -> bool:
    """Whether an offer can be had by a school that would go `miles`: online, where its provider comes, or there."""
    if offer.mode == Mode.VIRTUAL:
        return True
    comes, provider = offer.venue == Venue.AT_SCHOOL, offer.provider
    if comes and (offer.is_nationwide or (offer.reach_miles is None and provider.is_nationwide)):
        return True
    place = offer if offer.has_place else provider
    if here is None or place.latitude is None or place.longitude is None:
        return False
    away = miles_apart(here.latitude, here.longitude, place.latitude, place.longitude)
    reach = offer.reach_miles if offer.reach_miles is not None else provider.reach_miles
    return away <= (reach if comes and reach is not None else miles)


def _offering(offer_id: str, provider: str, said: Any) -> Offering:
    """From an offer of the school's own or of the directory: their columns have the same names."""
    row = {name: getattr(said, name) for name in (*_SAID, *_NUMBERS)}
    row |= {name: str(getattr(said, name) or 0) for name in ("fixed_cost", "cost_per_learner")}
    row |= {"offer_id": offer_id, "title": said.title, "dates": sorted(set(said.dates))}
    return Offering(offer_id, said.title, provider, row)


def _fits(offering: Offering, asked: Asked) -> bool:
    is_free = not Decimal(offering.row["fixed_cost"]) and not Decimal(offering.row["cost_per_learner"])
    return (
        any(asked.first <= day <= asked.last for day in offering.dates)
        and offering.provider not in asked.without
        and (is_free or not asked.free_only)
    )
