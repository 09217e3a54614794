"""The course search as anybody sees it: groups, filters, help, and errors that say they are errors."""

import html
import re
from datetime import date

import pytest
import time_machine

from tests.opportunities.makers import make_course, make_provider, make_run, make_t_level, make_venue
from tests.surveys.test_questionnaires import reading_age
from waymark.opportunities.actions.changes import announce
from waymark.opportunities.models import CampaignCourse, CourseState
from waymark.places.models import Organisation, Postcode

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel(date(2026, 11, 28), tick=True):
        yield


@pytest.fixture
def town():
    """Three courses in plumbing: at a venue in Guildford, online, and at work anywhere; one in pottery in Leeds."""
    Postcode.objects.create(code="GU1 3BB", latitude=51.2394, longitude=-0.5671)
    provider = make_provider()
    course = make_course(provider, level="2")
    far = make_venue(provider, "V2", town="Leeds", postcode="LS1 1AA", latitude=53.8, longitude=-1.55)
    return {
        "near": make_run(course, make_venue(provider), name="Plumbing by the river"),
        "online": make_run(course, name="Plumbing on screen"),
        "work": make_run(course, name="Plumbing at work", delivery_mode=3, is_national=True),
        "far": make_run(
            make_course(provider, "Pottery", level="1", who_for="Adults who like clay"), far, name="Pottery up north"
        ),
    }


def text_of(client, query, status=200):
    response = client.get(f"/courses/{query}")
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def test_courses_are_in_three_groups(client, town):
    said = text_of(client, "?q=plumbing&place=GU1+3BB&distance=5")

    headings = [said.index(words) for words in ("Near you", "Online <span", "At work, anywhere in England")]
    names = [said.index(words) for words in ("Plumbing by the river", "Plumbing on screen", "Plumbing at work")]
    assert headings[0] < names[0] < headings[1] < names[1] < headings[2] < names[2]
    assert "3 courses for “plumbing”" in said
    assert "less than 1 mile away" in said


def test_a_misspelt_word_is_read_and_told(client, town):
    said = text_of(client, "?q=plumming")

    assert "3 courses for “plumming”" in said
    assert "We looked for “plumbing” too" in said


def test_a_filter_stays_in_every_link(client, town):
    said = text_of(client, "?q=plumbing&level=2&place=GU1+3BB&sort=distance")

    assert "Level 2 (3)" in said  # the ticked facet counts without its own filter
    link = f"/courses/{town['near'].pk}/?from=q%3Dplumbing%26place%3DGU1%2B3BB%26sort%3Ddistance%26level%3D2"
    assert link in said.replace("&amp;", "&")
    shown = client.get(link).content.decode()
    assert 'href="/courses/?q=plumbing&amp;place=GU1+3BB&amp;sort=distance&amp;level=2"' in shown


def test_one_group_is_shown_in_pages(client, town):
    course = town["online"].course
    for at in range(30):
        make_run(course, name=f"Online {at}")

    first, second = (text_of(client, f"?q=online&group=online&page={page}") for page in (1, 2))

    assert "31 courses" not in first
    assert first.count('class="wm-card"') == 25
    assert second.count('class="wm-card"') == 5
    assert "Back to all courses found" in second


def test_nothing_found_says_what_to_try(client, town):
    said = text_of(client, "?q=pottery&place=GU1+3BB&distance=10&level=1")

    assert "0 courses for “pottery”" in said
    assert "At any distance</a>: 1 course" in said
    assert "All courses here, whatever they teach</a>" not in said or ": 0" not in said


def test_a_place_is_a_town_too_and_one_misspelt_is_asked_about(client, town):
    Organisation.objects.create(kind="school", name="Mill School", slug="mill", town="Guildford", postcode="GU1 3BB")

    assert "Near you" in text_of(client, "?q=plumbing&place=guildford")
    said = text_of(client, "?q=plumbing&place=Guildfrod", 422)
    assert "Choose which place you mean." in said
    assert "place=Guildford" in said
    assert "0 courses" not in said


@pytest.mark.parametrize(
    ("query", "status"),
    [
        pytest.param("?place=nowhere+at+all", 422, id="a place nobody knows"),
        pytest.param("?sort=nonsense", 400, id="an order there is not"),
        pytest.param("?level=99", 400, id="a level there is not"),
        pytest.param("?group=mars", 400, id="a group there is not"),
        pytest.param("?when=whenever", 400, id="a time there is not"),
    ],
)
def test_a_search_that_cannot_be_made_is_an_error_page(client, town, query, status):
    said = text_of(client, query, status)

    assert "There is a problem" in said
    assert "0 courses" not in said


def test_an_index_that_cannot_be_opened_is_an_error_page(client, town, settings, tmp_path, caplog):
    (tmp_path / "in-the-way").write_text("a file where the folder would be")
    settings.WAYMARK_COURSE_INDEX = tmp_path / "in-the-way"

    said = text_of(client, "?q=plumbing", 503)

    assert "The course search is not working at the moment." in said
    assert "0 courses" not in said
    assert "The index of courses cannot be had." in caplog.text
    assert client.get("/courses/suggestions/?q=plum").status_code == 503


