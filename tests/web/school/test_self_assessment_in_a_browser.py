"""The self-assessment in a browser: read by everybody, answered without mouse or script, never losing an answer."""

import re
from datetime import date

import pytest
from django.urls import reverse

from tests.browser import DESKTOP, PHONE, assert_accessible, shoot
from tests.factories import attend, make_activity, make_learner, make_school, make_user
from waymark.access.queries import scope_of
from waymark.access.scope import acting, everything
from waymark.evaluation.assessing.actions import answer_item, finish_assessment, start_assessment
from waymark.evaluation.assessing.queries import items_of
from waymark.ledger.touching import touch_everyone

POINT = date(2026, 7, 31)
GOOD = {"purpose_shared": True, "outcomes_set": True, "two_way": True, "reflection": True}

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def school(transactional_db):
    with acting(everything("test")):
        school = make_school()
        everyone = [make_learner(school, number, year_group=9, year=2025) for number in range(20)]
        attend(make_activity(school, "employer", held_on=date(2026, 3, 3), **GOOD), *everyone[:12])
        touch_everyone(school.pk)
    return school


@pytest.fixture
def leader(school):
    return make_user("Leila Marsh", ("careers_leader", school))


@pytest.fixture
def assessment(school, leader):
    with acting(everything("test")):
        return start_assessment(school=school, on=POINT, by=scope_of(leader))


def at(assessment, name, **more):
    kwargs = {"slug": assessment.organisation.slug, "public_id": assessment.public_id, **more}
    return reverse(name, kwargs=kwargs)


def say(assessment, code, answer, user, **more):
    with acting(everything("test")):
        answer_item(assessment=assessment, item=code, answer=answer, by=scope_of(user), **{"saw": 0, **more})


def answers(assessment):
    with acting(everything("test")):
        return {item.criterion.code: item.claimed.answer for item in items_of(assessment) if item.claimed}


def says(page, code, words):
    page.wait_for_function(
        "([code, words]) => document.querySelector(`#q-${code} [data-says]`).textContent.includes(words)",
        arg=[code, words],
    )


def choose(page, code, label):
    page.locator(f"#q-{code}").get_by_label(label, exact=True).check()


def test_each_page_reads_well(browser_page, school, assessment, leader):
    say(assessment, "gb5-year", "all", leader, reason="Two visits are still to be recorded.")
    say(assessment, "gb1-head", "yes", leader)
    say(assessment, "gb1-head", "no", make_user("Sol Deputy", ("senior_leader", school)))
    with acting(everything("test")):
        later = start_assessment(school=school, on=date(2026, 11, 20), started_from=assessment, by=scope_of(leader))
    pages = {
        "list": reverse("assessments", kwargs={"slug": school.slug}),
        "start": reverse("assessment_start", kwargs={"slug": school.slug}),
        "tasks": at(assessment, "assessment"),
        "give": at(assessment, "assessment_give"),
        "gb1-clash": at(assessment, "assessment_benchmark", code="gb1"),
        "gb5": at(assessment, "assessment_benchmark", code="gb5"),
        "carried": at(later, "assessment_benchmark", code="gb5"),
        "clashes": at(assessment, "assessment_clashes", code="gb1"),
        "check": at(assessment, "assessment_check"),
        "result": at(assessment, "assessment_result"),
        "changes": at(later, "assessment_changes"),
    }
    for size in (PHONE, DESKTOP):
        page = browser_page(pages["list"], user=leader, size=size)
        for name, address in pages.items():
            page.goto(address)
            assert_accessible(page)
            shoot(page, f"self-assessment-{name}")


def test_answers_given_offline_are_kept_and_sent_when_the_network_is_back(browser_page, assessment, leader):
    page = browser_page(at(assessment, "assessment_benchmark", code="gb1"), user=leader, may_complain=True)
    choose(page, "gb1-head", "Yes")
    says(page, "gb1-head", "Saved at")

    page.context.set_offline(True)
    choose(page, "gb1-parents", "Yes")
    choose(page, "gb1-governors", "No")
    says(page, "gb1-parents", "Not saved yet: there is no connection.")
    assert "not saved yet. Keep this page open" in page.locator("[data-answers-says]").inner_text()
    assert page.evaluate("() => !window.dispatchEvent(new Event('beforeunload', {cancelable: true}))")
    assert answers(assessment) == {"gb1-head": "yes"}

    page.context.set_offline(False)
    says(page, "gb1-governors", "Saved at")

    assert answers(assessment) == {"gb1-head": "yes", "gb1-parents": "yes", "gb1-governors": "no"}
    assert "All answers are saved" in page.locator("[data-answers-says]").inner_text()
    assert page.evaluate("() => window.dispatchEvent(new Event('beforeunload', {cancelable: true}))")


