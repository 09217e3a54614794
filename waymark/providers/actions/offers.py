"""Keeping what a provider offers: encounters, and free resources."""

from django.db import transaction

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.providers.actions.entries import moved_on, placed, set_all
from waymark.providers.models import DirectoryRevision, Offer, Provider, Resource
from waymark.providers.rules.facts import (
    OFFER_NAMES,
    RESOURCE_NAMES,
    OfferFacts,
    ResourceFacts,
    require_sound,
    stored,
)


@transaction.atomic
def make_offer(*, provider: Provider, facts: OfferFacts, external_id: str = "", by: Scope) -> Offer:
    """Add an offer to a provider's entry."""
    by.require(Permission.LISTING_WRITE, provider.organisation_id)
    require_sound(facts)
    said = {**stored(facts, OFFER_NAMES), **placed(facts.postcode)}
    offer = Offer.objects.create(provider=provider, external_id=external_id, **said)
    DirectoryRevision.move_on()
    note("offer made", on=offer, by=by)
    return offer


@transaction.atomic
def change_offer(*, offer: Offer, facts: OfferFacts, by: Scope) -> Offer:
    """Change what an offer says; what is as it was changes nothing."""
    by.require(Permission.LISTING_WRITE, offer.organisation_id)
    require_sound(facts)
    changed = set_all(offer, {**stored(facts, OFFER_NAMES), **placed(facts.postcode)})
    if changed:
        moved_on(offer, changed)
        note("offer changed", on=offer, by=by, fields=sorted(changed))
    return offer


@transaction.atomic
def make_resource(*, provider: Provider, facts: ResourceFacts, external_id: str = "", by: Scope) -> Resource:
    """Add a free lesson resource to a provider's entry."""
    by.require(Permission.LISTING_WRITE, provider.organisation_id)
    require_sound(facts)
    resource = Resource.objects.create(provider=provider, external_id=external_id, **stored(facts, RESOURCE_NAMES))
    DirectoryRevision.move_on()
    note("resource made", on=resource, by=by)
    return resource


@transaction.atomic
def change_resource(*, resource: Resource, facts: ResourceFacts, by: Scope) -> Resource:
    """Change what a resource says; what is as it was changes nothing."""
    by.require(Permission.LISTING_WRITE, resource.organisation_id)
    require_sound(facts)
    changed = set_all(resource, stored(facts, RESOURCE_NAMES))
    if changed:
        moved_on(resource, changed)
        note("resource changed", on=resource, by=by, fields=sorted(changed))
    return resource
