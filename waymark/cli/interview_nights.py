"""The night's part in interviews: reminders of what is tomorrow, and forgetting what is long past."""

from collections.abc import Iterator
from datetime import date, timedelta


def remind_and_forget(on: date) -> Iterator[str]:
    """Remind of tomorrow's interviews, and forget what each school has kept for its period. Twice is once."""
    from waymark.access.scope import acting, everything  # after open_site
    from waymark.guidance.actions.asked_by_code import forget_typed
    from waymark.guidance.actions.letters import remind_of_day
    from waymark.guidance.actions.timetables import forget_past_interviews
    from waymark.guidance.models import Adviser, TypedRequest
    from waymark.places.models import Organisation

    with acting(everything("by itself", via="night")) as by:
        for school in Organisation.objects.filter(pk__in=Adviser.objects.order_by().values("organisation")):
            sent = remind_of_day(school=school, day=on + timedelta(days=1), by=by)
            if sent:
                yield f"{school.name}: {sent:,} reminders of interviews."
            forgotten = forget_past_interviews(school=school, on=on, by=by)
            if forgotten:
                yield f"{school.name}: {forgotten:,} lessons, diary times and reasons past their period forgotten."
        for school in Organisation.objects.filter(pk__in=TypedRequest.objects.order_by().values("organisation")):
            gone = forget_typed(school=school, on=on, by=by)
            if gone:
                yield f"{school.name}: {gone:,} requests typed by code that nobody looked at forgotten."
