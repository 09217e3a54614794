"""Jobs and work near you, for anybody: what the pages say, and what they say where nothing is held."""

from datetime import date
from html import unescape
from re import sub

import pytest

from tests.opportunities.demo_jobs import bring_in
from tests.opportunities.open_data import job, lines, take
from waymark.access.scope import acting, everything
from waymark.opportunities.models import Earnings, JobProfile, MarketArea
from waymark.places.models import Postcode
from waymark.providers.models import RegisteredEmployer

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(db):
    with acting(everything("test")) as scope:
        bring_in(scope)


@pytest.fixture
def words(client):
    """What a page says, without its markup: `words("/jobs/")`."""

    def read(address, status=200):
        answer = client.get(address)
        assert answer.status_code == status, address
        main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
        return " ".join(unescape(sub(r"<[^>]+>", " ", main)).split())

    return read


def test_without_any_file_the_pages_say_so(words):
    assert "There are no jobs here yet" in words("/jobs/")
    assert "There are no figures here yet" in words("/work-near-you/")


def test_search_puts_a_slip_right_and_says_so(demo, words):
    said = words("/jobs/?q=nusre")

    assert "No job says “nusre”. Showing “nurse”." in said
    assert "3 jobs Nurse" in said


def test_search_escapes_what_was_typed(demo, client):
    page = client.get("/jobs/", {"q": "<Police Officer>"}).content.decode()

    assert "<Police" not in page
    assert "&lt;Police Officer&gt;" in page
    assert "Police officers keep people safe" in page


def test_search_that_finds_nothing_says_what_to_do(demo, words):
    said = words("/jobs/?q=zzzxqw")

    assert "0 jobs for “zzzxqw” We found no job like that. You could: try fewer letters" in said


def test_a_family_lists_its_jobs_and_another_name_is_not_found(demo, words):
    assert "Nurses look after people who are ill or hurt." in words("/jobs/families/healthcare/")
    words("/jobs/families/nothing/", status=404)
    words("/jobs/astronaut/", status=404)


def test_a_job_says_how_to_get_in_what_it_pays_and_where_it_may_lead(demo, words):
    said = words("/jobs/nurse/")

    for part in (
        "giving medicines and treatment",
        "The ways in stand in order of their names. None is the best for everybody. Apprenticeship You could",
        "University You could do a degree in nursing.",
        "£29,500 a year to start, and £44,000 with experience.",
        "From words and figures invented for the demonstration, about no real place, 1 September 2025.",
        "Nurses of other kinds (2237) £36,750",
        "In statistics this job is counted as nurses of other kinds (SOC 2020 2237).",
        "In England, 1,600,000 people worked in “nurses and others in health” in 2025. The forecast for 2035 is"
        " 1,824,000: +14.0%.",
        "Between the areas of England that we hold, the forecast goes from +11.0% to +14.0%. Its publisher gives one",
        "A step up Named as a next step, or the same kind of work and better paid from the start.",
    ):
        assert part in said, part


def test_what_is_not_held_is_said(words):
    with acting(everything("test")) as scope:
        take("job-profiles", lines(job("Lamplighter")), scope)

    said = words("/jobs/lamplighter/")

    for part in (
        "We hold nothing about a day in this job.",
        "We hold nothing about how to get into this job.",
        "We hold no skills for this job.",
        "We hold no pay for this job.",
        "We hold no hours for this job.",
        "We hold no survey of pay for this kind of job.",
        "We hold no forecast for this kind of job.",
        "We know of no job close to this one.",
    ):
        assert part in said, part


def test_pay_that_its_publisher_would_not_give_says_why(demo, words):
    assert Earnings.objects.get(soc2020="6212").median is None
    assert "Travel agents (6212) Not given: too few answers to be reliable. –" in words("/jobs/travel-agent/")


def test_a_job_whose_occupation_is_doubtful_says_so(demo, words):
    said = words("/jobs/data-analyst/")
    assert "counted as data analysts (SOC 2020 3544)" in said

    JobProfile.objects.filter(name="data-analyst").update(soc2010="2136", title="Analyst of things")
    said = words("/jobs/data-analyst/")

    assert "counted as people who write software" in said  # the one of two candidates that is held

    JobProfile.objects.filter(name="data-analyst").update(soc2010="6121")
    assert "We hold no survey of pay for this kind of job." in words("/jobs/data-analyst/")


