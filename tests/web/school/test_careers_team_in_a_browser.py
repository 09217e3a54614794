"""The careers team's pages and the handover in a real browser; and a change of leader from first to last."""

from datetime import timedelta

import pytest

from tests.browser import DESKTOP, PHONE, assert_accessible, shoot
from tests.publishing.schools import ON, make_publishing_school, write_everything
from waymark.access.scope import acting, everything
from waymark.leadership.actions.leading import begin_leading, log_meeting, name_governor
from waymark.leadership.actions.team import AdviserFacts, add_member, keep_adviser
from waymark.leadership.actions.training import SessionFacts, TrainingFacts, hold_session, log_training
from waymark.leadership.models import LeaderTerm, TeamMember, Training
from waymark.publishing.actions import release
from waymark.publishing.models import CareersPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = {
    "overview": "",
    "add": "members/add/",
    "member": "members/{sam}/",
    "adviser": "members/{sam}/adviser/",
    "training": "training/{training}/",
    "governor": "governor/",
    "sessions": "staff-development/",
    "session": "staff-development/add/",
    "kept": "what-is-kept/",
    "handover": "handover/",
}


@pytest.fixture
def leader():
    with acting(everything("test")) as by:
        school, leader = make_publishing_school()
        write_everything(school, by, leader_id=leader.pk)
        release(school=school, on=ON, by=by)
        begun = ON - timedelta(days=800)
        robin = add_member(school=school, name=leader.name, begun_on=begun, user=leader, by=by)
        begin_leading(member=robin, on=begun, hours_a_week=6, reports_to="Deputy headteacher", by=by)
        sam = add_member(school=school, name="Sam Reed", job="Careers adviser", begun_on=begun, by=by)
        keep_adviser(
            member=sam,
            facts=AdviserFacts(
                qualification="level6-diploma",
                register="registered",
                register_name="rcdp",
                register_expires_on=ON - timedelta(days=3),
            ),
            by=by,
        )
        course = TrainingFacts("Leading careers", "A university", 6, for_leading=True, finished_on=ON, minutes=1800)
        log_training(member=sam, facts=course, by=by)
        hold_session(school=school, facts=SessionFacts("Careers in maths", ON, "Maths", 6, 9, 45), by=by)
        governor = name_governor(school=school, name="Greta Vane", on=begun, by=by)
        log_meeting(governor=governor, held_on=ON, what="visit", about="A lesson on pay", agreed="Again in May", by=by)
    return leader


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_pages_read_well(browser_page, leader, size):
    with acting(everything("test")):
        ids = {"sam": TeamMember.objects.get(name="Sam Reed").public_id, "training": Training.objects.get().public_id}
    page = browser_page("/schools/fernhill-school/careers-team/", user=leader, size=size)
    for name, end in PAGES.items():
        page.goto(f"/schools/fernhill-school/careers-team/{end.format(**ids)}")
        shoot(page, f"careers-team-{name}")
        assert_accessible(page)


def test_a_new_leader_takes_over_with_the_keyboard_and_no_scripts(browser_page, leader):
    page = browser_page("/schools/fernhill-school/careers-team/handover/", user=leader, scripts=False)
    page.get_by_role("button", name="Say who leads now").press("Enter")
    page.get_by_label("Sam Reed").press("Space")
    page.get_by_label("Reports to").fill("The headteacher")
    page.get_by_label("Reports to").press("Enter")
    page.get_by_role("button", name="Put Sam Reed on the draft").press("Enter")
    page.wait_for_url("**/write/leader/")

    assert page.get_by_label("Name to show").input_value() == "Sam Reed"
    with acting(everything("test")):
        assert LeaderTerm.objects.get(ended_on=None).member.name == "Sam Reed"
        assert CareersPage.objects.order_by("-version").first().leader_name == "Sam Reed"
