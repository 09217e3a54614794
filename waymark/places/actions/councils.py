"""Councils and the regions they lie in."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.text import slugify

from waymark.places.actions.belongings import keep_belongings
from waymark.places.actions.loaded import Loaded
from waymark.places.models import Kind, Organisation
from waymark.places.register import Council
from waymark.places.rules import search_words


@transaction.atomic
def load_councils(rows: Sequence[Council], *, on: date) -> Loaded:
    """Bring in councils with their region. One the file lacks stays: schools that closed are still listed under it."""
    added, changed, unchanged = 0, set(), set()
    wholes: dict[int, int | None] = {}
    for row in rows:
        region = _region(row)
        council, is_new = Organisation.objects.get_or_create(
            kind=Kind.COUNCIL,
            register_code=row.council_code,
            defaults={
                "name": row.name,
                "slug": f"{slugify(row.name)}-council-{row.la_code}",
                "la_code": row.la_code,
                "la_name": row.name,
                "search_text": search_words(row.name),
            },
        )
        wholes[council.pk] = region.pk
        if is_new:
            added += 1
        elif (council.name, council.la_code) != (row.name, row.la_code):
            Organisation.objects.filter(pk=council.pk).update(name=row.name, la_name=row.name, la_code=row.la_code)
            changed.add(council.pk)
        else:
            unchanged.add(council.pk)
    moved = keep_belongings(wholes, kind=Kind.REGION, on=on) & unchanged
    return Loaded(added, len(changed) + len(moved), len(unchanged) - len(moved))


def _region(row: Council) -> Organisation:
    region, _ = Organisation.objects.get_or_create(
        kind=Kind.REGION,
        register_code=row.region_code,
        defaults={"name": row.region, "slug": f"{slugify(row.region)}-region-{row.region_code.lower()}"},
    )
    return region
