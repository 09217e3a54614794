"""Whom else a school may ask for the same, where the first of the list cannot."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from waymark.places.models import Organisation
from waymark.places.queries.positions import position_of
from waymark.providers.actions.asking import Candidate
from waymark.providers.actions.letters import addresses_of
from waymark.providers.models import Employer, Offer, Provider
from waymark.providers.queries.employers import EmployerSearch, employers_found, keepers_for
from waymark.providers.queries.kept_index import directory_index
from waymark.providers.queries.rows import OFFER
from waymark.providers.queries.search import ONLINE, Asked, Hit, directory_found
from waymark.web.directory_asking import rules_on
from waymark.web.employer_rows import miles_said
from waymark.web.school.asking.finding import today

_MOST = 12
_LOOKED_AT = 400  # entries of the directory, the nearest first: a provider has several


@dataclass(frozen=True)
class Another:
    """Somebody who may be asked next: the word that a form sends back, and how the page says it."""

    key: str
    candidate: Candidate
    said: str


def others_for(school: Organisation, first: Candidate, *, most: int | None = _MOST) -> tuple[Another, ...]:
    """Employers where an employer is asked; where a provider is, others who offer the same, each by one offer.

    The nearest first. Of employers, those of the same sector or with the same to offer come before the rest.
    """
    found = _providers(school, first) if first.provider else _employers(school, first.employer)
    return tuple(islice(found, most))


def _employers(school: Organisation, first: Employer | None) -> Iterable[Another]:
    search = EmployerSearch(near=position_of(school.postcode) if school.postcode else None)
    found = [each for each in employers_found(keepers_for(school, today()), search) if each.employer != first]
    found = [each for each in found if each.employer.cap_per_month != 0]

    def unlike(employer: Employer) -> bool:
        return first is not None and employer.sector != first.sector and not set(employer.offers) & set(first.offers)

    for each in sorted(found, key=lambda each: unlike(each.employer)):
        who = each.employer
        yield Another(who.public_id, Candidate(employer=who), f"{who.name}, {miles_said(each.miles, who.postcode)}")


def _providers(school: Organisation, first: Candidate) -> Iterable[Another]:
    """By the directory's own search: what is stale, closed or too far for them to travel is not offered."""
    alike = _sorts_of(first)
    question = Asked(
        on=today(),
        place=position_of(school.postcode) if school.postcode else None,
        chosen={"what": frozenset({OFFER}), "kind": frozenset(kind for kind, _ in alike)},
        sort="distance",
        limit=_LOOKED_AT,
    )
    hits = directory_found(directory_index(on=today(), frameworks=rules_on(today())), question).hits
    offers = Offer.objects.select_related("provider__organisation").in_bulk([hit.pk for hit in hits])
    found: dict[Provider, tuple[Hit, Offer]] = {}
    for hit in hits:
        offer = offers.get(hit.pk)
        if offer is None or offer.provider in found or (offer.kind, offer.provider_kind) not in alike:
            continue
        if offer.provider != first.provider and _suit_some_year(offer, first.offer):
            found[offer.provider] = (hit, offer)
    addresses = addresses_of(found)
    for provider, (hit, offer) in found.items():
        if addresses[provider.pk]:
            where = "online" if hit.where == ONLINE else miles_said(hit.miles, provider.postcode)
            candidate = Candidate(provider=provider, offer=offer)
            yield Another(offer.public_id, candidate, f"{provider}, {where}: {offer.title}")


def _suit_some_year(offer: Offer, other: Offer | None) -> bool:
    """Whether there is a year group for which both are; what is for no offer is for every year."""
    return other is None or bool(set(offer.years) & set(other.years))


def _sorts_of(first: Candidate) -> set[tuple[str, str]]:
    """What the one asked first would be, in the words by which it counts: of the offer, else of all its offers."""
    if first.offer:
        return {(first.offer.kind, first.offer.provider_kind)}
    return set(Offer.objects.filter(provider=first.provider, is_open=True).values_list("kind", "provider_kind"))
