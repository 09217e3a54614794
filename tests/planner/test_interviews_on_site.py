"""A school's own schedule: from its records to proposals, booked, missed, and made again with the fewest moved."""

from datetime import UTC, date, datetime, time

import pytest
from django.utils import timezone

from tests.factories import attend, expect, make_activity, make_learner, make_school, make_user
from waymark.access.queries import scope_of
from waymark.access.scope import acting
from waymark.guidance.actions.booking import book_by_hand, book_proposals, cancel_interview, mark_missed
from waymark.guidance.actions.diaries import Span, add_adviser, add_times, set_interview_settings
from waymark.guidance.actions.requests import Wanted, ask_for_interview
from waymark.guidance.models import DiaryTime, Interview, InterviewRequest, Lesson, Schedule, Waiting
from waymark.guidance.rules.states import InterviewRefused
from waymark.intake import under_way
from waymark.intake.jobs import do_work, hand_over
from waymark.intake.models import Job
from waymark.planner.models import Planned
from waymark.planner.queries.lessons_lost import subjects_lost_to_plan

KIND = "interview schedule"


def at(hour, minute=0, day=23):
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def school(db_scope, time_machine):
    time_machine.move_to(at(10, day=22))
    return make_school()


@pytest.fixture
def by(school):
    return scope_of(make_user("Robin Marsh", ("careers_leader", school)))


@pytest.fixture
def adviser(school, by):
    """Three times of 40 minutes on Monday."""
    made = add_adviser(school=school, name="Ada Fell", level=6, by=by)
    add_times(adviser=made, spans=[Span(at(9), at(11), "A1")], by=by)
    return made


def ask(learner, by, on=date(2026, 11, 1), **wanted):
    return ask_for_interview(learner=learner, wanted=Wanted(**wanted), on=on, by=by)


def make(school, by, *, may_move=True, last="2026-11-27"):
    """Hand a schedule over and do it, as the worker would; the schedule, or the work where there is none."""
    asked = {
        "first": "2026-11-22", "last": last, "minutes": 40, "seed": 7, "framework": "gatsby-2024", "may_move": may_move,
    }  # fmt: skip
    with acting(by):
        job = hand_over(kind=KIND, organisation=school, asked=asked, by=by)
    do_work.call(job.public_id)
    job = Job.objects.get(pk=job.pk)
    return Schedule.objects.get(public_id=job.result["schedule"]) if job.state == "done" else job


def names(rows):
    return [row.learner.given_name for row in rows]


def test_the_neediest_have_a_time_and_the_rest_are_told_why_not(school, adviser, by):
    people = [make_learner(school, n, year_group=year) for n, year in enumerate((10, 11, 11, 10, 11))]
    seen_before = make_activity(school, "guidance", adviser_level=6)
    attend(seen_before, people[4])
    for learner, priority in zip(people, (5, 5, 9, 2, 5), strict=True):
        ask(learner, by, priority=priority, on=date(2026, 11, 2) if learner is people[0] else date(2026, 11, 3))

    schedule = make(school, by)

    proposed = Interview.objects.filter(schedule=schedule, state="proposed").order_by("rank")
    # 9 first; of the fives, last chance in Year 11 (Ben), then who asked first (Amara) before Ewan, seen before.
    assert names(proposed) == ["Chidi", "Ben", "Amara"]
    assert [w.request.learner.given_name for w in Waiting.objects.filter(schedule=schedule)] == ["Ewan", "Devi"]
    first = Interview.objects.get(learner=people[1])
    assert first.reasons == [
        "Number 2 of 5 by need: priority 5, last chance this year, asked on 3 November 2026.",
        "The benchmark asks for an adviser of level 6; this one has level 6.",
        "Misses no lesson that is on your timetable here.",
        "Waiting for a time: 2 with less need.",
    ]
    assert Waiting.objects.get(rank=1).why == (
        "Each of the 3 times that would do went to somebody whose need is as great or greater "
        "(priority 5, asked on 3 November 2026)."
    )
    assert Waiting.objects.get(rank=1).frees.startswith("1 more interview of 40 minutes with an adviser of level 6")
    assert schedule.is_proven