def test_answers_survive_a_tab_that_was_loaded_again_before_they_were_sent(browser_page, assessment, leader):
    where = at(assessment, "assessment_benchmark", code="gb1")
    page = browser_page(where, user=leader, may_complain=True)
    page.route("**/answer/", lambda route: route.abort())
    choose(page, "gb1-head", "Yes")
    says(page, "gb1-head", "Not saved yet")
    page.unroute("**/answer/")
    page.on("dialog", lambda dialog: dialog.accept())

    page.goto(where)
    says(page, "gb1-head", "Saved at")

    assert answers(assessment) == {"gb1-head": "yes"}


def test_an_answer_against_the_records_waits_for_its_reason(browser_page, assessment, leader):
    page = browser_page(at(assessment, "assessment_benchmark", code="gb5"), user=leader, may_complain=True)
    reason = page.locator("#q-gb5-year textarea")
    assert not reason.is_visible()

    choose(page, "gb5-year", "Everyone")
    says(page, "gb5-year", "Say why your answer differs from your records.")
    assert answers(assessment) == {}
    reason.fill("Two visits are still to be recorded.")
    reason.blur()
    says(page, "gb5-year", "Saved at")

    assert answers(assessment) == {"gb5-year": "all"}


def test_two_people_at_once_in_two_browsers(browser_page, school, assessment, leader):
    where = at(assessment, "assessment_benchmark", code="gb1")
    page = browser_page(where, user=leader, may_complain=True)
    say(assessment, "gb1-head", "no", make_user("Sol Deputy", ("senior_leader", school)))

    choose(page, "gb1-head", "Yes")
    says(page, "gb1-head", "Somebody else answered meanwhile. Both answers are kept.")
    page.get_by_role("link", name="Choose between them").click()
    page.get_by_label("Yes").check()
    page.get_by_role("button", name="Choose").click()

    page.get_by_text("The answer you chose counts.").wait_for()
    assert answers(assessment) == {"gb1-head": "yes"}


def test_thirty_minutes_without_a_script_and_by_keyboard(browser_page, assessment, leader):
    page = browser_page(at(assessment, "assessment"), user=leader, size=PHONE, scripts=False)
    page.get_by_role("link", name="1. A stable careers programme").focus()
    page.keyboard.press("Enter")
    page.locator("#q-gb1-leader input[type=radio]").first.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Save and continue").focus()
    page.keyboard.press("Enter")

    page.get_by_text("A stable careers programme: saved.").wait_for()
    assert answers(assessment) == {"gb1-leader": "yes"}
    page.goto(at(assessment, "assessment_check"))
    page.get_by_role("button", name="Finish the self-assessment").click()
    page.get_by_role("heading", name="What it comes to").wait_for()


def test_a_governor_reads_the_result(browser_page, school, assessment, leader):
    with acting(everything("test")):
        finish_assessment(assessment=assessment, by=scope_of(leader))
    governor = make_user("Gita Governor", ("governor", school))

    page = browser_page(at(assessment, "assessment_result"), user=governor, size=PHONE)

    assert_accessible(page)
    shoot(page, "self-assessment-result-governor")


def test_a_benchmark_of_the_result_is_unfolded_from_the_table_above(browser_page, assessment, leader):
    page = browser_page(at(assessment, "assessment_result"), user=leader, size=PHONE, scripts=False)
    answers = page.locator("details dl")
    folded = [each.is_visible() for each in answers.all()]

    page.locator("figure tbody a").first.click()

    assert folded == [False] * len(folded)
    assert [each.is_visible() for each in answers.all()] == [True, *folded[1:]]
    assert re.fullmatch(
        r".+: \d+ questions?(, \d+ contradicted)?(, \d+ unanswered)?", page.locator("summary h3").first.inner_text()
    )
