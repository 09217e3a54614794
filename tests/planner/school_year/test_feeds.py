"""Calendar feeds: whose they are, when they end, what they show, and whom they never name."""

import logging
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from icalendar import Calendar

from tests.factories import make_learner, make_school, make_user, scope_with
from waymark.access.actions.people import end_membership
from waymark.access.models import Membership
from waymark.access.permissions import Permission
from waymark.access.queries import scope_of
from waymark.access.scope import NotPermitted, acting, everything
from waymark.config.logs import Discreet
from waymark.ledger.actions.activities import cancel_activity
from waymark.ledger.rules.audience import AudienceChoice
from waymark.ledger.rules.facts import ActivityFacts
from waymark.planner.actions.feeds import FeedRefused, end_feed, renew_feed, renew_own_feed
from waymark.planner.actions.school_year import Planning, add_to_plan, move_planned
from waymark.planner.models import Feed

FAIR = ActivityFacts(title="Careers fair", held_on=date(2027, 3, 9), kinds=("employer",))
ON = date(2026, 11, 22)


@pytest.fixture
def school(db, time_machine):
    time_machine.move_to(datetime(2026, 11, 22, 10, tzinfo=UTC))
    with acting(everything("test")) as by:
        school = make_school()
        amara = make_learner(school, given_name="Amara", family_name="Ashdown", preferred_name="Mimi")
        make_learner(school, 1, year_group=10, given_name="Grace", family_name="Field")
        robin = make_user("Robin Marsh", ("careers_leader", school))
        years, morning = AudienceChoice(year_groups=(9,)), Planning(starts=time(9), ends=time(11), rooms=("Hall",))
        fair = add_to_plan(school=school, facts=FAIR, audience=years, planning=morning, by=by)
        move_planned(activity=fair, to_on=date(2027, 6, 15), by=by)
        talk = replace(FAIR, title="Talk", held_on=date(2027, 3, 10), led_by="robin marsh")
        add_to_plan(school=school, facts=talk, audience=AudienceChoice(year_groups=(10,)), by=by)
        one = replace(FAIR, title="Meeting with Mimi", held_on=date(2027, 3, 11), kinds=("guidance",), adviser_level=6)
        own = Planning(people=(robin.pk,))
        add_to_plan(school=school, facts=one, audience=AudienceChoice(learners=(amara.pk,)), planning=own, by=by)
        named = replace(FAIR, title="Amara Ashdown’s panel", held_on=date(2027, 3, 12))
        add_to_plan(school=school, facts=named, audience=years, by=by)
        said = replace(FAIR, title="Grace Road visit", held_on=date(2027, 3, 15))
        add_to_plan(school=school, facts=said, audience=years, by=by)
        off = add_to_plan(school=school, facts=replace(FAIR, title="Called off", held_on=date(2027, 3, 16)), by=by)
        cancel_activity(activity=off, by=by)
    return school


def lead(school):
    return scope_of(Membership.objects.get(organisation=school, role="careers_leader").user)


def shown(client, secret):
    answer = client.get(f"/calendars/{secret}.ics")
    assert answer.status_code == 200, answer
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return answer.content.decode()


def titles(text):
    return sorted(str(event["SUMMARY"]) for event in Calendar.from_ical(text).walk("VEVENT"))


def test_the_school_s_feed_names_no_learner(client, school):
    with acting(lead(school)) as by:
        _, secret = renew_feed(school=school, by=by)

    text = shown(client, secret)

    assert titles(text) == [
        "Called off",
        "Careers fair (Year 9)",
        "Encounter with an employer (Year 9)",  # its title has a learner's whole name
        "Grace Road visit (Year 9)",  # a word that is also a given name says of nobody
        "Personal guidance meeting (Year 9)",  # for one learner, whose name is in its title
        "Talk (Year 10)",
    ]
    assert not {"Amara", "Ashdown", "Mimi"} & set(text.replace("\r\n ", "").replace(":", " ").split())


def test_what_an_event_says(client, school):
    """9am in June is eight in the morning by universal time; it has been moved once."""
    with acting(lead(school)) as by:
        _, secret = renew_feed(school=school, by=by)

    events = {str(e["SUMMARY"]): e for e in Calendar.from_ical(shown(client, secret)).walk("VEVENT")}

    fair = events["Careers fair (Year 9)"]
    assert fair["DTSTART"].dt == datetime(2027, 6, 15, 8, tzinfo=UTC)
    assert fair["DTEND"].dt == datetime(2027, 6, 15, 10, tzinfo=UTC)
    assert (str(fair["LOCATION"]), int(fair["SEQUENCE"]), str(fair["STATUS"])) == ("Hall", 1, "CONFIRMED")
    assert events["Talk (Year 10)"]["DTSTART"].dt == date(2027, 3, 10)
    assert events["Talk (Year 10)"]["DTEND"].dt == date(2027, 3, 11)
    assert str(events["Called off"]["STATUS"]) == "CANCELLED"


def test_feeds_of_a_year_group_and_of_a_person(client, school):
    with acting(lead(school)) as by:
        _, of_year = renew_feed(school=school, year_group=10, by=by)
        _, own = renew_own_feed(school=school, by=by)

    assert titles(shown(client, of_year)) == ["Talk (Year 10)"]
    # The talk he leads, by name, and the meeting he is needed for.
    assert titles(shown(client, own)) == ["Personal guidance meeting (Year 9)", "Talk (Year 10)"]


def test_renewed_ended_and_wrong_addresses_are_not_found(client, school):
    with acting(lead(school)) as by:
        _, first = renew_feed(school=school, by=by)
        feed, second = renew_feed(school=school, by=by)
        assert client.get(f"/calendars/{first}.ics").status_code == 404
        assert client.get(f"/calendars/{second}.ics").status_code == 200
        end_feed(feed=feed, by=by)

    assert client.get(f"/calendars/{second}.ics").status_code == 404
    assert client.get("/calendars/nothing.ics").status_code == 404
    assert not Feed.objects.filter(token_sha256__in=[first, second]).exists()  # only hashes are kept


def test_who_leaves_reads_no_feed_of_their_own(client, school):
    with acting(lead(school)) as by:
        _, own = renew_own_feed(school=school, by=by)
        _, whole = renew_feed(school=school, by=by)
    with acting(everything("test")) as by:
        for name in ("Ada Vale", "Sam Reed"):
            make_user(name, ("careers_leader", school))
        end_membership(membership=Membership.objects.get(user__name="Robin Marsh"), by=by)

    assert client.get(f"/calendars/{own}.ics").status_code == 404
    assert client.get(f"/calendars/{whole}.ics").status_code == 200  # the school's own stays


def test_who_may(school):
    teacher = make_user("Toby Lark", ("teacher", school))
    with acting(scope_of(teacher)) as by:
        with pytest.raises(NotPermitted):
            renew_feed(school=school, by=by)
        feed, _ = renew_own_feed(school=school, by=by)
        end_feed(feed=feed, by=by)
        theirs, _ = renew_own_feed(school=school, by=lead(school))
        with pytest.raises(NotPermitted):
            end_feed(feed=theirs, by=by)
    with pytest.raises(FeedRefused):
        renew_own_feed(school=school, by=scope_with(school, Permission.FIGURES_VIEW))


def test_no_log_line_has_the_address(school):
    line = logging.LogRecord("django.request", logging.WARNING, "", 0, "Not Found: /calendars/abc-DEF_1.ics", (), None)

    assert Discreet().format(line) == "Not Found: /calendars/(secret)"