def test_lessons_of_form_year_and_learner_and_exams_are_kept_clear(school, adviser, by):
    add_times(adviser=adviser, spans=[Span(at(9, day=24), at(9, 40, day=24), "A1")], by=by)
    learner = make_learner(school, year_group=11, form="11A")
    ask(learner, by)
    day = {"starts_at": at(9), "ends_at": at(11), "organisation": school}
    weekly = day | {"starts_at": at(8, day=2), "ends_at": at(9, 30, day=2), "weekly_until": date(2026, 12, 18)}
    Lesson.objects.create(form="11A", subject="maths", **weekly)
    Lesson.objects.create(year_group=11, subject="exam", **(day | {"starts_at": at(9, 40), "ends_at": at(10)}))
    Lesson.objects.create(learner=learner, subject="art", **(day | {"starts_at": at(10), "ends_at": at(11)}))
    Lesson.objects.create(form="10B", subject="exam", **day)

    make(school, by, last="2026-11-23")

    (proposed,) = Interview.objects.filter(state="proposed")
    # 9:00 meets maths, 9:40 the exam, 10:20 art: one lesson each, and never the exam.
    assert proposed.starts_at in {at(9), at(10, 20)}
    lost = "maths" if proposed.starts_at == at(9) else "art"
    assert f"Misses {lost}." in proposed.reasons


def test_after_a_no_show_the_fewest_move_and_nobody_loses_a_time(school, adviser, by, time_machine):
    add_times(adviser=adviser, spans=[Span(at(9, day=24), at(11, day=24), "A1")], by=by)
    people = [make_learner(school, n, year_group=10) for n in range(6)]
    for n, learner in enumerate(people):
        ask(learner, by, priority=n)
    schedule = make(school, by)
    chosen = list(Interview.objects.filter(schedule=schedule).values_list("public_id", flat=True))
    booked = book_proposals(schedule=schedule, interviews=chosen, by=by)
    assert len(booked) == 6
    before = dict(Interview.objects.filter(state="booked").values_list("learner", "starts_at"))
    missed = next(each for each in booked if each.starts_at == at(9))
    time_machine.move_to(at(9, 30))
    mark_missed(interview=missed, by=by)
    dear = make_learner(school, 7, year_group=10)
    ask(dear, by, priority=9)
    add_times(adviser=adviser, spans=[Span(at(12, day=24), at(12, 40, day=24), "A1")], by=by)

    again = make(school, by)

    assert (again.moved, again.booked_before) == (0, 5)
    (proposed,) = Interview.objects.filter(state="proposed")
    assert (proposed.learner, proposed.starts_at) == (dear, at(12, day=24))
    assert dict(Interview.objects.filter(state="booked").values_list("learner", "starts_at")) == {
        learner: when for learner, when in before.items() if learner != missed.learner_id
    }
    assert [each.request.learner for each in Waiting.objects.filter(schedule=again)] == [missed.learner]


def test_moving_somebody_gives_up_their_old_time_only_when_booked(school, adviser, by):
    first, second = (make_learner(school, n, year_group=10) for n in range(2))
    ask(first, by)
    one = make(school, by)
    book_proposals(schedule=one, interviews=[Interview.objects.get().public_id], by=by)
    held = Interview.objects.get()
    # The other has exams but at the very time that the first one holds, so the first one has to move.
    other = [(at(9), at(9, 40)), (at(9, 40), at(10, 20)), (at(10, 20), at(11))]
    for start, end in other:
        if start != held.starts_at:
            Lesson.objects.create(organisation=school, learner=second, starts_at=start, ends_at=end, subject="exam")
    ask(second, by, priority=9)

    schedule = make(school, by)

    assert schedule.moved == 1
    moving = Interview.objects.get(state="proposed", learner=first)
    assert moving.moves == held
    wanted = Interview.objects.get(state="proposed", learner=second)
    with pytest.raises(InterviewRefused, match="That time is taken"):
        book_proposals(schedule=schedule, interviews=[wanted.public_id], by=by)
    book_proposals(schedule=schedule, interviews=[wanted.public_id, moving.public_id], by=by)
    held.refresh_from_db()
    assert (held.state, held.cancelled_because) == ("cancelled", "Moved to another time.")
    assert Interview.objects.filter(state="booked").count() == 2
    assert Schedule.objects.filter(settled_at=None).count() == 0


