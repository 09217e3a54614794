from datetime import date

import pytest

from tests.factories import attend, enrol, make_activity, make_learner, make_school, make_user
from tests.web.school.conftest import MEANT
from waymark.access.models import AuditEvent
from waymark.access.scope import acting, everything
from waymark.intake.models import Delivery
from waymark.ledger.models import Encounter, FieldScope, Learner
from waymark.ledger.touching import touch_everyone

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(the_day):
    return make_school()


@pytest.fixture
def learner(school):
    """In Year 9, with a talk that counted, one that did not, and a row from a file."""
    with acting(everything("test")):
        learner = make_learner(
            school, given_name="Amara", family_name="Okonedo", form="9A", sen="K", upn="H801200001001"
        )
        enrol(learner, year_group=8, year=2025)
        attend(make_activity(school, "employer", title="Meet a vet", **MEANT), learner)
        attend(make_activity(school, "employer", title="A talk online", mode="virtual", **MEANT), learner)
        file = Delivery.objects.create(organisation=school, kind="attendance", sha256="0", filename="autumn.csv")
        past = make_activity(school, "employer", title="Careers fair", held_on=date(2025, 11, 3), **MEANT)
        attend(past, learner)
        Encounter.objects.filter(activity=past).update(delivery=file, source_row=14)
    return learner


def page_of(client, learner: Learner) -> str:
    return client.get(f"/schools/fernhill-school/learners/{learner.public_id}/").content.decode()


def test_a_learners_page_tells_what_counted_what_did_not_and_where_it_came_from(signed_in, school, learner):
    said = page_of(signed_in(make_user("Robin Marsh", ("careers_leader", school))), learner)

    assert "Amara Okonedo" in said
    assert "Did not count" in said
    assert "not recorded that it was held in person, at least in part" in said
    assert "From “autumn.csv”, row 14" in said
    assert "2025 to 2026: Year 8" in said


def test_a_teacher_sees_neither_sensitive_facts_nor_the_names_of_files(signed_in, school, learner):
    with acting(everything("test")):
        FieldScope.objects.create(organisation=school, field="sen")
    leader = page_of(signed_in(make_user("Robin Marsh", ("careers_leader", school))), learner)
    teacher = page_of(signed_in(make_user("Toby Lark", ("teacher", school))), learner)

    assert "SEN support" in leader
    assert "SEN support" not in teacher
    assert "autumn.csv" not in teacher
    assert "From a file, row 14" in teacher


def test_a_sensitive_fact_the_school_does_not_keep_is_not_shown(signed_in, school, learner):
    assert "SEN support" not in page_of(signed_in(make_user("Robin Marsh", ("careers_leader", school))), learner)


def test_the_upn_is_never_on_the_page_nor_in_its_address(signed_in, school, learner):
    said = page_of(signed_in(make_user("Robin Marsh", ("careers_leader", school))), learner)

    assert "Yes, a permanent one" in said
    assert learner.upn not in said


def test_looking_at_a_learner_is_written_down(signed_in, school, learner):
    page_of(signed_in(make_user("Toby Lark", ("teacher", school))), learner)

    with acting(everything("test")):
        noted = AuditEvent.objects.get(verb="learner viewed")
    assert (noted.who, noted.organisation, noted.about) == ("Toby Lark", school, f"learner {learner.public_id}")


def test_one_who_left_keeps_their_record_and_is_due_nothing(signed_in, school, learner):
    learner_gone = learner
    with acting(everything("test")):
        learner_gone.enrolments.filter(academic_year=2026).update(to_on=date(2026, 10, 30))
    client = signed_in(make_user("Robin Marsh", ("careers_leader", school)))

    said, listed = page_of(client, learner_gone), client.get("/schools/fernhill-school/learners/?roll=left")

    assert "Not on roll today" in said
    assert "Careers fair" in said
    assert "Okonedo, Amara" in listed.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_makes_a_constant_number_of_queries(signed_in, school, count, django_assert_num_queries):
    client = signed_in(make_user("Robin Marsh", ("careers_leader", school)))
    with acting(everything("test")):
        for number in range(count):
            make_learner(school, number)
        touch_everyone(school.pk)
    client.get("/schools/fernhill-school/learners/")  # figures are worked out once, however many ask

    with django_assert_num_queries(13):
        client.get("/schools/fernhill-school/learners/")


@pytest.mark.parametrize("count", [1, 3])
def test_a_learners_page_makes_a_constant_number_of_queries(
    signed_in, school, learner, count, django_assert_num_queries
):
    client = signed_in(make_user("Robin Marsh", ("careers_leader", school)))
    with acting(everything("test")):
        for _ in range(count):
            attend(make_activity(school, "employer", **MEANT), learner)

    with django_assert_num_queries(30):
        page_of(client, learner)
