"""The year plan in a real browser: how it reads, dragging, the keyboard, and all of it without scripts."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

import pytest

from tests.browser import DESKTOP, PHONE, assert_accessible, shoot
from waymark.access.scope import acting, everything
from waymark.ledger.actions.settings import TermDates, close_day, set_terms
from waymark.ledger.models import Activity
from waymark.ledger.rules.audience import AudienceChoice
from waymark.ledger.rules.facts import ActivityFacts
from waymark.planner.actions.busy import BusyDays, add_busy
from waymark.planner.actions.money import Line, set_budget
from waymark.planner.actions.school_year import Planning, add_to_plan, move_planned
from waymark.planner.actions.templates import Slot, add_item, make_template

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TERMS = [
    TermDates("Autumn, second half", date(2026, 11, 2), date(2026, 12, 18)),
    TermDates("Spring, first half", date(2027, 1, 4), date(2027, 2, 12)),
]
FAIR = ActivityFacts(
    title="Careers fair",
    held_on=date(2026, 12, 8),
    kinds=("employer",),
    benchmarks=("gb5",),
    cost=Decimal("240.00"),
    **dict.fromkeys(("purpose_shared", "outcomes_set", "two_way", "reflection"), True),
)


@pytest.fixture
def fair(big_school):
    """A school with two half-terms, an INSET day, mocks, a budget, and three things planned."""
    with acting(everything("test")) as by:
        set_terms(school=big_school, year=2026, terms=TERMS, by=by)
        close_day(school=big_school, on=date(2027, 1, 4), reason="INSET day", by=by)
        mocks = BusyDays("exams", "Mock exams", date(2027, 1, 11), date(2027, 1, 15), year_groups=(11,))
        add_busy(school=big_school, said=mocks, by=by)
        (line, _) = set_budget(
            school=big_school, year=2026, lines=[Line("Transport", Decimal(400)), Line("Events", Decimal(900))], by=by
        )
        planning = Planning(starts=time(9, 30), ends=time(12), rooms=("Hall",), line=line.pk)
        years = AudienceChoice(year_groups=(8, 9, 10))
        fair = add_to_plan(school=big_school, facts=FAIR, audience=years, planning=planning, by=by)
        talk = replace(FAIR, title="Apprentices talk", held_on=date(2027, 1, 12), cost=None)
        add_to_plan(school=big_school, facts=talk, audience=AudienceChoice(year_groups=(11,)), by=by)
        visit = replace(FAIR, title="Visit to a dairy", held_on=date(2026, 12, 9))
        moved = add_to_plan(school=big_school, facts=visit, audience=AudienceChoice(year_groups=(9,)), by=by)
        move_planned(activity=moved, to_on=date(2026, 12, 10), by=by)
    return fair


PAGES = {
    "plan": "",
    "benchmarks": "?by=benchmarks&term=Autumn, second half",
    "list": "?by=days",
    "print": "print/",
    "entry": "activities/{fair}/",
    "move": "activities/{fair}/move/",
    "needs": "activities/{fair}/needs/",
    "new": "new/",
    "start": "start/",
    "start-outline": "start/first-year/",
    "start-last": "start/last-year/",
    "budget": "budget/",
    "days": "days/",
    "new-day": "days/new/",
    "file": "days/file/",
    "clashes": "clashes/",
    "happened": "happened/",
    "calendar": "calendar/",
}


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_pages_read_well(browser_page, fair, leader, size):
    page = browser_page("about:blank", user=leader, size=size)
    for name, end in PAGES.items():
        page.goto(f"/schools/fernhill-school/year-plan/{end.format(fair=fair.public_id)}")
        shoot(page, f"year-plan-{name}")
        assert_accessible(page)


def test_an_outline_s_pages_read_well(browser_page, fair, leader):
    with acting(everything("test")) as by:
        outline = make_template(organisation=fair.organisation, title="Our year", by=by)
        add_item(template=outline, facts=FAIR, slot=Slot(1, 3, 2), year_groups=[9], by=by)
    page = browser_page("about:blank", user=leader, size=PHONE)
    for name, end in (("outlines", ""), ("outline", f"{outline.public_id}/")):
        page.goto(f"/areas/fernhill-school/outlines/{end}")
        shoot(page, f"year-plan-{name}")
        assert_accessible(page)


def ready(page):
    """Wait until the page's script has run: what it shows is there before anything can be dragged."""
    page.locator("[data-plan-hint]").wait_for()


def test_an_activity_is_dragged_to_another_week(browser_page, fair, leader):
    page = browser_page("/schools/fernhill-school/year-plan/", user=leader)
    ready(page)
    page.locator(f'[data-plan-card="{fair.public_id}"]').drag_to(page.locator('tbody[data-week="2026-11-23"]'))
    page.get_by_text("“Careers fair” is now on Tuesday 24 November 2026.").wait_for()

    with acting(everything("test")):
        assert Activity.objects.get(pk=fair.pk).held_on == date(2026, 11, 24)


