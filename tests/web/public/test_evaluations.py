"""The page behind a link: told to nobody, kept nowhere, and gone when the school says so."""

import pytest

from tests.publishing.test_sharing import LINK, NOW, REASON, UNTIL, assessment, school  # noqa: F401  (fixtures)
from waymark.access.scope import acting, everything
from waymark.config.logs import Discreet
from waymark.publishing.actions.sharing import share_evaluation, withdraw_share
from waymark.publishing.evaluations import Included
from waymark.publishing.models import Look
from waymark.web.public.evaluations import MOST_WRONG


@pytest.fixture
def linked(assessment):  # noqa: F811
    with acting(everything("test")) as by:
        shared, token = share_evaluation(
            assessment=assessment, recipient=LINK, last_day=UNTIL, included=Included(), by=by
        )
    return shared, f"/shared-evaluation/{token}/"


def assert_told_nobody(answer):
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies


def test_anybody_with_the_link_sees_it_and_no_more_than_was_shared(client, linked):
    answer = client.get(linked[1])
    page = answer.content.decode()

    assert answer.status_code == 200
    assert "Fernhill School achieves" in page
    assert '<meta name="robots" content="noindex, nofollow, noarchive">' in page
    assert "A few" in page
    assert REASON not in page
    assert_told_nobody(answer)


def test_the_school_sees_how_often_and_nothing_of_where_from(client, linked):
    client.get(linked[1], REMOTE_ADDR="203.0.113.9")
    client.get(linked[1], REMOTE_ADDR="203.0.113.10")
    client.head(linked[1])

    with acting(everything("test")):
        assert list(Look.objects.values_list("on", "at", "user", "times")) == [(NOW.date(), None, None, 2)]


def test_withdrawn_is_gone_in_plain_words(client, linked):
    with acting(everything("test")) as by:
        withdraw_share(shared=linked[0], by=by)
    answer = client.get(linked[1])

    assert answer.status_code == 410
    assert "Fernhill School has withdrawn this." in answer.content.decode()
    assert_told_nobody(answer)


def test_over_is_gone_too(client, linked, time_machine):
    time_machine.move_to("2027-02-21T10:00:00Z")

    assert client.get(linked[1]).status_code == 410


def test_a_link_that_is_none_is_not_found_and_guessing_is_stopped(client, linked):
    answers = [client.get(f"/shared-evaluation/guess-{number}/") for number in range(MOST_WRONG + 1)]
    right = client.get(linked[1])
    elsewhere = client.get(linked[1], REMOTE_ADDR="203.0.113.9")

    assert [answer.status_code for answer in answers] == [404] * MOST_WRONG + [429]
    assert (right.status_code, elsewhere.status_code) == (429, 200)
    assert right["Retry-After"] == "3600"
    for answer in answers:
        assert_told_nobody(answer)


def test_the_link_is_not_in_the_log(client, linked, caplog):
    caplog.set_level("DEBUG")
    client.get(linked[1])
    with acting(everything("test")) as by:
        withdraw_share(shared=linked[0], by=by)
    client.get(linked[1])
    said = "\n".join(map(Discreet().format, caplog.records))

    assert linked[1].split("/")[2] not in said
    assert "/shared-evaluation/(secret)/" in said


def test_it_is_not_posted_to(client, linked):
    assert client.post(linked[1]).status_code == 405
