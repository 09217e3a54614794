"""The pages of the self-assessment: answering, giving out, checking, finishing, and what each shows to whom."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import attend, make_activity, make_learner, make_school, make_user
from waymark.access.queries import scope_of
from waymark.access.scope import acting, everything
from waymark.evaluation.assessing import signs
from waymark.evaluation.assessing.actions import (
    answer_item,
    finish_assessment,
    give_benchmark,
    start_assessment,
)
from waymark.evaluation.assessing.queries import holders_of, items_of
from waymark.evaluation.models import Assessment, Claim
from waymark.ledger.touching import touch_everyone

POINT = date(2026, 7, 31)
GOOD = {"purpose_shared": True, "outcomes_set": True, "two_way": True, "reflection": True}


@pytest.fixture
def school(db):
    """Twenty in Year 9 last year, of whom twelve met an employer."""
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


@pytest.fixture
def browser(school, leader, signed_in):
    return signed_in(leader)


def at(assessment, name, **more):
    kwargs = {"slug": assessment.organisation.slug, "public_id": assessment.public_id, **more}
    return reverse(name, kwargs=kwargs)


def asked(assessment, code):
    with acting(everything("test")):
        return next(item for item in items_of(assessment) if item.criterion.code == code)


def say(assessment, code, answer, user, **more):
    with acting(everything("test")):
        answer_item(assessment=assessment, item=code, answer=answer, by=scope_of(user), **{"saw": 0, **more})


def another(user):
    """A second browser, signed in as somebody else."""
    from allauth.mfa.models import Authenticator

    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "x"}})
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_starting_one_from_the_list(school, browser):
    start = browser.get(reverse("assessments", kwargs={"slug": school.slug}))
    assert b"Start a self-assessment" in start.content

    response = browser.post(
        reverse("assessment_start", kwargs={"slug": school.slug}),
        {"about": "other", "other_day": "31", "other_month": "3", "other_year": "2025"},
    )

    made = Assessment.objects.model._base_manager.get()
    assert (made.on, made.framework) == (date(2025, 3, 31), "gatsby-2014")
    assert response["Location"] == at(made, "assessment")


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"about": "other"}, "Enter the day."),
        ({"about": "other", "other_day": "1", "other_month": "1", "other_year": "2200"}, "must be on or before"),
        ({}, "needed"),
    ],
)
def test_starting_says_what_is_wrong(school, browser, sent, words):
    response = browser.post(reverse("assessment_start", kwargs={"slug": school.slug}), sent)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Assessment._base_manager.exists()


def test_every_answer_that_was_changed_is_kept(assessment, browser):
    response = browser.post(
        at(assessment, "assessment_benchmark", code="gb1"),
        {"a-gb1-head": "yes", "n-gb1-head": "0", "a-gb1-governors": "no", "n-gb1-governors": "0"},
    )

    assert response["Location"] == at(assessment, "assessment_benchmark", code="gb2")
    assert asked(assessment, "gb1-head").claimed.answer == "yes"
    assert asked(assessment, "gb1-governors").claimed.answer == "no"
    assert Claim._base_manager.count() == 2


def test_sending_a_page_as_it_came_adds_nothing(assessment, browser, leader):
    say(assessment, "gb5-year", "all", leader, reason="We know.")
    page = at(assessment, "assessment_benchmark", code="gb5")

    browser.post(page, {"a-gb5-year": "all", "r-gb5-year": "We know.", "n-gb5-year": "1"})
    browser.post(page, {"a-gb5-unbroken": "records", "n-gb5-unbroken": "0"})

    assert Claim._base_manager.count() == 1


def test_an_answer_that_differs_from_the_records_needs_a_reason_and_loses_nothing_else(assessment, browser):
    response = browser.post(
        at(assessment, "assessment_benchmark", code="gb5"),
        {"a-gb5-year": "all", "r-gb5-year": "", "n-gb5-year": "0", "a-gb5-purpose": "agree", "n-gb5-purpose": "0"},
    )

    assert response.status_code == 422
    assert "Say why your answer differs from your records." in response.content.decode()
    assert asked(assessment, "gb5-purpose").claimed.answer == "agree"
    assert asked(assessment, "gb5-year").claimed is None


def test_two_people_on_one_benchmark_are_told_and_one_of_them_chooses(school, assessment, browser, leader):
    deputy = make_user("Sol Deputy", ("senior_leader", school))
    page = at(assessment, "assessment_benchmark", code="gb1")
    another(deputy).post(page, {"a-gb1-head": "no", "n-gb1-head": "0"})

    response = browser.post(
        page, {"a-gb1-head": "yes", "n-gb1-head": "0", "a-gb1-parents": "yes", "n-gb1-parents": "0"}
    )

    said = response.content.decode()
    assert response.status_code == 409
    assert "Two people answered differently" in said
    assert "Sol Deputy" in said
    assert asked(assessment, "gb1-parents").claimed.answer == "yes"

    browser.post(at(assessment, "assessment_clashes", code="gb1"), {"c-gb1-head": "2", "n-gb1-head": "2"})

    head = asked(assessment, "gb1-head")
    assert (head.claimed.answer, head.clash) == ("yes", None)
    assert [(claim.answer, claim.by_name) for claim in Claim._base_manager.filter(item="gb1-head")] == [
        ("no", "Sol Deputy"),
        ("yes", "Leila Marsh"),
        ("yes", "Leila Marsh"),
    ]


def test_choosing_nothing_is_told(school, assessment, browser, leader):
    say(assessment, "gb1-head", "no", make_user("Sol Deputy", ("senior_leader", school)))
    say(assessment, "gb1-head", "yes", leader)

    response = browser.post(at(assessment, "assessment_clashes", code="gb1"), {"n-gb1-head": "2"})

    assert response.status_code == 422
    assert "Choose an answer for each question." in response.content.decode()


def test_a_script_sends_one_answer_and_is_told_when_it_was_kept(school, assessment, browser):
    where = at(assessment, "assessment_answer", code="gb1", item="gb1-head")

    first = browser.post(where, {"answer": "yes", "reason": "", "saw": "0"})
    again = browser.post(where, {"answer": "yes", "reason": "", "saw": "0"})

    assert first.json()["saved_at"]
    assert [first.json()["number"], again.json()["number"]] == [1, 1]
    other = another(make_user("Sol Deputy", ("senior_leader", school))).post(where, {"answer": "no", "saw": "0"})
    assert other.status_code == 409
    assert other.json()["clashes_href"] == at(assessment, "assessment_clashes", code="gb1")


@pytest.mark.parametrize(
    ("item", "sent", "wants_reason"),
    [
        ("gb5-year", {"answer": "all", "saw": "0"}, True),
        ("gb5-year", {"answer": "yes", "saw": "0"}, False),
        ("gb5-years", {"answer": "yes", "saw": "0"}, False),
    ],
)
def test_a_script_is_told_why_an_answer_was_not_kept(assessment, browser, item, sent, wants_reason):
    response = browser.post(at(assessment, "assessment_answer", code="gb5", item=item), sent)

    assert response.status_code == 422
    assert response.json()["wants_reason"] is wants_reason
    assert not Claim._base_manager.exists()


def test_a_benchmark_given_to_a_teacher_is_theirs_to_answer_and_no_other(school, assessment, browser, leader):
    teacher = make_user("Tess Tutor", ("teacher", school))
    theirs, page = another(teacher), at(assessment, "assessment_benchmark", code="gb4")
    assert b"You can read this benchmark" in theirs.get(page).content

    browser.post(at(assessment, "assessment_give"), {"gb4": str(teacher.pk)})

    assert b"Save and continue" in theirs.get(page).content
    theirs.post(page, {"a-gb4-progression": "agree", "n-gb4-progression": "0"})
    refused = theirs.post(
        at(assessment, "assessment_answer", code="gb1", item="gb1-head"), {"answer": "yes", "saw": "0"}
    )
    assert refused.status_code == 422
    assert asked(assessment, "gb4-progression").claimed.by == "Tess Tutor"
    assert "given to Tess Tutor" in browser.get(at(assessment, "assessment")).content.decode()

    browser.post(at(assessment, "assessment_give"), {"gb4": ""})
    with acting(everything("test")):
        assert holders_of(assessment) == {}


def test_check_your_answers_and_finish(assessment, browser, leader):
    say(assessment, "gb5-year", "all", leader, reason="We know.")
    check = browser.get(at(assessment, "assessment_check")).content.decode()
    assert "You say more than your records: Most, 12 of 20 learners." in check
    assert "unanswered" in check

    response = browser.post(at(assessment, "assessment_check"), follow=True)

    assert "What it comes to" in response.content.decode()
    page = at(assessment, "assessment_benchmark", code="gb1")
    browser.post(page, {"a-gb1-head": "yes", "n-gb1-head": "0"})
    assert asked(assessment, "gb1-head").claimed is None
    assert "This self-assessment is finished." in browser.get(page).content.decode()


def test_finishing_waits_for_a_choice_between_two_answers(school, assessment, browser, leader):
    say(assessment, "gb1-head", "yes", leader)
    say(assessment, "gb1-head", "no", make_user("Sol Deputy", ("senior_leader", school)))

    response = browser.post(at(assessment, "assessment_check"))

    assert response.status_code == 422
    assert "Choose one first." in response.content.decode()


def test_the_result_sets_claims_beside_records(assessment, browser, leader):
    say(assessment, "gb5-year", "all", leader, reason="We know.")

    said = browser.get(at(assessment, "assessment_result")).content.decode()

    assert "100% by the answers, 75% by records" in said
    assert "Contradicted" in said
    assert "More than the records. We know." in said
    assert "12 of 20 learners." in said


def test_a_governor_reads_the_result_without_reasons_and_small_numbers(school, assessment, leader):
    with acting(everything("test")):
        few = make_learner(school, 50, year_group=11, year=2025)
        attend(make_activity(school, "guidance", held_on=date(2026, 3, 3), adviser_level=6), few)
        touch_everyone(school.pk)
    say(assessment, "gb5-year", "all", leader, reason="Because of one boy.")
    governor = another(make_user("Gita Governor", ("governor", school)))

    said = governor.get(at(assessment, "assessment_result")).content.decode()

    assert "Because of one boy." not in said
    assert "1 of 1 learners" not in said
    assert "Small numbers are not shown" in said
    for name in ("assessment_check", "assessment_give"):
        assert governor.get(at(assessment, name)).status_code == 404
    refused = governor.post(
        at(assessment, "assessment_answer", code="gb1", item="gb1-head"), {"answer": "yes", "saw": "0"}
    )
    assert refused.status_code == 404


def test_what_changed_since_the_one_it_was_started_from(school, assessment, browser, leader):
    say(assessment, "gb1-head", "yes", leader)
    with acting(everything("test")):
        finish_assessment(assessment=assessment, by=scope_of(leader))
    browser.post(
        reverse("assessment_start", kwargs={"slug": school.slug}), {"about": "today", "earlier": assessment.public_id}
    )
    later = Assessment._base_manager.exclude(pk=assessment.pk).get()

    said = browser.get(at(later, "assessment_benchmark", code="gb1")).content.decode()
    changed = browser.get(at(later, "assessment_changes")).content.decode()

    assert "Last time: Yes, Leila Marsh" in said
    assert "Most (12 of 20 learners, evidenced)" in changed
    assert "To be answered again" in changed
    assert browser.get(at(assessment, "assessment_changes")).status_code == 404


NAMES = {
    "assessment": {},
    "assessment_give": {},
    "assessment_check": {},
    "assessment_result": {},
    "assessment_changes": {},
    "assessment_benchmark": {"code": "gb1"},
    "assessment_clashes": {"code": "gb1"},
    "assessment_answer": {"code": "gb1", "item": "gb1-head"},
}


@pytest.mark.parametrize("name", NAMES)
def test_another_schools_people_find_nothing(assessment, signed_in, name):
    with acting(everything("test")):
        oakmoor = make_school("Oakmoor School", urn="900002")
    stranger = signed_in(make_user("Vesper Ash", ("careers_leader", oakmoor)))

    assert stranger.get(at(assessment, name, **NAMES[name])).status_code == 404
    by_their_own_door = reverse(name, kwargs={"slug": oakmoor.slug, "public_id": assessment.public_id, **NAMES[name]})
    assert stranger.get(by_their_own_door).status_code == 404


def test_the_list_takes_as_many_queries_for_three_as_for_one(school, assessment, browser, django_assert_num_queries):
    address = reverse("assessments", kwargs={"slug": school.slug})
    browser.get(address)

    with django_assert_num_queries(6):
        browser.get(address)
    with acting(everything("test")):
        for on in (date(2026, 3, 31), date(2025, 7, 31)):
            start_assessment(school=school, on=on, by=everything("test"))
    with django_assert_num_queries(6):
        browser.get(address)


def test_a_benchmark_takes_as_many_queries_with_many_answers_as_with_none(
    assessment, browser, leader, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(signs, "_readers", {})  # what each sign costs is no matter of how many answers there are
    address = at(assessment, "assessment_benchmark", code="gb1")
    browser.get(address)

    with django_assert_num_queries(8):
        browser.get(address)
    for code in ("gb1-head", "gb1-parents", "gb1-leader", "gb1-outcomes"):
        say(assessment, code, "yes", leader)
    with django_assert_num_queries(8):
        browser.get(address)


def test_a_teacher_who_was_given_a_benchmark_goes_on_to_the_next_of_theirs(school, assessment, leader):
    teacher = make_user("Tess Tutor", ("teacher", school))
    with acting(everything("test")):
        for code in ("gb4", "gb7"):
            give_benchmark(assessment=assessment, benchmark=code, user=teacher, by=scope_of(leader))
    theirs = another(teacher)

    first = theirs.post(at(assessment, "assessment_benchmark", code="gb4"), {})
    last = theirs.post(at(assessment, "assessment_benchmark", code="gb7"), {})

    assert first["Location"] == at(assessment, "assessment_benchmark", code="gb7")
    assert last["Location"] == at(assessment, "assessment")
