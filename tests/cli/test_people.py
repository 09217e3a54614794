"""`waymark user`: what whoever runs the site does for people."""

import pytest
from allauth.mfa.models import Authenticator

from tests.factories import make_area, make_school, make_user
from waymark.access.models import AuditEvent
from waymark.access.scope import acting, everything
from waymark.cli.main import run
from waymark.post.models import Letter

pytestmark = pytest.mark.django_db


def test_a_second_step_is_forgotten_wherever_its_owner_has_roles(capsys):
    school, hub = make_school(), make_area()
    sam = make_user("Sam Reed", ("careers_leader", school), ("hub_lead", hub), password="copper lantern meadow")
    Authenticator.objects.create(user=sam, type=Authenticator.Type.TOTP, data={})

    code = run(["user", "forget-second-step", "Sam.Reed@example.org"])

    sam.refresh_from_db()
    assert (code, Authenticator.objects.count(), sam.has_usable_password()) == (0, 0, False)
    assert capsys.readouterr().out == (
        "A letter tells them how to choose a new password; then they set up another second step.\n"
    )
    with acting(everything("test")):
        letter = Letter.objects.get()
        assert {event.organisation for event in AuditEvent.objects.all()} == {school, hub}
    assert (letter.to, letter.organisation) == (sam.email, None)
    assert "Whoever runs this site has taken away your second step" in letter.text


def test_nobody_of_that_address_is_said_so(db, capsys):
    assert run(["user", "forget-second-step", "nobody@example.org"]) == 2
    assert capsys.readouterr().err == "Nobody signs in as nobody@example.org.\n"


def test_the_link_of_an_invitation_is_at_the_sites_address_unless_another_is_named(capsys, settings):
    settings.WAYMARK_ADDRESS = "https://careers.example"
    make_school(urn="900001")
    asked = ["user", "invite", "robin@example.org", "--name", "Robin Marsh", "--institution", "900001"]

    assert run(asked) == 0
    assert capsys.readouterr().out.startswith("https://careers.example/join/")
    assert run([*asked, "--site", "http://127.0.0.1:8471/"]) == 0
    assert capsys.readouterr().out.startswith("http://127.0.0.1:8471/join/")


def test_a_role_that_cannot_be_held_there_is_answered_with_those_that_can(capsys):
    make_school(urn="900001")

    code = run(["user", "invite", "r@example.org", "--name", "Robin", "--institution", "900001", "--role", "hub_lead"])

    assert code == 2
    assert capsys.readouterr().err == (
        "That role cannot be held here. Those that can: careers_leader, careers_administrator, senior_leader, teacher, "
        "adviser, governor.\n"
    )
