"""Booking, and what becomes of it: who comes second is refused, and what was held is on record."""

from datetime import date

import pytest

from tests.factories import make_school, scope_with
from tests.guidance.conftest import at
from waymark.access.permissions import Permission
from waymark.access.scope import NotPermitted
from waymark.evaluation.queries import answers_to
from waymark.guidance.actions.booking import book_by_hand, cancel_interview, mark_held, mark_missed
from waymark.guidance.actions.diaries import Span, add_adviser, add_times, end_adviser, remove_time
from waymark.guidance.actions.requests import Wanted, ask_for_interview, change_request, withdraw_request
from waymark.guidance.models import Claim, DiaryTime, Interview
from waymark.guidance.queries.booked import caseload_of, days_booked, had_this_year, open_requests
from waymark.guidance.rules.states import InterviewRefused
from waymark.kernel.vocabulary import Answer
from waymark.ledger.models import Activity, Encounter

ON = date(2026, 11, 22)


def ask(learner, by, **wanted):
    return ask_for_interview(learner=learner, wanted=Wanted(**wanted), on=ON, by=by)


@pytest.fixture
def time(adviser):
    return DiaryTime.objects.get(adviser=adviser)


def test_ask_for_interview_is_refused_while_one_is_open(learners, by):
    ask(learners[0], by)

    with pytest.raises(InterviewRefused, match="asked for already"):
        ask(learners[0], by)


def test_a_tutor_may_ask_who_sees_no_diary(school, learners):
    tutor = scope_with(school, Permission.LEARNER_VIEW)

    asked = ask(learners[0], tutor, reason="Wants to talk about apprenticeships", priority=7)

    assert (asked.learner, asked.priority, asked.settled_at) == (learners[0], 7, None)
    with pytest.raises(NotPermitted):
        change_request(request=asked, wanted=Wanted(priority=9), on=ON, by=tutor)


def test_book_by_hand_refuses_whoever_overlaps_by_a_minute(learners, time, by):
    first, second, third = (ask(learner, by) for learner in learners[:3])
    book_by_hand(request=first, time=time, starts_at=at(9, 10), by=by)

    with pytest.raises(InterviewRefused, match="That time is taken"):
        book_by_hand(request=second, time=time, starts_at=at(9, 45), by=by)
    booked = book_by_hand(request=third, time=time, starts_at=at(9, 50), by=by)

    assert (booked.ends_at, booked.room) == (at(10, 30), "A1")
    assert Interview.objects.filter(state="booked").count() == 2
    assert days_booked(first.organisation, first=ON) == [(date(2026, 11, 23), 2)]


def test_two_advisers_are_not_in_one_room_at_once(school, learners, time, by):
    other = add_adviser(school=school, name="Bo Reed", level=6, by=by)
    (theirs,) = add_times(adviser=other, spans=[Span(at(9), at(10), "a1 ")], by=by)
    book_by_hand(request=ask(learners[0], by), time=time, starts_at=at(9), by=by)

    with pytest.raises(InterviewRefused, match="room"):
        book_by_hand(request=ask(learners[1], by), time=theirs, starts_at=at(9, 20), by=by)


def test_an_adviser_of_two_schools_has_one_diary(school, adviser, leader, by):
    other = make_school("Oakmoor School", urn="900002")
    add_times(adviser=adviser, spans=[Span(at(13), at(15))], by=by)
    for place in (school, other):
        leader.memberships.get_or_create(organisation=place, role="adviser")
    here = add_adviser(school=school, name="Dee Lark", level=7, user_id=leader.pk, by=by)
    there = add_adviser(school=other, name="Dee Lark", level=7, user_id=leader.pk, by=scope_with(other))
    add_times(adviser=here, spans=[Span(at(9), at(12))], by=by)

    with pytest.raises(InterviewRefused, match="another school"):
        add_times(adviser=there, spans=[Span(at(11, 30), at(14))], by=scope_with(other))
    add_times(adviser=there, spans=[Span(at(12), at(14))], by=scope_with(other))

    assert DiaryTime.objects.filter(adviser=there).count() == 1


def test_add_times_twice_changes_nothing(adviser, by):
    made = add_times(adviser=adviser, spans=[Span(at(9), at(11), "A1"), Span(at(13), at(14), "A1")], by=by)

    assert [time.starts_at for time in made] == [at(13)]


