"""A provider asks for access: without scripts, without cookies, and without a chance for programs."""

import pytest
from django.core import mail
from django.urls import reverse

from tests.publishing.schools import ON, make_publishing_school, write_everything
from waymark.access.scope import acting, everything
from waymark.publishing.actions import answer_request, release
from waymark.publishing.models import AccessRequest

SAID = {
    "provider": "Harrowbeck College",
    "contact_name": "Sasha Penhallow",
    "contact_email": "sasha@harrowbeck.example",
    "contact_telephone": "",
    "offers": "An hour with our engineering apprentices.",
    "phases": ["first", "second"],
    "wished_dates": "Any Tuesday in March",
}


@pytest.fixture
def school(db):
    with acting(everything("test")) as scope:
        school, _ = make_publishing_school()
        write_everything(school, scope)
        release(school=school, on=ON, by=scope)
    return school


@pytest.fixture
def send(client, school, time_machine):
    """Open the form, take some seconds over it, and send it: `send(provider="…", seconds=40)`."""

    def fill_in(*, seconds: float = 40, **changes):
        time_machine.move_to("2026-11-24T10:00:00Z", tick=False)
        address = reverse("public_ask", kwargs={"slug": school.slug})
        started = client.get(address).content.decode().partition('name="started" value="')[2].partition('"')[0]
        time_machine.shift(seconds)
        return client.post(address, SAID | {"started": started, "website": ""} | changes)

    return fill_in


def _requests():
    with acting(everything("test")):
        return list(AccessRequest.objects.values_list("provider", "state"))


def test_a_request_is_kept_and_the_careers_leader_told(send, school, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = send()

    assert response.headers["Location"] == f"/careers/{school.slug}/ask/sent/"
    assert _requests() == [("Harrowbeck College", "new")]
    (letter,) = mail.outbox
    assert (letter.to, letter.reply_to) == (["careers@fernhill.example"], ["sasha@harrowbeck.example"])
    assert "Years 8 and 9, Years 10 and 11" in letter.body


def test_no_cookie_is_given_or_needed(send):
    response = send()

    assert response.status_code == 302
    assert not response.cookies


@pytest.mark.parametrize("name", ["provider", "contact_name", "contact_email", "offers", "phases", "wished_dates"])
def test_what_is_left_out_is_asked_for_and_the_rest_kept(send, name):
    response = send(**{name: [] if name == "phases" else ""})

    page = response.content.decode()
    assert response.status_code == 422
    assert "There is a problem" in page
    assert " is needed." not in page
    assert name == "wished_dates" or "Any Tuesday in March" in page
    assert _requests() == []


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        pytest.param(1, "That was very quick", id="sooner than a person types"),
        pytest.param(25 * 60 * 60, "open for a long time", id="after a day"),
    ],
)
def test_a_form_sent_too_soon_or_too_late_is_asked_for_again(send, seconds, words):
    response = send(seconds=seconds)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert "An hour with our engineering apprentices." in response.content.decode()
    assert _requests() == []


def test_a_stamp_that_is_not_ours_is_refused(send):
    assert send(started="opened:1abc:forged").status_code == 422
    assert _requests() == []


def test_who_falls_into_the_trap_is_thanked_and_nothing_kept(send, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = send(website="https://buy.example")

    assert response.status_code == 302
    assert _requests() == []
    assert mail.outbox == []


def test_a_sixth_request_within_an_hour_from_one_address_is_refused(send, client):
    answers = [send(provider=f"Provider {number}").status_code for number in range(6)]

    assert answers == [302, 302, 302, 302, 302, 429]
    assert len(_requests()) == 5


def test_a_network_address_is_kept_only_as_a_keyed_hash_and_for_a_day(send, time_machine):
    send()
    with acting(everything("test")):
        sent_from = AccessRequest.objects.values_list("sent_from", flat=True).get()
    assert len(sent_from) == 64
    assert "127.0.0.1" not in sent_from

    with acting(everything("test")):
        AccessRequest.objects.update(sent_at="2026-11-22T10:00:00Z")
    send(provider="Another")
    with acting(everything("test")):
        assert AccessRequest.objects.get(provider="Harrowbeck College").sent_from == ""


def test_a_line_break_cannot_reach_the_heading_of_the_letter(send, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        send(provider="College\r\nBcc: everyone@example.org")

    assert [letter.subject for letter in mail.outbox] == [
        "A provider asks for access: College Bcc: everyone@example.org"
    ]
    assert mail.outbox[0].bcc == []


def test_markup_in_a_request_is_shown_as_it_was_typed(send, school, signed_in):
    send(provider="<script>alert(1)</script>")
    with acting(everything("test")):
        leader = school.memberships.get().user

    page = signed_in(leader).get(reverse("careers_page_requests", kwargs={"slug": school.slug})).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.parametrize(("accepted", "word"), [(True, "accepted"), (False, "declined")])
def test_an_answer_is_kept_once_and_sent(send, school, django_capture_on_commit_callbacks, accepted, word):
    send()
    mail.outbox.clear()
    with acting(everything("test")) as scope, django_capture_on_commit_callbacks(execute=True):
        asked = AccessRequest.objects.get()
        answer_request(request=asked, accepted=accepted, reply="Come in March.", send=True, by=scope)

    assert _requests() == [("Harrowbeck College", word)]
    (letter,) = mail.outbox
    assert letter.to == ["sasha@harrowbeck.example"]
    assert letter.body == f"Fernhill School has {word} your request to meet its learners.\n\nCome in March."
