from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from tests.factories import make_area, make_school, make_user
from waymark.access.actions.invitations import InvitationRefused, invite, take_up, withdraw_invitation
from waymark.access.actions.people import TooFewAdministrators, end_membership, forget_second_step
from waymark.access.actions.sharing import NotPartOfIt, share_figures, stop_sharing
from waymark.access.models import AuditEvent, Invitation, Membership, User
from waymark.access.permissions import Permission
from waymark.access.queries import scope_of
from waymark.access.scope import NotPermitted, acting, everything
from waymark.places.models import Belonging

PASSWORD = "copper lantern meadow"


@pytest.fixture
def school(db):
    return make_school()


@pytest.fixture
def leader(school):
    return make_user("Robin Marsh", ("careers_leader", school))


def send(school, leader, **facts):
    facts = {"email": "Sam@Example.org", "name": "Sam Reed", "role": "teacher"} | facts
    return invite(organisation=school, address_of="https://x/{token}/", by=scope_of(leader), **facts)


def test_an_invitation_makes_the_account_and_the_role(school, leader, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        _, token = send(school, leader)

    sam = take_up(token=token, password=PASSWORD)

    assert sam.email == "sam@example.org"
    assert sam.check_password(PASSWORD)
    assert scope_of(sam).holds(Permission.REGISTER_TAKE, school.pk)
    assert [letter.to for letter in mail.outbox] == [["sam@example.org"]]
    assert token in mail.outbox[0].body


@pytest.mark.parametrize("said", ["sam", "sam@", "sam reed@example.org", ""])
def test_nobody_is_invited_by_what_is_no_address(school, leader, said):
    with pytest.raises(InvitationRefused, match="not an e-mail address"):
        send(school, leader, email=said)

    assert not Invitation.objects.exists()


def test_an_invitation_works_once(school, leader):
    _, token = send(school, leader)
    take_up(token=token, password=PASSWORD)

    with pytest.raises(InvitationRefused, match="has been used"):
        take_up(token=token, password=PASSWORD)


def test_an_invitation_expires(school, leader):
    invitation, token = send(school, leader)
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now() - timedelta(seconds=1))

    with pytest.raises(InvitationRefused, match="has expired"):
        take_up(token=token, password=PASSWORD)


def test_a_withdrawn_invitation_is_gone(school, leader):
    invitation, token = send(school, leader)
    withdraw_invitation(invitation=invitation, by=scope_of(leader))

    with pytest.raises(InvitationRefused, match="no longer there"):
        take_up(token=token, password=PASSWORD)


def test_a_weak_password_leaves_the_invitation_open(school, leader):
    _, token = send(school, leader)

    with pytest.raises(ValidationError):
        take_up(token=token, password="password")

    assert take_up(token=token, password=PASSWORD).name == "Sam Reed"


def test_a_letter_that_went_astray_opens_nobodys_account(school, leader):
    make_user("Sam Reed", ("teacher", make_school("Oakmoor School", urn="900002")))
    _, token = send(school, leader, email="sam.reed@example.org")

    with pytest.raises(InvitationRefused, match="already have an account"):
        take_up(token=token, password=PASSWORD)

    assert Invitation.objects.get().taken_up_at is None


def test_a_role_is_invited_to_only_where_it_is_held(school, leader):
    with pytest.raises(InvitationRefused, match="cannot be held here"):
        send(school, leader, role="hub_lead")


def test_a_teacher_may_not_invite(school):
    teacher = make_user("Sam Reed", ("teacher", school))

    with pytest.raises(NotPermitted):
        send(school, teacher, email="a@example.org")


def test_the_last_administrator_cannot_be_removed(school, leader):
    with pytest.raises(TooFewAdministrators):
        end_membership(membership=leader.memberships.get(), by=scope_of(leader))


def test_two_administrators_cannot_become_one(school, leader):
    second = make_user("Alex Brook", ("senior_leader", school))

    with pytest.raises(TooFewAdministrators):
        end_membership(membership=second.memberships.get(), by=scope_of(leader))


def test_the_third_administrator_can_leave(school, leader):
    make_user("Alex Brook", ("senior_leader", school))
    third = make_user("Jo Penn", ("careers_administrator", school))

    end_membership(membership=third.memberships.get(), by=scope_of(leader))

    assert scope_of(third).grants == {}


def test_an_account_that_was_closed_may_do_nothing(school, leader):
    User.objects.filter(pk=leader.pk).update(is_active=False)

    assert scope_of(User.objects.get(pk=leader.pk)).grants == {}


