"""Calendar texts, read back by the library that calendars use."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.core import mail
from icalendar import Calendar

from waymark.post.actions.delivering import deliver_letter
from waymark.post.calendar import Event, Person, feed, invitation, uid_of

LONDON = ZoneInfo("Europe/London")
STAMP = datetime(2026, 11, 28, 9, tzinfo=UTC)
TALK = Event(
    uid_of("request", "ab12"),
    "Careers talk, Fernhill School; Year 9",
    datetime(2027, 6, 3, 9, 30, tzinfo=LONDON),
    datetime(2027, 6, 3, 10, 30, tzinfo=LONDON),
    place="Fernhill School, Westmarch",
    text="Line one\nLine two",
    link="https://site.example/x",
)
SCHOOL, GUEST = Person("leader@school.example", "Robin Marsh"), Person("pat@employer.example", "Pat Okafor")


def entry(text: str):
    return Calendar.from_ical(text).walk("VEVENT")[0]


def test_an_invitation_says_who_when_and_where():
    said = invitation(TALK, organiser=SCHOOL, guests=[GUEST], stamped_at=STAMP)
    found = entry(said.text)

    assert (said.method, found["uid"], found["sequence"]) == ("REQUEST", "request-ab12@waymark.invalid", 0)
    assert found.decoded("dtstart") == datetime(2027, 6, 3, 8, 30, tzinfo=UTC)  # summer time is an hour ahead
    assert (str(found["organizer"]), found["organizer"].params["CN"]) == ("MAILTO:leader@school.example", "Robin Marsh")
    assert (str(found["attendee"]), found["attendee"].params["RSVP"]) == ("MAILTO:pat@employer.example", "TRUE")
    assert (str(found["summary"]), str(found["description"])) == (TALK.title, "Line one\nLine two")


def test_the_same_is_written_the_same():
    one, other = (invitation(TALK, organiser=SCHOOL, guests=[GUEST], stamped_at=STAMP) for _ in range(2))

    assert one == other


def test_called_off_it_says_so_under_the_same_name():
    called_off = Event(TALK.uid, TALK.title, TALK.begins, TALK.ends, sequence=2, is_cancelled=True)

    said = invitation(called_off, organiser=SCHOOL, guests=[GUEST], stamped_at=STAMP)

    assert said.method == "CANCEL"
    assert (entry(said.text)["uid"], entry(said.text)["sequence"], entry(said.text)["status"]) == (
        TALK.uid,
        2,
        "CANCELLED",
    )


def test_a_feed_holds_whole_days_up_to_and_with_the_last():
    week = Event("w@x", "Work experience", date(2027, 7, 5), date(2027, 7, 9))

    found = entry(feed("Fernhill School, Year 10", [week], stamped_at=STAMP))

    assert (found.decoded("dtstart"), found.decoded("dtend")) == (date(2027, 7, 5), date(2027, 7, 10))


def test_what_was_pasted_unseen_stays_out_and_no_line_begins_where_none_may():
    pasted = Event(
        "t@x", "Talk\x0bby \x07us", date(2027, 7, 5), date(2027, 7, 5), place="Hall\r\nATTACH:x", text="One\x0btwo\x08"
    )
    host = Person("office@fernhill.example", "Fern\nhill\x1b")

    shown = feed("Fernhill\nSchool", [pasted], stamped_at=STAMP)
    asked = invitation(pasted, organiser=host, guests=[host], stamped_at=STAMP).text

    assert "X-WR-CALNAME:Fernhill School\r\n" in shown
    for text in (shown, asked):
        found = entry(text)
        assert (found["summary"], found["location"]) == ("Talk by us", "Hall ATTACH:x")
        assert found["description"] == "One\ntwo"
    assert entry(asked)["organizer"].params["CN"] == entry(asked)["attendee"].params["CN"] == "Fern hill"


def test_an_invitation_goes_with_its_letter_as_calendars_expect_it(write):
    said = invitation(TALK, organiser=SCHOOL, guests=[GUEST], stamped_at=STAMP)

    deliver_letter.call(write(invitation=said).public_id)

    part = mail.outbox[0].message().get_payload()[1]
    assert part.get_content_type() == "text/calendar"
    assert (part.get_param("method"), part.get_filename()) == ("REQUEST", "invitation.ics")
    assert entry(part.get_payload(decode=True).decode())["uid"] == TALK.uid
