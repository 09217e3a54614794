"""Jobs for programs: found from one box, and all that is held of one, without a token."""

import pytest

from tests.opportunities.demo_jobs import bring_in
from waymark.access.scope import acting, everything
from waymark.opportunities.models import Earnings, JobProfile, SocJobTitle, SocLink

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(db):
    with acting(everything("test")) as scope:
        bring_in(scope)


@pytest.fixture
def ask(client):
    def asked(address="", query=None, status=200):
        response = client.get(f"/api/jobs{address}", query_params=query or None)
        assert response.status_code == status, response.content
        return response.json()

    return asked


def test_a_slip_is_put_right_and_told(demo, ask):
    found = ask(query={"text": "nusre"})

    assert found["did_you_mean"] == "nurse"
    assert (found["total"], found["results"][0]["title"]) == (3, "Nurse")
    assert ask(query={"text": "nurse"})["did_you_mean"] is None
    assert ask(query={"text": "zzzxqw"}) == {"total": 0, "did_you_mean": None, "results": []}


def test_the_list_comes_in_parts_and_by_family(demo, ask):
    every = ask()
    family = ask("/families")["results"][0]

    assert every["total"] == JobProfile.objects.count()
    assert ask(query={"limit": 2, "start": 1})["results"] == every["results"][1:3]
    of_it = ask(query={"family": family["name"], "limit": 200})
    assert of_it["total"] == family["jobs"] == len(of_it["results"])


def test_one_job_with_doubt_pay_and_where_to_walk(demo, ask):
    job = JobProfile.objects.get(name="nurse")
    said = ask("/nurse")

    assert (said["title"], said["published_on"]) == ("Nurse", job.published_on.isoformat())
    assert said["routes"] == job.routes
    assert said["routes"]
    assert said["skills"] == [each.skill for each in job.skills.all()]
    assert [(each["code"], each["sure"]) for each in said["soc2020"]] == [("2237", True)]
    assert said["earnings"]
    for pay in said["earnings"]:
        row = Earnings.objects.get(soc2020=pay["soc2020"], year=pay["year"], measure=Earnings.Measure.ANNUAL)
        assert (pay["source"], pay["median"]) == (row.source, None if row.median is None else float(row.median))
    assert any(said["map"].values())
    for near in (near for ways in said["map"].values() for near in ways):
        assert ask(f"/{near['name']}")["title"] == near["title"]


def test_where_it_is_doubtful_how_a_job_is_counted_that_is_said(demo, ask):
    job = JobProfile.objects.get(name="nurse")
    SocJobTitle.objects.all().delete()
    SocLink.objects.all().delete()
    for soc, share in (("2237", "0.7"), ("2255", "0.3")):
        SocLink.objects.create(soc2010=job.soc2010, soc2020=soc, share=share, source="A table")

    assert [(each["code"], each["sure"]) for each in ask("/nurse")["soc2020"]] == [("2237", False), ("2255", False)]


def test_every_job_held_can_be_shown(demo, ask):
    for name in JobProfile.objects.values_list("name", flat=True):
        assert ask(f"/{name}")["name"] == name


def test_what_is_not_there_and_what_is_misspelt_is_told(demo, ask):
    assert ask("/horoscope-writer", status=404)["status"] == 404
    assert ask(query={"txt": "nurse"}, status=422)["status"] == 422
    assert ask(query={"family": "horoscopes"}, status=422)["status"] == 422
    assert ask(query={"limit": "0"}, status=422)["status"] == 422


def test_it_is_throttled_as_the_courses_are(demo, client, monkeypatch):
    monkeypatch.setattr("waymark.web.api.door.Pace.allow_request", lambda throttle, request: False)

    assert client.get("/api/jobs").status_code == 429


def test_the_document_has_it(client):
    paths = client.get("/api/openapi.json").json()["paths"]

    assert {"/api/jobs", "/api/jobs/families", "/api/jobs/{name}"} <= set(paths)
