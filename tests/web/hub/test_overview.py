"""What a hub lead sees of the hub's schools, and what nobody outside a school sees."""

import re

import pytest

from tests.factories import make_user
from waymark.access.models import Sharing
from waymark.places.models import Organisation

HUB = "/areas/westmarch-careers-hub/"


def shown(client, address=HUB):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_hub_counts_the_schools_that_share(signed_in, hub_lead):
    said = words(shown(signed_in(hub_lead)))

    assert "Schools that share their figures 3 of 4 in this careers hub" in said
    assert "Not sharing at the moment Dene School" in said
    assert "Nothing recorded in 2026 to 2027 so far: Calder School." in said


def test_a_school_without_records_is_not_counted_as_achieving_none(signed_in, hub_lead):
    said = words(shown(signed_in(hub_lead)))

    assert "Schools that achieve none of them yet 1 of 2 whose scores are shown" in said
    assert "Schools that achieve 6 or more 0 of 2 whose scores are shown" in said


def test_the_share_of_schools_is_of_those_whose_score_is_shown(signed_in, hub_lead):
    table = shown(signed_in(hub_lead)).partition("<tbody")[2]

    row = re.search(r"5 Encounters with employers.*?</tr>", table, re.DOTALL)

    assert words(row.group(0)).endswith("1 school not shown 1 2 50%")


def test_the_download_says_what_the_page_says(signed_in, hub_lead):
    rows = signed_in(hub_lead).get(HUB, {"as": "csv"}).content.decode("utf-8-sig").splitlines()

    assert rows[0].endswith("Achieved,Of,Activities this year")
    assert [row.partition(",")[0] for row in rows[1:]] == ["Ashdown School", "Birchwood School", "Calder School"]
    assert rows[3] == "Calder School,,,,,,,0,0,0"


def test_a_hub_without_a_sharing_school_says_how_one_comes_to_share(signed_in, hub_lead, the_day):
    Sharing.objects.update(ended_at=the_day.isoformat() + "T00:00Z")

    said = words(shown(signed_in(hub_lead)))

    assert "No school shares its figures with you yet." in said
    assert "0 of 4 in this careers hub" in said


def test_a_hub_lead_opens_a_schools_figures_and_nothing_about_a_learner(signed_in, hub_lead):
    client, school = signed_in(hub_lead), "/schools/birchwood-school/"
    pages = ["", "benchmarks/", "benchmarks/gb5/", "benchmarks/entitlements/gb5.employer_year/", "benchmarks/pal/"]
    lists = ["learners/", "learners.csv", "activities/", "files/", "settings/", "careers-page/",
             "benchmarks/entitlements/gb5.employer_year/learners/",
             "benchmarks/entitlements/gb5.employer_year/learners.csv"]  # fmt: skip

    html = "".join(shown(client, school + page) for page in pages)

    assert [href for href in re.findall(r'href="([^"]*)"', html) if "/learners" in href] == []
    assert [client.get(school + page).status_code for page in lists] == [404] * len(lists)


def test_a_hub_lead_finds_the_way_back_from_a_school(signed_in, hub_lead):
    client = signed_in(hub_lead)

    assert f'href="{HUB}"' in shown(client, "/schools/birchwood-school/benchmarks/")
    assert "Every year is on record for" not in words(
        shown(client, "/schools/birchwood-school/benchmarks/entitlements/gb8.guidance_by_18/")
    )


def test_a_school_that_does_not_share_is_not_there(signed_in, hub_lead):
    assert signed_in(hub_lead).get("/schools/dene-school/benchmarks/").status_code == 404


@pytest.mark.parametrize("role", ["coordinator", "hub_lead"])
def test_another_hubs_people_see_nothing_of_this_one(signed_in, hub, role):
    elsewhere = Organisation.objects.create(name="Eastmarch Careers Hub", slug="eastmarch", kind="hub")
    stranger = make_user("Sam Vale", (role, elsewhere))

    assert signed_in(stranger).get(HUB).status_code == 404
    assert signed_in(stranger).get("/schools/ashdown-school/benchmarks/").status_code == 404
