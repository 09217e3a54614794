"""Hubs and trusts: who was in them when."""

from datetime import date

import pytest

from tests.factories import make_area, make_school
from waymark.places.actions import (
    Loaded,
    load_councils,
    load_hub_memberships,
    load_trust_memberships,
    load_trusts,
    overlapping_memberships,
)
from waymark.places.models import Belonging, Kind, Organisation, Status
from waymark.places.queries import parts_on, whole_on
from waymark.places.register import Council, GroupMembership, GroupOfSchools, HubMembership

pytestmark = pytest.mark.django_db

DAY = date(2026, 8, 1)
HUB = "Westmarch Careers Hub"


@pytest.fixture
def fernhill(db):
    return make_school("Fernhill School", urn="900001")


@pytest.fixture
def members(fernhill):
    return {"900001": fernhill.pk, "900002": make_school("Oakmoor School", urn="900002").pk}


def test_last_years_hub_membership_stays_true(fernhill, members):
    rows = [
        HubMembership(HUB, "900001", date(2024, 9, 1), date(2025, 8, 31)),
        HubMembership("Eastry Careers Hub", "900001", date(2025, 9, 1)),
        HubMembership(HUB, "900002"),
    ]

    assert overlapping_memberships(rows, members=members) == []
    assert load_hub_memberships(rows, members=members) == Loaded(added=3)
    assert load_hub_memberships(rows, members=members) == Loaded(unchanged=3)
    assert whole_on(fernhill, Kind.HUB, date(2025, 8, 31)).name == HUB
    assert whole_on(fernhill, Kind.HUB, date(2025, 9, 1)).name == "Eastry Careers Hub"
    hub = Organisation.objects.get(name=HUB)
    assert [school.urn for school in parts_on(hub, date(2025, 9, 1))] == ["900002"]


def test_a_membership_is_ended_by_saying_so(fernhill, members):
    load_hub_memberships([HubMembership(HUB, "900001", date(2024, 9, 1))], members=members)
    ended = HubMembership(HUB, "900001", date(2024, 9, 1), date(2026, 8, 31))

    assert overlapping_memberships([ended], members=members) == []
    assert load_hub_memberships([ended], members=members) == Loaded(changed=1)
    assert whole_on(fernhill, Kind.HUB, date(2026, 9, 1)) is None


@pytest.mark.parametrize("hub", [HUB, "Eastry Careers Hub"])
def test_a_school_is_in_one_hub_at_a_time(members, hub):
    load_hub_memberships([HubMembership(HUB, "900001", date(2024, 9, 1))], members=members)
    clash = HubMembership(hub, "900001", date(2025, 9, 1))

    assert overlapping_memberships([clash, HubMembership(hub, "900002")], members=members) == [clash]


def test_a_hub_is_known_by_its_name_however_it_is_written(members):
    hub = make_area("Westmarch Careers Hub")

    load_hub_memberships([HubMembership("WESTMARCH  careers hub", "900001")], members=members)

    assert [school.urn for school in parts_on(hub, DAY)] == ["900001"]


def test_trusts_have_their_facts_and_federations_are_left():
    groups = [
        GroupOfSchools("5001", "LARKRISE TRUST", kind="Multi-academy trust", opened_on=date(2012, 4, 1)),
        GroupOfSchools("5002", "OLD TRUST", kind="Single-academy trust", closed_on=date(2020, 1, 1)),
        GroupOfSchools("5003", "Two Schools Together", kind="Federation"),
    ]

    assert load_trusts(groups, on=DAY) == Loaded(added=2, unchanged=1)
    assert load_trusts(groups, on=DAY) == Loaded(unchanged=3)
    facts = Organisation.objects.filter(kind=Kind.TRUST).values_list("register_code", "opened_on", "status")
    assert list(facts) == [("5001", date(2012, 4, 1), Status.OPEN), ("5002", None, Status.CLOSED)]


def test_a_day_of_joining_betters_what_we_had_guessed(fernhill):
    trust = make_area("LARKRISE TRUST", kind=Kind.TRUST, register_code="5001")
    Belonging.objects.create(member=fernhill, whole=trust)
    joined = GroupMembership("900001", "5001", group_name="LARKRISE TRUST", joined_on=date(2020, 1, 1))

    assert load_trust_memberships([joined], on=DAY) == Loaded(changed=1)
    assert load_trust_memberships([joined], on=DAY) == Loaded(unchanged=1)
    assert whole_on(fernhill, Kind.TRUST, date(2019, 12, 31)) is None
    assert whole_on(fernhill, Kind.TRUST, date(2020, 1, 1)) == trust


def test_joining_another_trust_leaves_the_one_before_on_the_eve(fernhill):
    rows = [
        GroupMembership("900001", "5002", group_name="SECOND", joined_on=date(2023, 4, 1)),
        GroupMembership("900001", "5001", group_name="FIRST", joined_on=date(2018, 4, 1)),
    ]

    assert load_trust_memberships(rows, on=DAY) == Loaded(added=2)
    assert whole_on(fernhill, Kind.TRUST, date(2023, 3, 31)).name == "FIRST"
    assert whole_on(fernhill, Kind.TRUST, date(2023, 4, 1)).name == "SECOND"


def test_a_site_starts_with_the_regions_and_the_upper_tier_councils():
    regions = Organisation.objects.filter(kind=Kind.REGION)
    councils = Organisation.objects.filter(kind=Kind.COUNCIL)

    assert (regions.count(), councils.count()) == (9, 153)
    assert [whole_on(council, Kind.REGION, DAY) for council in councils].count(None) == 0
    assert councils.exclude(la_code="").values("la_code").distinct().count() == 153


def test_a_new_council_is_brought_in_and_a_known_one_kept():
    rows = [
        Council("E10000030", "Surrey", "936", "E12000008", "South East"),
        Council("E06009999", "Westmarch", "998", "E12000008", "South East"),
    ]

    assert load_councils(rows, on=DAY) == Loaded(added=1, unchanged=1)
    assert load_councils(rows, on=DAY) == Loaded(unchanged=2)
    assert whole_on(Organisation.objects.get(la_code="998"), Kind.REGION, DAY).name == "South East"
