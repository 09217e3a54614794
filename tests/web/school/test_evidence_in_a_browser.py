"""Evidence walked through in a browser, at a phone's and a desk's width, by keyboard and without scripts."""

import pytest
from django.utils import timezone

from tests.browser import DESKTOP, PHONE, assert_accessible, shoot
from tests.factories import make_learner, make_user
from tests.publishing.schools import make_publishing_school, write_everything
from tests.publishing.small_documents import keep_small_document
from waymark.access.scope import acting, everything
from waymark.ledger.actions.attachments import AttachmentFacts, keep_attachment
from waymark.ledger.touching import touch_everyone
from waymark.publishing.actions import release
from waymark.publishing.actions.criteria import CriterionText, bring_in_criteria

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def school(transactional_db):
    today = timezone.localdate()
    with acting(everything("test")) as by:
        school, _ = make_publishing_school()
        write_everything(school, by)
        release(school=school, on=today, by=by)
        make_learner(school, given_name="Harrowbeck", family_name="College")
        facts = AttachmentFacts("policy", "Careers policy of the whole school and its sixth form", today, False)
        keep_attachment(school=school, content=b"Words", filename="policy.txt", facts=facts, by=by)
        criteria = [CriterionText("1.1", "A named person leads careers, and the public can reach them.")]
        bring_in_criteria(school=school, kind="quality-standard", name="An award, 2026", criteria=criteria, by=by)
        keep_small_document(school, by)
        touch_everyone(school.pk)
    return school


@pytest.fixture
def leader(school):
    return make_user("Robin Marsh", ("careers_leader", school))


def looked_at(page, name):
    """The page reads well at both widths."""
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)
        assert_accessible(page)
        shoot(page, name)


def test_from_a_file_to_a_document(browser_page, school, leader, tmp_path):
    file = tmp_path / "minutes.txt"
    file.write_text("Item 6: careers.")
    page = browser_page(f"/schools/{school.slug}/evidence/", user=leader)
    looked_at(page, "evidence")

    page.get_by_role("button", name="Keep a file").click()
    looked_at(page, "evidence-keep")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_label("What is it?").fill("Governors’ minutes")
    page.get_by_label("Minutes of a meeting").check()
    for part, value in (("Day", "7"), ("Month", "10"), ("Year", "2026")):
        page.get_by_role("group", name="Which day is it of?").get_by_label(part).fill(value)
    page.get_by_label("No: nobody on roll can be recognised in it").check()
    page.get_by_role("button", name="Keep this file").click()
    page.get_by_role("heading", name="Governors’ minutes").wait_for()
    looked_at(page, "evidence-kept")

    page.goto(f"/schools/{school.slug}/evidence/documents/")
    looked_at(page, "documents")
    page.get_by_label("Provider access log").check()
    page.get_by_role("button", name="Make it").click()
    page.get_by_role("heading", name="Names of learners were found").wait_for()
    looked_at(page, "documents-names")
    page.get_by_label("Keep it: it is no learner of ours").check()
    page.get_by_role("button", name="Make the document").click()
    page.get_by_role("heading", name="Take it away").wait_for()
    looked_at(page, "document")
    with page.expect_download() as kept:
        page.get_by_role("link", name="PDF").click()
    assert kept.value.suggested_filename.endswith("provider-access.pdf")


def test_criteria_with_scripts_off(browser_page, school, leader):
    page = browser_page(f"/schools/{school.slug}/evidence/standards/", user=leader, scripts=False)
    page.get_by_role("link", name="An award, 2026").click()
    page.get_by_role("link", name="1.1").click()
    page.get_by_label("A kept file").select_option(label=page.get_by_label("A kept file").inner_text().splitlines()[1])
    page.get_by_label("How does it show it?").fill("Page 1")
    page.get_by_role("button", name="Add it").click()

    page.get_by_text("Page 1").wait_for()
    page.get_by_role("link", name="An award, 2026").click()
    page.get_by_text("1 of 1 criteria have evidence.").wait_for()


def test_the_pages_of_standards_read_well(browser_page, school, leader):
    page = browser_page(f"/schools/{school.slug}/evidence/standards/", user=leader)
    looked_at(page, "standards")
    page.get_by_role("button", name="Bring in criteria").click()
    looked_at(page, "standards-new")
    page.go_back()
    page.get_by_role("link", name="An award, 2026").click()
    looked_at(page, "standard")
    page.get_by_role("link", name="1.1").click()
    looked_at(page, "criterion")
