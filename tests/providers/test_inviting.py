"""Somebody at an employer is invited to sign in: by the outbox, for a fortnight, and only until the first has come."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from tests.factories import make_user
from tests.providers.asking import ask, make_employer
from waymark.access.actions.invitations import InvitationRefused, invitation_for, take_up
from waymark.access.models import Invitation
from waymark.access.queries import scope_of
from waymark.access.scope import NotPermitted, acting
from waymark.post.actions import LetterRefused, resend_letter
from waymark.post.actions.delivering import deliver_letter
from waymark.post.models import Letter
from waymark.providers.actions.clock import forget_people
from waymark.providers.actions.employers import EmployerRefused, erase_contact, keep_contact
from waymark.providers.actions.inviting import invite_to_account
from waymark.providers.actions.withdrawing import withdraw_from_account
from waymark.providers.models import Approach, Employer
from waymark.providers.queries.employers import account_of

PASSWORD = "seven quiet lanterns"


@pytest.fixture
def employer(hub):
    return make_employer(hub)


@pytest.fixture
def lead(hub):
    return scope_of(make_user("Lee Moss", ("hub_lead", hub)))


@pytest.fixture
def pat(employer):
    return employer.contacts.get()


def kept(employer):
    return Employer.objects.get(pk=employer.pk)


def token_sent():
    """The secret in the letter that waits, as it leaves."""
    deliver_letter.call(Letter.objects.get(state="queued").public_id)
    return re.search(r"/join/([^/\s]+)/", mail.outbox[-1].body)[1]


def test_who_is_invited_signs_in_and_sees_what_was_asked_of_them(hub, school, employer, lead, pat):
    (approach,) = ask(school, employer)
    Letter.objects.update(state="withdrawn")  # only the invitation is looked at
    invite_to_account(employer=employer, contact=pat, by=lead)
    employer.refresh_from_db()
    letter = Letter.objects.get(state="queued")
    token = token_sent()

    user = take_up(token=token, password=PASSWORD)

    with acting(scope_of(user)):
        assert [each.public_id for each in Approach.objects.all()] == [approach.public_id]
        assert not Employer.objects.exists()  # what the hub keeps of them, its notes among it, is the hub's
    assert (letter.organisation, letter.to) == (hub, "pat@lantern-dairies.example")
    assert token not in letter.text
    assert account_of(employer).people == 1


def test_an_invitation_runs_out_and_a_new_one_puts_an_end_to_the_former(employer, lead, pat, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    invite_to_account(employer=employer, contact=pat, by=lead)
    first = token_sent()
    invite_to_account(employer=kept(employer), contact=pat, by=lead)
    second = token_sent()

    with pytest.raises(InvitationRefused, match="no longer there"):
        invitation_for(first)
    assert invitation_for(second).email == pat.email
    time_machine.shift(timedelta(days=15))
    with pytest.raises(InvitationRefused, match="expired"):
        invitation_for(second)


def test_once_somebody_has_come_only_they_invite(employer, lead, pat):
    invite_to_account(employer=employer, contact=pat, by=lead)
    take_up(token=token_sent(), password=PASSWORD)

    with pytest.raises(EmployerRefused, match="They invite their colleagues themselves"):
        invite_to_account(employer=kept(employer), contact=pat, by=lead)


def test_an_invitation_withdrawn_leads_nowhere_and_its_letter_does_not_leave(employer, lead, pat):
    invite_to_account(employer=employer, contact=pat, by=lead)

    assert withdraw_from_account(employer=kept(employer), by=lead) == 1

    assert [letter.state for letter in Letter.objects.all()] == ["withdrawn"]
    assert account_of(kept(employer)).invited == ()


def test_who_is_erased_is_invited_no_more(employer, lead, pat):
    invite_to_account(employer=employer, contact=pat, by=lead)
    pat.refresh_from_db()

    erase_contact(contact=pat, by=lead)

    assert not Invitation.objects.exists()
    assert Letter.objects.values_list("state", "to", "text").get() == ("withdrawn", "", "")
    with pytest.raises(EmployerRefused, match="who has an e-mail address"):
        invite_to_account(employer=kept(employer), contact=pat, by=lead)


def test_who_is_erased_is_named_in_no_letter_that_left(employer, lead, pat):
    invite_to_account(employer=employer, contact=pat, by=lead)
    token = token_sent()
    pat.refresh_from_db()

    erase_contact(contact=pat, by=lead)

    kept_of_it = Letter.objects.values_list("state", "to", "text", "subject").get()
    assert kept_of_it == ("sent", "", "", "A letter that is kept no more")
    with pytest.raises(InvitationRefused, match="no longer there"):
        invitation_for(token)


def test_who_is_forgotten_by_night_is_invited_no_more(employer, lead, pat, db_scope):
    invite_to_account(employer=employer, contact=pat, by=lead)

    assert forget_people(on=pat.heard_on + timedelta(days=3 * 365), by=db_scope) == 1

    assert not Invitation.objects.exists()
    assert Letter.objects.values_list("state", "to").get() == ("withdrawn", "")


def test_an_invitation_to_an_address_that_was_put_right_opens_nothing(employer, lead, pat):
    invite_to_account(employer=employer, contact=pat, by=lead)
    gone_astray = token_sent()
    invite_to_account(employer=kept(employer), contact=pat, by=lead)

    keep_contact(employer=kept(employer), facts={"email": "Pat.L@lantern-dairies.example"}, contact=pat, by=lead)

    with pytest.raises(InvitationRefused, match="no longer there"):
        invitation_for(gone_astray)
    assert account_of(kept(employer)).invited == ()
    assert sorted(Letter.objects.values_list("state", flat=True)) == ["sent", "withdrawn"]


def test_an_invitation_stands_while_the_address_does(employer, lead, pat):
    invite_to_account(employer=employer, contact=pat, by=lead)

    said = {"name": "Pat Lantern", "email": " PAT@lantern-dairies.example"}
    keep_contact(employer=kept(employer), facts=said, contact=pat, by=lead)

    assert len(account_of(kept(employer)).invited) == 1
    assert Letter.objects.get().state == "queued"


def test_a_school_invites_for_what_it_keeps_and_not_for_its_hub(hub, school, employer, robin, pat):
    own = make_employer(school, "Tallow Yard", contact="sam")

    invite_to_account(employer=own, contact=own.contacts.get(), by=robin)

    with pytest.raises(NotPermitted):
        invite_to_account(employer=employer, contact=pat, by=robin)
    assert Letter.objects.get().organisation == school


def test_who_only_reads_of_employers_neither_sees_nor_sends_an_invitation(school, robin):
    own = make_employer(school, "Tallow Yard", contact="sam")
    invite_to_account(employer=own, contact=own.contacts.get(), by=robin)
    token_sent()
    letter = Letter.objects.get()
    adviser = scope_of(make_user("Ada Fell", ("adviser", school)))

    with pytest.raises(NotPermitted):
        resend_letter(letter=letter, to="ada@elsewhere.example", by=adviser)
    with acting(adviser):
        assert not Letter.objects.exists()


def test_an_invitation_is_sent_again_to_whom_it_was_for_and_to_nobody_else(employer, lead, pat):
    invite_to_account(employer=employer, contact=pat, by=lead)
    first = token_sent()
    letter = Letter.objects.get()

    with pytest.raises(LetterRefused, match=r"goes to pat@lantern-dairies\.example and nowhere else"):
        resend_letter(letter=letter, to="lee@elsewhere.example", by=lead)
    resend_letter(letter=letter, to=" Pat@Lantern-Dairies.example", by=lead)
    second = token_sent()

    assert [sent.to for sent in mail.outbox] == [[pat.email], [pat.email]]
    assert (invitation_for(second).email, first == second) == (pat.email, False)


def test_a_letter_turned_to_another_address_leaves_without_a_token(employer, lead, pat):
    """As one may stand in an outbox that was written to before a letter kept its address."""
    invite_to_account(employer=employer, contact=pat, by=lead)
    Letter.objects.update(to="lee@elsewhere.example")

    deliver_letter.call(Letter.objects.get().public_id)

    assert mail.outbox[-1].to == ["lee@elsewhere.example"]
    assert "/join/" not in mail.outbox[-1].body
