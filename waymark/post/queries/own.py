"""Letters that are no organisation's: each read by the person it is of, and counted for whoever runs the site."""

from collections import Counter

from django.db.models import Count

from waymark.access.models import User
from waymark.access.scope import acting, everything
from waymark.post.models import Letter


def own_letters(owner: User) -> dict[int, Letter]:
    """A person's own letters by key: theirs to see, though no organisation's scope shows them."""
    with acting(everything("own letters", user_id=owner.pk)):
        return {letter.pk: letter for letter in Letter.objects.filter(owner=owner)}


def counts_by_state() -> dict[str, Counter[str]]:
    """How many letters stand where, by whose they are: organisations', people's own, nobody's. Not to whom."""
    found: dict[str, Counter[str]] = {"organisations": Counter(), "people": Counter(), "nobody": Counter()}
    rows = Letter.objects.order_by().values("state", "organisation_id", "owner_id").annotate(many=Count("pk"))
    for row in rows:
        whose = "organisations" if row["organisation_id"] else "people" if row["owner_id"] else "nobody"
        found[whose][row["state"]] += row["many"]
    return found
