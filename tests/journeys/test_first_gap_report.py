"""The first tutorial, walked in a browser: from an empty site to the first gap report, with three files.

`WAYMARK_TUTORIAL=yes` keeps the pictures of docs/tutorials/first-gap-report.md.
"""

import os
from datetime import date
from pathlib import Path

import pytest
from allauth.mfa.totp.internal import auth as totp

from tests.browser import DESKTOP, PHONE, SCREENSHOTS, assert_accessible
from tests.journeys.first_files import SCHOOL, FirstFiles
from waymark.access.actions.invitations import invite
from waymark.access.scope import acting, everything
from waymark.demo.files import register_csv
from waymark.intake.registers import take_register
from waymark.ledger.models import Activity, Encounter, Enrolment
from waymark.places.models import Organisation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = Path(__file__).parents[2] / "docs" / "tutorials" / "images"
KEEPING = os.environ.get("WAYMARK_TUTORIAL") == "yes"
TODAY = date.today()


@pytest.fixture
def link(live_server):
    """A site with nothing but the register of schools, and the link its operator was given."""
    with acting(everything("the operator")) as by:
        take_register(kind="gias", content=register_csv(), by=by)
        school = Organisation.objects.get(urn="990101")
        Organisation.objects.filter(pk=school.pk).update(slug=SCHOOL)
        _, token = invite(
            organisation=school,
            email="robin.marsh@aldermouth.example",
            name="Robin Marsh",
            role="careers_leader",
            address_of="{token}",
            by=by,
        )
    return f"/join/{token}/"


def picture(page, name):
    """Keep a picture of what the tutorial tells of, and hold the page to the standards at both sizes."""
    assert_accessible(page)
    page.set_viewport_size(PHONE)
    assert_accessible(page)
    page.set_viewport_size({"width": 1000, "height": 900} if KEEPING else DESKTOP)
    folder = PICTURES if KEEPING else SCREENSHOTS / "first-gap-report"
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png")
    page.set_viewport_size(DESKTOP)


def code_for(secret):
    return totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))


def join(page):
    picture(page, "1-join")
    page.get_by_label("Choose a password", exact=True).fill("copper lantern meadow")
    page.get_by_role("button", name="Join").click()
    picture(page, "2-second-step")
    page.get_by_role("button", name="Set up an authenticator app").click()
    page.get_by_label("Code that the app shows").fill(code_for(page.locator(".govuk-summary-list__value").inner_text()))
    page.get_by_role("button", name="Finish").click()
    page.goto("/")


def send(page, file, name):
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": file})


def bring_in_learners(page, files):
    page.get_by_role("link", name="Bring in your learners").click()
    page.get_by_role("link", name="Bring in learners", exact=True).click()
    send(page, files.learners(), "roll.csv")
    for part, value in zip(("day", "month", "year"), (TODAY.day, TODAY.month, TODAY.year), strict=True):
        page.locator(f"input[name=on_{part}]").fill(str(value))
    page.get_by_role("button", name="Check this file").click()
    picture(page, "4-learners-preview")
    page.get_by_role("button", name="Merge this file").click()
    picture(page, "5-learners-merged")


def bring_in(page, way, file, name, shot):
    page.get_by_role("link", name="Files", exact=True).first.click()
    page.get_by_role("link", name=way, exact=True).click()
    send(page, file, name)
    page.get_by_role("button", name="Check this file").click()
    picture(page, shot)
    page.get_by_role("button", name="Merge this file").click()


def test_from_an_empty_site_to_the_first_gap_report(browser_page, link):
    files = FirstFiles(TODAY)
    page = browser_page(link)
    join(page)
    picture(page, "3-home-empty")
    bring_in_learners(page, files)
    bring_in(page, "Bring in past activities", files.activities(), "activities.csv", "6-activities-preview")
    bring_in(page, "Bring in attendance", files.attendance(), "attendance.csv", "7-attendance-preview")

    page.get_by_role("link", name="Home", exact=True).click()
    picture(page, "8-home")
    page.get_by_role("link", name="Benchmarks", exact=True).first.click()
    picture(page, "benchmarks")
    page.get_by_role("link", name="Encounters with employers and employees").first.click()
    picture(page, "9-benchmark-5")
    page.get_by_role("link", name="An employer encounter this year").first.click()
    picture(page, "10-who-has-not")
    page.get_by_role("button", name="See the list").click()
    picture(page, "11-list-to-act-on")

    assert page.get_by_role("row").count() > 5
    with acting(everything("test")):
        assert Enrolment.objects.filter(to_on=None).count() > 1000
        assert Activity.objects.count() == 40
        assert Encounter.objects.count() > 5000
