"""`waymark courses search`: the shape of its answer, and the names of its refusals."""

import json

import pytest

from tests.opportunities.makers import make_course, make_provider, make_run, make_venue
from waymark.cli.main import run
from waymark.opportunities.actions.changes import announce
from waymark.opportunities.models import CampaignCourse
from waymark.places.models import Postcode

pytestmark = pytest.mark.django_db


@pytest.fixture
def plumbing():
    Postcode.objects.create(code="GU1 3BB", latitude=51.2394, longitude=-0.5671)
    provider = make_provider()
    course = make_course(provider, level="1", sector="construction", course_type=4)
    return make_run(course, make_venue(provider), name="Plumbing for beginners", reference="PL-1")


def asked(capsys, *arguments):
    code = run(["courses", "search", *arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_search_gives_the_shape(plumbing, capsys):
    code, answer = asked(capsys, "--text", "plumming", "--postcode", "gu1 3bb", "--distance", "5", "--level", "level 1")

    assert code == 0
    assert answer == {
        "total": 1,
        "start": 0,
        "limit": 20,
        "place": {"postcode": "GU1 3BB", "latitude": 51.2394, "longitude": -0.5671},
        "groups": {"in_range": 1, "online": 0, "nationwide": 0},
        "results": [
            {
                "reference": "PL-1",
                "course_name": "Plumbing for beginners",
                "title": "Certificate in Plumbing",
                "provider": "Hartwell Training",
                "ukprn": "10009901",
                "venue": "Hall V1",
                "town": "Guildford",
                "postcode": "GU1 3BB",
                "delivery_mode": "Classroom based",
                "study_mode": "Part time",
                "attendance_pattern": "Evening",
                "start_date": "2027-09-01",
                "flexible": False,
                "level": "1",
                "course_type": "Free Courses for Jobs",
                "cost": 120.0,
                "distance": 0.0,
                "group": "in_range",
            }
        ],
        "facets": {
            "level": [{"value": "1", "count": 1}],
            "study_mode": [{"value": "Part time", "count": 1}],
            "attendance": [{"value": "Evening", "count": 1}],
            "delivery": [{"value": "Classroom based", "count": 1}],
            "course_type": [{"value": "Free Courses for Jobs", "count": 1}],
            "sector": [{"value": "Construction and the built environment", "count": 1}],
            "education_level": [],
            "provider": [{"value": "Hartwell Training", "count": 1}],
            "region": [],
        },
    }


@pytest.mark.parametrize(
    ("arguments", "total"),
    [
        pytest.param(["--study-mode", "PART TIME", "--study-mode", "Full time"], 1, id="words in any case, twice"),
        pytest.param(["--study-mode", "Full time"], 0, id="another study mode"),
        pytest.param(["--delivery", "classroom"], 1, id="a short word of the course file"),
        pytest.param(["--provider", "hartwell"], 1, id="a word of the provider's name"),
        pytest.param(["--provider", "10009901"], 1, id="its UKPRN"),
        pytest.param(["--provider", "Elder College"], 0, id="another provider"),
        pytest.param(["--starts-from", "2027-09-01", "--starts-to", "2027-09-01"], 1, id="the very day"),
        pytest.param(["--starts-from", "2027-09-02"], 0, id="a day later"),
        pytest.param(["--latitude", "53.8", "--longitude", "-1.55", "--distance", "10"], 0, id="far off"),
        pytest.param(["--latitude", "53.8", "--longitude", "-1.55", "--postcode", "GU1 3BB"], 1, id="any distance"),
    ],
)
def test_a_search_is_narrowed(plumbing, capsys, arguments, total):
    code, answer = asked(capsys, *arguments)

    assert (code, answer["total"]) == (0, total)


@pytest.mark.parametrize(
    ("arguments", "title"),
    [
        (["--sort", "distance"], "PostcodeRequired"),
        (["--distance", "5"], "PostcodeRequired"),
        (["--latitude", "51"], "InvalidLatLng"),
        (["--latitude", "95", "--longitude", "0"], "InvalidLatLng"),
        (["--postcode", "nonsense"], "InvalidPostcode"),
        (["--postcode", "ZZ9 9ZZ"], "PostcodeNotFound"),
        (["--limit", "0"], "InvalidPagingParameters"),
        (["--limit", "51"], "InvalidPagingParameters"),
        (["--start", "-1"], "InvalidPagingParameters"),
        (["--level", "99"], "InvalidFilter"),
        (["--sort", "price"], "InvalidSort"),
        (["--starts-from", "soon"], "InvalidDate"),
        (["--flexible", "perhaps"], "InvalidFilter"),
    ],
)
def test_a_search_that_cannot_be_made_is_refused_by_name(plumbing, capsys, arguments, title):
    code, refused = asked(capsys, *arguments)

    assert code == 2
    assert (refused["title"], refused["status"]) == (title, 400)
    assert refused["detail"]


def test_a_course_without_a_qualification_has_the_level_its_provider_gave_it(plumbing, capsys):
    make_run(make_course(plumbing.course.provider, "Reading", education_level=0), name="Reading")

    _, answer = asked(capsys, "--education-level", "entry level")

    assert [result["level"] for result in answer["results"]] == ["E"]
    assert answer["facets"]["education_level"] == [{"value": "Entry Level", "count": 1}]


def test_a_search_for_people_says_how_many_and_where(plumbing, capsys):
    code = run(["courses", "search", "--text", "plumbing"])

    assert (code, capsys.readouterr().out) == (
        0,
        "1 found: 1 at a place, 0 online, 0 nationwide.\n"
        "Plumbing for beginners (Hartwell Training, Guildford): 2027-09-01\n",
    )


def test_an_index_that_cannot_be_had_is_no_empty_list(plumbing, capsys, settings, tmp_path, caplog):
    (tmp_path / "in-the-way").write_text("a file where the folder would be")
    settings.WAYMARK_COURSE_INDEX = tmp_path / "in-the-way"

    code = run(["courses", "search", "--json"])

    said = capsys.readouterr()
    assert code == 2
    assert "total" not in said.out
    assert "cannot be searched" in said.err


def test_a_campaign_by_its_code(plumbing, capsys):
    CampaignCourse.objects.create(campaign="LEVEL3", ukprn="10009901", aim_reference="60142923")

    assert asked(capsys, "--campaign", "level3")[1]["total"] == 0
    plumbing.course.aim_reference = "60142923"
    plumbing.course.save()
    announce([plumbing.pk])
    assert asked(capsys, "--campaign", "level3")[1]["total"] == 1
