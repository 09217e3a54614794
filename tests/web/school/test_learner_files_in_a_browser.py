"""A learner file sent, checked and merged in a real browser: on a phone without scripts, at a desk with them."""

from datetime import date

import pytest
from django.urls import reverse

from tests.browser import DESKTOP, PHONE, assert_accessible, shoot
from tests.factories import make_school, make_user
from tests.ledger.learner_files import HEADER, learner_file, line, upn
from waymark.access.scope import acting, everything
from waymark.ledger.models import Enrolment, Learner
from waymark.ledger.sources.learners.receiving import merge_learners, receive_learners

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def school(transactional_db):
    with acting(everything("test")):
        return make_school()


@pytest.fixture
def leader(school):
    return make_user("Robin Marsh", ("careers_leader", school))


@pytest.fixture
def rolls(tmp_path):
    """Last November's roll, merged by hand later, and this September's with everything that can be wrong in it."""
    last = tmp_path / "autumn-roll.csv"
    last.write_bytes(learner_file(*(line(n, year=9 + n % 4) for n in range(12))))
    mixed = [line(n, year=10 + n % 4, form=f"1{n % 4}C") for n in range(8)]
    wrong = [line(0, year=10), line(20, year=6), line(21, given="=1+1"), "short", line(22, number_shown="X1")]
    noted = [line(23, number_shown=""), line(24, number_shown=upn(24, temporary=True))]
    this = tmp_path / "september-roll.csv"
    lines = [shown + ",K" for shown in [*mixed, *wrong, *noted]]
    this.write_bytes(learner_file(*lines, header=HEADER + ",SEN"))
    return last, this


def send(page, path, day: tuple[str, str, str]):
    page.get_by_label("Your learner file").set_input_files(path)
    for part, typed in zip(("Day", "Month", "Year"), day, strict=True):
        page.get_by_label(part, exact=True).fill(typed)
    page.get_by_role("button", name="Check this file").click()


def test_a_roll_is_sent_checked_and_merged_on_a_phone_without_scripts(browser_page, school, leader, rolls):
    last, this = rolls
    page = browser_page(reverse("bring_learners", kwargs={"slug": school.slug}), user=leader, size=PHONE, scripts=False)

    send(page, last, ("20", "11", "2025"))
    page.get_by_role("button", name="Merge this file").click()
    page.get_by_text("Merged: 12 new learners, 0 changed.").wait_for()
    page.get_by_role("link", name="Send another file of this kind").click()
    send(page, this, ("4", "9", "2026"))
    page.get_by_label("They left at the end of last year, except those I tick").check()
    page.get_by_role("button", name="Merge this file").click()
    page.get_by_text("Merged: 2 new learners, 8 changed.").wait_for()

    with acting(everything("test")):
        assert Learner.objects.count() == 14
        assert Enrolment.objects.filter(to_on=None, academic_year=2026).count() == 10


@pytest.mark.parametrize("size", [pytest.param(PHONE, id="phone"), pytest.param(DESKTOP, id="desk")])
def test_every_state_of_a_file_is_accessible(browser_page, school, leader, rolls, size):
    last, this = rolls
    with acting(everything("test")) as scope:
        first, _ = receive_learners(
            content=last.read_bytes(), filename=last.name, school=school, on=date(2025, 11, 20), by=scope
        )
        merge_learners(delivery=first, by=scope)
        waiting, _ = receive_learners(
            content=this.read_bytes(), filename=this.name, school=school, on=date(2026, 9, 4), by=scope
        )
        absent, _ = receive_learners(
            content=learner_file(line(1, year=10)), filename="one.csv", school=school, on=date(2025, 12, 1), by=scope
        )
        refused, _ = receive_learners(
            content=b"Forename,DOB\nAda,x\n", filename="narrow.csv", school=school, on=date(2026, 9, 4), by=scope
        )

    def of(name, delivery):
        return reverse(name, kwargs={"slug": school.slug, "number": delivery.pk})

    shown = {
        "files": reverse("deliveries", kwargs={"slug": school.slug}),
        "files-bring": reverse("bring_learners", kwargs={"slug": school.slug}),
        "files-waiting": of("delivery", waiting),
        "files-absent": of("delivery", absent),
        "files-merged": of("delivery", first),
        "files-refused": of("delivery", refused),
        "files-undo": of("undo_delivery", first),
    }
    page = browser_page(shown["files"], user=leader, size=size, may_complain=True)
    for name, address in shown.items():
        page.goto(address)
        for closed in page.locator("details > summary").all():
            closed.click()
        shoot(page, name)
        assert_accessible(page)
    page.goto(shown["files-bring"])
    page.get_by_role("button", name="Check this file").click()
    shoot(page, "files-bring-wrong")
    assert_accessible(page)
