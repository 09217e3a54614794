"""Careers hubs, and which schools and colleges are in them."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.text import slugify

from waymark.places.actions.belongings import Part
from waymark.places.actions.loaded import Loaded, clipped
from waymark.places.models import Belonging, Kind, Organisation
from waymark.places.register import HubMembership
from waymark.places.rules import plain_words, search_words


def overlapping_memberships(rows: Sequence[HubMembership], *, members: dict[str, int]) -> list[HubMembership]:
    """Rows that would put a school into two hubs on one day, or twice into one: by what we hold or an earlier row.

    A row that begins on the day of a membership we hold, at that hub, is that membership and does not overlap it.
    `members` gives the key of each institution by its URN or UKPRN.
    """
    hubs = {plain_words(hub.name): hub.pk for hub in Organisation.objects.filter(kind=Kind.HUB)}
    spans: dict[int, list[Part]] = {}
    held = Belonging.objects.filter(whole__kind=Kind.HUB)
    for belonging in held:
        spans.setdefault(belonging.member_id, []).append(
            Part(belonging.member_id, belonging.whole_id, belonging.from_on, belonging.to_on)
        )
    overlapping = []
    for row in rows:
        name = plain_words(row.hub)
        part = Part(members[row.institution_id], hubs.setdefault(name, -len(hubs) - 1), row.from_on, row.to_on)
        others = [s for s in spans.get(part.member, []) if (s.whole, s.from_on) != (part.whole, part.from_on)]
        if any(part.overlaps(other) for other in others):
            overlapping.append(row)
        else:
            spans[part.member] = [*others, part]
    return overlapping


@transaction.atomic
def load_hub_memberships(rows: Sequence[HubMembership], *, members: dict[str, int]) -> Loaded:
    """Bring in who was in which hub from when to when; none of `rows` overlaps what we hold.

    A row that begins when a membership we hold begins says when that one ends. One the file lacks stays.
    """
    hubs = {plain_words(hub.name): hub for hub in Organisation.objects.filter(kind=Kind.HUB)}
    added = changed = 0
    for row in rows:
        hub = hubs.get(plain_words(row.hub)) or _add_hub(row.hub)
        hubs[plain_words(row.hub)] = hub
        belonging, is_new = Belonging.objects.get_or_create(
            member_id=members[row.institution_id], whole=hub, from_on=row.from_on, defaults={"to_on": row.to_on}
        )
        added += is_new
        if not is_new and belonging.to_on != row.to_on:
            belonging.to_on = row.to_on
            belonging.save(update_fields=["to_on"])
            changed += 1
    return Loaded(added, changed, len(rows) - added - changed)


def _add_hub(name: str) -> Organisation:
    name = clipped(Organisation, "name", name)
    slug = base = slugify(name)[:110] or "hub"
    number = 2
    while Organisation.objects.filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    return Organisation.objects.create(kind=Kind.HUB, name=name, slug=slug, search_text=search_words(name))