def test_a_course_page_shows_other_dates_and_places(client, town):
    provider = town["near"].course.provider
    make_run(town["near"].course, make_venue(provider, "V3", town="Woking"), name="Plumbing again")

    said = text_of(client, f"{town['near'].pk}/")

    assert "Other dates and places" in said
    assert "Woking" in said
    assert "Certificate in Plumbing" not in said or "Adults new to plumbing" in said


def test_a_course_that_is_withdrawn_is_not_found(client, town):
    run = town["near"]
    run.state = CourseState.ARCHIVED
    run.save()

    assert client.get(f"/courses/{run.pk}/").status_code == 404
    assert client.get("/courses/999999/").status_code == 404


@pytest.fixture
def t_level(town):
    """A T level as its provider's page makes it, at a venue in Guildford."""
    definition = make_t_level()
    course = make_course(
        town["near"].course.provider, definition.name, t_level=definition, offering=2, course_type=2, level="3"
    )
    venue = town["near"].venue
    return make_run(course, venue, cost=None, duration=2, duration_unit=4, study_mode=1, attendance=1)


def test_a_t_level_is_a_kind_of_its_own_in_the_search(client, t_level):
    said = text_of(client, "?course_type=2")

    assert "1 course" in said
    assert "T Levels (1)" in said
    assert "Free from 16 to 19" in said
    assert "1 course for “T-level”" in text_of(client, "?q=T-level")
    assert "1 course for “keeping networks”" in text_of(client, "?q=keeping+networks")  # one may specialise in it


def test_the_page_of_a_t_level_says_what_it_is(client, t_level):
    said = text_of(client, f"{t_level.pk}/")

    for words in ("T Level Digital", "T Levels", "Making Programs; Keeping Networks", "2 years", "Full time, daytime",
                  "Free from 16 to 19", "1 September 2027"):  # fmt: skip
        assert words in said, words
    assert "Ask what it costs" not in said


def test_a_campaign_is_chosen_from_the_list_and_told_on_the_course(client, town):
    assert "Campaign" not in text_of(client, "")
    near = town["near"]
    near.course.aim_reference = "00238422"
    near.course.save()
    announce([near.pk, town["online"].pk, town["work"].pk])
    CampaignCourse.objects.create(campaign="LEVEL3", ukprn="10009901", aim_reference="00238422")

    said = text_of(client, "?campaign=level3")

    assert "3 courses" in said
    assert "Pottery up north" not in said
    assert 'href="/courses/"' in said  # without the campaign
    assert "Part of the campaign" in text_of(client, f"{near.pk}/")
    assert "Part of the campaign" not in text_of(client, f"{town['far'].pk}/")
    assert "There is no campaign of that name here." in text_of(client, "?campaign=level33", 400)


def test_a_back_link_leads_nowhere_but_to_the_list(client, town):
    said = text_of(client, f"{town['near'].pk}/?from=https://elsewhere.example/%3Fq%3Dx")

    assert "elsewhere" not in said


def test_names_are_suggested_as_one_types(client, town):
    assert client.get("/courses/suggestions/?q=plumb").json() == {
        "suggestions": ["Plumbing on screen", "Plumbing at work", "Plumbing by the river"]
    }
    assert client.get("/courses/suggestions/?q=p").json() == {"suggestions": []}


def test_the_list_costs_the_same_with_one_course_and_with_three(client, django_assert_num_queries):
    provider = make_provider()
    course = make_course(provider)
    venue = make_venue(provider)
    make_run(course, venue)
    text_of(client, "")
    # for the whole and for its one group: what has changed, and the rows; and which campaigns there are
    with django_assert_num_queries(5):
        text_of(client, "")
    for _ in range(2):
        make_run(course, venue)
    text_of(client, "")
    with django_assert_num_queries(5):
        text_of(client, "")


def test_what_is_typed_is_shown_and_never_run(client, town):
    said = text_of(client, "?q=%3Cscript%3Ealert(1)%3C/script%3E&place=GU1+3BB")

    assert "<script>alert" not in said
    assert "&lt;script&gt;" in said


def test_the_words_of_the_pages_are_plain_enough(client, town):
    """Our own sentences, at the age of eleven; what providers write of their courses is theirs."""
    pages = (
        "?q=plumming+taps&place=GU1+3BB",
        "?q=pottery&place=GU1+3BB&distance=10",
        "?place=nowhere",
        "?group=online",
    )
    said = " ".join(client.get(f"/courses/{query}").content.decode() for query in pages)
    ours = re.sub(r'<li class="wm-card">.*?</li>', "", said, flags=re.DOTALL)
    found = re.findall(r'<(?:p class="govuk-body[^>]*|div[^>]*govuk-hint[^>]*)>(.*?)</(?:p|div)>', ours, re.DOTALL)
    sentences = {html.unescape(" ".join(re.sub(r"<[^>]+>", " ", each).split())) for each in found}

    assert len(sentences) >= 7
    assert reading_age(sorted(sentences)) <= 11.5