def test_keeping_every_booked_time_takes_only_what_is_free(school, adviser, by):
    people = [make_learner(school, n, year_group=10) for n in range(4)]
    ask(people[0], by, priority=0)
    schedule = make(school, by)
    book_proposals(schedule=schedule, interviews=[Interview.objects.get().public_id], by=by)
    for learner in people[1:]:
        ask(learner, by, priority=9)

    again = make(school, by, may_move=False)

    assert Interview.objects.filter(state="proposed").count() == 2
    assert (again.moved, again.booked_before) == (0, 0)
    assert Interview.objects.get(state="booked").learner == people[0]


def test_whoever_had_as_many_as_the_school_gives_waits(school, adviser, by):
    learner = make_learner(school, year_group=10)
    request = ask(learner, by)
    day = {"organisation": school, "learner": learner, "adviser": adviser, "state": "held"}
    for number in range(2):
        past = InterviewRequest.objects.create(
            organisation=school, learner=learner, asked_on=date(2026, 9, 1), settled_at=at(9, day=1)
        )
        Interview.objects.create(
            request=past, starts_at=at(9 + number, day=2), ends_at=at(9 + number, 40, day=2), settled_at=at(12, day=2),
            activity=make_activity(school, "guidance", adviser_level=6), **day,
        )  # fmt: skip

    schedule = make(school, by)

    (waits,) = Waiting.objects.filter(schedule=schedule)
    assert (waits.request, waits.why) == (
        request,
        "They have had as many interviews this year as your school gives one learner.",
    )


def test_a_schedule_asked_to_stop_changes_nothing(school, adviser, by):
    ask(make_learner(school), by)
    with acting(by):
        asked = {"first": "2026-11-22", "last": "2026-11-27", "minutes": 40, "seed": 0, "framework": "gatsby-2024"}
        job = hand_over(kind=KIND, organisation=school, asked=asked | {"may_move": True}, by=by)
    under_way.ask_to_stop(job.public_id)

    do_work.call(job.public_id)

    job.refresh_from_db()
    assert (job.state, Interview.objects.count(), Schedule.objects.count()) == ("stopped", 0, 0)


def test_what_changed_meanwhile_is_left_out_of_the_schedule(school, adviser, by):
    ask(make_learner(school, 1), by)
    schedule = make(school, by)
    (proposed,) = Interview.objects.all()
    book_proposals(schedule=schedule, interviews=[proposed.public_id], by=by)
    cancel_interview(interview=Interview.objects.get(), because="Trip", by=by)

    with pytest.raises(InterviewRefused, match="changed this meanwhile"):
        book_proposals(schedule=schedule, interviews=[proposed.public_id], by=by)


def test_with_nobody_waiting_there_is_nothing_to_schedule(school, adviser, by):
    job = make(school, by)

    assert (job.state, job.message) == (
        "failed",
        "Nobody waits for an interview in these days, so there is nothing to schedule.",
    )


@pytest.fixture
def by_interpreter(school, by):
    set_interview_settings(school=school, minutes=40, most=2, kept_months=24, by_interpreter=True, by=by)


