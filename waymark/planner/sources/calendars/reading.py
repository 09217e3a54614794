"""Reads a school's calendar from CSV or from a calendar file (.ics): pure, with all that is wrong with it at once."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from waymark.intake.reading import Effect, Problem, read_table
from waymark.intake.reading.text import decode
from waymark.planner.actions.busy import BusyDays
from waymark.planner.sources.calendars.columns import COLUMNS, what_of, years_in

LONDON = ZoneInfo("Europe/London")
MOST_BYTES = 2_000_000
MOST_ENTRIES = 2_000


@dataclass(frozen=True)
class CalendarReading:
    """The entries of a file fit to take in, and what is wrong with the others; refused whole, it has no entry."""

    entries: tuple[BusyDays, ...]
    problems: tuple[Problem, ...]

    @property
    def is_refused(self) -> bool:
        return any(problem.effect is Effect.FILE for problem in self.problems)


def read_calendar(content: bytes) -> CalendarReading:
    """Read a file by what is in it, whatever it is called."""
    if content.lstrip(b"\xef\xbb\xbf \r\n\t")[:15].upper() == b"BEGIN:VCALENDAR":
        return _from_ics(content)
    reading = read_table(decode(content), COLUMNS, personal=False)
    if reading.is_refused:
        return CalendarReading((), reading.problems)
    entries, problems = list[BusyDays](), list(reading.problems)
    for row in reading.rows[:MOST_ENTRIES]:
        said = _of_row(dict(row.values))
        fault = _fault(said)
        if fault:
            problems.append(Problem("VALUE_UNREADABLE", Effect.REFUSED, row.number, expected=fault, line=row.line))
        else:
            entries.append(said)
    return CalendarReading(tuple(entries), (*problems, *_too_many(len(reading.rows))))


def _of_row(values: dict) -> BusyDays:
    title, sort = values["title"], values.get("what") or ""
    return BusyDays(
        what=what_of(sort or title),
        title=title,
        from_on=values["from_on"],
        to_on=values.get("to_on") or values["from_on"],
        starts=values.get("starts"),
        ends=values.get("ends"),
        year_groups=values.get("years") or years_in(title),
        uid=values.get("uid") or "",
    )


def _fault(said: BusyDays) -> str:
    if said.to_on < said.from_on:
        return "a last day that is not before the first"
    if (said.starts is None) != (said.ends is None) or (said.starts and said.ends and said.ends <= said.starts):
        return "an hour it begins and a later one it ends, or neither"
    return ""


def _from_ics(content: bytes) -> CalendarReading:
    from icalendar import Calendar  # a slow import, needed only to read such a file

    try:
        calendars = Calendar.from_ical(content, multiple=True)
        events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    except (ValueError, IndexError, KeyError, UnicodeDecodeError):
        broken = Problem("FILE_TYPE", Effect.FILE, expected="a calendar file", suggestion="Export it again.")
        return CalendarReading((), (broken,))
    entries, problems = list[BusyDays](), list[Problem]()
    for number, event in enumerate(events[:MOST_ENTRIES], start=1):
        try:
            said = _of_event(event)
        except (ValueError, KeyError, AttributeError, TypeError, OverflowError):
            said = None
        if said is None or _fault(said):
            problems.append(Problem("DATE_INVALID", Effect.REFUSED, number, expected="a title, a first and a last day"))
            continue
        if "RRULE" in event or "RDATE" in event:
            advice = "Add the other days by hand."
            problems.append(
                Problem(
                    "DATE_REPEATS", Effect.NOTED, number, expected="an entry that does not repeat", suggestion=advice
                )
            )
        entries.append(said)
    return CalendarReading(tuple(entries), (*problems, *_too_many(len(events))))


def _of_event(event) -> BusyDays:
    title = " ".join(str(event["SUMMARY"]).split())[:120]
    begins = event["DTSTART"].dt
    ends = event["DTEND"].dt if "DTEND" in event else begins + event["DURATION"].dt if "DURATION" in event else None
    sort = " ".join(map(str, event.categories)) if "CATEGORIES" in event else ""
    if not title:
        raise ValueError("without a title")
    first, last, starts, stops = _days(begins, ends)
    uid = str(event.get("UID", ""))
    if "RECURRENCE-ID" in event:
        uid = f"{uid} {event['RECURRENCE-ID'].dt.isoformat()}"
    return BusyDays(what_of(f"{sort} {title}"), title, first, last, starts, stops, years_in(title), uid[:200])


def _days(begins: date | datetime, ends: date | datetime | None) -> tuple[date, date, time | None, time | None]:
    """First and last day, and the hours where it is within one day: of London, whatever zone the file is in."""
    if not isinstance(begins, datetime):
        last = begins if ends is None else max(begins, ends - timedelta(days=1))  # the format's end is the day after
        return begins, last, None, None
    begins = _london(begins)
    ends = _london(ends) if isinstance(ends, datetime) else begins
    if ends.date() == begins.date():
        return begins.date(), begins.date(), *((begins.time(), ends.time()) if ends > begins else (None, None))
    at_midnight = ends.time() == time(0)
    return begins.date(), ends.date() - timedelta(days=at_midnight), None, None


def _london(moment: datetime) -> datetime:
    """A moment in London, without its zone; one that names no zone is London's already."""
    return (moment.astimezone(LONDON) if moment.tzinfo else moment).replace(tzinfo=None)


def _too_many(found: int) -> tuple[Problem, ...]:
    if found <= MOST_ENTRIES:
        return ()
    return (
        Problem("ROWS_TOO_MANY", Effect.NOTED, received=f"{found:,}", expected=f"at most {MOST_ENTRIES:,} entries"),
    )
