"""Outlines of a year that a trust offers: made, filled, offered and withdrawn on two pages."""

import pytest

from tests.factories import make_area, make_school, make_user
from waymark.access.scope import acting, everything
from waymark.places.models import Belonging, Kind
from waymark.planner.models import PlanTemplate, TemplateItem
from waymark.planner.queries.starting import outlines_for

pytestmark = pytest.mark.django_db

ITEM = {
    "doing": "add", "title": "Trust careers day", "kinds": ["employer"], "term": "2", "week": "3", "weekday": "1",
    "year_groups": ["8", "9"], "minutes": "90", "cost": "180", "meant": "on",
}  # fmt: skip


@pytest.fixture
def trust():
    return make_area("Larkrise Trust", kind=Kind.TRUST)


@pytest.fixture
def lead(trust):
    return make_user("Tess Moor", ("trust", trust))


def test_an_outline_is_made_offered_and_withdrawn(trust, lead, signed_in):
    client = signed_in(lead)
    with acting(everything("test")):
        school = make_school()
        Belonging.objects.create(member=school, whole=trust)
    made = client.post("/areas/larkrise-trust/outlines/", {"title": "A Larkrise year", "note": "Begin here."})
    address = made.headers["Location"]
    assert (
        "Put at least one activity into it first."
        in client.post(address, {"doing": "offer"}, follow=True).content.decode()
    )

    client.post(address, ITEM)
    page = client.post(address, {"doing": "offer"}, follow=True).content.decode()

    assert "Autumn 2, week 3, Tuesday. Years 8 and 9, £180" in page
    assert "Offered" in page
    item = TemplateItem.objects.get()
    assert (item.facts["benchmarks"], item.facts["cost"]) == (["gb5"], "180")
    ticked = {name for name, value in item.facts.items() if value is True}
    assert ticked == {"purpose_shared", "outcomes_set", "two_way", "reflection"}
    with acting(everything("test")):
        assert [each.title for each in outlines_for(school)][:1] == ["A Larkrise year"]
    client.post(address, {"doing": "withdraw"})
    client.post(address, {"doing": "remove", "item": item.public_id})
    assert "Withdrawn" in client.get("/areas/larkrise-trust/outlines/").content.decode()
    assert TemplateItem.objects.count() == 0


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"title": ""}, "Give the activity a title."),
        ({"kinds": ["provider"]}, "Say what kind of provider it was."),
        ({"kinds": ["guidance"]}, "Say the adviser&#x27;s level of qualification."),
        ({"year_groups": []}, "Choose at least one year group."),
        ({"week": "11"}, "less than or equal to 10"),
    ],
)
def test_what_cannot_be_is_said(trust, lead, signed_in, wrong, says):
    client = signed_in(lead)
    address = client.post("/areas/larkrise-trust/outlines/", {"title": "A year"}).headers["Location"]

    answer = client.post(address, ITEM | wrong)

    page = answer.content.decode().replace("&#39;", "&#x27;")
    assert (answer.status_code, says in page) == (422, True), page
    assert client.post("/areas/larkrise-trust/outlines/", {"title": ""}).status_code == 422


def test_another_trust_s_outline_is_not_found(trust, lead, signed_in):
    other = make_area("Moor Trust", kind=Kind.TRUST)
    theirs = PlanTemplate.objects.create(organisation=other, title="Theirs")
    client = signed_in(lead)

    for slug in ("larkrise-trust", "moor-trust"):
        assert client.get(f"/areas/{slug}/outlines/{theirs.public_id}/").status_code == 404
        assert client.post(f"/areas/{slug}/outlines/{theirs.public_id}/", ITEM).status_code == 404
    assert TemplateItem.objects.count() == 0


def test_a_coordinator_makes_none(signed_in):
    client = signed_in(make_user("Cora Hill", ("coordinator", make_area())))

    assert client.get("/areas/westmarch-careers-hub/outlines/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_whatever_there_is(trust, lead, signed_in, count, django_assert_num_queries):
    for number in range(count):
        made = PlanTemplate.objects.create(organisation=trust, title=f"Year {number}")
        TemplateItem.objects.create(template=made, term=1, week=1, weekday=0, facts={"title": "Lesson"})
    client = signed_in(lead)

    with django_assert_num_queries(8):
        client.get("/areas/larkrise-trust/outlines/")