def test_who_needs_an_interpreter_is_seen_when_one_is_there(school, adviser, by, by_interpreter):
    add_times(adviser=adviser, spans=[Span(at(9, day=24), at(9, 40, day=24), "A1", "Dari, Polish")], by=by)
    polish, other = (make_learner(school, n, year_group=11) for n in range(2))
    ask(polish, by, interpreter="polish", priority=3)
    ask(other, by, priority=9)

    make(school, by)

    assert Interview.objects.get(learner=polish).starts_at == at(9, day=24)
    assert timezone.localdate(Interview.objects.get(learner=other).starts_at) == date(2026, 11, 23)


def test_who_needs_an_interpreter_that_never_comes_waits_and_is_told_so(school, adviser, by, by_interpreter):
    learner = make_learner(school, year_group=11)
    ask(learner, by, interpreter="Polish")
    ask(make_learner(school, 1, year_group=11), by)

    make(school, by)

    waits = Waiting.objects.get()
    assert waits.request.learner == learner
    assert waits.why == "No interpreter for Polish is there at any time such an adviser can be seen."
    assert waits.frees == "An interpreter for Polish at a time of an adviser of level 6 or above."


def test_without_the_setting_an_interpreter_is_only_seen_to(school, adviser, by):
    ask(make_learner(school, year_group=11), by, interpreter="Polish")

    make(school, by)

    assert Interview.objects.filter(state="proposed").count() == 1


def test_who_is_booked_keeps_a_time_though_the_diary_names_no_interpreter(school, adviser, by):
    asked = ask(make_learner(school, year_group=11), by, interpreter="Polish")
    book_by_hand(request=asked, time=DiaryTime.objects.get(), starts_at=at(9), by=by)
    ask(make_learner(school, 1, year_group=11), by)
    set_interview_settings(school=school, minutes=40, most=2, kept_months=24, by_interpreter=True, by=by)

    make(school, by)

    assert Interview.objects.get(request=asked).state == "booked"
    assert Interview.objects.filter(state="proposed").count() == 1


def test_by_hand_nobody_is_put_where_no_interpreter_is(school, adviser, by, by_interpreter):
    asked = ask(make_learner(school, year_group=11), by, interpreter="Polish")

    with pytest.raises(InterviewRefused, match="no interpreter for Polish is there then"):
        book_by_hand(request=asked, time=DiaryTime.objects.get(), starts_at=at(9), by=by)
    add_times(adviser=adviser, spans=[Span(at(9), at(11), "A1", "Polish")], by=by)  # the same time: said of it

    assert book_by_hand(request=asked, time=DiaryTime.objects.get(), starts_at=at(9), by=by).room == "A1"


@pytest.mark.parametrize(
    ("planned", "is_avoided"),
    [
        pytest.param({"starts": time(9), "ends": time(10)}, True, id="hours that meet the lesson"),
        pytest.param({"starts": time(13), "ends": time(14)}, False, id="hours after it"),
        pytest.param({"periods": 2}, True, id="no hours, but lessons are missed for it"),
        pytest.param({}, False, id="no hours, and no lesson is missed for it"),
    ],
)
def test_a_subject_lost_to_the_year_plan_is_not_lost_again(school, adviser, by, planned, is_avoided):
    learner = make_learner(school, year_group=11, form="11A")
    ask(learner, by)
    visit = make_activity(school, "employer", held_on=date(2026, 12, 7))  # a Monday as well
    expect(visit, learner)
    Planned.objects.create(activity=visit, first_on=visit.held_on, **planned)
    each_monday = {"organisation": school, "form": "11A", "weekly_until": date(2026, 12, 18)}
    Lesson.objects.create(subject="maths", starts_at=at(9), ends_at=at(10, 20), **each_monday)
    Lesson.objects.create(organisation=school, learner=learner, subject="art", starts_at=at(10, 20), ends_at=at(11))

    make(school, by, last="2026-11-23")

    lost = subjects_lost_to_plan(school, [learner.pk], on=date(2026, 11, 23)).get(learner.pk, set())
    assert lost == ({"maths"} if is_avoided else set())
    if is_avoided:
        assert Interview.objects.get(state="proposed").starts_at == at(10, 20)
