"""A survey from its making to its results: a careers leader at a desk, a class on phones with scripts off."""

from datetime import date, timedelta

import pytest

from tests.browser import DESKTOP, PHONE, assert_accessible, shoot
from tests.factories import make_school, make_user
from tests.surveys.conftest import on_roll
from waymark.access.scope import acting, everything
from waymark.ledger.models import Enrolment
from waymark.surveys.models import SurveyCode

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TODAY = date.today()


@pytest.fixture
def leader():
    with acting(everything("test")):
        school = make_school()
        on_roll(school, y8A=14, y9A=12)
        Enrolment.objects.update(
            academic_year=TODAY.year if TODAY.month >= 9 else TODAY.year - 1, from_on=TODAY - timedelta(days=30)
        )
        return make_user("Robin Marsh", ("careers_leader", school))


def picture(page, name):
    """Both sizes, held to the standards."""
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)
        assert_accessible(page)
        shoot(page, f"survey-{name}")


def make_a_survey(page):
    page.get_by_role("button", name="Make a survey").first.click()
    picture(page, "choose")
    page.get_by_role("link", name="Choosing subjects", exact=True).click()
    page.get_by_label("Autumn term").check()
    picture(page, "new")
    page.get_by_role("button", name="Make the survey").click()
    picture(page, "run")
    page.get_by_role("button", name="Codes to hand out").click()
    picture(page, "codes")
    page.go_back()
    page.get_by_role("link", name="Paper form to print").click()
    picture(page, "paper")
    page.go_back()


def answer(page, choice, *, look=False):
    """One pupil's form, from the door to the thanks, by thumb."""
    if look:
        picture(page, "door")
        page.set_viewport_size(PHONE)
    page.get_by_role("button").click()
    for number in range(1, 6):
        for group in page.get_by_role("group").all():
            group.get_by_label(choice, exact=True).check()
        if look and number == 1:
            picture(page, "questions")
            page.set_viewport_size(PHONE)
        page.get_by_role("button", name="Save and next").click()
    if look:
        picture(page, "words")
        page.set_viewport_size(PHONE)
    page.get_by_role("button", name="Send my answers").click()
    page.get_by_role("heading", name="Thank you").wait_for()


def close(page):
    page.get_by_role("link", name="Close it now").click()
    page.get_by_role("button", name="Close it and show the results").click()


def test_a_class_answers_and_results_show_when_enough_have(browser_page, leader):
    desk = browser_page("/schools/fernhill-school/surveys/", user=leader)
    make_a_survey(desk)
    with acting(everything("test")):
        door = f"/s/{SurveyCode.objects.get(year_group=8).in_fours}/"
    phones = [browser_page(door, size=PHONE, scripts=False) for _ in range(2)]
    for phone in phones:
        answer(phone, "Yes")
    answer(browser_page(door, size=PHONE), "Yes", look=True)  # with scripts, for what looks at pages needs them
    phones[0].go_back()
    assert phones[0].get_by_role("radio").count() == 0  # the next at this phone sees nothing of it
    close(desk)
    assert desk.get_by_text("Too few answered to show anything").is_visible()
    assert not desk.get_by_text("100%").is_visible()

    desk.goto("/schools/fernhill-school/surveys/")
    desk.get_by_role("link", name="Choosing subjects").click()
    desk.get_by_role("link", name="Change the days").click()
    desk.get_by_role("button", name="Save").click()
    shared = phones[1]
    for choice in ("Yes", "Yes", "No", "No", "No", "No", "No", "No"):
        shared.goto(door)
        answer(shared, choice)
    close(desk)

    assert desk.get_by_text("45%").first.is_visible()
    picture(desk, "results")
    desk.get_by_role("link", name="Surveys", exact=True).first.click()
    picture(desk, "list")


def test_paper_and_words_read_well(browser_page, leader):
    desk = browser_page("/schools/fernhill-school/surveys/new/easy-read/", user=leader)
    desk.get_by_label("Autumn term").check()
    desk.get_by_label("One for each year group").check()
    desk.get_by_role("button", name="Make the survey").click()
    desk.get_by_role("link", name="Enter paper answers").click()
    picture(desk, "enter-papers")
    with acting(everything("test")):
        door = f"/s/{SurveyCode.objects.filter(year_group=8).get().in_fours}/"
    phone = browser_page(door, size=PHONE)
    picture(phone, "easy-door")
    phone.get_by_role("button", name="Start").click()
    picture(phone, "easy-question")
    desk.goto(desk.url.removesuffix("paper/enter/"))
    close(desk)
    desk.goto(desk.url.replace("results/", "comments/"))
    picture(desk, "comments")