def test_a_hub_sees_figures_of_a_school_that_shares_and_only_while_it_does(school, leader):
    hub = make_area()
    lead = make_user("Kit Vale", ("hub_lead", hub))
    today = timezone.localdate()
    Belonging.objects.create(member=school, whole=hub)

    before = scope_of(lead).holds(Permission.FIGURES_VIEW, school.pk)
    share_figures(school=school, shared_with=hub, on=today, by=scope_of(leader))
    during = scope_of(lead)
    stop_sharing(school=school, shared_with=hub, by=scope_of(leader))

    assert not before
    assert during.holds(Permission.FIGURES_VIEW, school.pk)
    assert not during.holds_anywhere(Permission.LEARNER_VIEW)
    assert not scope_of(lead).holds(Permission.FIGURES_VIEW, school.pk)


def test_a_hub_the_school_left_sees_nothing(school, leader):
    hub = make_area()
    lead = make_user("Kit Vale", ("hub_lead", hub))
    today = timezone.localdate()
    belonging = Belonging.objects.create(member=school, whole=hub)
    share_figures(school=school, shared_with=hub, on=today, by=scope_of(leader))
    Belonging.objects.filter(pk=belonging.pk).update(to_on=today - timedelta(days=1))

    assert not scope_of(lead).holds(Permission.FIGURES_VIEW, school.pk)


def test_a_school_shares_only_with_what_it_belongs_to(school, leader):
    with pytest.raises(NotPartOfIt):
        share_figures(school=school, shared_with=make_area(), on=timezone.localdate(), by=scope_of(leader))


def test_roles_add_up(school, leader):
    Membership.objects.create(user=leader, organisation=school, role="governor")

    assert scope_of(leader).where(Permission.FIGURES_VIEW) == {school.pk}


@pytest.fixture
def teacher(school):
    """A teacher with a second step."""
    teacher = make_user("Sam Reed", ("teacher", school), password=PASSWORD)
    Authenticator.objects.create(user=teacher, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"})
    return teacher


def test_a_lost_second_step_is_taken_away_with_the_password_and_is_on_the_trail(school, leader, teacher):
    forget_second_step(user=teacher, by=scope_of(leader))

    teacher.refresh_from_db()
    assert not Authenticator.objects.exists()
    assert not teacher.has_usable_password()
    with acting(everything("test")):
        told = AuditEvent.objects.get()
    assert (told.organisation, told.who, told.verb) == (school, "Robin Marsh", "second step taken away")
    assert told.details == {"of": teacher.pk}


def nobody_is_weakened(user, by):
    with pytest.raises(NotPermitted):
        forget_second_step(user=user, by=by)

    user.refresh_from_db()
    assert user.has_usable_password()
    assert user.authenticator_set.exists()
    with acting(everything("test")):
        assert not AuditEvent.objects.exists()


def test_nobody_takes_away_the_second_step_of_somebody_with_a_role_elsewhere(school, leader, teacher):
    hub = make_area()
    elsewhere = Membership.objects.create(user=teacher, organisation=hub, role="coordinator")

    nobody_is_weakened(teacher, scope_of(leader))

    Membership.objects.filter(pk=elsewhere.pk).update(ended_at=timezone.now())
    forget_second_step(user=teacher, by=scope_of(leader))


def test_who_looks_after_people_at_both_places_may(school, leader, teacher):
    other = make_school("Oakmoor School", urn="900002")
    for each in (leader, teacher):
        Membership.objects.create(user=each, organisation=other, role="senior_leader")

    forget_second_step(user=teacher, by=scope_of(leader))

    with acting(everything("test")):
        assert {event.organisation for event in AuditEvent.objects.all()} == {school, other}


def test_nobody_takes_away_their_own_second_step(school, leader):
    leader.set_password(PASSWORD)
    leader.save()
    Authenticator.objects.create(user=leader, type=Authenticator.Type.TOTP, data={})

    nobody_is_weakened(leader, scope_of(leader))


@pytest.mark.parametrize("role", ["teacher", "adviser", "governor"])
def test_who_does_not_look_after_people_takes_no_second_step_away(school, teacher, role):
    nobody_is_weakened(teacher, scope_of(make_user("Kit Vale", (role, school))))


def test_somebody_without_a_role_is_for_whoever_runs_the_site(school, leader, teacher):
    Membership.objects.filter(user=teacher).update(ended_at=timezone.now())

    nobody_is_weakened(teacher, scope_of(leader))

    forget_second_step(user=teacher, by=everything("command line"))
    assert not Authenticator.objects.exists()