def test_an_activity_is_moved_by_the_keyboard(browser_page, fair, leader):
    page = browser_page("/schools/fernhill-school/year-plan/", user=leader)
    ready(page)
    page.locator(f"[data-plan-card={fair.public_id!r}] [data-plan-handle]").focus()
    page.keyboard.press("ArrowUp")
    assert page.locator("[data-plan-says]").text_content() == (
        "Week of 30 November 2026. Press Enter to move “Careers fair” there."
    )
    page.keyboard.press("Escape")
    assert page.locator("[data-plan-says]").text_content() == "Not moved."
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_text("“Careers fair” is now on Tuesday 15 December 2026.").wait_for()

    with acting(everything("test")):
        assert Activity.objects.get(pk=fair.pk).held_on == date(2026, 12, 15)


def test_one_term_is_open_and_the_others_say_what_they_hold(browser_page, fair, leader):
    page = browser_page("/schools/fernhill-school/year-plan/", user=leader, scripts=False)

    assert page.locator(".wm-plan-half[open] summary").all_inner_texts() == ["Autumn, second half: 7 activities"]
    folded = page.locator(".wm-plan-half:not([open]) summary", has_text="Spring, first half")
    assert folded.inner_text() == "Spring, first half: 1 activity, 1 clash"
    folded.click()
    page.locator('tbody[data-week="2027-01-11"]').wait_for()


def test_the_keyboard_and_the_mouse_open_a_folded_term_on_the_way(browser_page, fair, leader):
    page = browser_page("/schools/fernhill-school/year-plan/", user=leader)
    ready(page)
    january = page.locator('tbody[data-week="2027-01-04"]')
    before = january.is_visible()
    page.locator(f"[data-plan-card={fair.public_id!r}] [data-plan-handle]").focus()
    for _ in range(2):
        page.keyboard.press("ArrowDown")

    assert (before, january.is_visible()) == (False, True)

    page.reload()
    ready(page)
    page.locator(f'[data-plan-card="{fair.public_id}"]').hover()
    page.mouse.down()
    page.locator(".wm-plan-half summary", has_text="Spring, first half").hover()
    page.locator(".wm-plan-half summary", has_text="Spring, first half").hover()
    january.hover()
    page.mouse.up()
    page.get_by_text("“Careers fair” is now on Tuesday 5 January 2027.").wait_for()


def test_an_activity_is_moved_without_scripts(browser_page, fair, leader):
    page = browser_page("/schools/fernhill-school/year-plan/", user=leader, scripts=False, size=PHONE)
    page.get_by_role("link", name="Move Careers fair").click()
    page.get_by_label("Another week").select_option(label="Spring, first half, week 1: 4 Jan 2027")
    page.get_by_role("button", name="Move it").click()

    page.get_by_text("“Careers fair” is now on Tuesday 5 January 2027.").wait_for()


def test_at_a_desk_one_way_of_reading_is_shown_at_a_time_and_on_a_phone_the_list(browser_page, fair, leader):
    shown = {}
    for size in (DESKTOP, PHONE):
        page = browser_page("about:blank", user=leader, size=size, scripts=False)
        for by in ("years", "days"):
            page.goto(f"/schools/fernhill-school/year-plan/?by={by}")
            headings = [page.get_by_role("heading", name=name) for name in ("Week by week", "In order of day")]
            shown[size["width"], by] = [each.is_visible() for each in headings]

    assert shown == {
        (1280, "years"): [True, False],
        (1280, "days"): [False, True],
        (320, "years"): [False, True],
        (320, "days"): [False, True],
    }


def test_the_list_is_folded_by_term_and_paper_opens_all(browser_page, fair, leader):
    page = browser_page("/schools/fernhill-school/year-plan/", user=leader, size=PHONE, scripts=False)
    folded = page.locator(".wm-plan__list details")
    talk = page.locator(".wm-plan-list__title", has_text="Apprentices talk")

    assert folded.locator("summary").all_inner_texts()[:3] == [
        "Outside term, week of 5 Oct 2026: 7 activities",
        "Autumn, second half: 7 activities",
        "Spring, first half: 1 activity, 1 clash",
    ]
    assert [number for number, each in enumerate(folded.all()) if each.get_attribute("open") is not None] == [1]
    assert not talk.is_visible()
    shoot(page, "year-plan-folded")
    page.emulate_media(media="print")
    assert talk.is_visible()


def test_an_activity_moved_to_a_folded_term_is_shown_where_it_went(browser_page, fair, leader):
    page = browser_page("about:blank", user=leader, size=PHONE)
    page.goto(f"/schools/fernhill-school/year-plan/activities/{fair.public_id}/move/")
    page.get_by_label("Another week").select_option(label="Spring, first half, week 2: 11 Jan 2027")
    page.get_by_role("button", name="Move it").click()

    page.wait_for_url("**#entry-*")
    page.locator(f"#entry-{fair.public_id}").wait_for()
