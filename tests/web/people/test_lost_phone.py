"""An administrator takes away a second step that was lost: asked again who they are, and only where it is theirs."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.codes import SECRET, code_now
from tests.factories import make_area, make_school, make_user
from waymark.access.models import AuditEvent, Membership
from waymark.access.scope import acting, everything
from waymark.opportunities.models import Applicant
from waymark.post.models import Letter

pytestmark = pytest.mark.django_db
PASSWORD, NEW = "copper lantern meadow", "eleven silver kettles"


def with_second_step(user):
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": SECRET})
    return user


@pytest.fixture
def school(db):
    return make_school()


@pytest.fixture
def leader(school):
    return with_second_step(make_user("Robin Marsh", ("careers_leader", school), password=PASSWORD))


@pytest.fixture
def teacher(school):
    return with_second_step(make_user("Sam Reed", ("teacher", school), password=PASSWORD))


def sign_in(client, user, password=PASSWORD, *, code=True):
    client.post(reverse("account_login"), {"login": user.email, "password": password})
    if code:
        client.post(reverse("mfa_authenticate"), {"code": code_now()})
    return client


@pytest.fixture
def administrator(client, leader):
    """The leader's browser, just signed in to with both steps."""
    return sign_in(client, leader)


def page_for(user, school):
    return reverse("lost_phone", kwargs={"slug": school.slug, "membership": user.memberships.get().pk})


def people(client, school):
    return client.get(reverse("people", kwargs={"slug": school.slug})).text


def unharmed(user):
    user.refresh_from_db()
    return user.authenticator_set.exists() and user.has_usable_password()


def test_a_lost_second_step_is_taken_away_and_its_owner_comes_back_by_letter(
    administrator, school, teacher, mailoutbox
):
    theirs = sign_in(Client(), teacher)
    assert theirs.get("/").status_code == 302

    asked = administrator.get(page_for(teacher, school))
    done = administrator.post(page_for(teacher, school), follow=True)

    assert "Take away the second step of Sam Reed?" in asked.text
    assert "Sam Reed can set up a new second step. A letter tells them how." in done.text
    with acting(everything("test")):
        letter = Letter.objects.get()
        trail = [(each.verb, each.who) for each in AuditEvent.objects.all()]
    assert (letter.organisation, letter.to, letter.needs) == (school, teacher.email, "USERS_MANAGE")
    assert "Robin Marsh at Fernhill School has taken away your second step" in letter.text
    assert ("second step taken away", "Robin Marsh") in trail
    assert "/account/login/" in theirs.get(f"/schools/{school.slug}/")["Location"]  # the old session is over

    again = sign_in(Client(), teacher, code=False)
    assert "/account/login/" in again.get(f"/schools/{school.slug}/")["Location"]  # the old password too
    again.post(reverse("account_reset_password"), {"email": teacher.email})
    link = re.search(r"http://testserver(\S+)", mailoutbox[-1].body)[1]
    form = again.get(link, follow=True)
    again.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    sign_in(again, teacher, NEW, code=False)
    assert "second-step" in again.get(f"/schools/{school.slug}/")["Location"]


def test_whoever_signed_in_a_while_ago_is_asked_again_who_they_are(administrator, school, teacher, time_machine):
    time_machine.move_to(timezone.now() + timedelta(minutes=10))

    asked = administrator.get(page_for(teacher, school))
    pressed = administrator.post(page_for(teacher, school))

    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert pressed["Location"].startswith(reverse("account_reauthenticate"))
    assert unharmed(teacher)


def test_what_was_pressed_is_done_once_they_have_said_who_they_are(administrator, school, teacher, time_machine):
    time_machine.move_to(timezone.now() + timedelta(minutes=10))
    asked = administrator.post(page_for(teacher, school))

    wrong = administrator.post(asked["Location"], {"password": "not it at all", "next": page_for(teacher, school)})
    still = unharmed(teacher)
    administrator.post(asked["Location"], {"password": PASSWORD, "next": page_for(teacher, school)})

    assert (wrong.status_code, still, unharmed(teacher)) == (200, True, False)


