"""The page at which learners ask with a school's code: it says the same to everybody, whoever they type."""

import re

import pytest

from tests.factories import make_learner, make_school, make_user
from waymark.access.queries import scope_of
from waymark.access.scope import acting, everything
from waymark.guidance.actions.asked_by_code import open_asking_page
from waymark.guidance.actions.requests import Wanted, ask_for_interview
from waymark.guidance.models import InterviewRequest, TypedRequest
from waymark.surveys.actions import answering


@pytest.fixture
def the_day(time_machine):
    time_machine.move_to("2026-11-22T10:00:00Z")


@pytest.fixture
def school(db, the_day):
    with acting(everything("test")):
        return make_school()


@pytest.fixture
def leader(school):
    return make_user("Robin Marsh", ("careers_leader", school))


@pytest.fixture
def amara(school):
    with acting(everything("test")):
        return make_learner(school, 1, year_group=10, form="10B", given_name="Amara", family_name="Ashdown")


@pytest.fixture
def where(school, leader):
    with acting(scope_of(leader)) as by:
        return f"/interview/{open_asking_page(school=school, by=by).in_fours}/"


def said(name="Amara Ashdown", **more):
    return {"asker": "learner", "name": name, "form": "10B", "reason": "Apprenticeships"} | more


def whole(response):
    return response.status_code, dict(response.headers), response.content


def test_the_answer_is_the_same_for_a_learner_a_stranger_and_who_has_asked(client, where, amara, leader, school):
    known = client.post(where, said(), follow=True)
    stranger = client.post(where, said("Nobody Atall"), follow=True)
    with acting(scope_of(leader)) as by:
        ask_for_interview(learner=amara, wanted=Wanted(), on=amara.enrolments.get().from_on, by=by)
    asked = client.post(where, said(), follow=True)

    assert whole(known) == whole(stranger) == whole(asked)
    assert "Amara" not in known.content.decode()
    assert school.name not in known.content.decode()


def test_the_form_tells_of_nobody_even_where_it_is_wrong(client, where, amara):
    wrong = client.post(where, said("Zed", asker="", form=""))

    assert wrong.status_code == 422
    assert "Amara" not in wrong.content.decode()
    with acting(everything("test")):
        assert not TypedRequest.objects.exists()


def test_a_code_typed_leads_to_its_school_and_a_wrong_one_nowhere(client, where, school):
    code = where.split("/")[2]
    right = client.post("/interview/", {"code": code.upper().replace("-", " ")})
    wrong = client.post("/interview/", {"code": "aaaa-aaaa"})

    assert right["Location"] == where
    assert school.name in client.get(where).content.decode()
    assert (wrong.status_code, client.get("/interview/aaaa-aaaa/").status_code) == (404, 404)
    assert "We do not know that code" in wrong.content.decode()


def test_who_tries_too_many_codes_is_told_of_none(client, where, monkeypatch):
    monkeypatch.setattr(answering, "MOST_WRONG_CODES", 2)
    tries = [client.get(f"/interview/aaaa-aaa{n}/").status_code for n in range(4)]

    assert tries == [404, 404, 429, 429]
    assert client.get(where).status_code == 429


def test_a_program_that_fills_in_the_trap_leaves_nothing(client, where):
    client.post(where, said(website="https://example.org"))

    with acting(everything("test")):
        assert not TypedRequest.objects.exists()


def test_from_the_page_to_a_request(client, where, amara, school, leader, signed_in):
    client.post(where, said("ashdown amara", asker="parent", parent_attends="on"))
    here, keeper = f"/schools/{school.slug}/interviews/asked/", signed_in(leader)
    listed = keeper.get(here).content.decode()
    (typed,) = set(re.findall(r"by-code/(\w{12})/", listed))
    page = keeper.get(f"{here}by-code/{typed}/").content.decode()
    form = {"reason": "Apprenticeships", "priority": "7", "parent_attends": "on"}
    unnamed = keeper.post(f"{here}by-code/{typed}/", {**form, "learner": "another", "named": "Nobody Atall"})
    done = keeper.post(f"{here}by-code/{typed}/", {**form, "learner": amara.public_id}, follow=True).content.decode()

    assert "Amara Ashdown (10B)" in page
    assert unnamed.status_code == 422
    assert "Fits no learner of the school." in unnamed.content.decode()
    assert "Amara Ashdown asks for an interview." in done
    with acting(everything("test")):
        request = InterviewRequest.objects.get()
        assert (request.asker, request.priority, request.parent_attends) == ("parent", 7, True)
    shown = keeper.get(f"{here}{request.public_id}/").content.decode()
    assert "by a parent or carer, by code" in shown


def test_only_who_keeps_interviews_opens_the_page_and_looks_at_what_was_typed(client, where, school, signed_in):
    client.post(where, said())
    with acting(everything("test")):
        typed = TypedRequest.objects.get()
    teacher = signed_in(make_user("Toby Lark", ("teacher", school)))
    here = f"/schools/{school.slug}/interviews/asked/by-code/"

    assert teacher.get(here).status_code == 404
    assert teacher.get(f"{here}{typed.public_id}/").status_code == 404
    assert teacher.post(here, {"doing": "close"}).status_code == 404


def test_the_school_closes_its_page(where, client, school, leader, signed_in):
    keeper, here = signed_in(leader), f"/schools/{school.slug}/interviews/asked/by-code/"
    sheet = keeper.get(f"{here}sheet/").content.decode()

    keeper.post(here, {"doing": "close"})

    assert where.split("/")[2] in sheet
    assert client.get(where).status_code == 404
    assert keeper.get(f"{here}sheet/")["Location"] == here
    assert "The page is not open" in keeper.get(here).content.decode()
