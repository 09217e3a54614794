import csv
import io
from datetime import date

import pytest

from tests.factories import attend, enrol, make_activity, make_learner, make_school, make_user
from tests.web.school.conftest import MEANT
from waymark.access.models import AuditEvent
from waymark.access.scope import acting, everything
from waymark.ledger.models import FieldScope, Group
from waymark.ledger.touching import touch_everyone

pytestmark = pytest.mark.django_db
LIST = "/schools/fernhill-school/benchmarks/entitlements/gb5.employer_year/learners"


@pytest.fixture
def school(the_day):
    """Two in Year 9, one of them met; one in Year 11 with a name that a spreadsheet would run."""
    with acting(everything("test")):
        school = make_school()
        met = make_learner(school, given_name="Amara", family_name="Okonedo", form="9A", pupil_premium=True)
        make_learner(school, given_name="Ben", family_name="Ashdown", form="9B")
        make_learner(school, given_name="Cyn", family_name="=SUM(1)", year_group=11, form="11A")
        attend(make_activity(school, "employer", **MEANT), met)
        FieldScope.objects.create(organisation=school, field="pupil_premium")
    return school


@pytest.fixture
def client_of(signed_in, school):
    return lambda role: signed_in(make_user(f"A {role}", (role, school)))


def rows(client, query: str = "") -> list[list[str]]:
    sent = client.get(f"{LIST}.csv{query}").content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(sent)))[1:]


def test_the_list_as_a_file_runs_nothing_in_a_spreadsheet(client_of):
    assert rows(client_of("teacher")) == [
        ["'=SUM(1)", "Cyn", "11", "11A", "Not yet", "0 of 1", "31/08/2027"],
        ["Ashdown", "Ben", "9", "9B", "Not yet", "0 of 1", "31/08/2027"],
        ["Okonedo", "Amara", "9", "9A", "Met", "1 of 1", ""],
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?answer=met", ["Okonedo"]),
        ("?answer=not_yet&year=9", ["Ashdown"]),
        ("?form=11A", ["'=SUM(1)"]),
        ("?q=oko", ["Okonedo"]),
        ("?sort=-name", ["Okonedo", "Ashdown", "'=SUM(1)"]),
        ("?sort=year", ["Ashdown", "Okonedo", "'=SUM(1)"]),
        ("?sort=-so_far", ["Okonedo", "'=SUM(1)", "Ashdown"]),
    ],
)
def test_the_list_is_narrowed_and_put_in_order(client_of, query, found):
    client = client_of("careers_leader")

    assert [row[0] for row in rows(client, query)] == found


def test_sensitive_facts_narrow_the_list_only_for_who_may_see_them(signed_in, school):
    leader = make_user("Robin Marsh", ("careers_leader", school))
    teacher = make_user("Toby Lark", ("teacher", school))

    assert [row[0] for row in rows(signed_in(leader), "?fact=pp:yes")] == ["Okonedo"]
    assert len(rows(signed_in(teacher), "?fact=pp:yes")) == 3


def test_taking_a_list_away_is_written_down(client_of):
    rows(client_of("careers_leader"), "?answer=met")

    with acting(everything("test")):
        noted = AuditEvent.objects.get(verb="list downloaded")
    assert noted.details == {"entitlement": "gb5.employer_year", "rows": 1, "kind": "csv"}


def test_planning_for_a_list_makes_one_group_a_day_and_leads_to_the_form(client_of):
    client, plan = client_of("careers_leader"), LIST.replace("learners", "plan/")

    first = client.post(plan, {"answer": "not_yet"})
    second = client.post(plan, {"answer": "met"})

    with acting(everything("test")):
        group = Group.objects.get()
        assert group.name == "An employer encounter this year – 22/11/2026"
        assert [member.learner.family_name for member in group.members.all()] == ["Okonedo"]
    expected = f"/schools/fernhill-school/activities/new/?group={group.public_id}&kind=employer"
    assert (first.headers["Location"], second.headers["Location"]) == (expected, expected)
    assert f'value="{group.public_id}" checked' in client.get(expected).content.decode()


def test_planning_for_a_list_needs_more_than_seeing_it(client_of):
    assert client_of("teacher").post(LIST.replace("learners", "plan/")).status_code == 404


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_makes_a_constant_number_of_queries(client_of, school, more, django_assert_num_queries):
    client = client_of("careers_leader")
    with acting(everything("test")):
        for number in range(more):
            make_learner(school, number, form="9A")
        touch_everyone(school.pk)
    client.get(f"{LIST}/")  # figures are worked out once, however many ask

    with django_assert_num_queries(12):
        client.get(f"{LIST}/")


def test_figures_walk_back_to_the_list_and_name_what_is_hidden_from_a_governor(signed_in, school):
    leader = make_user("Robin Marsh", ("careers_leader", school))
    governor = make_user("Greta Vane", ("governor", school))
    address = LIST.replace("/learners", "/")

    seen = signed_in(leader).get(address).content.decode()
    hidden = signed_in(governor).get(address).content.decode()

    assert "33%" in seen
    assert f"{LIST}/?answer=met" in seen
    assert "No figure to show" in hidden
    assert "learners/?" not in hidden


def test_a_past_day_is_judged_by_the_rules_then_in_force(client_of, school):
    with acting(everything("test")):
        learner = make_learner(school, 5, year_group=None)
        enrol(learner, year_group=9, year=2024)
        attend(make_activity(school, "curriculum", held_on=date(2025, 3, 3), subject="maths"), learner)
    client = client_of("careers_leader")
    where, on = "/schools/fernhill-school/benchmarks/entitlements/gb4.maths/", "on_day=31&on_month=7&on_year=2025"

    assert client.get(where).status_code == 404
    assert "100%" in client.get(f"{where}?{on}").content.decode()
    assert client.get(f"{where}?rules=gatsby-2014").status_code == 200


def test_a_governor_may_not_compare_two_days_next_to_each_other(client_of):
    client, where = client_of("governor"), "/schools/fernhill-school/benchmarks/"

    near = client.get(f"{where}?on_day=21&on_month=11&on_year=2026").content.decode()
    july = client.get(f"{where}?on_day=31&on_month=7&on_year=2026").content.decode()

    assert "Choose 31 July of a past year" in near
    assert "as at 22 November 2026" in near
    assert "as at 31 July 2026" in july


def test_a_day_to_come_is_refused_in_words(client_of):
    answer = client_of("careers_leader").get("/schools/fernhill-school/benchmarks/?on_day=1&on_month=1&on_year=2030")

    assert "As at must be on or before 22 November 2026." in answer.content.decode()
