"""An adviser's interviews as calendars show them: where to be and when, and no learner's name."""

from datetime import date

from django.conf import settings

from waymark.guidance.queries.booked import day_in_moments, mine
from waymark.guidance.rules.states import State
from waymark.places.models import Organisation
from waymark.post.calendar import Event, uid_of


def interview_events(user_id: int, *, on: date, school: Organisation | None = None) -> list[Event]:
    """What is booked with the adviser of this account from a day on; at one school where it is named.

    Reads what the active scope may, so only schools where they may see interviews.
    """
    rows = mine(user_id).filter(state=State.BOOKED, starts_at__gte=day_in_moments(on)[0])
    if school is not None:
        rows = rows.filter(organisation=school)
    return [
        Event(
            uid=uid_of("interview", each.public_id),
            title="Guidance interview",
            begins=each.starts_at,
            ends=each.ends_at,
            place=", ".join(filter(None, (each.room and f"Room {each.room}", each.organisation.name))),
            link=f"{settings.WAYMARK_ADDRESS}/schools/{each.organisation.slug}/interviews/{each.public_id}/",
        )
        for each in rows
    ]
