"""A school's kept evaluations: listed, kept by hand, read, verified, compared, and re-scored."""

import json
import re
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.evaluation.cuts.conftest import DECEMBER, fill
from tests.factories import make_area, make_school, make_user
from waymark.access.models import Sharing
from waymark.access.scope import acting, everything
from waymark.evaluation.cuts.actions import cut
from waymark.evaluation.models import Cut, CutInFull
from waymark.places.models import Belonging

HERE = "/schools/fernhill-school/benchmarks/over-time/"


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def shown(client, address=HERE):
    response = client.get(address)
    assert response.status_code == 200
    return words(response.content.decode())


@pytest.fixture
def school(db, time_machine):
    time_machine.move_to(datetime(2026, 11, 20, 10, 0, tzinfo=UTC))
    with acting(everything("test", via="test")):
        school = make_school()
        fill(school)
    time_machine.move_to(datetime(2027, 1, 4, 10, 0, tzinfo=UTC))
    return school


@pytest.fixture
def leader(school):
    return make_user("Robin Marsh", ("careers_leader", school))


@pytest.fixture
def governor(school):
    return make_user("Gale Frost", ("governor", school))


@pytest.fixture
def kept(school):
    with acting(everything("by itself", via="test")) as by:
        return cut(school=school, on=DECEMBER, by=by)


def test_before_anything_is_kept_the_page_says_when_it_will_be(signed_in, leader):
    said = shown(signed_in(leader))

    assert "None yet. The first is kept by itself after 31 March 2027" in said
    assert "Keep an evaluation" in said


def test_an_evaluation_is_kept_by_hand(signed_in, leader):
    client = signed_in(leader)

    response = client.post(
        HERE + "keep/", {"doing": "day", "on_day": "3", "on_month": "1", "on_year": "2027"}, follow=True
    )

    said = words(response.content.decode())
    assert "The evaluation as at 3 January 2027 is kept." in said
    assert "Measurement point None: kept by hand" in said
    assert "By Robin Marsh" in said


def test_a_day_to_come_is_refused_beside_its_field(signed_in, leader):
    sent = {"doing": "day", "on_day": "5", "on_month": "1", "on_year": "2027"}

    response = signed_in(leader).post(HERE + "keep/", sent)

    assert response.status_code == 422
    assert "As at must be on or before 4 January 2027." in words(response.content.decode())


def test_the_points_of_a_year_are_kept_as_far_as_they_have_passed(signed_in, leader):
    client = signed_in(leader)

    kept = client.post(HERE + "keep/", {"doing": "year", "year": "2026"}, follow=True)
    without_roll = client.post(HERE + "keep/", {"doing": "year", "year": "2024"})

    assert "1 of the year’s 3 measurement points are kept." in words(kept.content.decode())
    assert without_roll.status_code == 422
    assert "Nobody was on roll that day" in words(without_roll.content.decode())


def test_the_list_has_each_score_on_records(signed_in, leader, kept):
    said = shown(signed_in(leader))

    assert "31 Dec 2026 2024 – – – 0% 75% – – – 0 of 4 – 4 January 2027, by itself" in said or "75%" in said


def test_a_governor_reads_what_is_shown_and_can_prove_it(signed_in, governor, kept):
    client = signed_in(governor)
    address = f"{HERE}{kept.public_id}/"

    page, text = shown(client, address), client.get(address + "text/")

    assert kept.shown_sha256 in page
    assert "Keep an evaluation" not in shown(client)
    assert text.content.decode() == kept.shown
    with acting(everything("test")):
        assert CutInFull.objects.get().sha256 not in page
    assert client.get(HERE + "keep/").status_code == 404


def test_an_altered_evaluation_says_so(signed_in, leader, kept):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE evaluation_cutinfull SET content = REPLACE(content, '75', '95')")

    assert "This is not what was kept" in shown(signed_in(leader), f"{HERE}{kept.public_id}/")


def test_a_cut_by_hand_is_not_there_for_a_governor(signed_in, governor, school):
    with acting(everything("test", via="test")) as by:
        made = cut(school=school, on=date(2027, 1, 3), by=by)
    client = signed_in(governor)

    assert "3 Jan 2027" not in shown(client)
    assert client.get(f"{HERE}{made.public_id}/").status_code == 404


def test_a_later_one_of_the_day_says_what_changed(signed_in, leader, school, kept):
    with acting(everything("test", via="test")) as by:
        fill(school, met=30, roll=((9, 30),))
        cut(school=school, on=DECEMBER, by=by)
        later = Cut.objects.get(replaced_by=None)
    client = signed_in(leader)

    said = shown(client, f"{HERE}{later.public_id}/")

    assert "What changed since what was kept of the same day on 4 January 2027" in said
    assert "An employer encounter this year 40 of 63 70 of 93" in said
    assert "A later one of the same day has taken its place" in shown(client, f"{HERE}{kept.public_id}/")


def test_the_download_holds_no_more_than_the_page(signed_in, governor, kept):
    rows = signed_in(governor).get(HERE, {"as": "csv"}).content.decode("utf-8-sig").splitlines()

    assert rows[0] == "As at,Measurement point,Rules,Benchmark,On records,By answers"
    assert len(rows) == 9


@pytest.mark.parametrize("schools", [1, 3])
def test_the_list_makes_the_same_queries_however_many_are_kept(signed_in, leader, school, schools):
    with acting(everything("test", via="test")) as by:
        for number in range(schools):
            cut(school=school, on=date(2026, 12, 28 + number), by=by)
    client = signed_in(leader)
    client.get(HERE)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(HERE)

    assert len([query for query in asked if "evaluation_" in query["sql"]]) == 2


@pytest.fixture
def hub(school, kept):
    """Six more schools in a hub: five share, and one does not."""
    with acting(everything("test", via="test")) as by:
        hub = make_area()
        for number in range(6):
            other = make_school(f"School {number}", urn=f"90001{number}")
            Belonging.objects.create(member=other, whole=hub)
            if number < 5:
                Sharing.objects.create(school=other, shared_with=hub)
            fill(other, met=112 if number < 3 else 60, roll=((9, 60), (11, 60)))
            cut(school=other, on=DECEMBER, by=by)
        Belonging.objects.create(member=school, whole=hub)
    return hub


def test_the_hubs_average_is_of_the_five_others_that_share(signed_in, leader, hub):
    said = shown(signed_in(leader), HERE + "others/")

    assert "Westmarch Careers Hub" in said
    assert "5 other schools that share" in said
    assert "3 of 5 achieve it; score 80%" in said


def test_with_four_others_no_average_is_shown(signed_in, leader, hub):
    Sharing.objects.filter(school__slug="school-0").update(ended_at=datetime(2027, 1, 1, tzinfo=UTC))

    said = shown(signed_in(leader), HERE + "others/")

    assert "Westmarch Careers Hub: not shown. Only 4 other schools shared an evaluation of that day." in said


def test_new_rules_without_a_year_before_them(signed_in, leader, school):
    assert "No year before the new rules" in shown(signed_in(leader), HERE + "new-rules/")


def test_the_text_is_canonical_json(signed_in, leader, kept):
    text = signed_in(leader).get(f"{HERE}{kept.public_id}/text/").content.decode()

    assert json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False) == text
