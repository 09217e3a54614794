"""Nobody gives away more than they have: which roles each may give, by letter or by hand."""

import pytest

from tests.factories import make_area, make_school, make_user
from waymark.access.actions.invitations import InvitationRefused, invite
from waymark.access.actions.people import grant_role
from waymark.access.models import Invitation, Membership
from waymark.access.queries import roles_given_by, scope_of
from waymark.access.roles import ROLES
from waymark.access.scope import NotPermitted, acting, everything

EVERY_ROLE = {"careers_leader", "careers_administrator", "senior_leader", "teacher", "adviser", "governor"}
AT_A_SCHOOL = {
    "careers_leader": EVERY_ROLE,
    "careers_administrator": {"careers_administrator", "teacher", "adviser", "governor"},
    "senior_leader": EVERY_ROLE,  # who appoints the careers leader
    "teacher": {"teacher", "governor"},
}
ASKS = [name for name in AT_A_SCHOOL if name != "teacher"]


@pytest.fixture
def school(db):
    return make_school()


@pytest.mark.parametrize("giver", AT_A_SCHOOL)
def test_a_role_can_be_given_by_who_can_do_all_it_may_or_who_appoints(school, giver):
    scope = scope_of(make_user("Robin Marsh", (giver, school)))

    assert {role.name for role in roles_given_by(scope, school)} == AT_A_SCHOOL[giver]


def test_a_hub_lead_gives_the_roles_of_a_hub(db):
    hub = make_area()
    lead, coordinator = (make_user(name.title(), (name, hub)) for name in ("hub_lead", "coordinator"))

    assert {role.name for role in roles_given_by(scope_of(lead), hub)} == {"hub_lead", "coordinator"}
    assert {role.name for role in roles_given_by(scope_of(coordinator), hub)} == {"coordinator"}


@pytest.mark.parametrize("giver", ASKS)
@pytest.mark.parametrize("role", sorted(AT_A_SCHOOL["careers_leader"]))
def test_by_letter_and_by_hand_alike(school, giver, role):
    by = scope_of(make_user("Robin Marsh", (giver, school)))
    other = make_user("Sam Reed")
    letter = {"organisation": school, "email": "a@example.org", "name": "A", "role": role, "address_of": "{token}"}
    if role in AT_A_SCHOOL[giver]:
        invite(**letter, by=by)
        grant_role(user=other, organisation=school, role=role, by=by)
        assert (Invitation.objects.count(), Membership.objects.filter(user=other).count()) == (1, 1)
        return

    with pytest.raises(InvitationRefused, match="may do more here than you"):
        invite(**letter, by=by)
    with pytest.raises(NotPermitted):
        grant_role(user=other, organisation=school, role=role, by=by)
    assert (Invitation.objects.count(), Membership.objects.filter(user=other).count()) == (0, 0)


def test_nobody_makes_themselves_stronger(school):
    """Neither a second role of one's own, nor a stronger one than one has."""
    admin = make_user("Robin Marsh", ("careers_administrator", school))

    with pytest.raises(NotPermitted):
        grant_role(user=admin, organisation=school, role="careers_leader", by=scope_of(admin))


def test_the_operator_at_the_machine_gives_the_first_role(school):
    with acting(everything("the operator")) as by:
        for role in AT_A_SCHOOL["careers_leader"]:
            invite(organisation=school, email="a@example.org", name="A", role=role, address_of="{token}", by=by)

    assert Invitation.objects.filter(withdrawn_at=None).count() == sum(
        school.kind in role.at for role in ROLES.values()
    )


def test_the_page_offers_what_can_be_given_and_refuses_the_rest(school, signed_in):
    browser = signed_in(make_user("Robin Marsh", ("careers_administrator", school)))
    offered = browser.get("/people/fernhill-school/invite/").content.decode()
    asked = {"name": "A", "email": "a@example.org", "role": "careers_leader"}

    assert 'value="adviser"' in offered
    assert 'value="careers_leader"' not in offered
    assert browser.post("/people/fernhill-school/invite/", asked).status_code == 422
    assert Invitation.objects.count() == 0


def test_a_name_of_several_lines_becomes_one(school, mailoutbox, django_capture_on_commit_callbacks):
    leader = make_user("Robin Marsh", ("careers_leader", school))
    letter = {"organisation": school, "email": "a@example.org", "role": "teacher", "address_of": "{token}"}
    with django_capture_on_commit_callbacks(execute=True):
        invitation, _ = invite(**letter, name="Sam\r\nReed\n\nPS: click here", by=scope_of(leader))

    assert invitation.name == "Sam Reed PS: click here"
    assert "Hello Sam Reed PS: click here," in mailoutbox[0].body.splitlines()
