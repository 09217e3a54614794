"""The course search for programs: the public service's parameters, its named refusals, and no token."""

import json

import pytest

from tests.opportunities.makers import make_course, make_provider, make_run, make_t_level, make_venue
from tests.opportunities.open_data import needs_open_data, real
from waymark.opportunities.models import CampaignCourse
from waymark.places.models import Postcode

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client):
    def asked(query="", address="search", status=200):
        response = client.get(f"/api/courses/{address}", query_params=query or None)
        assert response.status_code == status, response.content
        return response.json()

    return asked


@pytest.fixture
def runs():
    Postcode.objects.create(code="GU1 3BB", latitude=51.2394, longitude=-0.5671, country="E92000001")
    provider = make_provider()
    course = make_course(provider, level="2", aim_reference="00238422", sector="construction")
    near = make_run(course, make_venue(provider), name="Plumbing", reference="P1")
    online = make_run(course, name="Plumbing at home")
    other = make_provider("Elder College", ukprn="10009904")
    far = make_venue(other, "V9", town="Leeds", postcode="LS1 1AA", latitude=53.8, longitude=-1.55)
    pots = make_run(make_course(other, "Pottery", level="1", who_for="Clay"), far, name="Pottery", study_mode=1)
    return {"near": near, "online": online, "far": pots}


def ids(answer):
    return [result["courseRunId"] for result in answer["results"]]


def test_a_search_with_the_public_services_parameters(ask, runs):
    answer = ask(
        {
            "SubjectKeyword": "plumming",
            "Postcode": "gu13bb",
            "Distance": "5",
            "QualificationLevels": ["2", "3"],
            "SectorIds": "5",
            "SortBy": "4",
        }
    )

    assert ids(answer) == [runs["near"].pk, runs["online"].pk]
    assert answer["groups"] == {"in_range": 1, "online": 1, "nationwide": 0}
    assert [result["distance"] for result in answer["results"]] == [0.0, None]
    assert answer["facets"]["DeliveryMode"] == [{"value": "1", "count": 1}, {"value": "2", "count": 1}]
    assert answer["facets"]["QualificationLevel"] == [{"value": "2", "count": 2}]
    assert answer["facets"]["ProviderName"] == [{"value": "Hartwell Training", "count": 2}]


def test_study_modes_keep_what_has_no_hours_unless_told(ask, runs):
    assert ids(ask({"StudyModes": "1"})) == [runs["far"].pk, runs["online"].pk]
    assert ids(ask({"StudyModes": "Full time", "OnlyWithSetHours": "true"})) == [runs["far"].pk]


def test_a_town_is_a_filter_or_with_a_distance_a_place(ask, runs):
    assert ids(ask({"Town": "leeds"})) == [runs["far"].pk]
    near = ask({"Town": "Leeds", "Distance": "10", "SortBy": "Distance"})
    assert ids(near) == [runs["far"].pk, runs["online"].pk]


def test_flexible_courses_go_where_days_are_asked_for(ask, runs):
    days = {"StartDateFrom": "2027-01-01", "StartDateTo": "2027-12-31"}

    assert set(ids(ask(days))) == {runs["near"].pk, runs["far"].pk}
    assert set(ids(ask(days | {"HideFlexiCourses": "false"}))) == {run.pk for run in runs.values()}


def test_a_campaign_shows_its_courses(ask, runs):
    CampaignCourse.objects.create(campaign="LEVEL3", ukprn="10009901", aim_reference="00238422")

    assert set(ids(ask({"CampaignCode": "level3"}))) == {runs["near"].pk, runs["online"].pk}
    assert ids(ask({"CampaignCode": "none"})) == []


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ({"SortBy": "4"}, "PostcodeRequired"),
        ({"Distance": "5"}, "PostcodeRequired"),
        ({"Latitude": "51"}, "InvalidLatLng"),
        ({"Latitude": "91", "Longitude": "0"}, "InvalidLatLng"),
        ({"Latitude": "nan", "Longitude": "0"}, "InvalidLatLng"),
        ({"Postcode": "nonsense"}, "InvalidPostcode"),
        ({"Postcode": "GU1"}, "InvalidPostcode"),
        ({"Postcode": "ZZ9 9ZZ"}, "PostcodeNotFound"),
        ({"Limit": "0"}, "InvalidPagingParameters"),
        ({"Limit": "51"}, "InvalidPagingParameters"),
        ({"Start": "-1"}, "InvalidPagingParameters"),
        ({"SortBy": "9"}, "InvalidSort"),
        ({"QualificationLevels": "99"}, "InvalidFilter"),
        ({"Town": "Nowhere", "Distance": "5"}, "TownNotFound"),
    ],
)
def test_a_search_that_cannot_be_made_is_refused_by_name(ask, runs, query, title):
    refused = ask(query, status=400)

    assert (refused["title"], refused["status"]) == (title, 400)
    assert refused["detail"].endswith((".", "?"))


