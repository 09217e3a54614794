"""The school's own pages about its careers page."""

import pytest
from django.urls import reverse

from tests.factories import make_learner, make_school, make_user
from tests.publishing.schools import ON, make_publishing_school, write_everything
from waymark.access.models import AuditEvent
from waymark.access.scope import acting, everything
from waymark.publishing.actions import edit_page, release
from waymark.publishing.models import CareersPage, Publication

NAMES = (
    "careers_page",
    "careers_page_preview",
    "careers_page_releases",
    "careers_page_requests",
    "careers_page_embedding",
)


@pytest.fixture
def school(db):
    with acting(everything("test")) as scope:
        school, _ = make_publishing_school()
        write_everything(school, scope)
    return school


@pytest.fixture
def leader(school, signed_in):
    return signed_in(school.memberships.get().user)


def _at(school, view, **more):
    return reverse(view, kwargs={"slug": school.slug, **more})


def _page(school):
    with acting(everything("test")):
        return CareersPage.objects.filter(organisation=school).order_by("-version").first()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("role", ["careers_administrator", "teacher", "adviser", "governor"])
def test_only_who_may_release_sees_the_pages(school, signed_in, role, name):
    other = make_user("Robin Marsh", (role, school))

    assert signed_in(other).get(_at(school, name)).status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_another_schools_leader_sees_nothing(school, signed_in, name):
    with acting(everything("test")):
        stranger = make_user("Vesper Ash", ("careers_leader", make_school("Oakmoor School", urn="900002")))

    assert signed_in(stranger).get(_at(school, name)).status_code == 404


def test_saving_a_part_keeps_the_others_and_is_in_the_trail(school, leader):
    response = leader.post(
        _at(school, "careers_page_part", name="guidance"), {"guidance": "Ask your tutor.", "seen": "1"}
    )

    assert response.status_code == 302
    page = _page(school)
    assert (page.version, page.guidance, page.impact) == (
        2,
        "Ask your tutor.",
        "We ask pupils twice a year, and follow where they go for three years.",
    )
    with acting(everything("test")):
        assert AuditEvent.objects.filter(verb="careers page edited").last().details == {
            "version": 2,
            "fields": ["guidance"],
        }


def test_two_who_write_at_once_do_not_lose_words(school, leader):
    with acting(everything("test")) as scope:
        edit_page(school=school, changes={"guidance": "Theirs."}, by=scope)

    address = _at(school, "careers_page_part", name="guidance")
    clash = leader.post(address, {"guidance": "Ours.", "seen": "1"})
    said = clash.content.decode()

    assert clash.status_code == 409
    assert "Somebody else saved this part" in said
    assert "Ours." in said
    assert _page(school).guidance == "Theirs."
    assert leader.post(address, {"guidance": "Ours.", "seen": "2"}).status_code == 302
    assert _page(school).guidance == "Ours."


def test_who_saved_another_part_is_no_clash(school, leader):
    with acting(everything("test")) as scope:
        edit_page(school=school, changes={"impact": "Theirs."}, by=scope)

    leader.post(_at(school, "careers_page_part", name="guidance"), {"guidance": "Ours.", "seen": "1"})

    page = _page(school)
    assert (page.guidance, page.impact) == ("Ours.", "Theirs.")


def test_the_programme_is_saved_for_the_academic_year_of_the_day(school, signed_in, time_machine):
    time_machine.move_to("2027-09-06T09:00:00Z")

    signed_in(school.memberships.get().user).post(
        _at(school, "careers_page_part", name="programme"), {"summary": "New words.", "year_9": "A visit.", "seen": "1"}
    )

    page = _page(school)
    assert (page.programme_year, page.summary) == (2027, "New words.")


def test_a_leader_chosen_from_our_people_lends_name_and_address(school, leader):
    person = school.memberships.get().user

    leader.post(
        _at(school, "careers_page_part", name="leader"),
        {"leader": str(person.pk), "leader_telephone": "01632 960999", "seen": "1"},
    )

    page = _page(school)
    assert (page.leader_id, page.leader_name, page.leader_email) == (
        person.pk,
        "Ottilie Wrenfield",
        "ottilie.wrenfield@example.org",
    )


