"""Every page of the school answers, to whoever may see it and to nobody else."""

import re
from datetime import date

import pytest

from tests.factories import attend, make_activity, make_learner, make_school, make_user
from waymark.access.scope import acting, everything
from waymark.ledger.models import Learner
from waymark.ledger.touching import touch_everyone

FIGURES = (
    "",
    "benchmarks/",
    "benchmarks/gb1/",
    "benchmarks/gb5/",
    "benchmarks/pal/",
    "benchmarks/entitlements/gb5.employer_year/",
)
LISTS = ("benchmarks/entitlements/gb5.employer_year/learners/", "learners/", "learners.csv", "learners.xlsx")


GB5 = "benchmarks/gb5/"


@pytest.fixture
def school_of_three(the_day, db):
    school = make_school("Oakmoor School", urn="900002")
    with acting(everything("test")):
        attend(make_activity(school, "employer"), *(make_learner(school, number, year_group=9) for number in range(3)))
    return school


def answers(client, *pages: str) -> dict[str, int]:
    return {where: client.get(f"/schools/fernhill-school/{where}").status_code for where in pages}


def test_a_careers_leader_sees_every_page(signed_in, leader):
    assert answers(signed_in(leader), *FIGURES, *LISTS) == dict.fromkeys(FIGURES + LISTS, 200)


def test_a_governor_sees_figures_and_no_list_of_learners(signed_in, governor):
    client = signed_in(governor)

    assert answers(client, *FIGURES) == dict.fromkeys(FIGURES, 200)
    assert answers(client, *LISTS) == dict.fromkeys(LISTS, 404)


def test_a_governor_is_told_that_a_score_is_not_shown_and_not_that_there_is_none(signed_in, school_of_three):
    client = signed_in(make_user("Greta Vane", ("governor", school_of_three)))

    pages = [client.get(f"/schools/oakmoor-school/{where}").content.decode() for where in ("benchmarks/", GB5)]

    for page in pages:
        main = page[page.index("<main") :]
        assert "Not shown" in main
    assert "No score" not in pages[1]
    assert pages[0].count("Not computed") == 5  # people answer 1 and 3, and for 6 to 8 there is nobody to count


def test_a_past_year_that_may_not_be_shown_is_not_said_to_be_unknown(signed_in, big_school, governor):
    with acting(everything("test")):
        eleven = Learner.objects.filter(enrolments__year_group=11, enrolments__academic_year=2026).order_by("pk")
        attend(make_activity(big_school, "guidance", held_on=date(2026, 11, 3), adviser_level=6), *eleven[15:25])
        touch_everyone(big_school.pk)

    page = signed_in(governor).get("/schools/fernhill-school/benchmarks/entitlements/gb8.guidance_by_16/")

    table = page.content.decode().rpartition("Share who had met it, over the years, table")[2]
    assert re.findall(r"(20\d\d) to .*?(\d+%|Not shown|Not known)", table, re.DOTALL)[-2:] == [
        ("2025", "52%"),
        ("2026", "Not shown"),
    ]


def test_nobody_sees_another_school(signed_in, big_school):
    stranger = make_user("Una Field", ("careers_leader", make_school("Oakmoor School", urn="900002")))

    assert answers(signed_in(stranger), *FIGURES, *LISTS) == dict.fromkeys(FIGURES + LISTS, 404)


def test_a_college_is_asked_only_what_colleges_are(signed_in, the_day, db):
    college = make_school("Westmarch College", urn="", ukprn="10000001", setting="college")
    with acting(everything("test")):
        attend(make_activity(college, "employer", subject="plumbing"), make_learner(college, year_group=12))
    client = signed_in(make_user("Robin Marsh", ("careers_leader", college)))

    overview = client.get("/schools/westmarch-college/benchmarks/")
    own = client.get("/schools/westmarch-college/benchmarks/entitlements/gb5.college_year/")
    of_schools = client.get("/schools/westmarch-college/benchmarks/entitlements/gb5.employer_year/")

    assert "Provider access" not in overview.content.decode()
    assert (own.status_code, of_schools.status_code) == (200, 404)


def test_a_learner_is_seen_by_their_own_school_alone(signed_in, big_school, leader):
    other = make_school("Oakmoor School", urn="900002")
    with acting(everything("test")):
        public_id = Learner.objects.first().public_id
    stranger = make_user("Una Field", ("careers_leader", other))

    assert signed_in(leader).get(f"/schools/fernhill-school/learners/{public_id}/").status_code == 200
    assert signed_in(stranger).get(f"/schools/oakmoor-school/learners/{public_id}/").status_code == 404
