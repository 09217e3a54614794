"""Times somebody can be seen, out of a calendar file (RFC 5545)."""

from datetime import date, datetime, timedelta

from waymark.guidance.actions.diaries import Span
from waymark.guidance.rules.times import LONDON

MOST_EVENTS = 2000
_AHEAD = timedelta(days=400)


class CalendarRefused(ValueError):
    """The file cannot be taken; the message is a sentence for its sender."""


def spans_of_calendar(content: bytes, *, on: date) -> list[Span]:
    """The events from a day on, within thirteen months, as times with their place as the room.

    Events of whole days and those called off are passed over; what repeats must be written out,
    as exports of one's own calendar do. Refused whole where it is no calendar, or holds nothing to take.
    """
    from icalendar import Calendar  # a slow import, needed only where somebody sends a calendar

    try:
        calendar = Calendar.from_ical(content)
    except (ValueError, IndexError, KeyError) as fault:
        raise CalendarRefused("That is not a calendar file. Export your calendar as .ics and send that.") from fault
    events = list(calendar.walk("VEVENT"))
    if len(events) > MOST_EVENTS:
        raise CalendarRefused(f"That calendar has more than {MOST_EVENTS:,} events. Send one with only these times.")
    if any(event.get("RRULE") for event in events):
        raise CalendarRefused("Some events repeat. Write them out one by one, or type the times instead.")
    found = {span for event in events if (span := _span(event)) and on <= span.starts_at.date() <= on + _AHEAD}
    if not found:
        raise CalendarRefused("There is no event with a time of day from today on in that calendar.")
    return sorted(found, key=lambda span: span.starts_at)


def _span(event) -> Span | None:
    start, end = _moment(event.get("DTSTART")), _moment(event.get("DTEND"))
    is_off = str(event.get("STATUS", "")).upper() == "CANCELLED"
    if start is None or end is None or is_off:
        return None
    return Span(start, end, " ".join(str(event.get("LOCATION", "")).split())[:40])


def _moment(value) -> datetime | None:
    """A moment; a time without a zone is London's, a whole day none."""
    at = getattr(value, "dt", None)
    if not isinstance(at, datetime):
        return None
    return at if at.tzinfo else at.replace(tzinfo=LONDON)
