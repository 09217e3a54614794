"""The pages of matching: who can give and who wants, matching, agreeing, and what the two sides then see."""

from datetime import date

import pytest

from tests.factories import make_area, make_school, make_user
from waymark.access.scope import acting, everything
from waymark.intake.jobs import do_work
from waymark.intake.models import Job
from waymark.places.models import Belonging, Postcode
from waymark.planner.models import Match, PairSaid, SupplyOfMatches, WishForMatches
from waymark.providers.models import Employer


@pytest.fixture
def area(db):
    with acting(everything("test")):
        return make_area()


@pytest.fixture
def schools(area):
    with acting(everything("test")):
        Postcode.objects.create(code="ZZ1 1AA", latitude=52, longitude=-1)
        made = [make_school(f"School {n}", urn=f"90010{n}", postcode="ZZ1 1AA", slug=f"school-{n}") for n in range(3)]
        for school in made:
            Belonging.objects.create(member=school, whole=area)
    return made


@pytest.fixture
def coordinator(area):
    return make_user("Cora Ash", ("coordinator", area))


@pytest.fixture
def here(area):
    return f"/areas/{area.slug}/matching/"


def employers(area, number):
    with acting(everything("test")):
        account = make_area("Fell Joinery Account", kind="provider")
        return [
            Employer.objects.create(
                organisation=area, name=f"Firm {n}", latitude=52, longitude=-1, sector="F", has_enterprise_adviser=True,
                account=account if n == 0 else None,
            )
            for n in range(number)
        ]  # fmt: skip


def done():
    with acting(everything("test")):
        for job in Job.objects.filter(state="waiting"):
            do_work.call(job.public_id)


def test_from_both_sides_to_matches_that_both_see(area, schools, coordinator, here, signed_in):
    firm = employers(area, 1)[0]
    client = signed_in(coordinator)
    client.post(f"{here}schools/school-1/", {"wanted": "1", "sectors": ["F"], "need": "9"})
    client.post(f"{here}employers/{firm.public_id}/", {"places": "2"})
    decided = {"employer": firm.public_id, "school": "school-2", "together": "no", "because": "Too busy"}
    client.post(f"{here}decided/", decided)
    page = client.get(here).content.decode()
    assert "9 of 9" in page
    assert "Too busy" in page
    term = {
        "first_day": "4", "first_month": "1", "first_year": "2027", "last_day": "26", "last_month": "3",
        "last_year": "2027", "max_miles": "25", "need": "10", "sector": "20", "mile": "1",
    }  # fmt: skip

    handed = client.post(here, term)
    done()
    proposals = client.get(handed["Location"], follow=True).content.decode()

    assert "It wants somebody from construction." in proposals
    assert "No other matching is worth more: that is proven." in proposals
    agreed = client.post(f"{here}proposals/", {"all": "yes"}, follow=True).content.decode()
    assert "2 matches agreed." in agreed
    with acting(everything("test")):
        assert set(Match.objects.values_list("school__slug", "state")) == {
            ("school-0", "standing"),
            ("school-1", "standing"),
        }
        leader = make_user("Robin Marsh", ("careers_leader", schools[1]))
        firms_own = make_user("Finn Oak", ("provider", firm.account))
    at_school = signed_in(leader).get("/schools/school-1/matched/").content.decode()
    assert "Firm 0" in at_school
    assert "4 Jan 2027 to 26 Mar 2027" in at_school
    at_firm = signed_in(firms_own).get(f"/providers/{firm.account.slug}/matches/").content.decode()
    assert "School 1" in at_firm
    assert "need" not in at_firm.split("<main")[1]


def test_a_match_is_ended_with_a_day_and_a_reason(area, schools, coordinator, here, signed_in):
    employers(area, 1)
    client = signed_in(coordinator)
    client.post(here, _term())
    done()
    client.post(f"{here}proposals/", {"all": "yes"})
    with acting(everything("test")):
        match = Match.objects.get()

    without = client.post(
        f"{here}agreed/{match.public_id}/end/", {"last_day": "1", "last_month": "2", "last_year": "2030"}
    )
    client.post(
        f"{here}agreed/{match.public_id}/end/",
        {"last_day": "1", "last_month": "2", "last_year": "2030", "because": "Moved away"},
    )

    assert without.status_code == 422
    with acting(everything("test")):
        assert (Match.objects.get().state, Match.objects.get().to_on) == ("ended", date(2030, 2, 1))


def _term():
    return {
        "first_day": "4", "first_month": "1", "first_year": "2030", "last_day": "26", "last_month": "3",
        "last_year": "2030", "max_miles": "", "need": "10", "sector": "20", "mile": "1",
    }  # fmt: skip


def test_agreeing_to_nothing_and_to_what_is_gone_says_so(area, schools, coordinator, here, signed_in):
    employers(area, 1)
    client = signed_in(coordinator)
    assert client.get(f"{here}proposals/").status_code == 404
    client.post(here, _term())
    done()

    none = client.post(f"{here}proposals/", {"some": "yes"})
    gone = client.post(f"{here}proposals/", {"chosen": ["gone"]})

    assert (none.status_code, b"Tick at least one match" in none.content) == (422, True)
    assert (gone.status_code, b"changed this meanwhile" in gone.content) == (409, True)


def test_other_areas_employers_and_schools_are_not_found(area, schools, here, signed_in):
    firm = employers(area, 1)[0]
    other = make_area("Eastmarch Careers Hub")
    client = signed_in(make_user("Ola Ash", ("coordinator", other)))
    there = f"/areas/{other.slug}/matching/"

    for address in (f"employers/{firm.public_id}/", "schools/school-1/", "proposals/"):
        assert client.get(there + address).status_code == 404
        assert client.get(here + address).status_code == 404
    assert client.get(here).status_code == 404
    client.post(f"{there}employers/{firm.public_id}/", {"places": "9"})
    with acting(everything("test")):
        assert not SupplyOfMatches.objects.exists()
        assert not WishForMatches.objects.exists()
        assert not PairSaid.objects.exists()


def test_a_council_sees_no_matching(area, schools, signed_in):
    with acting(everything("test")):
        council = make_area("Westmarch Council", kind="council")
    client = signed_in(make_user("Kit Ash", ("council", council)))

    assert client.get(f"/areas/{council.slug}/matching/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_same_however_many_employers_there_are(
    number, area, schools, coordinator, here, signed_in, django_assert_num_queries
):
    employers(area, number)
    client = signed_in(coordinator)
    client.get(here)

    with django_assert_num_queries(14):
        client.get(here)
