"""What a hub sees at a measurement point, and that it is no more than its schools share."""

import re
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.evaluation.cuts.conftest import GOOD, fill
from tests.factories import attend, make_activity, make_area, make_school, make_user
from waymark.access.models import Sharing
from waymark.access.queries import scope_of
from waymark.access.scope import acting, everything
from waymark.evaluation.cuts.actions import cut
from waymark.evaluation.models import Cut, CutInFull, Target
from waymark.places.models import Belonging

HUB = "/areas/westmarch-careers-hub/points/"
DECEMBER = date(2026, 12, 31)
MANY = ((9, 60), (11, 60))


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def shown(client, address=HUB):
    response = client.get(address)
    assert response.status_code == 200
    return words(response.content.decode())


@pytest.fixture
def hub(db, time_machine):
    """Ashdown achieves benchmark 5 and Birchwood nearly does; Calder shares but has no records, Dene does not share."""
    time_machine.move_to(datetime(2026, 11, 20, 10, 0, tzinfo=UTC))
    with acting(everything("test", via="test")) as by:
        hub = make_area()
        schools = [
            make_school(f"{name} School", urn=f"90000{number}")
            for number, name in enumerate(("Ashdown", "Birchwood", "Calder", "Dene"), 1)
        ]
        for school in schools:
            Belonging.objects.create(member=school, whole=hub)
        for school in schools[:3]:
            Sharing.objects.create(school=school, shared_with=hub)
        for school, met in ((schools[0], 112), (schools[1], 96), (schools[3], 112)):
            fill(school, met=met, roll=MANY)
        time_machine.move_to(datetime(2027, 1, 4, 10, 0, tzinfo=UTC))
        for school in (schools[0], schools[1], schools[3]):
            cut(school=school, on=DECEMBER, by=by)
    return hub


@pytest.fixture
def hub_lead(hub):
    return make_user("Hollis Grey", ("hub_lead", hub))


def test_who_reported_and_what_they_achieve(signed_in, hub_lead):
    said = shown(signed_in(hub_lead))

    assert "As at 31 December 2026" in said
    assert "Schools that reported 2 of 4" in said
    assert "Achieve none yet, on records 1 of 2" in said
    assert "5 Encounters with employers and employees 1 of 2" in said
    assert "Share, but have not reported" in said
    assert said.index("Calder School") > said.index("have not reported")
    assert said.index("Dene School") > said.index("Do not share at the moment")


def test_where_a_visit_would_move_most(signed_in, hub_lead):
    said = shown(signed_in(hub_lead))

    assert (
        "Birchwood School Benchmark 5 is within reach: 13 more learners for “An employer encounter this year”." in said
    )


def test_the_change_since_the_point_before(signed_in, hub_lead, hub, time_machine):
    time_machine.move_to(datetime(2027, 4, 2, 10, 0, tzinfo=UTC))
    with acting(everything("test", via="test")) as by:
        birchwood = hub.parts.get(member__slug="birchwood-school").member
        later = fill(birchwood, met=60, roll=((10, 60),), held_on=date(2027, 2, 3))

        others = birchwood.learners.exclude(pk__in=[one.pk for one in later])
        attend(make_activity(birchwood, held_on=date(2027, 2, 4), **GOOD), *others)
        for slug in ("ashdown-school", "birchwood-school"):
            cut(school=hub.parts.get(member__slug=slug).member, on=date(2027, 3, 31), by=by)

    said = shown(signed_in(hub_lead))

    assert "As at 31 March 2027" in said
    assert "5 Encounters with employers and employees 2 of 2 +1" in said
    assert "1.0 +0.5 since 31 December 2026" in said
    assert "As at 31 December 2026" in shown(signed_in(hub_lead), HUB + "?point=2026-12-31")


def test_a_target_is_set_and_its_line_drawn(signed_in, hub_lead, hub):
    client = signed_in(hub_lead)

    response = client.post("/areas/westmarch-careers-hub/targets/", {"gb5": "50", "average": "3.5"}, follow=True)

    said = words(response.content.decode())
    assert "The targets are set." in said
    assert "target 3.5, not reached" in said
    assert "1 of 2 – – – 50% Reached" in said
    assert "1 of 2; target 50%" in said
    with acting(everything("test")):
        assert Target.objects.filter(ended_at=None).count() == 2


def test_a_target_beyond_reach_is_refused(signed_in, hub_lead):
    response = signed_in(hub_lead).post("/areas/westmarch-careers-hub/targets/", {"average": "9"})

    assert response.status_code == 422


def test_a_coordinator_reads_and_sets_nothing(signed_in, hub):
    client = signed_in(make_user("Sam Poole", ("coordinator", hub)))

    assert "Set targets" not in shown(client)
    assert client.get("/areas/westmarch-careers-hub/targets/").status_code == 404


def test_a_hub_reads_no_cut_of_a_school_that_does_not_share_and_none_whole(hub, hub_lead):
    with acting(scope_of(hub_lead)):
        assert {each.organisation.slug for each in Cut.objects.all()} == {"ashdown-school", "birchwood-school"}
        assert not CutInFull.objects.exists()


def test_the_download_says_what_the_table_says(signed_in, hub_lead):
    rows = signed_in(hub_lead).get(HUB, {"as": "csv", "point": "2026-12-31"}).content.decode("utf-8-sig").splitlines()

    assert [row.partition(",")[0] for row in rows] == ["School", "Ashdown School", "Birchwood School"]
    assert rows[2] == "Birchwood School,31/12/2026,,0,,0,75,0,0,0,0,6,,,"


def test_a_hub_to_which_nobody_has_reported(signed_in, hub_lead):
    Sharing.objects.update(ended_at=datetime(2027, 1, 1, tzinfo=UTC))

    assert "No school has reported yet" in shown(signed_in(hub_lead))


def test_the_page_makes_the_same_queries_for_one_school_and_for_three(signed_in, hub_lead, hub):
    client, counts = signed_in(hub_lead), []
    client.get(HUB)
    Sharing.objects.filter(school__slug="ashdown-school").update(ended_at=datetime(2027, 1, 1, tzinfo=UTC))
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get(HUB)
        counts.append(len([query for query in asked if "evaluation_" in query["sql"]]))
        Sharing.objects.update(ended_at=None)

    assert counts == [3, 3]