def test_mark_held_puts_guidance_on_record_and_settles_the_request(school, learners, time, by, time_machine):
    interviews = [
        book_by_hand(request=ask(learner, by), time=time, starts_at=at(9, 40 * n), by=by)
        for n, learner in enumerate(learners[:1])
    ] + [book_by_hand(request=ask(learners[1], by), time=time, starts_at=at(9, 40), by=by)]
    with pytest.raises(InterviewRefused, match="not begun"):
        mark_held(interview=interviews[0], by=by)
    time_machine.move_to(at(12))

    held = [mark_held(interview=each, by=by) for each in interviews]

    (activity,) = Activity.objects.filter(organisation=school)
    assert {each.activity for each in held} == {activity}
    assert (activity.held_on, activity.minutes, activity.adviser_level, activity.led_by) == (
        date(2026, 11, 23),
        40,
        6,
        "Ada Fell",
    )
    assert [kind.kind for kind in activity.kinds.all()] == ["guidance"]
    assert set(Encounter.objects.values_list("learner_id", "status")) == {
        (learners[0].pk, "attended"),
        (learners[1].pk, "attended"),
    }
    answers = {
        a.learner_id: a.answer for a in answers_to(school, "gatsby-2024", "gb8.guidance_by_16", on=date(2026, 11, 23))
    }
    assert {learner.public_id: answers[learner.public_id] for learner in learners[:3]} == {
        learners[0].public_id: Answer.MET,
        learners[1].public_id: Answer.MET,
        learners[2].public_id: Answer.NOT_YET,
    }
    assert list(open_requests(school)) == []


def test_mark_missed_frees_the_time_and_leaves_the_request_open(school, learners, time, by, time_machine):
    missed = book_by_hand(request=ask(learners[0], by), time=time, starts_at=at(9), by=by)
    time_machine.move_to(at(9, 30))

    mark_missed(interview=missed, by=by)

    assert [each.learner for each in open_requests(school)] == [learners[0]]
    assert not Claim.objects.filter(interview=missed).exists()
    late = mark_held(interview=missed, by=by)  # they came after all
    assert late.activity is not None
    assert had_this_year([learners[0].pk], on=ON) == {learners[0].pk: 1}


def test_the_cap_of_interviews_in_a_year_holds(school, learners, time, by, time_machine):
    for n in range(2):
        booked = book_by_hand(request=ask(learners[0], by), time=time, starts_at=at(9, 40 * n), by=by)
        with time_machine_at(time_machine, at(12)):
            mark_held(interview=booked, by=by)

    with pytest.raises(InterviewRefused, match="has 2 interviews this year"):
        book_by_hand(request=ask(learners[0], by), time=time, starts_at=at(10, 20), by=by)


class time_machine_at:
    """Another time for a block, and then the one before."""

    def __init__(self, machine, moment):
        self.machine, self.moment = machine, moment

    def __enter__(self):
        self.machine.move_to(self.moment)

    def __exit__(self, *fault):
        self.machine.move_to(at(10, day=22))


def test_what_is_booked_keeps_its_adviser_diary_and_request(learners, adviser, time, by):
    asked = ask(learners[0], by)
    booked = book_by_hand(request=asked, time=time, starts_at=at(9), by=by)

    for refused in (
        lambda: remove_time(time=time, by=by),
        lambda: end_adviser(adviser=adviser, on=ON, by=by),
        lambda: withdraw_request(request=asked, because="Moved away", by=by),
    ):
        with pytest.raises(InterviewRefused):
            refused()
    cancel_interview(interview=booked, because="Trip that day", by=by)
    withdraw_request(request=asked, because="Moved away", by=by)
    remove_time(time=time, by=by)

    assert not Claim.objects.exists()


def test_caseload_of_counts_what_is_to_come_and_what_was(school, learners, leader, by, time_machine):
    mine = add_adviser(school=school, name="Robin Marsh", level=6, user_id=leader.pk, by=by)
    (time,) = add_times(adviser=mine, spans=[Span(at(9), at(12))], by=by)
    booked = [
        book_by_hand(request=ask(learner, by), time=time, starts_at=at(9 + n), by=by)
        for n, learner in enumerate(learners[:3])
    ]
    time_machine.move_to(at(10, 45))
    mark_held(interview=booked[0], by=by)
    mark_missed(interview=booked[1], by=by)

    load = caseload_of(leader.pk, now=at(10, 45))

    assert (load.to_come, load.held, load.missed, load.learners) == (1, 1, 1, 3)
