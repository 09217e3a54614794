"""Writes the directory as Open Referral JSON: what anybody may see on a day, and no more."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from waymark.providers.models import Offer, Provider, Resource
from waymark.providers.queries.rows import shown_on

_NAMESPACE = UUID("6f2f7b1e-0c63-5d0c-9a53-6f8a1d0a7c11")  # of the ids we make out of our own
_AGE_OF_YEAR = 4  # a learner of Year 7 is eleven at its start
_CAREERS = (
    "kind", "self_employed", "stem", "subject", "minutes", "mode", "purpose_shared", "outcomes_set", "two_way",
    "reflection", "task_set", "employer_feedback", "met_staff_and_learners", "pal_content", "adviser_level",
    "year_from", "year_to", "capacity", "fixed_cost", "cost_per_learner", "sessions", "dates", "periods", "rooms",
    "staff", "benchmarks", "needs", "venue", "postcode", "reach_miles", "is_nationwide", "evidence", "booking_notes",
    "sector",
)  # fmt: skip
_ORGANIZATION = (
    "provider_kind", "sector", "town", "postcode", "reach_miles", "is_nationwide", "needs", "access_notes",
    "safeguarding", "safeguarding_expires_on", "evidence", "evidence_url", "summary", "contact_name",
    "contact_telephone",
)  # fmt: skip


def page_of_services(
    on: date, *, providers: Iterable[Provider] | None = None, number: int = 1, size: int | None = None
) -> dict[str, Any]:
    """A page of services, checked against its shape, as JSON's own values; all on one page where no `size` is given.

    `providers` where not everybody's is wanted. A number beyond the last page is an empty page.
    """
    from waymark.providers.sources.openreferral.shapes import Page  # pydantic's models take a while to make

    shown = shown_on(on) if providers is None else Provider.objects.filter(pk__in=[each.pk for each in providers])
    offers = Offer.objects.filter(provider__in=shown, is_open=True).order_by("pk")
    resources = Resource.objects.filter(provider__in=shown, is_open=True).order_by("pk")
    of_offers = offers.count()
    total = of_offers + resources.count()
    size = size or total
    first, last = (number - 1) * size, number * size
    services = _services(
        list(offers[first:last]), list(resources[max(0, first - of_offers) : max(0, last - of_offers)])
    )
    pages = max(1, -(-total // size)) if size else 1
    said = {
        "total_items": total,
        "total_pages": pages,
        "page_number": number,
        "size": len(services),
        "first_page": number == 1,
        "last_page": number >= pages,
        "empty": not services,
        "contents": services,
    }
    return Page.model_validate(said).model_dump(mode="json", exclude_none=True)


def _services(offers: list[Offer], resources: list[Resource]) -> list[dict[str, Any]]:
    wanted = {offer.provider_id for offer in offers} | {resource.provider_id for resource in resources}
    rows = Provider.objects.select_related("organisation").prefetch_related("quality_marks").in_bulk(wanted)
    of = {pk: (provider, _organization(provider)) for pk, provider in rows.items()}
    return [
        *(_offer(offer, *of[offer.provider_id]) for offer in offers),
        *(_resource(resource, *of[resource.provider_id]) for resource in resources),
    ]


def _organization(provider: Provider) -> dict[str, Any]:
    marks = [
        {name: getattr(mark, name) for name in ("name", "awarded_by", "awarded_on", "expires_on", "url")}
        for mark in provider.quality_marks.all()
    ]
    return {
        "id": _id(provider),
        "name": provider.organisation.name,
        "description": provider.description,
        "email": provider.contact_email or None,
        "website": provider.website or None,
        "careers": {
            **{name: getattr(provider, name) for name in _ORGANIZATION},
            "provider_id": provider.external_id or provider.public_id,
            "ukprn": provider.organisation.ukprn,
            "accreditations": marks,
            "last_verified_on": provider.verified_on,
        },
    }


def _offer(offer: Offer, provider: Provider, organization: dict[str, Any]) -> dict[str, Any]:
    mine = _id(offer)
    placed = offer if offer.has_place else provider
    costs = [("a session", offer.fixed_cost), ("a learner", offer.cost_per_learner)]
    return {
        "id": mine,
        "name": offer.title,
        "description": offer.summary,
        "assured_date": provider.verified_on,
        "minimum_age": offer.year_from + _AGE_OF_YEAR if offer.year_from else None,
        "maximum_age": offer.year_to + _AGE_OF_YEAR + 1 if offer.year_to else None,
        "organization": organization,
        "cost_options": [
            {"id": _sub(mine, option), "amount": amount, "currency": "GBP", "option": option}
            for option, amount in costs
            if amount
        ],
        "schedules": [{"id": _sub(mine, day), "dtstart": day} for day in offer.dates],
        "service_at_locations": [_location(mine, placed, provider)] if placed.has_place else [],
        "careers": {
            **{name: getattr(offer, name) for name in _CAREERS},
            "offer_id": offer.external_id or offer.public_id,
            "provider_kind": offer.provider_kind or None,
        },
    }


def _location(mine: str, placed: Offer | Provider, provider: Provider) -> dict[str, Any]:
    town = provider.town if placed is provider else ""
    address = {"id": _sub(mine, "address"), "city": town, "postal_code": placed.postcode}
    return {
        "id": _sub(mine, "at"),
        "location": {
            "id": _sub(mine, "location"),
            "name": town or placed.postcode or None,
            "latitude": placed.latitude,
            "longitude": placed.longitude,
            "addresses": [address],
        },
    }


def _resource(resource: Resource, provider: Provider, organization: dict[str, Any]) -> dict[str, Any]:
    names = ("benchmarks", "stages", "subjects", "audiences", "needs", "minutes", "licence")
    return {
        "id": _id(resource),
        "name": resource.title,
        "description": resource.summary,
        "url": resource.url,
        "assured_date": provider.verified_on,
        "organization": organization,
        "resource": {
            **{name: getattr(resource, name) for name in names},
            "resource_id": resource.external_id or resource.public_id,
        },
    }


def _id(row: Provider | Offer | Resource) -> str:
    return str(uuid5(_NAMESPACE, f"{row._meta.model_name}:{row.public_id}"))


def _sub(mine: str, part: str) -> str:
    return str(uuid5(UUID(mine), part))
