import re

import pytest
from django.urls import reverse

from tests.factories import make_school, make_user
from waymark.access.models import ApiToken, Membership
from waymark.access.queries import standing_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(db):
    return make_school()


@pytest.fixture
def leader(school, signed_in):
    return signed_in(make_user("Robin Marsh", ("careers_leader", school)))


def address(name, school, **more):
    return reverse(name, kwargs={"slug": school.slug, **more})


def made(leader, school, **more):
    sent = {"label": "Attendance from our MIS", "permissions": ["REGISTER_TAKE"], "days": "90"} | more
    return leader.post(address("make_token", school), sent)


def test_a_token_is_shown_once_and_then_never(leader, school):
    response = made(leader, school)

    secret = re.search(r'<code class="wm-code">([\w-]+)</code>', response.content.decode())[1]
    later = leader.get(address("tokens", school)).content.decode()
    assert standing_token(secret) == ApiToken.objects.get()
    assert "no-store" in response["Cache-Control"]
    assert ("Attendance from our MIS" in later, secret in later) == (True, False)


def test_a_form_that_lacks_something_says_so_and_makes_nothing(leader, school):
    response = made(leader, school, permissions=[])

    assert response.status_code == 422
    assert "Choose at least one thing the program may do." in response.content.decode()
    assert not ApiToken.objects.exists()


def test_a_token_is_ended(leader, school):
    made(leader, school)
    token = ApiToken.objects.get()

    asked = leader.get(address("revoke_token", school, token=token.pk))
    done = leader.post(address("revoke_token", school, token=token.pk), follow=True)

    token.refresh_from_db()
    assert "End this access?" in asked.content.decode()
    assert token.revoked_at is not None
    assert "Attendance from our MIS no longer has access." in done.content.decode()


def test_a_token_of_another_school_is_not_found(leader, school, signed_in):
    other = make_school("Oakmoor School", urn="900002")
    theirs = ApiToken.objects.create(organisation=other, label="Theirs", token_sha256="x", permissions=["FIGURES_VIEW"])

    response = leader.post(address("revoke_token", school, token=theirs.pk))

    theirs.refresh_from_db()
    assert (response.status_code, theirs.revoked_at) == (404, None)


@pytest.mark.parametrize("role", ["teacher", "senior_leader", "governor", "adviser"])
def test_only_who_may_manage_tokens_sees_the_page(school, signed_in, role):
    client = signed_in(make_user("Kit Somebody", (role, school)))

    assert client.get(address("tokens", school)).status_code == 404
    assert client.get(address("make_token", school)).status_code == 404


@pytest.fixture
def gone(leader, school, client):
    """A leader who gave a program access and left, and whoever is left to see it."""
    made(leader, school)
    administrator = make_user("Alex Brook", ("careers_administrator", school))
    make_user("Jo Penn", ("senior_leader", school))
    role = Membership.objects.get(user__name="Robin Marsh")
    client.logout()
    return role, administrator


def test_ending_a_role_says_first_which_programs_lose_access(gone, school, signed_in):
    role, administrator = gone
    client = signed_in(administrator)
    end = address("end_role", school, membership=role.pk)

    asked = client.get(end).content.decode()
    done = client.post(end, follow=True).content.decode()

    assert "Attendance from our MIS. Robin Marsh gave them access by this role." in asked
    assert "Robin Marsh is no longer careers leader here. Programs that lost access: Attendance from our MIS." in done


def test_the_others_see_which_program_lost_access_and_why_and_make_a_new_token(gone, school, signed_in):
    role, administrator = gone
    client = signed_in(administrator)
    client.post(address("end_role", school, membership=role.pk))
    home = reverse("school_home", kwargs={"slug": school.slug})

    before, reminded = client.get(address("tokens", school)).content.decode(), client.get(home).content.decode()
    like = f"{address('make_token', school)}?like={ApiToken.objects.get().pk}"
    form = client.get(like).content.decode()
    made(client, school)
    after, at_rest = client.get(address("tokens", school)).content.decode(), client.get(home).content.decode()

    assert "Programs that lost access" in before
    assert "when Robin Marsh was no longer careers leader here" in before
    assert like in before
    assert "See to 1 program that lost access" in reminded
    assert 'value="Attendance from our MIS"' in form
    assert form.count("checked") == 4  # three things it may do, and how long
    assert ("Programs that lost access" in after, "lost access" in at_rest) == (False, False)


@pytest.mark.parametrize("like", ["x", "-1", "99999999999999999999999", "²", ""])
def test_a_form_like_no_token_is_empty(leader, school, like):
    made(leader, school)

    answer = leader.get(f"{address('make_token', school)}?like={like}")

    assert (answer.status_code, 'value="Attendance from our MIS"' in answer.text) == (200, False)


def test_a_form_is_never_like_another_schools_token(leader, school):
    other = make_school("Oakmoor School", urn="900002")
    theirs = ApiToken.objects.create(organisation=other, label="Theirs", token_sha256="x", permissions=["FIGURES_VIEW"])

    assert "Theirs" not in leader.get(f"{address('make_token', school)}?like={theirs.pk}").text


def test_the_list_asks_the_same_number_of_questions_for_one_and_for_three(leader, school, django_assert_num_queries):
    for more in (1, 2):
        for _ in range(more):
            made(leader, school)
        with django_assert_num_queries(7):
            leader.get(address("tokens", school))
