"""Asking for a reference again: once a day, a few times, and by a link that only the last address has."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from tests.factories import make_user
from waymark.access.models import User
from waymark.access.scope import Scope, acting
from waymark.opportunities.actions.accounts import applicant_of
from waymark.opportunities.actions.endorsing import MOST_LETTERS, ask_again, ask_endorsement, endorsement_for
from waymark.opportunities.models.applications import Endorsement
from waymark.opportunities.rules.applying import MoveRefused
from waymark.post.actions.delivering import deliver_letter
from waymark.post.models import Letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    user = make_user("Ada Sample")
    scope = Scope(who=user.name, user_id=user.pk)
    with acting(scope):
        yield scope


@pytest.fixture
def asked(by):
    applicant = applicant_of(user=User.objects.get(pk=by.user_id), by=by)
    return ask_endorsement(applicant=applicant, name="Mo Teacher", email="mo@exmaple.org", by=by)


def arrived(asked, state=Letter.State.SENT):
    """The letter has left, or did not get there; the secret of the link in it."""
    name = Letter._base_manager.get(pk=Endorsement.objects.get(pk=asked.pk).letter_id)
    deliver_letter.call(name.public_id)
    came_back = timezone.now() if state == Letter.State.BOUNCED else None
    Letter._base_manager.filter(pk=name.pk).update(state=state, bounced_at=came_back)
    return re.search(r"/me/reference/([^/\s]+)/", mail.outbox[-1].body)[1]


@pytest.mark.parametrize("email", ["", "mo@example.org"])
def test_a_letter_that_left_is_followed_by_none_within_a_day_wherever_to(asked, by, email):
    arrived(asked)
    at = timezone.now()

    with pytest.raises(MoveRefused, match="less than a day ago"):
        ask_again(asked=asked, email=email, at=at + timedelta(hours=23), by=by)
    ask_again(asked=asked, email=email, at=at + timedelta(hours=25), by=by)
    arrived(asked)

    assert [each.to for each in mail.outbox] == [["mo@exmaple.org"], [email or "mo@exmaple.org"]]


def test_another_address_gets_another_link_and_the_stranger_s_opens_nothing(asked, by):
    strangers = arrived(asked)

    ask_again(asked=asked, email="mo@example.org", at=timezone.now() + timedelta(days=2), by=by)
    theirs = arrived(asked)

    assert endorsement_for(strangers) is None
    assert (endorsement_for(theirs).pk, endorsement_for(theirs).email) == (asked.pk, "mo@example.org")


def test_the_same_address_keeps_its_link(asked, by):
    first = arrived(asked)

    ask_again(asked=asked, at=timezone.now() + timedelta(days=2), by=by)

    assert arrived(asked) == first


def test_what_came_back_is_sent_again_at_once_but_not_for_ever(asked, by):
    arrived(asked, Letter.State.BOUNCED)
    for number in range(MOST_LETTERS - 1):
        ask_again(asked=asked, email=f"mo{number}@example.org", at=timezone.now(), by=by)
        arrived(asked, Letter.State.BOUNCED)

    with pytest.raises(MoveRefused, match="5 letters were written to Mo Teacher"):
        ask_again(asked=asked, email="mo@example.org", at=timezone.now() + timedelta(days=9), by=by)

    assert len(mail.outbox) == MOST_LETTERS


def test_a_letter_that_waits_is_not_overtaken_by_another(asked, by):
    with pytest.raises(MoveRefused, match="waits to be sent"):
        ask_again(asked=asked, email="mo@example.org", at=timezone.now() + timedelta(days=2), by=by)

    assert Letter._base_manager.get().to == "mo@exmaple.org"
