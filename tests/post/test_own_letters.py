"""Letters that are no organisation's: seen by the person they are of, counted for the operator, forgotten sooner."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.factories import make_user, scope_with
from waymark.access.permissions import Permission
from waymark.access.scope import NotPermitted, Scope, acting
from waymark.post.actions import (
    LetterRefused,
    Report,
    Wording,
    forget_letters,
    note_bounce,
    resend_own_letter,
    send_own_letter,
)
from waymark.post.actions.delivering import deliver_letter
from waymark.post.models import Letter
from waymark.post.queries import counts_by_state, own_letters

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    user = make_user("Ada Sample")
    return Scope(who=user.name, user_id=user.pk), user


@pytest.fixture
def own(ada):
    by, user = ada
    with acting(by):
        return send_own_letter(owner=user, to="mo@example.org", wording=Wording("Hello", "Text"), about="x 1", by=by)


def test_it_is_its_owners_and_nobody_elses(own, ada, school):
    by, user = ada
    other = make_user("Eve Other")

    assert list(own_letters(user)) == [own.pk]
    assert own_letters(other) == {}
    for scope in (by, scope_with(school, *Permission)):
        with acting(scope):
            assert not Letter.objects.filter(pk=own.pk).exists(), "only the query that asks whose it is shows it"
    with pytest.raises(NotPermitted):
        resend_own_letter(letter=own, by=Scope(who="Eve", user_id=other.pk))
    with pytest.raises(NotPermitted), acting(by):
        send_own_letter(owner=other, to="x@example.org", wording=Wording("a", "b"), about="", by=by)


def test_it_bounces_apart_from_a_schools_letter_to_the_same_address(own, ada, write, db_scope):
    schools = write("mo@example.org")
    deliver_letter.call(own.public_id)
    deliver_letter.call(schools.public_id)

    assert note_bounce(report=Report("mo@example.org", "550 unknown"), at=timezone.now(), by=db_scope) == 2
    assert own_letters(ada[1])[own.pk].state == Letter.State.BOUNCED
    assert counts_by_state()["people"] == {"bounced": 1}
    assert counts_by_state()["organisations"] == {"bounced": 1}


def test_it_is_sent_again_to_another_address(own, ada):
    by, user = ada
    with acting(by), pytest.raises(LetterRefused):
        resend_own_letter(letter=own, by=by)
    deliver_letter.call(own.public_id)

    with acting(by):
        resend_own_letter(letter=own_letters(user)[own.pk], to="Mo2@example.org", by=by)

    assert own_letters(user)[own.pk].to == "mo2@example.org"


def test_what_is_nobodys_is_forgotten_after_a_week(own, ada, db_scope):
    send_own_letter(owner=None, to="new@example.org", wording=Wording("a", "b"), about="account 1", by=db_scope)

    assert forget_letters(at=timezone.now() + timedelta(days=6), by=db_scope) == 0
    assert forget_letters(at=timezone.now() + timedelta(days=8), by=db_scope) == 1
    assert own_letters(ada[1])[own.pk].to == "mo@example.org"


def test_a_letter_is_an_organisations_or_not(own, school):
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter._base_manager.filter(pk=own.pk).update(organisation=school)


def test_it_goes_with_its_owners_account(own, ada):
    ada[1].delete()

    assert not Letter._base_manager.exists()
