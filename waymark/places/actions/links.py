"""What the register says came before and after."""

from collections.abc import Sequence

from django.db import transaction

from waymark.places.actions.loaded import AT_ONCE, Loaded, clipped, overwrite
from waymark.places.models import RegisterLink
from waymark.places.register import EstablishmentLink


@transaction.atomic
def load_links(rows: Sequence[EstablishmentLink]) -> Loaded:
    """Keep the register's links. One the file lacks stays: the file may be a part."""
    held = {(link.urn, link.other_urn, link.kind): link for link in RegisterLink.objects.all()}
    kept_before = len(held)
    new: list[RegisterLink] = []
    changed: dict[int, RegisterLink] = {}
    said = set()
    for row in rows:
        key = (row.urn, row.other_urn, clipped(RegisterLink, "kind", row.kind))
        name = clipped(RegisterLink, "other_name", row.other_name)
        said.add(key)
        link = held.get(key)
        if link is None:
            held[key] = RegisterLink(urn=key[0], other_urn=key[1], kind=key[2], other_name=name, on=row.on)
            new.append(held[key])
        elif link.pk and (link.on, link.other_name) != (row.on or link.on, name or link.other_name):
            link.on, link.other_name = row.on or link.on, name or link.other_name
            changed[link.pk] = link
    RegisterLink.objects.bulk_create(new, batch_size=AT_ONCE)
    overwrite(changed.values(), ["on", "other_name"])
    absent = kept_before + len(new) - len(said)
    return Loaded(len(new), len(changed), len(rows) - len(new) - len(changed), absent)