def test_a_session_by_itself_is_not_enough(client, school, leader, teacher):
    client.force_login(leader, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert client.post(page_for(teacher, school))["Location"].startswith(reverse("account_reauthenticate"))
    assert unharmed(teacher)


def test_nobody_with_a_role_elsewhere_is_weakened_from_here(administrator, school, teacher):
    role = teacher.memberships.get()
    at = page_for(teacher, school)
    Membership.objects.create(user=teacher, organisation=make_area(), role="hub_lead")

    told = administrator.post(at, follow=True)

    assert (at in people(administrator, school), unharmed(teacher)) == (False, True)
    assert "Whoever runs this site can." in told.text
    assert role.ended_at is None


def test_nobody_with_applications_of_their_own_is_weakened_from_here(administrator, school, teacher):
    Applicant.objects.create(user=teacher)

    administrator.post(page_for(teacher, school))

    assert (page_for(teacher, school) in people(administrator, school), unharmed(teacher)) == (False, True)


def test_nobody_takes_away_their_own(administrator, school, leader):
    administrator.post(page_for(leader, school))

    assert (page_for(leader, school) in people(administrator, school), unharmed(leader)) == (False, True)


def test_somebody_at_another_school_is_not_found(administrator, school):
    stranger = with_second_step(
        make_user("Kit Vale", ("teacher", make_school("Oakmoor School", urn="900002")), password=PASSWORD)
    )

    assert administrator.post(page_for(stranger, school)).status_code == 404
    assert unharmed(stranger)


def test_a_role_that_has_ended_is_not_found(administrator, school, teacher):
    at = page_for(teacher, school)
    Membership.objects.filter(user=teacher).update(ended_at="2026-11-22T12:00:00Z")

    assert administrator.post(at).status_code == 404
    assert unharmed(teacher)


@pytest.mark.parametrize("role", ["teacher", "governor", "adviser"])
def test_who_does_not_look_after_people_finds_no_such_page(client, school, teacher, role):
    other = sign_in(client, with_second_step(make_user("Kit Vale", (role, school), password=PASSWORD)))

    assert other.post(page_for(teacher, school)).status_code == 404
    assert unharmed(teacher)


def test_who_has_no_second_step_is_offered_none_to_take_away(administrator, school):
    governor = make_user("Jo Penn", ("governor", school))

    assert page_for(governor, school) not in people(administrator, school)


def test_half_a_sign_in_is_no_way_round(administrator, school, teacher):
    """Somebody who knows the password waits at the second step until it is taken away."""
    waiting = sign_in(Client(), teacher, code=False)

    administrator.post(page_for(teacher, school))
    waiting.post(reverse("mfa_authenticate"), {"code": code_now()})
    waiting.post(reverse("account_login"), {"login": teacher.email, "password": PASSWORD})

    assert "/account/login/" in waiting.get(f"/schools/{school.slug}/")["Location"]


def test_a_link_for_a_new_password_asked_for_before_opens_nothing(administrator, school, teacher, mailoutbox):
    Client().post(reverse("account_reset_password"), {"email": teacher.email})
    link = re.search(r"http://testserver(\S+)", mailoutbox[-1].body)[1]

    administrator.post(page_for(teacher, school))

    assert 'name="password1"' not in Client().get(link, follow=True).text


def test_the_page_of_people_asks_the_same_number_of_questions_about_second_steps(administrator, school, teacher):
    def about_second_steps():
        with CaptureQueriesContext(connection) as asked:
            people(administrator, school)
        return sum("mfa_authenticator" in each["sql"] or "opportunities_applicant" in each["sql"] for each in asked)

    one = about_second_steps()
    for name in ("Kit Vale", "Alex Brook"):
        with_second_step(make_user(name, ("teacher", school)))

    assert about_second_steps() == one
