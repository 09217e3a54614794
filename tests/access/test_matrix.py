"""Every role against every page of a school: it opens where the role holds what the page needs, and nowhere else."""

import pytest
from django.urls import get_resolver

from tests.factories import make_area, make_learner, make_school, make_user
from tests.house.test_views import views
from waymark.access.permissions import Permission
from waymark.access.roles import ROLES
from waymark.access.scope import acting, everything
from waymark.places.models import Kind

pytestmark = pytest.mark.django_db


def pages(under):
    """Addresses with nothing but the slug to fill in, and what each needs."""
    for address, view in views(get_resolver().url_patterns):
        if (
            address.startswith(f"{under}/<slug:slug>/")
            and address.count("<") == 1
            and isinstance(view.needs, Permission)
        ):
            yield "/" + address, view.needs


@pytest.fixture
def school(db):
    with acting(everything("test")):
        school = make_school()
        make_learner(school)
    return school


@pytest.mark.parametrize("role", [role.name for role in ROLES.values() if Kind.SCHOOL in role.at])
def test_a_role_opens_what_it_may_and_nothing_else(role, school, signed_in):
    client = signed_in(make_user("Robin Marsh", (role, school)))
    held = ROLES[role].permissions
    wrong = []
    for address, needs in [*pages("schools"), *pages("people")]:
        status = client.get(address.replace("<slug:slug>", school.slug)).status_code
        if (status in {200, 302}) != (needs in held) or status not in {200, 302, 404}:
            wrong.append((address, needs.name, status))

    assert wrong == []


def test_nobody_opens_another_schools_pages(school, signed_in):
    stranger = make_user("Sam Reed", ("careers_leader", make_school("Oakmoor School", urn="900002")))
    client = signed_in(stranger)
    opened = [
        address
        for address, _ in [*pages("schools"), *pages("people")]
        if client.get(address.replace("<slug:slug>", school.slug)).status_code != 404
    ]

    assert opened == []


def test_a_hub_lead_opens_no_page_of_a_school_that_does_not_share(school, signed_in):
    client = signed_in(make_user("Kit Vale", ("hub_lead", make_area())))
    opened = [
        address
        for address, _ in pages("schools")
        if client.get(address.replace("<slug:slug>", school.slug)).status_code != 404
    ]

    assert opened == []


def test_a_page_that_only_reads_refuses_to_be_posted_to(school, signed_in):
    client = signed_in(make_user("Robin Marsh", ("careers_leader", school)))

    assert client.post(f"/people/{school.slug}/audit/").status_code == 405
