"""Calendar texts (RFC 5545): invitations that go with a letter, and feeds that calendars fetch."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

Method = Literal["REQUEST", "CANCEL"]
_CONTROL = dict.fromkeys([*range(32), *range(127, 160)])  # what RFC 5545 3.1 has no room for, and its kin


@dataclass(frozen=True)
class Event:
    """One thing in a calendar. `uid` stays for its life and `sequence` grows with each change, so a calendar replaces
    what it had. Begins and ends at moments that know their zone, or on days; the last day is itself included.
    """

    uid: str
    title: str
    begins: datetime | date
    ends: datetime | date
    place: str = ""
    text: str = ""
    link: str = ""
    sequence: int = 0
    is_cancelled: bool = False


@dataclass(frozen=True)
class Person:
    """Who asks or is asked: an address, and perhaps a name."""

    address: str
    name: str = ""


@dataclass(frozen=True)
class Invitation:
    """A calendar text, and what a calendar program is to do with it."""

    text: str
    method: Method


def uid_of(kind: str, public_id: str) -> str:
    """The name under which every calendar knows a thing: the same today and after each change."""
    return f"{kind}-{public_id}@waymark.invalid"


def invitation(event: Event, *, organiser: Person, guests: Iterable[Person], stamped_at: datetime) -> Invitation:
    """An invitation of `guests`; of an event that is called off, the word that it is."""
    from icalendar import vCalAddress, vText  # a slow import, needed only to write

    method: Method = "CANCEL" if event.is_cancelled else "REQUEST"
    calendar, entry = _calendar(), _entry(event, stamped_at)
    calendar.add("method", method)
    by = vCalAddress(f"MAILTO:{organiser.address}")
    if organiser.name:
        by.params["CN"] = vText(_line(organiser.name))
    entry["organizer"] = by
    for guest in guests:
        asked = vCalAddress(f"MAILTO:{guest.address}")
        if guest.name:
            asked.params["CN"] = vText(_line(guest.name))
        asked.params["ROLE"], asked.params["PARTSTAT"] = vText("REQ-PARTICIPANT"), vText("NEEDS-ACTION")
        asked.params["RSVP"] = vText("TRUE")
        entry.add("attendee", asked, encode=0)
    calendar.add_component(entry)
    return Invitation(calendar.to_ical().decode(), method)


def feed(name: str, events: Iterable[Event], *, stamped_at: datetime) -> str:
    """A calendar of many events, as a calendar program subscribes to it; called off ones stay, said to be so."""
    calendar = _calendar()
    calendar.add("x-wr-calname", _line(name))
    calendar.add("method", "PUBLISH")
    for event in events:
        calendar.add_component(_entry(event, stamped_at))
    return calendar.to_ical().decode()


def _calendar():
    from icalendar import Calendar  # a slow import, needed only to write

    calendar = Calendar()
    calendar.add("prodid", "-//Waymark//Careers guidance//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _line(words: str) -> str:
    return " ".join(_lines(words))


def _lines(words: str) -> list[str]:
    """The lines of what somebody wrote or pasted, without characters never seen, which no calendar may hold."""
    return [line.translate(_CONTROL) for line in words.splitlines()]


def _entry(event: Event, stamped_at: datetime):
    from icalendar import Event as Entry  # a slow import, needed only to write

    entry = Entry()
    entry.add("uid", event.uid)
    entry.add("dtstamp", stamped_at.astimezone(UTC))
    entry.add("summary", _line(event.title))
    if isinstance(event.begins, datetime) and isinstance(event.ends, datetime):
        entry.add("dtstart", event.begins.astimezone(UTC))
        entry.add("dtend", event.ends.astimezone(UTC))
    else:
        entry.add("dtstart", event.begins)
        entry.add("dtend", event.ends + timedelta(days=1))  # the format's end is the day after
    text = "\n".join(_lines(event.text))
    for name, value in (("location", _line(event.place)), ("description", text), ("url", event.link)):
        if value:
            entry.add(name, value)
    entry.add("sequence", event.sequence)
    entry.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    return entry
