"""Writes offers as a table: the file that is read is the file that is written."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from waymark.providers.models import Offer
from waymark.providers.sources.offers.columns import COLUMNS

HEADER = tuple(column.name for column in COLUMNS)


def offer_rows(offers: Iterable[Offer]) -> Iterator[tuple[str, ...]]:
    """Each offer as the cells of its row, with its provider's beside it; dates are ISO."""
    for offer in offers:
        yield tuple(_cell(_value(offer, name)) for name in HEADER)


def _value(offer: Offer, name: str) -> Any:
    provider, place = offer.provider, offer.provider.organisation
    special = {
        "offer_id": offer.external_id or offer.public_id,
        "provider_id": provider.external_id or place.slug,
        "provider_name": place.name,
        "provider_ukprn": place.ukprn,
        "provider_type": provider.provider_kind,
    }
    if name in special:
        return special[name]
    if name.startswith("provider_") and name != "provider_kind":
        return getattr(provider, name.removeprefix("provider_"))
    return getattr(offer, name)


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ";".join(map(str, value))
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
