"""A skills panel's page and a lesson's sheet in a real browser: on a phone and a desk, with axe."""

from datetime import date

import pytest

from tests.browser import DESKTOP, PHONE, assert_accessible, shoot
from tests.factories import make_area, make_school, make_user
from tests.opportunities.demo_jobs import bring_in
from waymark.access.scope import acting, everything
from waymark.demo.jobs import publish_analysis
from waymark.opportunities.models import PanelAnalysis

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_pages_read_well(browser_page, size):
    with acting(everything("test")) as scope:
        bring_in(scope)
        hub, school = make_area(), make_school(la_name="Westmarch")
        publish_analysis(hub, today=date(2026, 11, 20), by=scope)
        analysis = PanelAnalysis.objects.get()
    lead, leader = make_user("Kit Northwood", ("hub_lead", hub)), make_user("Mo Ellery", ("careers_leader", school))

    for name, address, user in (
        ("skills-panel", f"/areas/{hub.slug}/skills-panel/", lead),
        ("skills-panel-withdraw", f"/areas/{hub.slug}/skills-panel/{analysis.public_id}/withdraw/", lead),
        ("lesson-sheet", f"/schools/{school.slug}/work-near-you/?analysis={analysis.public_id}", leader),
    ):
        page = browser_page(address, user=user, size=size)
        shoot(page, name)
        assert_accessible(page)
