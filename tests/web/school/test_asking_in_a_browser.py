"""Asking in a real browser: each page at two sizes, and one walk from asking to the yes, without scripts."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from tests.browser import DESKTOP, PHONE, assert_accessible, shoot
from tests.factories import make_user
from tests.providers.asking import ask, make_employer, make_hub, make_school
from waymark.access.scope import acting, everything
from waymark.post.actions.delivering import deliver_letter
from waymark.post.models import Letter
from waymark.providers.actions.moving import secret_of
from waymark.providers.models import Approach, Employer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def school(db, the_day):
    with acting(everything("test")):
        school = make_school()
        hub = make_hub(school)
        for name in ("Lantern Dairies", "Tallow Yard"):
            make_employer(hub, name, sector="C", offers=["talk"])
        return school


@pytest.fixture
def leader(school):
    return make_user("Robin Marsh", ("careers_leader", school))


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_pages_read_well(browser_page, school, leader, size):
    with acting(everything("test")):
        first, other = Employer.objects.order_by("name")
        approach, _ = ask(school, first, other, on=timezone.localdate())
        secret = secret_of(approach)
        request = approach.request.public_id
    pages = {
        "employers": reverse("school_employers", args=[school.slug]),
        "employer": reverse("school_employer", args=[school.slug, first.public_id]),
        "new": f"{reverse('new_request', args=[school.slug])}?employer={first.public_id}",
        "requests": reverse("school_requests", args=[school.slug]),
        "request": reverse("school_request", args=[school.slug, request]),
    }
    page = browser_page("about:blank", user=leader, size=size)
    for name, address in pages.items():
        page.goto(address)
        shoot(page, f"asking-{name}")
        assert_accessible(page)

    theirs = browser_page(reverse("answer_request", args=[secret]), size=size)
    shoot(theirs, "asking-answer")
    assert_accessible(theirs)


def test_from_asking_to_the_yes_without_scripts(browser_page, school, leader):
    page = browser_page(reverse("school_employers", args=[school.slug]), user=leader, scripts=False)
    page.get_by_role("link", name="Lantern Dairies").click()
    page.get_by_role("button", name="Ask them").click()
    page.get_by_label("What you ask for").fill("A talk on dairies")
    for label, value in (("Day", "20"), ("Month", "1"), ("Year", "2027")):
        page.get_by_role("group", name="Which day").get_by_label(label, exact=True).fill(value)
    page.get_by_label("Year 9").check()
    page.get_by_label("About how many learners").fill("30")
    page.get_by_label("Tallow Yard").check()
    page.get_by_role("button", name="Ask them").click()
    here = page.url
    with acting(everything("test")):
        deliver_letter.call(Letter.objects.get().public_id)
        link = reverse("answer_request", args=[secret_of(Approach.objects.get(position=1))])
    assert link in mail.outbox[0].body

    theirs = browser_page(link, scripts=False, size=PHONE)
    assert theirs.get_by_text("about 30 learners of Year 9").is_visible()
    theirs.get_by_label("Yes, on that day").check()
    theirs.get_by_label("Your words").fill("Gladly.")
    theirs.get_by_role("button", name="Send the answer").click()
    assert theirs.get_by_text("Thank you: the school is told").is_visible()

    page.goto(here)
    page.get_by_text("Gladly.").wait_for()
    page.get_by_role("button", name="Put it among your activities").wait_for()