@pytest.mark.parametrize(
    ("name", "said", "fault"),
    [
        pytest.param("leader", {"leader_email": "no address"}, "Enter a valid email address", id="not an address"),
        pytest.param("leader", {"leader": "99999"}, "Select a valid choice", id="not one of our people"),
        pytest.param(
            "impact",
            {"next_review_on_day": "31", "next_review_on_month": "2", "next_review_on_year": "2027"},
            "must be a real date",
            id="no such day",
        ),
        pytest.param("figures", {"shown_figures": ["nothing"]}, "Select a valid choice", id="no such figure"),
        pytest.param("guidance", {"guidance": "x" * 6001}, "at most 6000 characters", id="too long"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_saved(school, leader, name, said, fault):
    response = leader.post(_at(school, "careers_page_part", name=name), said | {"seen": "1"})

    assert response.status_code == 422
    assert fault in response.content.decode()
    assert _page(school).version == 1


@pytest.mark.parametrize("field", ["organisation_id", "version", "made_by", "nothing"])
def test_an_edit_reaches_no_other_field(school, field):
    with acting(everything("test")) as scope, pytest.raises(KeyError):
        edit_page(school=school, changes={field: 1}, by=scope)


def test_the_preview_shows_exactly_what_a_release_keeps(school, leader):
    preview = leader.get(_at(school, "careers_page_preview")).content.decode()
    leader.post(_at(school, "careers_page_preview"))

    assert Publication.objects.get().html in preview


def test_looking_changes_nothing(school, leader):
    for name in NAMES:
        assert leader.get(_at(school, name)).status_code == 200

    assert Publication.objects.count() == 0
    assert _page(school).version == 1


def test_a_page_that_names_a_learner_is_not_released_until_that_is_settled(school, leader):
    with acting(everything("test")) as scope:
        make_learner(school, given_name="Jonah", family_name="Lewisham")
        edit_page(school=school, changes={"impact": "Jonah Lewisham, the bakers, tell us."}, by=scope)

    refused = leader.post(_at(school, "careers_page_preview"))
    assert refused.status_code == 422
    assert "“Jonah Lewisham” is not a learner here" in refused.content.decode()

    leader.post(_at(school, "careers_page_preview"), {"not_learners": ["Jonah Lewisham"]})
    assert Publication.objects.count() == 1


def test_figures_held_back_are_said_with_why(school, leader):
    with acting(everything("test")) as scope:
        make_learner(school, year_group=13)
        edit_page(school=school, changes={"shown_figures": ["gb8.guidance_by_18"]}, by=scope)

    said = leader.get(_at(school, "careers_page_preview")).content.decode()

    assert "Figures held back" in said
    assert "Fewer than six learners are in it" in said


def test_the_page_is_withdrawn_with_a_reason(school, leader):
    with acting(everything("test")) as scope:
        release(school=school, on=ON, by=scope)
    address = _at(school, "careers_page_withdraw")

    assert leader.post(address, {"because": ""}).status_code == 422
    assert leader.post(address, {"because": "A wrong number."}).status_code == 302

    assert Publication.objects.get().withdrawn_because == "A wrong number."
    assert "A wrong number." in leader.get(_at(school, "careers_page_releases")).content.decode()


def test_the_releases_are_listed_with_who_and_what(school, leader):
    leader.post(_at(school, "careers_page_preview"))
    leader.post(_at(school, "careers_page_part", name="guidance"), {"guidance": "Ask.", "seen": "1"})
    leader.post(_at(school, "careers_page_preview"))

    listed = leader.get(_at(school, "careers_page_releases")).content.decode()

    assert "Released by Ottilie Wrenfield. Changed: how to get personal guidance." in listed
    assert "Released by Ottilie Wrenfield. Changed: first release." in listed
    assert leader.get(_at(school, "careers_page_release", number=1)).status_code == 200
    assert leader.get(_at(school, "careers_page_release", number=3)).status_code == 404


@pytest.mark.parametrize("name", ["careers_page", "careers_page_preview"])
def test_a_longer_programme_takes_no_more_questions(school, leader, name, django_assert_max_num_queries):
    with django_assert_max_num_queries(45):
        leader.get(_at(school, name))
