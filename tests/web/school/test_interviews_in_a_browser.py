"""Interviews in a real browser: each page at two sizes, and one walk from asking to being seen, without scripts."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.browser import DESKTOP, PHONE, assert_accessible, shoot
from tests.factories import make_learner, make_school, make_user
from waymark.access.queries import scope_of
from waymark.access.scope import NOBODY, acting, everything
from waymark.guidance.actions.asked_by_code import Typed, open_asking_page, type_request
from waymark.guidance.actions.booking import book_by_hand, mark_missed
from waymark.guidance.actions.diaries import Span, add_adviser, add_times
from waymark.guidance.actions.requests import Wanted, ask_for_interview
from waymark.guidance.models import DiaryTime, Interview, InterviewRequest, Schedule, TypedRequest
from waymark.intake.jobs import do_work, hand_over
from waymark.intake.models import Job

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = {
    "overview": "",
    "asked": "asked/",
    "put-forward": "asked/put-forward/",
    "asking-page": "asked/by-code/",
    "asking-sheet": "asked/by-code/sheet/",
    "typed": "asked/by-code/{typed}/",
    "request": "asked/{request}/",
    "book": "asked/{request}/book/",
    "diaries": "diaries/",
    "adviser": "diaries/{adviser}/",
    "make": "make/",
    "schedule": "schedules/{schedule}/",
    "day": "days/2026-11-20/",
    "slips": "days/2026-11-23/slips/",
    "interview": "{interview}/",
    "mine": "mine/",
    "settings": "settings/",
}


def at(hour, minute=0, day=23):
    return datetime(2026, 11, day, hour, tzinfo=UTC) + timedelta(minutes=minute)


@pytest.fixture
def school(db, the_day):
    with acting(everything("test")):
        return make_school()


@pytest.fixture
def leader(school):
    return make_user("Robin Marsh", ("careers_leader", school))


@pytest.fixture
def addresses(school, leader):
    """One held over, one missed, two booked, some proposed, one who waits."""
    with acting(scope_of(leader)) as by:
        adviser = add_adviser(school=school, name="Robin Marsh", level=6, user_id=leader.pk, by=by)
        spans = [Span(at(9, day=day), at(11, day=day), "A1") for day in (20, 23)]
        times = add_times(adviser=adviser, spans=spans, by=by)
        booked = []
        for n in range(7):
            learner = make_learner(school, n, year_group=11, form="11A")
            said = Wanted(
                reason="Torn between sixth form and college", priority=5 + n % 3, interpreter="Polish" if n == 1 else ""
            )
            request = ask_for_interview(learner=learner, wanted=said, on=date(2026, 11, 1 + n), by=by)
            if n < 3:
                at_that = at(9, 40 * (n % 2), day=20 if n < 2 else 23)
                booked.append(book_by_hand(request=request, time=times[n // 2], starts_at=at_that, by=by))
        mark_missed(interview=booked[0], by=by)
        asked = {
            "first": "2026-11-22", "last": "2026-11-27", "minutes": 40, "seed": 7, "framework": "gatsby-2024",
            "may_move": True,
        }  # fmt: skip
        code = open_asking_page(school=school, by=by).code
        type_request(
            code=code, typed=Typed("learner", "Ayo Ashdown", "11A", "An apprenticeship"), address="", by=NOBODY
        )
        job = hand_over(kind="interview schedule", organisation=school, asked=asked, by=by)
    do_work.call(job.public_id)
    with acting(everything("test")):
        named = {
            "request": InterviewRequest.objects.filter(interviews__state="proposed").first().public_id,
            "adviser": adviser.public_id,
            "typed": TypedRequest.objects.get().public_id,
            "schedule": Schedule.objects.get().public_id,
            "interview": booked[2].public_id,
        }
    return {name: f"/schools/fernhill-school/interviews/{end.format(**named)}" for name, end in PAGES.items()}


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_pages_read_well(browser_page, addresses, leader, size):
    page = browser_page("about:blank", user=leader, size=size)
    for name, address in addresses.items():
        page.goto(address)
        shoot(page, f"interviews-{name}")
        assert_accessible(page)


def test_from_asking_to_being_seen_without_scripts(browser_page, school, leader, time_machine):
    with acting(everything("test")):
        learner = make_learner(school, 3, year_group=11, form="11A")
    page = browser_page(f"/schools/fernhill-school/learners/{learner.public_id}/", user=leader, scripts=False)
    page.get_by_role("link", name="Ask for a guidance interview").click()
    page.get_by_label("Soon: a decision is close").check()
    page.get_by_role("button", name="Ask for it").click()
    page.get_by_role("link", name="Interviews", exact=True).click()
    page.get_by_role("link", name="Add an adviser").click()
    page.get_by_label("Name").fill("Ada Fell")
    page.get_by_role("button", name="Add the adviser").click()
    for label, value in (("Day", "22"), ("Month", "11"), ("Year", "2026")):
        page.get_by_role("group", name="First day").get_by_label(label, exact=True).fill(value)
    page.get_by_label("From").fill("9")
    page.get_by_label("Until").fill("12.20")
    page.get_by_role("button", name="Add these times").click()
    page.get_by_role("link", name="Interviews", exact=True).click()
    page.get_by_role("button", name="Make the schedule").click()
    page.get_by_role("button", name="Make it").click()
    with acting(everything("test")):
        do_work.call(Job.objects.get().public_id)
    page.reload()
    page.get_by_role("button", name="Book all 1").click()

    page.get_by_text("1 interview booked.").wait_for()
    with acting(everything("test")):
        (booked,) = Interview.objects.filter(state="booked")
        assert DiaryTime.objects.get().starts_at <= booked.starts_at
