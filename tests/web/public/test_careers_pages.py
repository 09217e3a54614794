"""A school's page as the public gets it: always what was released, for anybody, to keep and to embed."""

import json

import pytest
from django.urls import reverse

from tests.factories import make_school
from tests.publishing.schools import ON, make_publishing_school, write_everything
from waymark.access.scope import acting, everything
from waymark.publishing.actions import edit_page, release, withdraw
from waymark.publishing.queries import standing_publication

ADDRESSES = (
    "public_careers_page",
    "public_careers_page_embed",
    "public_careers_page_pdf",
    "public_careers_page_html",
    "public_careers_page_json",
)


@pytest.fixture
def school(db):
    with acting(everything("test")) as scope:
        school, leader = make_publishing_school()
        write_everything(school, scope, leader_id=leader.pk)
        release(school=school, on=ON, by=scope)
    return school


def _get(client, name, school, **headers):
    return client.get(reverse(name, kwargs={"slug": school.slug}), headers=headers)


@pytest.mark.parametrize("name", ADDRESSES)
def test_anybody_reads_it_without_a_cookie_and_may_keep_it(client, school, name):
    response = _get(client, name, school)

    assert response.status_code == 200
    assert response["Cache-Control"] == "public, max-age=300"
    assert not response.has_header("Vary")
    assert not response.cookies
    assert _get(client, name, school, **{"If-None-Match": response["ETag"]}).status_code == 304


@pytest.mark.parametrize("name", ADDRESSES)
def test_there_is_nothing_where_nothing_is_released(client, school, name):
    with acting(everything("test")) as scope:
        other = make_school("Oakmoor School", urn="900002")
        edit_page(school=other, changes={"summary": "A draft nobody has released"}, by=scope)
        withdraw(publication=standing_publication(school.pk), because="a mistake", by=scope)

    answers = [_get(client, name, one) for one in (school, other)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert b"A draft nobody" not in answers[1].content


def test_it_says_what_was_released_and_not_what_was_written_since(client, school):
    before = _get(client, "public_careers_page", school)
    with acting(everything("test")) as scope:
        edit_page(school=school, changes={"summary": "Words of today"}, by=scope)

    after = _get(client, "public_careers_page", school)
    assert after.content == before.content

    with acting(everything("test")) as scope:
        release(school=school, on=ON, by=scope)
    assert "Words of today" in _get(client, "public_careers_page", school).content.decode()


def test_only_the_embedded_page_may_be_framed(client, school):
    framed, whole = (_get(client, f"public_careers_page{end}", school) for end in ("_embed", ""))

    assert "frame-ancestors *" in framed["Content-Security-Policy"]
    assert not framed.has_header("X-Frame-Options")
    assert "frame-ancestors 'none'" in whole["Content-Security-Policy"]
    assert whole["X-Frame-Options"] == "DENY"


def test_it_calls_itself_complete_only_while_it_is(client, school, time_machine):
    time_machine.move_to("2026-11-22")
    assert b"complete: all 8 items are there" in _get(client, "public_careers_page", school).content

    time_machine.move_to("2027-09-02")  # the review fell due, and the programme is last year's
    said = _get(client, "public_careers_page", school).content.decode()

    assert "incomplete: 2 of 8 items out of date" in said
    assert "complete: all" not in said


def test_the_file_to_keep_asks_nothing_of_any_host(client, school):
    file = _get(client, "public_careers_page_html", school)

    words = file.content.decode()
    assert file["Content-Disposition"] == f'attachment; filename="careers-{school.slug}.html"'
    assert "<link" not in words
    assert "<script" not in words
    assert "url(" not in words
    assert "src=" not in words


def test_the_json_says_what_the_page_says_with_its_checksum(client, school):
    said = json.loads(_get(client, "public_careers_page_json", school).content)

    assert said["content"]["leader"]["name"] == "Ottilie Wrenfield"
    assert said["release"] == 1
    assert len(said["sha256"]) == 64


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("", True, id="nothing asked"),
        pytest.param("fernhill", True, id="part of the name"),
        pytest.param("harrowbeck", True, id="the town"),
        pytest.param("HB1", True, id="start of the postcode"),
        pytest.param("900001", True, id="URN"),
        pytest.param("oakmoor", False, id="a school that has released nothing"),
        pytest.param("%", False, id="a sign that databases know"),
    ],
)
def test_schools_are_found_by_what_people_know(client, school, text, found):
    make_school("Oakmoor School", urn="900002")

    page = client.get(reverse("careers_index"), {"q": text}).content.decode()

    assert (f"/careers/{school.slug}/" in page) is found
    assert "/careers/oakmoor-school/" not in page


@pytest.mark.parametrize("number", ["0", "-1", "99", "x", "9" * 30])
def test_a_page_number_that_is_none_shows_the_nearest(client, school, number):
    assert client.get(reverse("careers_index"), {"page": number}).status_code == 200


def test_reading_it_takes_the_same_few_questions_however_much_it_says(client, school, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        _get(client, "public_careers_page", school)


def test_before_any_school_has_released_nobody_is_told_to_type_less(client, db):
    everything_there, named = (client.get(f"/careers/{query}").content.decode() for query in ("", "?q=Fernhill"))

    assert "No school has released its careers page here yet." in everything_there
    assert "Try fewer letters" not in everything_there
    assert "Try fewer letters" in named
