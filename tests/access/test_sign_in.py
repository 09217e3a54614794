import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from tests.factories import make_school, make_user
from waymark.access.demonstration import demonstration

pytestmark = pytest.mark.django_db
PASSWORD = "copper lantern meadow"


@pytest.fixture
def school(db):
    return make_school()


def try_to_sign_in(client, user, password):
    return client.post(reverse("account_login"), {"login": user.email, "password": password})


def test_whoever_sees_learners_must_set_up_a_second_step(client, school):
    teacher = make_user("Sam Reed", ("teacher", school), password=PASSWORD)
    try_to_sign_in(client, teacher, PASSWORD)

    response = client.get(f"/schools/{school.slug}/learners/")

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("second_step"))


def test_a_governor_sees_figures_with_a_password_alone(client, school):
    governor = make_user("Jo Penn", ("governor", school), password=PASSWORD)
    try_to_sign_in(client, governor, PASSWORD)

    assert client.get(f"/schools/{school.slug}/").status_code == 200


def test_a_password_alone_does_not_sign_in_whoever_has_a_second_step(client, school):
    teacher = make_user("Sam Reed", ("teacher", school), password=PASSWORD)
    Authenticator.objects.create(user=teacher, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"})
    try_to_sign_in(client, teacher, PASSWORD)

    response = client.get(f"/schools/{school.slug}/learners/")

    assert "/account/login/" in response["Location"]


def test_guessing_locks_the_account_and_only_it(client, school):
    guessed = make_user("Sam Reed", ("governor", school), password=PASSWORD)
    other = make_user("Jo Penn", ("governor", school), password=PASSWORD)
    for number in range(8):
        try_to_sign_in(client, guessed, f"wrong {number}")

    locked = try_to_sign_in(client, guessed, PASSWORD)
    unharmed = try_to_sign_in(client, other, PASSWORD)

    assert locked.status_code == 429
    assert unharmed.status_code == 302


def test_an_administrator_unlocks_an_account(client, school, signed_in):
    guessed = make_user("Sam Reed", ("governor", school), password=PASSWORD)
    for number in range(8):
        try_to_sign_in(client, guessed, f"wrong {number}")
    leader = signed_in(make_user("Robin Marsh", ("careers_leader", school)))
    leader.post(reverse("unlock", kwargs={"slug": school.slug, "membership": guessed.memberships.get().pk}))
    leader.logout()

    assert try_to_sign_in(client, guessed, PASSWORD).status_code == 302


def test_nobody_signs_themselves_up(client):
    response = client.get(reverse("account_signup"))

    assert b"invitation" in response.content.lower()


def test_the_demonstrations_sign_ins_are_shown_only_there(client, settings):
    assert demonstration() is None
    assert "seven quiet lanterns" not in client.get(reverse("account_login")).text

    settings.WAYMARK_DEMO = True

    assert "seven quiet lanterns" in client.get(reverse("account_login")).text
