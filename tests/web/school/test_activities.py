"""The list, the form and the page of activities, as a careers leader and as a teacher see them."""

import re
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from tests.factories import attend, expect, make_activity, make_learner, make_school, make_user
from waymark.ledger.models import Activity, Amendment, Encounter, Expected
from waymark.ledger.queries.activities import audience_of, facts_of
from waymark.ledger.rules.audience import AudienceChoice

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-22 12:00", tick=False):
        yield


@pytest.fixture
def school(db_scope):
    return make_school()


@pytest.fixture
def leader(school):
    return make_user("Robin Marsh", ("careers_leader", school))


@pytest.fixture
def teacher(school):
    return make_user("Ann Field", ("teacher", school))


@pytest.fixture
def at(school):
    def address(name, **where):
        return reverse(name, kwargs={"slug": school.slug, **where})

    return address


def titles_in(response):
    """The titles in a list's rows, in order."""
    return re.findall(r'<th scope="row"[^>]*><a [^>]*>([^<]*)</a>', response.content.decode())


def said(**changes):
    """What the form of a new activity sends."""
    return {
        "title": "Careers fair",
        "kinds": ["employer"],
        "held_on_day": "1",
        "held_on_month": "12",
        "held_on_year": "2026",
        "year_groups": ["9"],
        "mode": "in_person",
        "came": "later",
        **changes,
    }


def test_new_activity_is_planned_with_the_usual_benchmarks_and_its_list(school, leader, at, signed_in):
    learner = make_learner(school, 1, year_group=9)
    named = make_learner(school, 2, year_group=10)
    posted = said(learners=f"{named.given_name} {named.family_name}", ticks=["two_way"], minutes="60", cost="12.50")

    response = signed_in(leader).post(at("new_activity"), posted)

    made = Activity.objects.get()
    assert response.headers["Location"] == at("activity", public_id=made.public_id)
    assert audience_of(made) == AudienceChoice(year_groups=(9,), learners=(named.pk,))
    assert set(Expected.objects.values_list("learner_id", flat=True)) == {learner.pk, named.pk}
    facts = facts_of(made)
    assert (facts.benchmarks, facts.two_way, facts.minutes, str(facts.cost)) == (("gb5",), True, 60, "12.50")


def test_new_activity_that_has_taken_place_is_recorded_with_those_away(school, leader, at, signed_in):
    there, away = make_learner(school, 1, year_group=9), make_learner(school, 2, year_group=9)
    posted = said(held_on_month="10", came="but", away=f"{away.family_name}, {away.given_name}")

    signed_in(leader).post(at("new_activity"), posted)

    assert Activity.objects.get().state == Activity.State.DONE
    assert dict(Encounter.objects.values_list("learner_id", "status")) == {there.pk: "attended", away.pk: "absent"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "Give the activity a title."),
        ({"kinds": ["provider"]}, "Say what kind of provider it was."),
        ({"kinds": ["guidance"]}, "Say the adviser"),
        ({"held_on_day": "31", "held_on_month": "2"}, "must be a real date"),
        ({"learners": "Nobody Here"}, "Line 1 fits no learner of the school."),
        ({"came": "everyone"}, "It has not taken place yet."),
        ({"held_on_month": "10", "came": "everyone", "year_groups": []}, "Say whom it was for"),
        ({"held_on_month": "10", "came": "everyone"}, "Nobody in these was on roll on that day."),
        ({"held_on_month": "10", "came": "but"}, "Name who was away"),
    ],
)
def test_new_activity_sends_the_form_back_with_what_is_wrong(school, leader, at, signed_in, changes, words):
    response = signed_in(leader).post(at("new_activity"), said(**changes))

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Activity.objects.exists()


def test_change_activity_shows_what_stands_and_saves_what_is_said(school, leader, at, signed_in):
    make_learner(school, 1, year_group=9)
    named = make_learner(school, 2, year_group=10, form="10B")
    client = signed_in(leader)
    client.post(at("new_activity"), said(learners=f"{named.given_name} {named.family_name}"))
    made = Activity.objects.get()
    address = at("change_activity", public_id=made.public_id)

    shown = client.get(address).content.decode()
    client.post(address, said(title="Careers day", learners=f"{named.family_name}, {named.given_name} (10B)"))

    assert f"{named.family_name}, {named.given_name}" in shown
    made.refresh_from_db()
    assert made.title == "Careers day"
    assert audience_of(made) == AudienceChoice(year_groups=(9,), learners=(named.pk,))


def test_change_of_an_activity_done_is_an_amendment_with_a_reason(school, leader, at, signed_in):
    activity = make_activity(school, title="Careers fair", held_on=date(2026, 10, 1))
    attend(activity, make_learner(school, 1))
    client, address = signed_in(leader), at("change_activity", public_id=activity.public_id)
    posted = said(held_on_month="10", minutes="45")

    refused = client.post(address, posted)
    client.post(address, {**posted, "reason": "It ran short"})

    assert refused.status_code == 422
    assert Amendment.objects.get().changes == {"minutes": [0, 45], "benchmarks": [[], ["gb5"]]}
    page = client.get(at("activity", public_id=activity.public_id)).content.decode()
    assert "Minutes: 0 became 45" in page
    assert "It ran short" in page


