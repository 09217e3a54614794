"""Writing down what a school could put on itself."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.places.models import Organisation
from waymark.planner.models import OwnOffer


@transaction.atomic
def add_own_offer(*, school: Organisation, said: Mapping[str, Any], by: Scope) -> OwnOffer:
    """Add something the school could put on, for plans to choose from. `said` are columns of an `OwnOffer`."""
    by.require(Permission.PLAN_WRITE, school.pk)
    made = OwnOffer.objects.create(organisation=school, made_by_id=by.user_id, **said)
    note("own offer added", on=made, by=by)
    return made


@transaction.atomic
def change_own_offer(*, offer: OwnOffer, said: Mapping[str, Any], by: Scope) -> OwnOffer:
    """Say something else of it, or put it aside (`is_open`). Proposals made with it stay as they are."""
    by.require(Permission.PLAN_WRITE, offer.organisation_id)
    changed = sorted(name for name, value in said.items() if getattr(offer, name) != value)
    for name in changed:
        setattr(offer, name, said[name])
    if changed:
        offer.save(update_fields=changed)
        note("own offer changed", on=offer, by=by, changed=changed)
    return offer
