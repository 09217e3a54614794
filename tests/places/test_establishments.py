"""The register kept: what each extract adds, changes and leaves, in whichever order they come."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from waymark.places.actions import Loaded, load_colleges, load_establishments
from waymark.places.models import Belonging, Kind, Organisation, Status
from waymark.places.queries import places_found, whole_on
from waymark.places.register import College, Establishment

pytestmark = pytest.mark.django_db

EARLIER, LATER = date(2025, 5, 1), date(2026, 8, 1)
EVERYTHING = set(Establishment.__dataclass_fields__)
FERNHILL = Establishment(
    urn="900123",
    name="Fernhill School",
    status="Open",
    ukprn="19000123",
    la_code="936",
    la_name="Surrey",
    establishment_number="4046",
    establishment_type="Community school",
    phase="Secondary",
    low_age=11,
    high_age=18,
    opened_on=date(1998, 9, 1),
    town="Fernhill",
    postcode="GU99 1AA",
    website="www.example.org",
    pupils=912,
    percent_free_meals=14.26,
    trust_code="5001",
    trust_name="LARKRISE LEARNING TRUST",
)


def load(*rows, said=EVERYTHING, on=LATER):
    return load_establishments(rows, said=said, on=on)


def held(urn="900123"):
    return Organisation.objects.get(urn=urn)


def test_a_new_school_has_its_facts():
    outcome = load(FERNHILL)

    school = held()
    assert outcome == Loaded(added=1)
    assert (school.name, school.slug, school.setting, school.status) == (
        "Fernhill School", "fernhill-school-900123", "school", Status.OPEN,
    )  # fmt: skip
    assert (school.la_name, school.phases, school.percent_free_meals, school.read_on) == (
        "Surrey", "Secondary", Decimal("14.3"), LATER,
    )  # fmt: skip


def test_a_new_school_of_whose_type_nothing_is_said_is_judged_as_a_school():
    load(Establishment("900123", "Fernhill School", "Open"), said={"urn", "name", "status"})

    assert (held().kind, held().setting) == (Kind.SCHOOL, "school")


def test_the_same_extract_twice_changes_nothing():
    load(FERNHILL)

    assert load(FERNHILL) == Loaded(unchanged=1)
    assert Belonging.objects.exclude(whole__kind=Kind.REGION).count() == 2  # its council and its trust, once


def test_a_later_extract_says_what_is_now():
    load(FERNHILL, on=EARLIER)

    outcome = load(replace(FERNHILL, name="Fernhill Academy", status="Closed", website="", closed_on=date(2026, 7, 31)))

    school = held()
    assert outcome == Loaded(changed=1)
    assert (school.name, school.status, school.website) == ("Fernhill Academy", Status.CLOSED, "")
    assert (school.slug, school.closed_on) == ("fernhill-school-900123", date(2026, 7, 31))


def test_an_older_extract_only_fills_in_what_was_never_said():
    load(replace(FERNHILL, opened_on=None, trust_code="", trust_name=""))

    outcome = load(
        replace(FERNHILL, name="Fernhill Comprehensive", status="Closed", closed_on=EARLIER, town="Elsewhere"),
        on=EARLIER,
    )

    school = held()
    assert outcome == Loaded(changed=1)
    assert (school.name, school.status, school.closed_on, school.town) == (
        "Fernhill School",
        Status.OPEN,
        None,
        "Fernhill",
    )
    assert (school.opened_on, school.read_on) == (date(1998, 9, 1), LATER)
    assert whole_on(school, Kind.TRUST, LATER) is None


def test_a_column_the_extract_lacks_changes_nothing():
    load(FERNHILL, on=EARLIER)

    outcome = load(Establishment("900123", "Fernhill School", "Open"), said={"urn", "name", "status"})

    assert outcome == Loaded(unchanged=1)
    assert (held().website, held().read_on) == ("www.example.org", LATER)
    assert whole_on(held(), Kind.TRUST, LATER).name == "LARKRISE LEARNING TRUST"


def test_a_school_the_extract_lacks_stays_open():
    load(FERNHILL, on=EARLIER)

    outcome = load(Establishment("900124", "Oakmoor School", "Open"))

    assert outcome == Loaded(added=1, absent=1)
    assert held().status == Status.OPEN


def test_a_name_that_lost_a_letter_does_not_replace_a_whole_one():
    load(replace(FERNHILL, name="St Thomas à Becket School"), on=EARLIER)

    outcome = load(replace(FERNHILL, name="St Thomas \ufffd Becket School"))

    assert (outcome, held().name) == (Loaded(unchanged=1), "St Thomas à Becket School")


def test_days_that_cross_and_numbers_beyond_sense_are_left_out():
    row = replace(FERNHILL, opened_on=date(2020, 9, 1), closed_on=date(2019, 8, 31), pupils=10**12, town="x" * 300)

    load(row)

    school = held()
    assert (school.opened_on, school.closed_on, school.pupils) == (None, date(2019, 8, 31), None)
    assert len(school.town) == 120
    assert load(row) == Loaded(unchanged=1)


def test_a_school_belongs_to_its_council():
    load(FERNHILL)

    council = whole_on(held(), Kind.COUNCIL, LATER)
    assert (council.name, council.register_code) == ("Surrey", "E10000030")
    assert whole_on(council, Kind.REGION, LATER).name == "South East"


def test_a_school_that_changes_trust_was_in_the_first_until_the_day_before():
    load(FERNHILL, on=EARLIER)

    outcome = load(replace(FERNHILL, trust_code="5002", trust_name="TIDEMARK TRUST"))

    assert outcome == Loaded(changed=1)
    assert whole_on(held(), Kind.TRUST, date(2026, 7, 31)).name == "LARKRISE LEARNING TRUST"
    assert whole_on(held(), Kind.TRUST, LATER).name == "TIDEMARK TRUST"


def test_a_trust_known_by_name_gets_its_code_later():
    load(replace(FERNHILL, trust_code=""), on=EARLIER)

    load(FERNHILL)

    trust = Organisation.objects.get(kind=Kind.TRUST)
    assert (trust.register_code, Belonging.objects.filter(whole=trust).count()) == ("5001", 1)


def test_a_college_known_by_its_ukprn_is_the_one_the_register_names():
    load_colleges([College("WESTMARCH COLLEGE", "19900001")])

    college = Establishment(
        "900200", "Westmarch College", "Open", ukprn="19900001", establishment_type="Further education"
    )
    outcome = load(college)

    assert outcome == Loaded(changed=1)
    assert [(p.name, p.urn, p.ukprn) for p in Organisation.objects.filter(kind=Kind.COLLEGE)] == [
        ("Westmarch College", "900200", "19900001")
    ]
    assert load_colleges([College("WESTMARCH COLLEGE", "19900001")]) == Loaded(unchanged=1)


def test_two_establishments_may_carry_one_ukprn():
    load(replace(FERNHILL, urn="900300", establishment_type="Further education", status="Closed"))

    assert load(replace(FERNHILL, establishment_type="Further education")) == Loaded(added=1, absent=1)
    assert [place.urn for place in places_found("19000123").places] == ["900123", "900300"]


def test_loading_asks_the_same_number_of_questions_for_one_row_and_for_three(django_assert_num_queries):
    def numbered(*numbers):
        return [replace(FERNHILL, urn=f"9004{n}", name=f"School {n}", trust_code="", trust_name="") for n in numbers]

    load(FERNHILL)
    for rows in (numbered(1), numbered(2, 3, 4)):
        with django_assert_num_queries(15):
            load(*rows)
