"""Answering by a code: without an account, leaving nothing on the device, and not as fast as a program would."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.factories import make_school
from tests.surveys.conftest import answered, on_roll
from waymark.access.scope import acting, everything
from waymark.surveys.actions.answering import MOST_WRONG_CODES
from waymark.surveys.actions.running import close_survey, make_survey
from waymark.surveys.models import Answer, Knock, Response, Sitting, SurveyCode, Wave
from waymark.surveys.reading import newest
from waymark.surveys.rules import CodesFor

LAST = 6  # five themes, and comments


@pytest.fixture
def survey(db, time_machine):
    time_machine.move_to(datetime(2026, 11, 23, 10, tzinfo=UTC))
    with acting(everything("test")) as by:
        school = make_school()
        on_roll(school, y8=30)
        return make_survey(
            school=school,
            asked=newest("years-8-9"),
            wave=Wave.AUTUMN,
            opens_on=datetime(2026, 11, 23).date(),
            closes_on=datetime(2026, 11, 27).date(),
            codes_for=CodesFor.YEAR_GROUPS,
            year_groups=(8,),
            on=datetime(2026, 11, 23).date(),
            by=by,
        )


@pytest.fixture
def door(survey):
    with acting(everything("test")):
        return f"/s/{SurveyCode.objects.get(survey=survey).in_fours}/"


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def kept():
    with acting(everything("test")):
        return Response.objects.count(), Answer.objects.count(), Sitting.objects.count()


def answer_all(client, door, choice="yes"):
    """Begin, answer every page, and send; the address one ends at."""
    address = client.post(door, {"how": "new"})["Location"]
    asked = newest("years-8-9")
    for section in asked.sections:
        address = client.post(address, {item.code: choice for item in section.items})["Location"]
    return client.post(address, {"best": "A visit"})["Location"]


def test_a_whole_form(client, door):
    assert "Choosing subjects" in words(client.get(door))

    assert answer_all(client, door) == f"{door}thanks/"

    assert kept() == (1, 13, 0)
    assert "Your answers were sent to Fernhill School." in words(client.get(f"{door}thanks/"))


def test_a_code_is_typed_with_or_without_its_line_in_any_letters(client, door):
    code = door.split("/")[2]

    for typed in (code, code.replace("-", ""), f" {code.upper()} "):
        assert client.post("/s/", {"code": typed})["Location"] == door
    assert client.get(door.replace("-", ""))["Location"] == door


def test_pages_and_thanks_are_kept_nowhere_and_going_back_shows_nothing(client, door):
    page = client.post(door, {"how": "new"})["Location"]
    asked = client.get(page)
    assert asked["Cache-Control"] == client.get(door)["Cache-Control"] == "private, no-store"
    client.post(page, {"know_choices": "yes"})
    assert 'value="yes" checked' in client.get(page).content.decode()
    for number in range(2, LAST + 1):
        client.post(f"{door}{number}/", {})

    assert client.get(page)["Location"] == f"{door}thanks/"
    assert client.get(f"{door}thanks/")["Cache-Control"] == "private, no-store"


def test_the_same_device_is_asked_once_and_another_person_can_answer(client, door):
    answer_all(client, door)
    again = words(client.get(door))
    assert "Somebody has answered on this device" in again
    assert "Answer for another person" in again

    assert answer_all(client, door, "no") == f"{door}thanks/"

    assert kept()[0] == 2


def test_the_next_person_does_not_see_what_the_one_before_began(client, door):
    page = client.post(door, {"how": "new"})["Location"]
    client.post(page, {"know_choices": "yes"})
    assert "Somebody began on this device" in words(client.get(door))

    on = client.post(door, {"how": "carry_on"})["Location"]

    assert on == f"{door}1/"  # three of its four were left out
    client.post(
        on, {"know_choices": "yes", "more_than_one_way": "no", "know_apprenticeships": "no", "lessons_lead": "no"}
    )
    assert client.post(door, {"how": "carry_on"})["Location"] == f"{door}2/"
    assert client.get(f"{door}1/")["Location"] == f"{door}2/"
    fresh = client.post(door, {"how": "new"})["Location"]
    assert " checked" not in client.get(fresh).content.decode()
    assert kept() == (0, 0, 1)


def test_a_form_nobody_answered_is_not_sent(client, door):
    address = client.post(door, {"how": "new"})["Location"]
    for number in range(1, LAST + 1):
        address = client.post(f"{door}{number}/", {})["Location"]

    assert "Nothing was sent" in words(client.get(address))
    assert kept() == (0, 0, 0)


def test_without_its_cookie_nothing_is_reached(client, door):
    client.post(door, {"how": "new"})

    assert Client().get(f"{door}1/")["Location"] == f"{door}?lost=yes"
    assert "Your answers are not here any more" in words(Client().get(f"{door}?lost=yes"))
    forged = Client()
    forged.cookies["survey_form"] = "forged"
    assert forged.get(f"{door}1/").status_code == 302


def test_cookies_hold_nothing_but_a_secret_of_one_survey(client, door):
    client.post(door, {"how": "new"})
    cookie = client.cookies["survey_form"]

    assert (cookie["path"], cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (door, True, "Lax", "")


def test_words_too_long_are_said_so_and_nothing_else_is_lost(client, door):
    page = client.post(door, {"how": "new"})["Location"]
    client.post(page, {"know_choices": "yes"})
    refused = client.post(f"{door}{LAST}/", {"best": "x" * 501})

    assert refused.status_code == 422
    assert "There is a problem" in words(refused)
    client.post(f"{door}{LAST}/", {"best": "x"})
    assert kept() == (1, 1, 0)


@pytest.mark.parametrize(("day", "says"), [(22, "Not open yet"), (28, "This survey has closed")])
def test_it_is_answered_on_its_days_alone(client, door, time_machine, day, says):
    time_machine.move_to(datetime(2026, 11, day, 10, tzinfo=UTC))

    assert says in words(client.get(door))
    client.post(door, {"how": "new"})
    assert kept() == (0, 0, 0)


def test_a_survey_that_closes_in_between_says_so(client, door, survey):
    page = client.post(door, {"how": "new"})["Location"]
    with acting(everything("test")) as by:
        close_survey(survey=survey, on=datetime(2026, 11, 23).date(), by=by)

    answer = client.post(page, {"know_choices": "yes"}, follow=True)

    assert "This survey has closed" in words(answer)


def test_a_code_that_is_none_is_counted_and_at_last_refused(client, door):
    assert client.get("/s/zzzz-zzzz/").status_code == 404
    assert client.post("/s/", {"code": "zzzz-zzzz"}).status_code == 422
    Knock.objects.update(count=MOST_WRONG_CODES)

    assert client.get("/s/zzzz-zzzz/").status_code == 429
    assert client.get(door).status_code == 429  # even a right one is not told


def test_a_code_that_has_taken_far_too_many_forms_takes_no_more(client, door, survey):
    with acting(everything("test")) as by:
        answered(survey, 8, 80, 0, by=by, on=datetime(2026, 11, 23).date())

    assert client.post(door, {"how": "new"}).status_code == 429


def test_nobody_learns_from_a_door_how_many_have_answered(client, door, survey):
    before = client.get(door).content
    with acting(everything("test")) as by:
        answered(survey, 8, 20, 0, by=by, on=datetime(2026, 11, 23).date())

    drop = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')
    assert drop.sub(b"", client.get(door).content) == drop.sub(b"", before)
