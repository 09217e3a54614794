"""The outbox's pages."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_school, make_user
from waymark.access.permissions import Permission
from waymark.post.actions import Report, Wording, note_bounce, send_letter
from waymark.post.actions.delivering import deliver_letter
from waymark.post.models import Letter


@pytest.fixture
def school(db_scope):
    return make_school()


def written(school, by, number=1, needs=Permission.REQUEST):
    wording = Wording(f"Letter {number}", "Hello,\n\nOne line\nand another.")
    return send_letter(organisation=school, to=f"pat{number}@employer.example", wording=wording, needs=needs, by=by)


def came_back(school, by, number=1):
    letter = written(school, by, number)
    deliver_letter.call(letter.public_id)
    note_bounce(report=Report(letter.to, "550 unknown"), at=timezone.now(), by=by)
    return letter


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_list_asks_as_much_for_three_as_for_one(how_many, school, db_scope, signed_in, django_assert_num_queries):
    client = signed_in(make_user("Robin Marsh", ("careers_leader", school)))
    for number in range(how_many):
        came_back(school, db_scope, number)

    with django_assert_num_queries(8):
        page = client.get(reverse("letters", args=[school.slug])).content.decode()

    assert page.count("Came back") == how_many + 1  # once in the list of choices
    assert page.count("Send again") == how_many


def test_a_bounced_letter_is_sent_again_with_one_press(school, db_scope, signed_in):
    client, letter = signed_in(make_user("Robin Marsh", ("careers_leader", school))), came_back(school, db_scope)

    answer = client.post(reverse("letter", args=[school.slug, letter.public_id]), {"to": letter.to})

    assert answer.status_code == 302
    assert Letter.objects.get().state == Letter.State.QUEUED


def test_a_wrong_address_is_sent_back(school, db_scope, signed_in):
    client, letter = signed_in(make_user("Robin Marsh", ("careers_leader", school))), came_back(school, db_scope)

    answer = client.post(reverse("letter", args=[school.slug, letter.public_id]), {"to": "no address"})

    assert answer.status_code == 422
    assert Letter.objects.get().state == Letter.State.BOUNCED


def test_one_letter_is_read_whole(school, db_scope, signed_in):
    client, letter = signed_in(make_user("Robin Marsh", ("careers_leader", school))), written(school, db_scope)

    page = client.get(reverse("letter", args=[school.slug, letter.public_id])).content.decode()

    assert "One line<br>and another." in page


def test_a_governor_sees_no_letter_and_next_door_finds_none(school, db_scope, signed_in):
    letter, other = written(school, db_scope), make_school("Oakmoor School", urn="900002")
    governor = signed_in(make_user("Gale Voss", ("governor", school)))

    assert "Letter 1" not in governor.get(reverse("letters", args=[school.slug])).content.decode()
    assert governor.get(reverse("letter", args=[school.slug, letter.public_id])).status_code == 404
    leader = signed_in(make_user("Robin Marsh", ("careers_leader", other)))
    assert leader.get(reverse("letters", args=[school.slug])).status_code == 404
    assert leader.get(reverse("letter", args=[other.slug, letter.public_id])).status_code == 404
