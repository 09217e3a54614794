from datetime import date

import pytest

from tests.factories import attend, expect, make_activity, make_area, make_learner, make_school
from waymark.ledger.exchange import exchange_rows
from waymark.ledger.models import Activity, SchoolSettings
from waymark.places.models import Belonging

ON = date(2026, 11, 22)


@pytest.fixture
def school(db_scope):
    school = make_school(la_code="936")
    Belonging.objects.create(member=school, whole=make_area(register_code="HUB1"))
    return school


def test_institutions_carry_what_the_school_says_of_itself(school):
    SchoolSettings.objects.create(organisation=school, subjects=["art", "maths"], day_minutes=320)

    assert exchange_rows([school], on=ON)["institutions"] == [
        {
            "institution_id": "900001",
            "name": "Fernhill School",
            "setting": "school",
            "la_code": "936",
            "hub_id": "HUB1",
            "trust_id": "",
            "subjects": "art;maths",
            "day_minutes": 320,
        }
    ]


def test_an_activity_of_two_kinds_is_two_rows(school):
    learner = make_learner(school)
    activity = make_activity(school, "employer", "provider")
    attend(activity, learner)

    rows = exchange_rows([school], on=ON)

    assert [(a["activity_id"], a["kind"], a["provider_kind"]) for a in rows["activities"]] == [
        (f"{activity.public_id}.employer", "employer", ""),
        (f"{activity.public_id}.provider", "provider", "other"),
    ]
    assert [p["activity_id"] for p in rows["participations"]] == [a["activity_id"] for a in rows["activities"]]


def test_planned_is_said_of_those_listed_and_not_yet_recorded(school):
    here, listed = make_learner(school, 1), make_learner(school, 2)
    planned = make_activity(school)
    expect(planned, here, listed)
    attend(planned, here)
    Activity.objects.filter(pk=planned.pk).update(state=Activity.State.PLANNED)

    rows = exchange_rows([school], on=ON)["participations"]

    assert [(row["learner_id"], row["status"]) for row in rows] == [
        (here.public_id, "attended"),
        (listed.public_id, "planned"),
    ]


def test_only_the_last_of_a_correction_stands(school):
    learner = make_learner(school)
    (first,) = attend(make_activity(school), learner)
    first.activity.encounters.create(learner=learner, status="absent", corrects=first, reason="Left early")

    assert [row["status"] for row in exchange_rows([school], on=ON)["participations"]] == ["absent"]


def test_a_cancelled_activity_is_left_out(school):
    learner = make_learner(school)
    expect(make_activity(school, state=Activity.State.CANCELLED), learner)

    rows = exchange_rows([school], on=ON)

    assert (rows["activities"], rows["participations"]) == ([], [])


def test_of_one_learner_only_their_own_rows(school):
    one, other = make_learner(school, 1), make_learner(school, 2)
    attend(make_activity(school, title="Both"), one, other)
    attend(make_activity(school, title="Other alone"), other)

    rows = exchange_rows([school], on=ON, learner=one)

    assert {name: len(table) for name, table in rows.items()} == {
        "institutions": 1,
        "learners": 1,
        "enrolments": 1,
        "activities": 1,
        "participations": 1,
    }


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(school, count, django_assert_num_queries):
    for number in range(count):
        attend(make_activity(school), make_learner(school, number))

    with django_assert_num_queries(8):
        exchange_rows([school], on=ON)
