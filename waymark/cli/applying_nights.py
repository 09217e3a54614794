"""The night's work on applications: offers that stood until yesterday run out."""

from collections.abc import Iterator
from datetime import date


def pass_night(on: date) -> Iterator[str]:
    """End the offers whose last day is past; says how many, if any."""
    from django.utils import timezone  # after open_site

    from waymark.access.scope import acting, everything
    from waymark.opportunities.actions.applying import expire_offers

    with acting(everything("by itself", via="night")) as by:
        ended = expire_offers(on=on, at=timezone.now(), by=by)
    if ended:
        yield f"Offers of a place that ran out: {ended}."
