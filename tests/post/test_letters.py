"""The outbox: a letter is there once what it tells of is there, leaves once, and says what became of it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from tests.factories import make_school, scope_with
from waymark.access.models import AuditEvent
from waymark.access.permissions import Permission
from waymark.access.scope import NotPermitted, acting
from waymark.post.actions import LetterRefused, deliver_due, forget_letters, resend_letter, withdraw_letters
from waymark.post.actions.delivering import deliver_letter
from waymark.post.models import Letter
from waymark.post.queries import bounced_addresses, letters_about, letters_in_trouble, letters_of

State = Letter.State


def now_of(letter):
    return Letter.objects.get(pk=letter.pk)


def test_a_letter_leaves_once_however_often_it_is_delivered(write, db_scope):
    letter = write(reply_to="Leader@School.example", about="request ab12")

    deliver_letter.call(letter.public_id)
    deliver_letter.call(letter.public_id)
    deliver_due(at=timezone.now(), by=db_scope)

    assert [(m.to, m.subject, m.body, m.reply_to) for m in mail.outbox] == [
        (["pat@employer.example"], "Could you come?", "Hello,\n\nCould you?", ["leader@school.example"])
    ]
    assert (now_of(letter).state, now_of(letter).tries) == (State.SENT, 1)


def test_a_letter_written_in_what_failed_was_never_written(write):
    @transaction.atomic
    def written_in_what_fails():
        write()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        written_in_what_fails()

    assert Letter.objects.count() == 0


def test_a_subject_is_one_line(write):
    assert write(subject="Yes\nBcc: all@example.org").subject == "Yes Bcc: all@example.org"


def test_an_address_nobody_has_bounces_at_once(write, server, school):
    server("RefusesTheAddress")
    letter = write(to="Nobody@Employer.Example")

    deliver_letter.call(letter.public_id)

    found = now_of(letter)
    assert (found.state, found.trouble) == (State.BOUNCED, "550 5.1.1 No such person here")
    assert list(bounced_addresses(school)) == ["nobody@employer.example"]
    assert letters_in_trouble(school) == 1


@pytest.mark.parametrize("how", ["IsBusy", "IsAway"])
def test_a_server_that_is_away_is_tried_again_and_given_up_after_five(write, server, db_scope, how):
    server(how)
    letter, at, waited = write(), timezone.now(), []

    for _ in range(5):
        deliver_due(at=at, by=db_scope)
        waited.append(now_of(letter).due_at - at)
        at = max(at, now_of(letter).due_at)

    assert waited[:4] == [timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=3), timedelta(hours=12)]
    assert (now_of(letter).state, now_of(letter).tries) == (State.FAILED, 5)
    assert now_of(letter).trouble != ""


def test_a_letter_is_not_tried_before_it_is_due(write, server, db_scope):
    server("IsAway")
    letter, at = write(), timezone.now()
    deliver_due(at=at, by=db_scope)
    server()

    assert deliver_due(at=at + timedelta(minutes=4), by=db_scope) == 0
    assert deliver_due(at=at + timedelta(minutes=5), by=db_scope) == 1
    assert now_of(letter).state == State.SENT


def test_a_letter_that_a_killed_worker_held_is_sent_later(write, db_scope):
    letter, at = write(), timezone.now()
    Letter.objects.filter(pk=letter.pk).update(state=State.SENDING, claimed_at=at)

    assert deliver_due(at=at + timedelta(minutes=14), by=db_scope) == 0
    assert deliver_due(at=at + timedelta(minutes=15), by=db_scope) == 1


def test_sent_again_to_the_right_address_it_is_the_same_letter(write, server, school, db_scope):
    server("RefusesTheAddress")
    letter = write(to="wrong@employer.example")
    deliver_letter.call(letter.public_id)
    server()

    resend_letter(letter=letter, to="Right@employer.example", by=db_scope)
    deliver_letter.call(letter.public_id)

    assert [m.to for m in mail.outbox] == [["right@employer.example"]]
    assert (Letter.objects.count(), now_of(letter).state, bounced_addresses(school)) == (1, State.SENT, {})
    assert AuditEvent.objects.filter(verb="letter sent again").count() == 1


def test_a_later_letter_that_arrives_clears_the_address(write, server, school):
    server("RefusesTheAddress")
    deliver_letter.call(write().public_id)
    server()
    deliver_letter.call(write().public_id)

    assert bounced_addresses(school) == {}


def test_a_letter_that_waits_is_not_sent_again_and_can_be_called_off(write, school, db_scope):
    letter = write(about="request ab12")

    with pytest.raises(LetterRefused):
        resend_letter(letter=letter, by=db_scope)
    called_off = withdraw_letters(organisation=school, about="request ab12", needs=Permission.REQUEST, by=db_scope)
    deliver_letter.call(letter.public_id)

    assert (called_off, mail.outbox, now_of(letter).state) == (1, [], State.WITHDRAWN)


def test_a_year_later_nobody_is_named(write, db_scope):
    letter, at = write(), timezone.now()
    deliver_letter.call(letter.public_id)

    assert forget_letters(at=at + timedelta(days=364), by=db_scope) == 0
    assert forget_letters(at=at + timedelta(days=366), by=db_scope) == 1
    found = now_of(letter)
    assert (found.to, found.text, found.reply_to, found.state) == ("", "", "", State.SENT)
    assert not found.can_be_sent_again


def test_a_letter_is_seen_only_with_what_it_needs(write, school):
    write(about="request ab12")
    write(needs=Permission.INTERVIEWS_VIEW)

    with acting(scope_with(school, Permission.REQUEST)):
        assert [letter.needs for letter in letters_of(school)] == ["REQUEST"]
        assert letters_about(school, "request ab12").count() == 1
    with acting(scope_with(school, Permission.FIGURES_VIEW)):
        assert list(letters_of(school)) == []
    with acting(scope_with(make_school("Oakmoor School", urn="900002"))):
        assert list(letters_of(school)) == []


def test_nobody_writes_or_sends_a_letter_of_another_school(write, db_scope):
    letter, stranger = write(), scope_with(make_school("Oakmoor School", urn="900002"))

    for act in (
        lambda: write(by=stranger),
        lambda: resend_letter(letter=letter, by=stranger),
        lambda: deliver_due(at=timezone.now(), by=stranger),
    ):
        with pytest.raises(NotPermitted):
            act()
