"""The pages of what is kept in a real browser, and somebody erased with the keyboard and no scripts."""

from datetime import date

import pytest

from tests.browser import DESKTOP, PHONE, assert_accessible, shoot
from tests.factories import enrol, make_learner, make_school, make_user
from waymark.access.queries import scope_of
from waymark.access.scope import acting, everything
from waymark.ledger.actions.retention import ask_to_lift, place_hold, set_period
from waymark.ledger.models import Learner

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AT = "/schools/fernhill-school"


@pytest.fixture
def leader():
    """A careers leader of a school with somebody due, somebody on hold and some still to come."""
    with acting(everything("test")) as by:
        school = make_school()
        for number, year in enumerate((2020, 2021, 2023, 2024)):
            enrol(make_learner(school, number, year_group=None), year_group=11, year=year, to_on=date(year + 1, 7, 14))
        set_period(school=school, what="learner", months=48, reason="Our policy of September 2026", by=by)
        leader = make_user("Robin Marsh", ("careers_leader", school))
        other = scope_of(make_user("Pat Moss", ("careers_administrator", school)))
        ask_to_lift(hold=place_hold(school=school, learner=_first(), reason="A claim", by=by), by=other)
    return leader


def _first():
    return Learner.objects.order_by("pk").first()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_pages_read_well(browser_page, leader, size):
    with acting(everything("test")):
        who = _first().public_id
    page = browser_page(f"{AT}/settings/retention/", user=leader, size=size)
    for name, end in {
        "overview": "settings/retention/",
        "period": "settings/retention/periods/learner/",
        "switch": "settings/retention/switch/",
        "erase": f"learners/{who}/erase/",
    }.items():
        page.goto(f"{AT}/{end}")
        shoot(page, f"retention-{name}")
        assert_accessible(page)


def test_a_hold_is_lifted_and_somebody_erased_with_the_keyboard_and_no_scripts(browser_page, leader):
    with acting(everything("test")):
        who = _first()
    page = browser_page(f"{AT}/settings/retention/", user=leader, scripts=False)
    page.get_by_role("button", name="Agree, and lift it").press("Enter")
    page.goto(f"{AT}/learners/{who.public_id}/")
    page.get_by_role("link", name="Erase who this was").press("Enter")
    page.get_by_label("Why?").fill("They asked")
    page.get_by_label("I know that nobody can put this back").press("Space")
    page.get_by_role("button", name="Erase").press("Enter")

    page.get_by_text("It was erased. What is left has no name.").wait_for()
    with acting(everything("test")):
        assert str(Learner.objects.get(pk=who.pk)) == "Former learner"
