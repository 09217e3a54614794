"""Asking providers to look at their entries again, before they are hidden."""

from collections.abc import Iterator
from datetime import date

from django.db import transaction
from django.db.models import Q

from waymark.access.audit import note
from waymark.access.models import Membership
from waymark.access.permissions import Permission
from waymark.access.roles import ROLES
from waymark.access.scope import Scope
from waymark.post.actions.letters import Wording, send_letter
from waymark.providers.models import Provider
from waymark.providers.rules.freshness import REMIND_AFTER, hidden_from, is_stale, is_to_be_reminded

_KEEPERS = [role.name for role in ROLES.values() if Permission.LISTING_WRITE in role.permissions]


@transaction.atomic
def remind_provider(*, provider: Provider, on: date, by: Scope) -> int:
    """Write to whoever keeps an entry, if it is to be looked at again; returns how many letters were written.

    To everybody who signs in for it; where nobody does, to the address it gives to schools. Done twice on a day, the
    second time writes nothing.
    """
    by.require(Permission.LISTING_WRITE, provider.organisation_id)
    standing = Provider.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=provider.pk)
    if not standing.is_listed or not is_to_be_reminded(standing.verified_on, standing.reminded_on, on):
        return 0
    people = Membership.objects.filter(
        organisation=standing.organisation_id, role__in=_KEEPERS, ended_at=None, user__is_active=True
    )
    addresses = sorted(set(people.values_list("user__email", flat=True))) or [standing.contact_email]
    written = [
        send_letter(
            organisation=standing.organisation,
            to=address,
            wording=_wording(standing, on),
            needs=Permission.LISTING_WRITE,
            about=f"provider {standing.public_id}",
            by=by,
        )
        for address in addresses
        if address
    ]
    standing.reminded_on = on  # one nobody can be written to as well: asked again in a month, not every night
    standing.save(update_fields=["reminded_on"])
    note("directory entry to be looked at again", on=standing, by=by, letters=len(written))
    return len(written)


def to_be_reminded(on: date) -> Iterator[Provider]:
    """The listed entries that may be due a reminder on a day."""
    due = Q(verified_on=None) | Q(verified_on__lte=on - REMIND_AFTER)
    yield from Provider.objects.filter(due, is_listed=True).select_related("organisation").order_by("pk")


def _wording(provider: Provider, on: date) -> Wording:
    name = provider.organisation.name
    if provider.verified_on is None:
        why = "Nobody has said yet that it is right, so schools do not see it."
    elif is_stale(provider.verified_on, on):
        why = f"It was last said to be right on {_day(provider.verified_on)}, so schools no longer see it."
    else:
        why = (
            f"It was last said to be right on {_day(provider.verified_on)}."
            f" From {_day(hidden_from(provider.verified_on))}"
            " schools will not see it unless somebody says so again."
        )
    return Wording(
        subject=f"Is the entry of {name} still right?",
        text=(
            f"Hello,\n\nplease look at what the directory says of {name}. {why}\n\n"
            "Sign in to Waymark, read the entry and the offers through, change what has changed, and choose"
            " “Everything in it is right”. It takes a few minutes.\n"
        ),
    )


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"
