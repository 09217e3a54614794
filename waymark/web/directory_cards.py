"""The entries that a search of the directory found, as pages show them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Avg, Count

from waymark.kernel.framework import Framework
from waymark.kernel.vocabulary import Setting
from waymark.places.queries import Position, Precision
from waymark.providers.models import Mode, Offer, Provider, ProviderKind, Resource, Review, Stage, Venue
from waymark.providers.queries.rows import OFFER, PROVIDER, RESOURCE
from waymark.providers.queries.search import NATIONWIDE, NEAR, ONLINE, UNPLACED, Hit
from waymark.providers.rules.counting import counts_for
from waymark.web.formats import plural, pounds, short_day

Href = Callable[[str, str], str]  # of what sort, and its public id


@dataclass(frozen=True)
class Card:
    """One entry in the list: what, whose, where, and what it would close."""

    title: str
    href: str
    provider: str
    provider_kind: str
    summary: str
    where: str
    facts: tuple[str, ...]
    counts: tuple[str, ...]
    counts_for_nothing: bool
    stars: str


def cards_of(
    hits: Iterable[Hit], *, rules: tuple[Framework, ...], place: Position | None, on: date, href: Href, setting: Setting
) -> tuple[Card, ...]:
    """The cards of a page of hits, in their order; one query for each sort of entry and one for reviews."""
    hits = tuple(hits)
    rows: dict[str, dict[int, Any]] = {
        OFFER: Offer.objects.select_related("provider__organisation").in_bulk(_keys(hits, OFFER)),
        RESOURCE: Resource.objects.select_related("provider__organisation").in_bulk(_keys(hits, RESOURCE)),
        PROVIDER: Provider.objects.select_related("organisation").in_bulk(_keys(hits, PROVIDER)),
    }
    found = [(hit, rows[hit.what][hit.pk]) for hit in hits if hit.pk in rows[hit.what]]
    stars = stars_of({_provider(row).pk for _, row in found})
    return tuple(_card(hit, row, rules, place, on, href, stars, setting) for hit, row in found)


def stars_of(providers: Iterable[int]) -> dict[int, str]:
    """What schools' reviews of providers come to, in words."""
    rows = Review.objects.filter(provider__in=list(providers), withdrawn_at=None).order_by()
    return {
        pk: f"{mean:.1f} out of 5, {plural(count, 'review')}"
        for pk, mean, count in rows.values_list("provider").annotate(mean=Avg("stars"), count=Count("pk"))
    }


def _keys(hits: tuple[Hit, ...], what: str) -> list[int]:
    return [hit.pk for hit in hits if hit.what == what]


def _provider(row: Offer | Resource | Provider) -> Provider:
    return row if isinstance(row, Provider) else row.provider


def _card(hit, row, rules, place, on, href, stars, setting) -> Card:
    provider = _provider(row)
    counts = counted_words(row, rules, on, setting) if isinstance(row, Offer) else ()
    return Card(
        title=str(row),
        href=href(hit.what, row.public_id),
        provider="" if isinstance(row, Provider) else str(provider),
        provider_kind=ProviderKind(provider.provider_kind).label,
        summary=row.summary[:220].rstrip() + ("…" if len(row.summary) > 220 else ""),
        where=where_words(hit, _placed(row), place, provider.town),
        facts=facts_of_card(row, on),
        counts=counts,
        counts_for_nothing=isinstance(row, Offer) and not counts,
        stars=stars.get(provider.pk, ""),
    )


def _placed(row: Offer | Resource | Provider) -> Offer | Provider:
    if isinstance(row, Offer) and row.has_place:
        return row
    return _provider(row)


def where_words(hit: Hit, row: Offer | Provider, place: Position | None, town: str) -> str:
    """How far away, and how honestly that is known; else by which other way it can be had."""
    if hit.what == RESOURCE:
        return ""
    if hit.where == ONLINE:
        return "Online"
    if place is None:
        return town or ("" if row.has_place else "Does not say where it is")
    if hit.miles is None:
        return "Comes to schools anywhere in England" if hit.where == NATIONWIDE else "Does not say where it is"
    exact = row.precision == Precision.POSTCODE and place.precision == Precision.POSTCODE
    near = f"{hit.miles:.1f} miles away" if exact else f"about {hit.miles:.0f} miles away"
    words = [f"{town}, {near}" if town else near[0].upper() + near[1:]]
    if hit.where == NATIONWIDE or (hit.where == NEAR and row.is_nationwide):
        words.append("comes to schools anywhere in England")
    elif isinstance(row, Offer | Provider) and hit.reaches is None and hit.where != UNPLACED:
        words.append("does not say how far it travels")
    return "; ".join(words)


def facts_of_card(row: Offer | Resource | Provider, on: date) -> tuple[str, ...]:
    """The few facts by which one chooses."""
    if isinstance(row, Provider):
        return ("No offers listed yet",)
    if isinstance(row, Resource):
        stages = ", ".join(Stage(stage).label for stage in row.stages)
        return tuple(filter(None, ("Free lesson resource", stages, ", ".join(row.subjects))))
    return tuple(
        filter(
            None,
            (
                Mode(row.mode).label,
                "" if row.mode == Mode.VIRTUAL else Venue(row.venue).label,
                years_words(row),
                cost_words(row),
                f"up to {plural(row.capacity, 'learner')}" if row.capacity else "",
                dates_words(row, on),
            ),
        )
    )


def years_words(offer: Offer) -> str:
    """The year groups it suits."""
    if offer.year_from is None and offer.year_to is None:
        return "any year group"
    first, last = offer.years[0], offer.years[-1]
    return f"Year {first}" if first == last else f"Years {first} to {last}"


def cost_words(offer: Offer) -> str:
    """What it costs, by the session and by the learner."""
    said = []
    if offer.fixed_cost:
        said.append(f"{pounds(float(offer.fixed_cost))} a session")
    if offer.cost_per_learner:
        said.append(f"{pounds(float(offer.cost_per_learner))} a learner")
    return " and ".join(said) or "free"


def dates_words(offer: Offer, on: date) -> str:
    """The next dates; by arrangement where none are given."""
    coming = [day for day in map(date.fromisoformat, offer.dates) if day >= on]
    if not offer.dates:
        return "dates by arrangement"
    if not coming:
        return "no dates to come"
    more = f" and {plural(len(coming) - 2, 'more date')}" if len(coming) > 2 else ""
    return ", ".join(short_day(day) for day in coming[:2]) + more


def counted_words(offer: Offer, rules: tuple[Framework, ...], on: date, setting: Setting) -> tuple[str, ...]:
    """What it can close for which year groups, by the rules in force."""
    dates = [date.fromisoformat(day) for day in offer.dates]
    found = []
    for each in rules:
        counts = counts_for(each, offer.activity, years=offer.years, dates=dates, on=on, setting=setting)
        for code, years in counts.items():
            due = each.entitlement(code)
            if setting in due.settings:
                span = f"Year {years[0]}" if len(years) == 1 else f"Years {years[0]} to {years[-1]}"
                found.append(f"{due.title} ({span})")
    return tuple(found)
