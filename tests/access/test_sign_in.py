import re

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from tests.codes import SECRET, code_now
from tests.factories import make_provider, make_school, make_user
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


def test_whoever_reads_applications_must_set_up_a_second_step(client, db):
    college = make_provider("Harrowbeck College").organisation
    tutor = make_user("Sam Reed", ("provider", college), password=PASSWORD)
    try_to_sign_in(client, tutor, PASSWORD)

    response = client.get(f"/providers/{college.slug}/applications/")

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("second_step"))


def test_a_governor_sees_figures_with_a_password_alone(client, school):
    governor = make_user("Jo Penn", ("governor", school), password=PASSWORD)
    try_to_sign_in(client, governor, PASSWORD)

    assert client.get(f"/schools/{school.slug}/").status_code == 200


def test_a_password_alone_does_not_sign_in_whoever_has_a_second_step(client, school):
    teacher = make_user("Sam Reed", ("teacher", school), password=PASSWORD)
    Authenticator.objects.create(user=teacher, type=Authenticator.Type.TOTP, data={"secret": SECRET})
    try_to_sign_in(client, teacher, PASSWORD)

    response = client.get(f"/schools/{school.slug}/learners/")

    assert "/account/login/" in response["Location"]


def test_a_wrong_code_at_the_second_step_says_what_to_do(client, school):
    teacher = make_user("Sam Reed", ("teacher", school), password=PASSWORD)
    Authenticator.objects.create(user=teacher, type=Authenticator.Type.TOTP, data={"secret": SECRET})
    try_to_sign_in(client, teacher, PASSWORD)

    page = client.post(reverse("mfa_authenticate"), {"code": "nothing"})

    assert "Wait for the app to show its next one, and type that." in page.content.decode()


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


@pytest.fixture
def at_second_step(client, school):
    """A client that has given a teacher's password and is asked for a code."""
    teacher = make_user("Sam Reed", ("teacher", school), password=PASSWORD)
    Authenticator.objects.create(user=teacher, type=Authenticator.Type.TOTP, data={"secret": SECRET})
    try_to_sign_in(client, teacher, PASSWORD)
    return client


def give_code(client, code):
    return client.post(reverse("mfa_authenticate"), {"code": code})


def test_a_code_lets_in_after_a_slip_or_two(at_second_step):
    client = at_second_step
    give_code(client, "000000")

    assert give_code(client, code_now()).status_code == 302


def test_codes_cannot_be_guessed_on_and_on(at_second_step):
    client = at_second_step
    for _ in range(8):
        give_code(client, "000000")

    answer = give_code(client, code_now())

    assert answer.status_code == 200
    assert "Too many" in answer.text


def ask_for_a_new_password(client, address):
    return client.post(reverse("account_reset_password"), {"email": address})


def test_letters_to_strangers_cannot_be_sent_on_and_on(client, db, mailoutbox):
    statuses = [ask_for_a_new_password(client, f"stranger{number}@example.org").status_code for number in range(31)]

    assert statuses == [302] * 30 + [429]
    assert len(mailoutbox) == 30


def test_who_has_asked_too_often_reads_why(client, db):
    for _ in range(5):
        ask_for_a_new_password(client, "sam@example.org")

    refused = ask_for_a_new_password(client, "sam@example.org")

    assert refused.status_code == 429
    assert '<h1 class="govuk-heading-l">Too many tries</h1>' in refused.text


def test_a_new_password_ends_the_lock(client, school, mailoutbox):
    guessed = make_user("Sam Reed", ("governor", school), password=PASSWORD)
    for number in range(8):
        try_to_sign_in(client, guessed, f"wrong {number}")
    ask_for_a_new_password(client, guessed.email)
    page = client.get(re.search(r"http://testserver(\S+)", mailoutbox[0].body)[1])

    client.post(page["Location"], {"password1": "otter bramble signal", "password2": "otter bramble signal"})

    assert try_to_sign_in(client, guessed, "otter bramble signal").status_code == 302
