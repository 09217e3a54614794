"""Activities and registers in a real browser: on a phone and a desk, with scripts and without."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.browser import DESKTOP, PHONE, assert_accessible, shoot
from tests.factories import attend, expect, make_activity, make_learner, make_school, make_user
from waymark.access.scope import acting, everything
from waymark.kernel.academic_year import academic_year
from waymark.ledger.actions.groups import make_group
from waymark.ledger.models import Activity
from waymark.ledger.queries import standing_encounters

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Place:
    """A school with a few learners, a register to take and one taken."""

    def __init__(self) -> None:
        today = timezone.localdate()
        year = academic_year(today)
        self.school = make_school()
        self.leader = make_user("Robin Marsh", ("careers_leader", self.school))
        self.teacher = make_user("Ann Field", ("teacher", self.school))
        self.learners = [
            make_learner(self.school, number, year=year, form=f"9{'AB'[number % 2]}") for number in range(6)
        ]
        self.due = self.made("Meet local employers", today - timedelta(days=1), minutes=60, two_way=True)
        expect(self.due, *self.learners)
        self.done = self.made("Apprenticeship fair", today - timedelta(days=2), provider_name="Westmarch College")
        expect(self.done, *self.learners)
        attend(self.done, *self.learners[:4])
        attend(self.done, self.learners[4], status="absent")
        make_group(school=self.school, name="Robotics club", by=everything("test"))

    def made(self, title: str, held_on: date, **facts) -> Activity:
        activity = make_activity(self.school, "employer", title=title, held_on=held_on, benchmarks=["gb5"], **facts)
        activity.audiences.create(what="year", value="9")
        return activity

    def at(self, name: str, activity: Activity | None = None) -> str:
        where = {"public_id": activity.public_id} if activity else {}
        return reverse(name, kwargs={"slug": self.school.slug, **where})

    def standing(self, activity: Activity) -> dict[str, str]:
        with acting(everything("test")):
            marks = standing_encounters().filter(activity=activity)
            return dict(marks.values_list("learner__public_id", "status"))


@pytest.fixture
def place(transactional_db):
    with acting(everything("test")):
        return Place()


@pytest.mark.parametrize("size", [pytest.param(PHONE, id="phone"), pytest.param(DESKTOP, id="desk")])
def test_pages_of_activities_are_accessible(browser_page, place, size):
    shown = {
        "activities": place.at("activities"),
        "activity": place.at("activity", place.done),
        "activity-new": place.at("new_activity"),
        "activity-amend": place.at("change_activity", place.done),
        "activity-copy": place.at("copy_activity", place.done),
        "register": place.at("register", place.due),
        "register-print": place.at("register_print", place.due),
        "catch-up": place.at("catch_up", place.done),
        "groups": place.at("groups"),
        "group-new": place.at("new_group"),
        "bring-activities": place.at("bring_activities"),
        "bring-attendance": place.at("bring_attendance"),
    }
    page = browser_page(place.at("activities"), user=place.leader, size=size)
    for name, address in shown.items():
        page.goto(address)
        shoot(page, name)
        assert_accessible(page)


def test_register_is_taken_on_a_phone_without_scripts(browser_page, place):
    page = browser_page(place.at("register", place.due), user=place.teacher, size=PHONE, scripts=False)
    first, *rest = (learner.public_id for learner in place.learners)

    page.locator(f"label[for=mark-{first}-absent]").click(position={"x": 5, "y": 5}, force=True)
    page.get_by_role("button", name="Everyone not marked was there: save").click()

    assert place.standing(place.due) == {first: "absent", **dict.fromkeys(rest, "attended")}
    page.get_by_text("6 marks were saved.").wait_for()


def test_register_is_taken_on_a_phone_with_scripts(browser_page, place):
    page = browser_page(place.at("register", place.due), user=place.teacher, size=PHONE)
    first, *rest = (learner.public_id for learner in place.learners)

    page.get_by_role("button", name="Mark everyone attended").click()
    page.locator(f"#mark-{first}-excused").check(force=True)
    page.get_by_role("button", name="Save the register").click()
    page.get_by_text("6 marks were saved.").wait_for()

    assert place.standing(place.due) == {first: "excused", **dict.fromkeys(rest, "attended")}


def test_two_people_at_one_register_are_shown_both_marks(browser_page, place):
    first, *_ = (learner.public_id for learner in place.learners)
    # A browser remarks on any answer of 409 in its console.
    mine = browser_page(place.at("register", place.due), user=place.teacher, size=PHONE, may_complain=True)
    theirs = mine.context.new_page()
    theirs.goto(place.at("register", place.due))
    theirs.locator(f"#mark-{first}-attended").check(force=True)
    theirs.get_by_role("button", name="Save the register").click()
    theirs.get_by_text("1 mark was saved.").wait_for()

    mine.locator(f"#mark-{first}-absent").check(force=True)
    mine.get_by_role("button", name="Save the register").click()
    mine.get_by_text("you marked Absent; it stands as Attended, saved by Ann Field").wait_for()

    assert mine.locator(f"#mark-{first}-attended").is_checked()
    shoot(mine, "register-clash")
    assert_accessible(mine)
    mine.locator(f"#mark-{first}-absent").check(force=True)
    mine.get_by_label("Why are marks already saved changing?").fill("She was ill")
    mine.get_by_role("button", name="Save the register").click()
    mine.get_by_text("1 mark was saved, 1 of them put right.").wait_for()
    assert place.standing(place.due) == {first: "absent"}


def test_marks_survive_a_lost_connection(browser_page, place):
    first, *_ = (learner.public_id for learner in place.learners)
    page = browser_page(place.at("register", place.due), user=place.teacher, size=PHONE, may_complain=True)
    page.locator(f"#mark-{first}-attended").check(force=True)

    page.context.set_offline(True)
    page.get_by_role("button", name="Save the register").click()
    page.get_by_text("there is no connection").wait_for()
    shoot(page, "register-offline")
    page.context.set_offline(False)
    page.get_by_text("1 mark was saved.").wait_for()

    assert place.standing(place.due) == {first: "attended"}


def test_marks_of_somebody_signed_out_meanwhile_are_put_back_when_the_page_is_loaded_again(browser_page, place):
    first, *_ = (learner.public_id for learner in place.learners)
    page = browser_page(place.at("register", place.due), user=place.teacher, size=PHONE, may_complain=True)
    page.locator(f"#mark-{first}-excused").check(force=True)
    mine = page.context.cookies()

    page.context.clear_cookies()  # as signing out does
    page.get_by_role("button", name="Save the register").click()
    page.get_by_text("you were signed out").wait_for()
    shoot(page, "register-signed-out")
    assert_accessible(page)
    page.context.add_cookies([cookie for cookie in mine if cookie["name"] == "sessionid"])  # as signing in does
    page.get_by_role("button", name="Load the page again").click()
    page.get_by_text("We put back 1 mark you had not saved.").wait_for()
    page.get_by_role("button", name="Save the register").click()
    page.get_by_text("1 mark was saved.").wait_for()

    assert place.standing(place.due) == {first: "excused"}


def test_who_changes_a_saved_mark_without_a_reason_is_led_to_where_it_is_asked(browser_page, place):
    first, *_ = (learner.public_id for learner in place.learners)
    page = browser_page(place.at("register", place.due), user=place.teacher, size=PHONE, may_complain=True)
    page.locator(f"#mark-{first}-attended").check(force=True)
    page.get_by_role("button", name="Save the register").click()
    page.get_by_text("1 mark was saved.").wait_for()
    page.goto(place.at("register", place.due))
    page.locator(f"#mark-{first}-absent").check(force=True)
    page.get_by_role("button", name="Save the register").click()

    page.get_by_role("link", name="Say why, below the marks").click()
    asked = page.get_by_label("Why are marks already saved changing?")
    asked.and_(page.locator(":focus")).wait_for()
    shoot(page, "register-lacks-reason")
    assert_accessible(page)
    asked.fill("She was ill")
    page.get_by_role("button", name="Save the register").click()
    page.get_by_text("1 mark was saved, 1 of them put right.").wait_for()

    assert place.standing(place.due) == {first: "absent"}


def test_form_shows_what_its_kind_asks_and_fills_in_its_benchmark(browser_page, place):
    page = browser_page(place.at("new_activity"), user=place.leader)
    task, feedback = page.get_by_label("Learners did a task the employer had set"), page.locator("#id_provider_kind")

    before = (task.is_visible(), feedback.is_visible())
    page.get_by_label("Experience of a workplace").check()

    assert before == (False, False)
    assert (task.is_visible(), feedback.is_visible()) == (True, False)
    assert page.locator("input[name=benchmarks][value=gb6]").is_checked()
    shoot(page, "activity-new-workplace")


def test_an_activity_is_added_with_few_strokes_and_no_scripts(browser_page, place):
    today = timezone.localdate()
    page = browser_page(place.at("new_activity"), user=place.leader, scripts=False)

    page.get_by_label("What is it called?").fill("Visit to a dairy")
    page.get_by_label("Experience of a workplace").check()
    for part, value in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
        page.get_by_label(part, exact=True).fill(str(value))
    page.get_by_label("Year 9").check()
    page.get_by_label("Everyone it was for was there").check()
    page.get_by_role("button", name="Save the activity").click()

    page.get_by_role("heading", name="Visit to a dairy").wait_for()
    page.get_by_text("6 of 6 attended.").wait_for()


def test_a_file_of_attendance_is_checked_and_merged_without_scripts(browser_page, place):
    with acting(everything("test")):
        Activity.objects.filter(pk=place.due.pk).update(school_reference="MEET1")
    first, *_ = place.learners
    content = f"Activity,Name,Status\nMEET1,{first},attended\nNOWHERE,{first},attended\n".encode()
    page = browser_page(place.at("bring_attendance"), user=place.leader, size=PHONE, scripts=False)

    page.locator("input[type=file]").set_input_files(
        {"name": "attendance.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="Check this file").click()
    waiting = page.get_by_text("Nothing has been changed yet.").is_visible()
    page.get_by_role("button", name="Merge this file").click()

    assert waiting
    page.get_by_text("Merged: 1 added, 0 changed.").wait_for()
    assert place.standing(place.due) == {first.public_id: "attended"}


@pytest.mark.parametrize("size", [pytest.param(PHONE, id="phone"), pytest.param(DESKTOP, id="desk")])
def test_the_page_of_a_waiting_file_is_accessible(browser_page, place, size):
    page = browser_page(place.at("bring_activities"), user=place.leader, size=size)
    content = b"Reference,Title,Date,Kind\nA1,Fair,7/10/2026,employer\nA2,Bad,7/13/2026,employer\n"

    page.locator("input[type=file]").set_input_files({"name": "acts.csv", "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Check this file").click()
    page.get_by_text("Nothing has been changed yet.").wait_for()

    shoot(page, "activities-waiting")
    assert_accessible(page)