def test_cancel_and_copy(school, leader, at, signed_in):
    activity = make_activity(school, held_on=date(2026, 12, 2))
    client = signed_in(leader)

    client.post(at("copy_activity", public_id=activity.public_id), {
        "held_on_day": "1", "held_on_month": "12", "held_on_year": "2027"})  # fmt: skip
    client.post(at("cancel_activity", public_id=activity.public_id), {"reason": "Snow"})

    activity.refresh_from_db()
    assert activity.state == Activity.State.CANCELLED
    assert Activity.objects.get(copied_from=activity).held_on == date(2027, 12, 1)


def test_get_changes_nothing_and_teachers_may_not_plan(school, leader, teacher, at, signed_in):
    activity = make_activity(school, held_on=date(2026, 12, 2))
    writing = ("new_activity", {}), ("change_activity", {"public_id": activity.public_id})
    client = signed_in(teacher)

    statuses = [client.get(at(name, **where)).status_code for name, where in writing]

    assert statuses == [404, 404]
    page = client.get(at("activities")).content.decode()
    assert activity.title in page
    assert "Add an activity" not in page


def test_activity_of_another_school_is_not_found(school, leader, at, signed_in):
    stranger = make_activity(make_school("Other School", urn="900002"))

    response = signed_in(leader).get(at("activity", public_id=stranger.public_id))

    assert response.status_code == 404


def test_list_is_narrowed_by_term_year_group_kind_benchmark_and_state(school, leader, at, signed_in):
    fair = make_activity(school, "employer", title="Fair", held_on=date(2026, 10, 1), benchmarks=["gb5"])
    fair.audiences.create(what="year", value="9")
    visit = make_activity(school, "workplace", title="Visit", held_on=date(2027, 2, 1), benchmarks=["gb6"])
    visit.audiences.create(what="form", value="10B")
    past = make_activity(school, "lmi", title="Lesson", held_on=date(2026, 9, 10))
    attend(past, make_learner(school, 1, year_group=10, form="10B"))
    make_activity(school, "lmi", title="Last year", held_on=date(2025, 10, 1))
    client = signed_in(leader)

    def titles(**asked):
        return titles_in(client.get(at("activities"), asked))

    assert titles() == ["Visit", "Fair", "Lesson"]
    assert titles(sort="title") == ["Fair", "Lesson", "Visit"]
    assert titles(term="Spring") == ["Visit"]
    assert titles(group="9") == ["Fair"]
    assert titles(group="10") == ["Visit", "Lesson"]
    assert titles(kind="workplace") == ["Visit"]
    assert titles(benchmark="gb5") == ["Fair"]
    assert titles(state="planned") == ["Visit"]
    assert titles(state="due") == ["Fair"]
    assert titles(state="done") == ["Lesson"]
    assert titles(q="vis") == ["Visit"]
    assert titles(year="2025") == ["Last year"]
    assert titles(year="2025", term="Nonsense") == ["Last year"]


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_a_constant_number_of_queries(school, leader, at, signed_in, django_assert_num_queries, count):
    for number in range(count):
        activity = make_activity(school, title=f"Talk {number}")
        activity.audiences.create(what="year", value="9")
        attend(activity, make_learner(school, number))
    client = signed_in(leader)
    client.get(at("activities"))

    with django_assert_num_queries(14):
        client.get(at("activities"))


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_a_constant_number_of_queries(school, leader, at, signed_in, django_assert_num_queries, count):
    activity = make_activity(school)
    learners = [make_learner(school, number) for number in range(count)]
    expect(activity, *learners)
    attend(activity, *learners)
    client = signed_in(leader)
    address = at("activity", public_id=activity.public_id)
    client.get(address)

    with django_assert_num_queries(18):
        client.get(address)


def test_list_is_paged_by_25_and_taken_away_whole_with_formulas_guarded(school, leader, at, signed_in):
    for number in range(26):
        make_activity(school, title=f"=Talk {number:02}")
    client = signed_in(leader)

    second = client.get(at("activities"), {"sort": "title", "page": "2"})
    file = client.get(at("activities_download", kind="csv"), {"sort": "title"}).content.decode("utf-8-sig")

    assert titles_in(second) == ["=Talk 25"]
    assert "Showing 26 to 26 of 26" in second.content.decode()
    assert [line.split(",")[1] for line in file.splitlines()[1:]] == [f"'=Talk {number:02}" for number in range(26)]


def test_groups_are_made_changed_and_closed(school, leader, at, signed_in):
    one, two = make_learner(school, 1), make_learner(school, 2, form="9C")
    client = signed_in(leader)

    client.post(at("new_group"), {"name": "Robotics", "learners": f"{one.given_name} {one.family_name}"})
    group = school.learner_groups.get()
    again = client.post(at("new_group"), {"name": "Robotics", "learners": ""})
    client.post(at("group", public_id=group.public_id), {"name": "Robots", "learners": "", "tutor_forms": ["9C"]})
    members = list(group.members.values_list("learner_id", flat=True))
    client.post(at("close_group", public_id=group.public_id))

    group.refresh_from_db()
    assert again.status_code == 422
    assert members == [two.pk]
    assert (group.name, group.closed_on) == ("Robots", TODAY)
    assert "Closed on 22 November 2026" in client.get(at("groups")).content.decode()
