"""The register: marks saved, put right with a reason, and saved by two people at once."""

import re
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from tests.factories import attend, expect, make_activity, make_learner, make_school, make_user
from waymark.ledger.models import Activity, Encounter
from waymark.ledger.queries import standing_encounters


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-22 12:00", tick=False):
        yield


@pytest.fixture
def school(db_scope):
    return make_school()


@pytest.fixture
def three(school):
    forms = ("9A", "9A", "9B")
    return [make_learner(school, number, form=form, upn=f"A82{number:010}") for number, form in enumerate(forms)]


@pytest.fixture
def activity(school, three):
    made = make_activity(school, held_on=date(2026, 11, 20))
    made.audiences.create(what="year", value="9")
    expect(made, *three)
    return made


@pytest.fixture
def teacher(school):
    return make_user("Ann Field", ("teacher", school))


@pytest.fixture
def address(school, activity):
    return reverse("register", kwargs={"slug": school.slug, "public_id": activity.public_id})


def version_in(page):
    return re.search(r'name="version" value="([^"]*)"', page)[1]


def marks(**said):
    return {f"mark-{public_id}": mark for public_id, mark in said.items()}


def standing(activity):
    return dict(standing_encounters().filter(activity=activity).values_list("learner__public_id", "status"))


def test_register_is_saved_and_the_activity_done(activity, address, three, teacher, signed_in):
    a, b, _ = (learner.public_id for learner in three)

    response = signed_in(teacher).post(address, {"version": "", **marks(**{a: "attended", b: "absent"})}, follow=True)

    assert standing(activity) == {a: "attended", b: "absent"}
    assert "2 marks were saved." in response.content.decode()
    assert Activity.objects.get().state == Activity.State.DONE


def test_everyone_not_marked_was_there_without_scripts(activity, address, three, teacher, signed_in):
    a, b, _ = (learner.public_id for learner in three)
    posted = {"version": "", "shown": f"{a} {b} ", "save": "rest", **marks(**{b: "excused"})}

    signed_in(teacher).post(f"{address}?form=9A", posted)

    assert standing(activity) == {a: "attended", b: "excused"}


def test_register_of_one_form_shows_that_form(address, three, teacher, signed_in):
    page = signed_in(teacher).get(address, {"form": "9B"}).content.decode()

    assert [learner.public_id in page for learner in three] == [False, False, True]


def test_a_changed_mark_asks_for_a_reason_and_keeps_what_was_marked(activity, address, three, teacher, signed_in):
    a, b, _ = (learner.public_id for learner in three)
    attend(activity, three[0])
    client = signed_in(teacher)
    posted = {"version": version_in(client.get(address).content.decode()), **marks(**{a: "absent", b: "attended"})}

    refused = client.post(address, posted)
    client.post(address, {**posted, "reason": "Marked the wrong line"})

    assert refused.status_code == 422
    assert re.search(f'id="mark-{a}-absent" value="absent" checked', refused.content.decode())
    assert standing(activity) == {a: "absent", b: "attended"}
    assert Encounter.objects.exclude(corrects=None).get().reason == "Marked the wrong line"


def test_two_people_saving_one_register_see_both_marks_and_lose_none(activity, address, three, school, signed_in):
    a, b, c = (learner.public_id for learner in three)
    other = make_user("Bo Lane", ("teacher", school))
    client = signed_in(other)
    seen = version_in(client.get(address).content.decode())
    client.post(address, {"version": seen, **marks(**{a: "attended", b: "attended"})})

    client = signed_in(make_user("Ann Field", ("teacher", school)))
    clash = client.post(address, {"version": seen, **marks(**{a: "attended", b: "absent", c: "absent"})})
    page = clash.content.decode()
    again = {"version": version_in(page), "reason": "I saw", **marks(**{a: "attended", b: "absent", c: "absent"})}
    client.post(address, again)

    assert clash.status_code == 409
    assert "you marked Absent; it stands as Attended, saved by Bo Lane on 22 November 2026 at midday" in page
    assert re.search(f'id="mark-{b}-attended" value="attended" checked', page)
    assert standing(activity) == {a: "attended", b: "absent", c: "absent"}


def test_who_is_not_on_the_list_is_said_where_there_is_one(school, activity, address, three, teacher, signed_in):
    by_file = make_activity(school, held_on=date(2026, 11, 19))
    late = make_learner(school, 7, form="9C")
    for each in (activity, by_file):
        attend(each, late)
    without = reverse("register", kwargs={"slug": school.slug, "public_id": by_file.public_id})
    client = signed_in(teacher)

    said = [client.get(where).content.decode().count("(not on the list)") for where in (address, without)]

    assert said == [1, 0]


def test_register_opens_on_the_day(school, teacher, signed_in):
    later = make_activity(school, held_on=date(2026, 12, 1))
    learner = make_learner(school, 5)
    expect(later, learner)
    address = reverse("register", kwargs={"slug": school.slug, "public_id": later.public_id})
    client = signed_in(teacher)

    shown = client.get(address).content.decode()
    refused = client.post(address, {"version": "", **marks(**{learner.public_id: "attended"})})

    assert "from the day of the activity" in shown
    assert refused.status_code == 422
    assert not Encounter.objects.exists()


def test_register_to_print_has_boxes_and_no_upn(school, activity, three, teacher, signed_in):
    address = reverse("register_print", kwargs={"slug": school.slug, "public_id": activity.public_id})

    page = signed_in(teacher).get(address).content.decode()

    assert page.count("wm-paper-box") == 9
    assert [learner.upn in page for learner in three] == [False, False, False]


def test_governors_and_hub_leads_reach_no_register(school, address, signed_in):
    governor = make_user("Gil Ford", ("governor", school))

    assert signed_in(governor).get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_register_asks_a_constant_number_of_queries(school, teacher, signed_in, django_assert_num_queries, count):
    activity = make_activity(school, held_on=date(2026, 11, 20))
    activity.audiences.create(what="year", value="10")
    for number in range(count):
        make_learner(school, number, year_group=10)
    address = reverse("register", kwargs={"slug": school.slug, "public_id": activity.public_id})
    client = signed_in(teacher)
    client.get(address)

    with django_assert_num_queries(14):
        client.get(address)


def test_those_who_missed_it_are_listed_taken_away_and_caught_up(school, activity, three, signed_in):
    there, absent, unmarked = three
    attend(activity, there)
    attend(activity, absent, status="absent")
    leader = make_user("Robin Marsh", ("careers_leader", school))
    where = {"slug": school.slug, "public_id": activity.public_id}
    client = signed_in(leader)

    page = client.get(reverse("catch_up", kwargs=where)).content.decode()
    file = client.get(reverse("catch_up_download", kwargs={**where, "kind": "csv"})).content.decode("utf-8-sig")
    posted = {"who": [absent.public_id], "title": "Again", "held_on_day": "1", "held_on_month": "12",
              "held_on_year": "2026"}  # fmt: skip
    client.post(reverse("catch_up", kwargs=where), posted)
    nobody = client.post(reverse("catch_up", kwargs=where), {**posted, "who": []})

    assert [learner.public_id in page for learner in three] == [False, True, True]
    assert [line.split(",")[-2] for line in file.splitlines()[1:]] == ["Absent", "Not marked"]
    made = Activity.objects.get(catches_up=activity)
    assert list(made.expected.values_list("learner_id", "by_name")) == [(absent.pk, True)]
    assert nobody.status_code == 422
    assert unmarked.public_id in nobody.content.decode()