def test_work_near_a_place_named(demo, words):
    said = words("/jobs/nurse/?near=westmarch")

    assert "690 adverts for “nurses and others in health” stood online in Westmarch in July 2026." in said
    assert "In Westmarch, 7,400 people worked in “nurses and others in health” in 2025." in said
    assert "We do not know that place." in words("/jobs/nurse/?near=atlantis")
    assert "We do not know which area that postcode is in." in words("/jobs/nurse/?near=ZZ9 9ZZ")


def test_employers_near_a_postcode_are_those_of_the_public_register_in_its_industries(demo, words):
    Postcode.objects.create(code="GU1 3BB", latitude=51.24, longitude=-0.57)
    area = MarketArea.objects.get(slug="westmarch-district")
    square = [[[-1.0, 51.0], [0.0, 51.0], [0.0, 52.0], [-1.0, 52.0], [-1.0, 51.0]]]
    area.boundary = area._meta.get_field("boundary").related_model.objects.create(
        area=area, west=-1, south=51, east=0, north=52, rings=[square]
    )
    for number, (name, sector, latitude) in enumerate(
        (("Hollowell Hospital", "Q", 51.25), ("Far Hospital", "Q", 53.0), ("Tinsmith Works", "C", 51.24))
    ):
        RegisteredEmployer.objects.create(
            register_id=str(number), name=name, sector=sector, latitude=latitude, longitude=-0.57, search_text="x"
        )

    said = words("/jobs/nurse/?near=GU1 3BB")

    assert "Large employers within 25 miles" in said
    assert "Hollowell Hospital – 0.7 miles" in said
    assert "Far Hospital" not in said
    assert "Tinsmith Works" not in said
    assert "Tinsmith Works" in words("/work-near-you/westmarch-district/")


def test_the_map_leads_from_job_to_job(demo, client, words):
    said = words("/jobs/teaching-assistant/map/")

    assert "Primary teacher About it : Primary teacher Named as a next step." in said
    assert "Care worker About it" in said
    assert client.get("/jobs/primary-teacher/map/").status_code == 200


def test_an_area_says_what_grows_and_shrinks_with_its_sources(demo, words):
    said = words("/work-near-you/westmarch-lsip/")

    for part in (
        "This is a forecast for Westmarch, from 2025 to 2035.",
        "Making things 13,900 12,788 8% fewer",
        "Nurses and others in health: 14% more",
        "Office workers: 9% fewer",
        "From words and figures invented for the demonstration, about no real place, 2025. What this cannot tell you:",
        "Some jobs were counted under the wrong name before it was made.",
        "Jul 23",
        "Nurses and others in health : 690 adverts for 7,504 people, 9.2 for each hundred.",
        "We hold no pay for Westmarch alone.",
        "All employees £31,500",
        "We hold no map of Westmarch, so we cannot say who employs here.",
        "We hold nothing about young people of Westmarch.",
    ):
        assert part in said, part


def test_a_district_shows_the_figures_of_the_skills_area_it_lies_in(demo, words):
    said = words("/work-near-you/westmarch-district/")

    assert "It lies in: Westmarch (local skills improvement plan area)." in said
    assert "This is a forecast for Westmarch, from 2025 to 2035." in said


@pytest.mark.parametrize(
    ("asked", "leads"),
    [("eastmarch", "/work-near-you/eastmarch-lsip/"), ("westmarch", None), ("atlantis", None), ("ZZ9 9ZZ", None)],
)
def test_choosing_a_place(demo, client, asked, leads):
    answer = client.get("/work-near-you/", {"q": asked})

    assert answer.get("Location") == leads
    if asked == "westmarch":
        assert b"Which of these?" in answer.content
    elif not leads:
        assert b"There is a problem" in answer.content


def test_pages_make_as_many_queries_for_one_job_as_for_three(client, django_assert_num_queries):
    with acting(everything("test")) as scope:
        take("job-profiles", lines(job("Nurse", categories=["Healthcare"])), scope)
    client.get("/jobs/")  # what a first page asks once

    with django_assert_num_queries(3):
        client.get("/jobs/?q=nurse")
    with acting(everything("test")) as scope:
        take("job-profiles", lines(job("Dental nurse", categories=["Healthcare"]), job("Vet nurse")), scope)
    with django_assert_num_queries(3):
        client.get("/jobs/?q=nurse")


def test_dates_are_as_the_files_gave_them(demo):
    assert set(JobProfile.objects.values_list("published_on", flat=True)) == {date(2025, 9, 1)}
