"""Letters about interviews: who gets one, what none of them says, and that none is sent twice."""

from datetime import date

import pytest

from tests.factories import make_user
from tests.guidance.conftest import at
from waymark.access.queries import scope_of
from waymark.cli.main import run
from waymark.guidance.actions.booking import book_by_hand, cancel_interview
from waymark.guidance.actions.diaries import Span, add_adviser, add_times
from waymark.guidance.actions.letters import invite_advisers, remind_of_day
from waymark.guidance.actions.requests import Wanted, ask_for_interview
from waymark.guidance.models import DiaryTime, Interview, InterviewRequest, Lesson
from waymark.guidance.queries.events import interview_events
from waymark.ledger.actions.erasing import erase_learner
from waymark.ledger.actions.exports import give_out_person
from waymark.ledger.models import Enrolment, FieldScope
from waymark.planner.models import Feed
from waymark.planner.queries.feeds import events_of
from waymark.post.models import Letter

MONDAY = date(2026, 11, 23)


@pytest.fixture
def ada(school):
    return make_user("Ada Fell", ("adviser", school))


@pytest.fixture
def adviser(school, by, ada):
    made = add_adviser(school=school, name="Ada Fell", level=6, user_id=ada.pk, by=by)
    add_times(adviser=made, spans=[Span(at(9), at(11), "A1")], by=by)
    return made


@pytest.fixture
def tutor(school):
    return make_user("Toby Lark", ("teacher", school))


@pytest.fixture
def booked(learners, adviser, tutor, by):
    """Two interviews, asked for by a tutor; the first learner has an address."""
    learners[0].email = "amara@example.org"
    learners[0].save()
    found = []
    for n, learner in enumerate(learners[:2]):
        wanted = Wanted(reason="Worried about home", interpreter="Polish")
        asked = ask_for_interview(learner=learner, wanted=wanted, on=date(2026, 11, 20), by=scope_of(tutor))
        found.append(
            book_by_hand(request=asked, time=DiaryTime.objects.get(), starts_at=at(9 + n), by=by)
        )  # fmt: skip
    return found


def addressed():
    return sorted(Letter.objects.values_list("to", flat=True))


def test_remind_of_day_writes_to_adviser_and_asker_once(school, booked, by):
    first = remind_of_day(school=school, day=MONDAY, by=by)
    again = remind_of_day(school=school, day=MONDAY, by=by)

    assert (first, again) == (3, 0)
    assert addressed() == ["ada.fell@example.org", "toby.lark@example.org", "toby.lark@example.org"]
    for letter in Letter.objects.all():
        said = f"{letter.subject} {letter.text}"
        assert not any(word in said for word in ("Amara", "Ben", "home", "Polish"))
    to_ada = Letter.objects.get(to="ada.fell@example.org")
    assert "2 interviews are booked with you on Monday 23 November 2026, the first at 9:00 in room A1." in to_ada.text


def test_a_learner_is_written_to_only_where_the_school_keeps_addresses(school, booked, by):
    FieldScope.objects.create(organisation=school, field="email")

    remind_of_day(school=school, day=MONDAY, by=by)

    letter = Letter.objects.get(to="amara@example.org")
    assert "You have a careers interview on Monday 23 November 2026 at 9:00, in room A1, with Ada Fell." in letter.text
    assert "home" not in letter.text


def test_invite_advisers_says_the_span_of_the_day_and_calls_it_off(school, booked, adviser, by):
    assert invite_advisers(school=school, days=[MONDAY, MONDAY], by=by) == 1
    for interview in booked:
        cancel_interview(interview=interview, because="Snow", by=by)
    assert invite_advisers(school=school, days=[MONDAY], by=by) == 1

    second, first = Letter.objects.order_by("-pk")
    assert (first.calendar_method, second.calendar_method) == ("REQUEST", "CANCEL")
    assert "DTSTART:20261123T090000Z" in first.calendar
    assert "DTEND:20261123T104000Z" in first.calendar
    assert f"interviews-{adviser.public_id}-2026-11-23@waymark.invalid" in first.calendar
    assert second.subject.startswith("Called off: Guidance interviews")


def test_the_night_reminds_of_tomorrow_and_forgets_what_is_long_past(school, booked, learners, capsys):
    Lesson.objects.create(organisation=school, form="11A", starts_at=at(9, day=2), ends_at=at(10, day=2))
    long_ago = {"starts_at": at(9).replace(year=2023), "ends_at": at(10).replace(year=2023)}
    Lesson.objects.create(organisation=school, learner=learners[0], **long_ago)
    old = InterviewRequest.objects.create(
        organisation=school, learner=learners[3], asked_on=date(2024, 9, 1), reason="Private",
        settled_at=at(9, day=1).replace(year=2024),
    )  # fmt: skip

    assert run(["night", "--on", "2026-11-22"]) == 0
    told = capsys.readouterr().out
    assert run(["night", "--on", "2026-11-22"]) == 0

    assert "Fernhill School: 3 reminders of interviews." in told
    assert "Fernhill School: 2 lessons, diary times and reasons past their period forgotten." in told
    assert "reminders" not in capsys.readouterr().out
    assert Lesson.objects.count() == 1
    old.refresh_from_db()
    assert old.reason == ""


def test_an_advisers_own_feed_has_their_interviews_without_names(school, booked, ada):
    feed = Feed.objects.create(organisation=school, of="person", user=ada, token_sha256="x")

    events = events_of(feed, on=date(2026, 11, 22))

    assert [(event.title, event.begins, event.place) for event in events] == [
        ("Guidance interview", at(9), "Room A1, Fernhill School"),
        ("Guidance interview", at(10), "Room A1, Fernhill School"),
    ]
    assert interview_events(ada.pk, on=date(2026, 11, 24)) == []


def test_a_persons_record_has_their_interviews_and_nobody_elses(school, booked, learners, by):
    record = give_out_person(learner=learners[0], by=by)

    (request,) = record.tables["interview_requests"]
    (interview,) = record.tables["interviews"]
    assert (request["reason"], request["interpreter"], request["asked_by"]) == (
        "Worried about home",
        "Polish",
        "Toby Lark",
    )
    assert (interview["adviser"], interview["state"], interview["starts_at"]) == ("Ada Fell", "booked", at(9))


def test_erasing_a_learner_blanks_what_it_was_about(school, booked, learners, by):
    cancel_interview(interview=booked[0], because="Amara moved", by=by)
    Lesson.objects.create(organisation=school, learner=learners[0], starts_at=at(9), ends_at=at(10), subject="art")
    Enrolment.objects.filter(learner=learners[0]).update(to_on=date(2026, 11, 20))

    erase_learner(learner=learners[0], on=date(2026, 11, 22), reason="Asked", by=by)

    request = InterviewRequest.objects.get(learner=learners[0])
    assert (request.reason, request.interpreter) == ("", "")
    interview = Interview.objects.get(learner=learners[0])
    assert (interview.reasons, interview.cancelled_because, interview.state) == ([], "", "cancelled")
    assert not Lesson.objects.exists()
