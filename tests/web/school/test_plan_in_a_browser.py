"""Planning an improvement in a real browser: from what is suggested to what is done and approved."""

from dataclasses import replace
from datetime import date

import pytest

from tests.browser import DESKTOP, PHONE, assert_accessible, shoot
from tests.planner.test_improvements import WANTED
from tests.web.school.conftest import TODAY
from waymark.access.scope import acting, everything
from waymark.evaluation.assessing.actions import answer_item, finish_assessment, start_assessment
from waymark.planner.actions import add_action, approve_plan, finish_action, say_progress
from waymark.planner.actions.approvals import Agreed
from waymark.planner.models import ImprovementAction

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = {
    "plan": "",
    "print": "print/",
    "new": "new/?need=gb8.guidance_by_16",
    "together": "together/gb1/",
    "action": "actions/{action}/",
    "drop": "actions/{action}/drop/",
    "approvals": "approvals/",
    "new-approval": "approvals/new/",
    "approval": "approvals/{approval}/",
}


@pytest.fixture
def addresses(big_school, leader):
    """A plan with something of every sort in it, approved and changed since."""
    with acting(everything("test")) as by:
        assessment = start_assessment(school=big_school, on=TODAY, by=by)
        for item, answer in (("gb1-leader", "yes"), ("gb1-governors", "no"), ("gb1-parents", "no")):
            answer_item(assessment=assessment, item=item, answer=answer, saw=0, by=by)
        finish_assessment(assessment=assessment, by=by)
        late = replace(WANTED, achieve_by=date(2026, 11, 2), owner_name="Ada Vale")
        action = add_action(school=big_school, academic_year=2026, planned=late, by=by)
        say_progress(action=action, words="Two dates offered, none fits.", by=by)
        done = replace(WANTED, need="", benchmark="", framework="", title="Write to every parent", owner_id=leader.pk)
        done_one = add_action(school=big_school, academic_year=2026, planned=done, by=by)
        agreed = Agreed("governors", "Ada Vale", "Chair", date(2026, 11, 20))
        approval = approve_plan(school=big_school, academic_year=2026, agreed=agreed, by=by)
        finish_action(action=done_one, words="Sent with the autumn report.", by=by)
        add_action(school=big_school, academic_year=2026, planned=replace(WANTED, need="", title="Alumni"), by=by)
    named = {"action": action.public_id, "approval": approval.public_id}
    return {name: f"/schools/fernhill-school/plan/{end.format(**named)}" for name, end in PAGES.items()}


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_pages_read_well(browser_page, addresses, leader, size):
    page = browser_page("about:blank", user=leader, size=size)
    for name, address in addresses.items():
        page.goto(address)
        shoot(page, f"plan-{name}")
        assert_accessible(page)


def test_a_suggestion_becomes_an_action_that_is_done_without_scripts(browser_page, addresses, leader):
    page = browser_page(addresses["plan"], user=leader, scripts=False)
    page.get_by_role("button", name="Plan this: Offer 28 pupils of Year 13 a meeting").click()
    page.get_by_label("Who sees to it").select_option(label="Robin Marsh")
    page.get_by_role("button", name="Put it in the plan").click()
    page.get_by_role("link", name="Offer pupils of Year 13 a meeting with a careers adviser").click()
    page.get_by_label("How is it going?").fill("Booked for March.")
    page.get_by_role("button", name="Mark as done").click()

    page.get_by_text("Booked for March.").wait_for()
    with acting(everything("test")):
        kept = ImprovementAction.objects.get(need="gb8.guidance_by_18")
        assert (kept.state, kept.owner) == ("done", leader)