def test_a_parameter_that_is_none_of_ours_is_told(ask, runs):
    assert ask({"SubjectKeywords": "plumbing"}, status=422)["title"] == "InvalidRequest"


def test_an_index_that_cannot_be_had_is_no_empty_list(ask, runs, settings, tmp_path, caplog):
    (tmp_path / "in-the-way").write_text("a file where the folder would be")
    settings.WAYMARK_COURSE_INDEX = tmp_path / "in-the-way"

    assert ask(status=503)["title"] == "SearchUnavailable"


def test_one_course_its_provider_and_the_sectors(ask, runs):
    detail = ask(address=runs["near"].pk)

    assert (detail["run"]["courseName"], detail["run"]["reference"]) == ("Plumbing", "P1")
    assert detail["texts"] == {"who_for": "Adults new to plumbing"}
    assert [other["courseName"] for other in detail["alternativeCourseRuns"]] == ["Plumbing at home"]
    assert detail["provider"] == ask(address="providers/10009901")
    assert len(ask(address="sectors")["results"]) == 15
    ask(address=99999, status=404)
    ask(address="providers/10000000", status=404)


def test_a_t_level_is_found_by_its_type_and_shown_whole(ask, runs):
    definition = make_t_level()
    provider = runs["near"].course.provider
    course = make_course(provider, definition.name, t_level=definition, offering=2, course_type=2, level="3")
    run = make_run(course, runs["near"].venue, cost=None)

    (found,) = ask({"CourseTypes": "T Levels"})["results"]

    assert (found["courseRunId"], found["offeringType"], found["cost"]) == (run.pk, "T Level", None)
    assert ask(address=str(run.pk))["tLevelName"] == "T Level Digital"


def test_a_result_has_the_names_that_the_public_services_has(ask, runs):
    """The names of its published answer of 2020, but for two: a region (ours is a facet), and a text given twice."""
    answer = ask({"SubjectKeyword": "plumbing"})

    assert PUBLIC_RESULT - answer["results"][0].keys() == {"region", "courseText"}
    assert PUBLIC_FACETS - answer["facets"].keys() == set()
    assert {"total", "limit", "start", "results", "facets"} <= answer.keys()


@needs_open_data
def test_those_are_the_names_of_the_published_answer():
    published = json.loads(real("course_directory/find_a_course_search_response.json"))
    whole = json.loads(real("course_directory/find_a_course_details_response.json"))

    assert (set(published["results"][0]), set(published["facets"])) == (PUBLIC_RESULT, PUBLIC_FACETS)
    assert set(whole["course"]) >= {"whatYoullLearn", "whatYoullNeed", "whereNext", "entryRequirements"}
    run = {name for name in whole if not isinstance(whole[name], dict | list)}
    assert run - PUBLIC_RESULT == {"attendancePattern", "courseURL", "createdDate", "studyMode"}


PUBLIC_RESULT = {
    "searchScore", "distance", "venueLocation", "courseId", "courseRunId", "qualificationCourseTitle",
    "learnAimRef", "qualificationLevel", "updatedOn", "venueName", "venueAddress", "venueAttendancePattern",
    "venueAttendancePatternDescription", "providerName", "region", "venueStudyMode", "venueStudyModeDescription",
    "deliveryMode", "deliveryModeDescription", "startDate", "venueTown", "cost", "costDescription", "courseText",
    "ukprn", "courseDescription", "courseName", "flexibleStartDate", "durationUnit", "durationValue", "national",
}  # fmt: skip
PUBLIC_FACETS = {"Region", "ProviderName", "AttendancePattern", "StudyMode", "DeliveryMode", "QualificationLevel"}
