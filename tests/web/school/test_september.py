"""The September Guarantee: who has an offer, offers taken over from the standard form, and offers by hand."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.factories import make_learner, make_school, make_user, scope_with
from waymark.access.permissions import Permission
from waymark.access.scope import Scope, acting, everything
from waymark.guidance.models import PlaceOffer
from waymark.opportunities.actions.accounts import applicant_of
from waymark.opportunities.actions.applying import (
    draft_application,
    keep_form,
    move_application,
    open_desk,
    submit_application,
)
from waymark.places.actions import add_place
from waymark.places.models import Kind

pytestmark = pytest.mark.django_db
ADDRESS = "/schools/fernhill-school/september-guarantee/"


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def school(db, time_machine):
    time_machine.move_to(date(2026, 11, 28))
    with acting(everything("test")):
        school = make_school()
        make_learner(school, 0, year_group=11, given_name="Ada", family_name="Sample", born_on=date(2010, 3, 4))
        make_learner(school, 1, year_group=12, given_name="Bo", family_name="Other")
        make_learner(school, 2, year_group=9, given_name="Cy", family_name="Young")
    return school


@pytest.fixture
def leader(school, signed_in):
    return signed_in(make_user("Robin Marsh", ("careers_leader", school)))


def offered(school, *, born_on=date(2010, 3, 4), may_see=True):
    """Ada applies to a college by the standard form, and is offered a place."""
    user = make_user("Ada Sample")
    by, at, on = Scope(who=user.name, user_id=user.pk), timezone.now(), timezone.localdate()
    college = add_place(kind=Kind.COLLEGE, name="Tideway College", ukprn="10000099", slug="tideway", setting="college")
    college_by = scope_with(college, Permission.APPLICATIONS_VIEW)
    with acting(college_by):
        desk = open_desk(provider=college, opens_on=on, closes_on=on + timedelta(days=9), by=college_by)
    with acting(by):
        applicant = applicant_of(user=user, by=by)
        said = {"given_name": "Ada", "family_name": "Sample", "born_on": born_on, "address": "1", "postcode": "GU1 1AA",
                "statement": "x", "school": school, "school_may_see": may_see}  # fmt: skip
        keep_form(applicant=applicant, said=said, at=at, by=by)
        draft = draft_application(applicant=applicant, desk=desk, course="Engineering", on=on, by=by)
        sent = submit_application(application=draft, on=on, at=at, by=by)
    with acting(college_by):
        for to in ("viewed", "offer"):
            move_application(application=sent, to=to, on=on, at=at, by=college_by)


def test_an_offer_by_the_standard_form_is_taken_over_once(school, leader):
    offered(school)
    page = leader.get(ADDRESS)
    assert "Ada Sample – Tideway College, Engineering: offered a place." in words(page)
    assert "0 of 1" in words(page)
    assert "Young" not in words(page)

    number = re.search(r'name="take_over" value="(\w+)"', page.content.decode())[1]
    leader.post(ADDRESS, {"take_over": number})
    page = words(leader.get(ADDRESS))
    assert "Tideway College, Engineering, 28 November 2026" in page
    assert "Offered through the standard form" not in page
    assert leader.post(ADDRESS, {"take_over": number}).status_code == 404
    assert "Other, Bo" in words(leader.get(ADDRESS + "?show=without"))
    assert "Sample, Ada Year 11" not in words(leader.get(ADDRESS + "?show=without"))
    assert '11,,"Sample, Ada",Tideway College,Engineering,28/11/2026' in leader.get(ADDRESS + "?as=csv").content.decode(
        "utf-8-sig"
    )


def test_somebody_else_of_that_name_is_not_taken_for_the_learner(school, leader):
    offered(school, born_on=date(2009, 1, 1))

    assert "Nobody on roll has these names and this birthday" in words(leader.get(ADDRESS))


def test_who_did_not_let_the_school_see_is_not_seen(school, leader):
    offered(school, may_see=False)

    assert "Tideway" not in words(leader.get(ADDRESS))


def test_an_offer_by_hand_is_recorded_and_ended(school, leader):
    with acting(everything("test")):
        bo = school.learners.get(given_name="Bo").public_id
    said = {
        "learner": bo,
        "provider_name": "Army",
        "offered_on_day": "2",
        "offered_on_month": "11",
        "offered_on_year": "2026",
    }
    assert leader.post(ADDRESS, {**said, "provider_name": ""}).status_code == 422
    assert leader.post(ADDRESS, said).status_code == 302
    with acting(everything("test")):
        offer = PlaceOffer.objects.get()
    leader.post(ADDRESS, {"end": offer.pk})

    assert "Army" not in words(leader.get(ADDRESS))


def test_a_teacher_reads_and_records_nothing_and_a_governor_sees_nobody(school, signed_in):
    teacher = signed_in(make_user("Tess Teacher", ("teacher", school)))
    assert "Record an offer" not in words(teacher.get(ADDRESS))
    with acting(everything("test")):
        bo = school.learners.get(given_name="Bo").public_id
    said = {
        "learner": bo,
        "provider_name": "Army",
        "offered_on_day": "2",
        "offered_on_month": "11",
        "offered_on_year": "2026",
    }
    assert teacher.post(ADDRESS, said).status_code == 404

    assert signed_in(make_user("Gale Governor", ("governor", school))).get(ADDRESS).status_code == 404


@pytest.mark.parametrize("more", [0, 2])
def test_a_fixed_number_of_questions(school, leader, more, django_assert_num_queries):
    with acting(everything("test")):
        for number in range(more):
            learner = make_learner(school, number + 3, year_group=11)
            PlaceOffer.objects.create(
                organisation=school, learner=learner, provider_name="X", offered_on=date(2026, 11, 1)
            )
    leader.get(ADDRESS)

    with django_assert_num_queries(QUERIES):
        leader.get(ADDRESS)


QUERIES = 11


def test_a_long_list_is_read_in_pages(school, leader):
    with acting(everything("test")):
        for number in range(3, 31):
            make_learner(school, number, year_group=11, given_name="Di", family_name=f"Long{number:02d}")

    first, second = leader.get(ADDRESS), leader.get(f"{ADDRESS}?show=without&page=2")

    assert first.content.decode().count('<th scope="row"') - second.content.decode().count('<th scope="row"') == 20
    assert "Showing 1 to 25 of 30" in words(first)
    assert "Showing 26 to 30 of 30" in words(second)
    assert f"{ADDRESS}?show=without&amp;page=1" in second.content.decode()
