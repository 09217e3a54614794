"""One place, entered by hand."""

from typing import Any

from django.db import transaction

from waymark.places.models import Organisation
from waymark.places.rules import search_words


@transaction.atomic
def add_place(*, kind: str, name: str, slug: str, **facts: Any) -> Organisation:
    """Add a place no register file brought, so that it can be found like those that came in one."""
    area = " ".join(facts.get(part, "") for part in ("locality", "town", "la_name"))
    return Organisation.objects.create(
        kind=kind, name=name, slug=slug, search_text=search_words(name), search_area=search_words(area), **facts
    )
