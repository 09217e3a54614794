"""A provider's courses in a real browser, on a phone and wide; a file brought in with the keyboard, without scripts."""

import pytest

from tests.browser import DESKTOP, PHONE, assert_accessible, shoot
from tests.factories import make_school, make_user
from tests.opportunities.files import ON, file_of
from tests.opportunities.makers import make_aim, make_course, make_provider, make_run, make_t_level, make_venue
from waymark.access.scope import acting, everything
from waymark.kernel.telling import untold
from waymark.opportunities.actions.course_files import take_course_file
from waymark.opportunities.models import CourseFile, CourseRun
from waymark.opportunities.sources.provider_files import looked_into, take_whole
from waymark.places.models import Setting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AT = "/providers/hartwell-college/courses/"


@pytest.fixture
def keeper():
    """Somebody of a college with two courses, one of them with much to mend, and a file that waits."""
    with acting(everything("test")) as by:
        college = make_school("Hartwell College", setting=Setting.COLLEGE, urn="", ukprn="10009901")
        provider = make_provider("Hartwell College", organisation=college)
        make_aim()
        venue, lost = make_venue(provider), make_venue(provider, "V2", latitude=None)
        make_run(make_course(provider, aim_reference="00238422"), venue, reference="PL-01", website="example.org")
        make_run(make_course(provider, "A course with a long name that has to wrap somewhere", learn="Pipes"), lost)
        content = file_of({"YOUR_REFERENCE": "PL-07"}, {"COST": "dear", "LARS_QAN": "00238423"})
        file = take_course_file(provider=provider, kind="courses", content=content, filename="autumn.csv", by=by)
        looked_into(file, today=ON, tell=untold, by=by)()
        make_t_level(name="T Level Digital - Digital Production, Design and Development")
        taught = file_of({"START_DATE": "01/09/2099"}, {"START_DATE": "01/09/2099", "YOUR_VENUE_REFERENCE": "V2"},
                         kind="t-levels")  # fmt: skip
        take_whole("t-levels", taught, "t-levels.csv", provider, today=ON, tell=untold, by=by)
        return make_user("Kit Sandell", ("provider", college))


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_pages_read_well(browser_page, keeper, size):
    with acting(everything("test")):
        t_level = CourseRun.objects.order_by("pk").last().pk
        run, file = CourseRun.objects.order_by("pk").first().pk, CourseFile.objects.get(kind="courses").pk
    page = browser_page(AT, user=keeper, size=size)
    for name, end in {
        "list": "",
        "edit": f"{run}/",
        "t-levels": "t-levels/",
        "t-level": f"t-levels/{t_level}/",
        "venues": "venues/",
        "files": "files/",
        "file": f"files/{file}/",
    }.items():
        page.goto(f"{AT}{end}")
        shoot(page, f"courses-{name}")
        assert_accessible(page)


def test_a_file_is_brought_in_with_the_keyboard_and_no_scripts(browser_page, keeper, tmp_path):
    path = tmp_path / "spring.csv"
    path.write_bytes(file_of({"START_DATE": "01/09/2099", "YOUR_REFERENCE": "PL-09"}))
    page = browser_page(AT, user=keeper, scripts=False)
    page.get_by_role("link", name="Bring in a file").press("Enter")
    page.get_by_label("The file").set_input_files(path)
    page.get_by_role("button", name="See what it would change").press("Enter")
    page.get_by_text("1 new").wait_for()
    page.get_by_role("button", name="Take it in").press("Enter")
    page.get_by_role("button", name="Undo it").wait_for()

    with acting(everything("test")):
        assert CourseRun.objects.filter(reference="PL-09").count() == 1
