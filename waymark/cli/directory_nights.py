"""The night's work on the directory: those whose entry is to be looked at again are asked to."""

from collections.abc import Iterator
from datetime import date


def remind_providers(on: date) -> Iterator[str]:
    """Write to providers whose entry was last verified ten months ago or more, once a month."""
    from waymark.access.scope import acting, everything  # after open_site
    from waymark.providers.actions.reminding import remind_provider, to_be_reminded

    written = 0
    with acting(everything("by itself", via="night")) as by:
        for provider in to_be_reminded(on):
            written += remind_provider(provider=provider, on=on, by=by)
    if written:
        yield f"Providers asked to look at their entry again: {written}."
