"""Many who book one time at the very same moment: one has it, the others are refused, and the rows agree."""

import threading
from datetime import UTC, date, datetime

from django.db import connections

from tests.factories import make_learner, make_school
from waymark.access.scope import acting, everything
from waymark.guidance.actions.booking import book_by_hand
from waymark.guidance.actions.diaries import Span, add_adviser, add_times
from waymark.guidance.actions.requests import Wanted, ask_for_interview
from waymark.guidance.models import Claim, DiaryTime, Interview, InterviewRequest
from waymark.guidance.rules.states import InterviewRefused

START = datetime(2099, 11, 23, 9, tzinfo=UTC)
MANY = 8


def all_at_once(works):
    """Each in a thread with its own connection, begun at one moment; what each answered."""
    answers, gate = [], threading.Barrier(len(works))

    def run(work):
        with acting(everything("race", via="test")) as by:
            gate.wait()
            try:
                answers.append(work(by))
            except InterviewRefused:
                answers.append("refused")
            except Exception as fault:
                answers.append(fault)
        connections.close_all()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_one_of_many_who_book_one_time_at_once_has_it(shared_file):
    with acting(everything("test", via="test")) as by:
        school = make_school()
        adviser = add_adviser(school=school, name="Ada Fell", level=6, by=by)
        add_times(adviser=adviser, spans=[Span(START, START.replace(hour=11), "A1")], by=by)
        asked = [
            ask_for_interview(
                learner=make_learner(school, n, year_group=11), wanted=Wanted(), on=date(2026, 11, 1), by=by
            ).pk
            for n in range(MANY)
        ]
    shared_file()

    def books(key, by):
        request, time = InterviewRequest.objects.get(pk=key), DiaryTime.objects.get()
        return book_by_hand(request=request, time=time, starts_at=START, by=by).state

    answers = all_at_once([lambda by, key=key: books(key, by) for key in asked])

    assert sorted(map(str, answers)) == ["booked", *["refused"] * (MANY - 1)]
    (stands,) = all_at_once([lambda by: (Interview.objects.count(), Claim.objects.exclude(interview=None).count())])
    assert stands == (1, 3 * 8)  # adviser, learner and room, for each five of forty minutes
