"""The night's part in requests: reminders, who is asked next, what took place, who is forgotten."""

from collections.abc import Iterator
from datetime import date


def pass_night(on: date) -> Iterator[str]:
    """What time does to requests and to people at employers; twice changes nothing more."""
    from waymark.access.scope import acting, everything  # after open_site
    from waymark.planner.actions.asked import settle_what_took_place
    from waymark.providers.actions.clock import forget_people, pass_day

    with acting(everything("by itself", via="night")) as by:
        delivered = len(list(settle_what_took_place(by=by)))
        done = pass_day(on=on, by=by)
        forgotten = forget_people(on=on, by=by)
    said = {
        "requests took place": delivered,
        "reminders sent": done.reminded,
        "requests given up": done.given_up,
        "requests sent that had waited for a place": done.placed,
        "contacts and names erased": forgotten,
    }
    yield from (f"{count:,} {what}." for what, count in said.items() if count)
