from datetime import date

import pytest

from waymark.places.actions import add_place, load_establishments, load_links
from waymark.places.models import Kind, Status
from waymark.places.queries import Lineage, institutions_by_id, lineage_of, places_found
from waymark.places.register import Establishment, EstablishmentLink

pytestmark = pytest.mark.django_db

DAY = date(2026, 8, 1)


def school(urn, name, status=Status.OPEN, **facts):
    kind = facts.pop("kind", Kind.SCHOOL)
    return add_place(kind=kind, name=name, slug=f"s-{urn}", urn=urn, status=status, **facts)


@pytest.fixture
def places(db):
    school("900001", "St Osyth's Catholic School", town="Fernhill", postcode="GU12 6AB", ukprn="19000001")
    school("900002", "Fernhill School", Status.CLOSED, town="Fernhill", postcode="GU12 6AB")
    school(
        "900003", "Fernhill Academy", town="Fernhill", postcode="GU12 6AC", la_code="936", establishment_number="4046"
    )
    school("900004", "The Fernhill and Oakmoor School", Status.CLOSING, town="Oakmoor", postcode="GU1 2ZZ")
    school("900005", "Fernhill Children's Centre", kind=Kind.OTHER, town="Fernhill", postcode="GU12 6AB")
    school("900006", "Oakmoor College", Status.PROPOSED, kind=Kind.COLLEGE, town="Oakmoor", postcode="GU13 1AA")
    add_place(kind=Kind.HUB, name="Fernhill Careers Hub", slug="fernhill-careers-hub")


@pytest.mark.parametrize(
    ("text", "urns"),
    [
        pytest.param("fernhill", ["900003", "900004", "900005", "900002"], id="open first, then the nearest name"),
        pytest.param("fern acad", ["900003"], id="beginnings of words"),
        pytest.param("oakmoor fernhill", ["900004"], id="words in any order"),
        pytest.param("Saint Osyths", ["900001"], id="saint for st, no apostrophe"),
        pytest.param("osyth fernhill", ["900001"], id="a word of its town, when no name has all"),
        pytest.param("fernhil acadmey", ["900003"], id="slips of the finger"),
        pytest.param("900002", ["900002"], id="URN"),
        pytest.param("URN 900002", ["900002"], id="URN, said so"),
        pytest.param("19000001", ["900001"], id="UKPRN"),
        pytest.param("936/4046", ["900003"], id="council and establishment number"),
        pytest.param("GU12 6AB", ["900001", "900005", "900002"], id="postcode"),
        pytest.param("gu126ab", ["900001", "900005", "900002"], id="postcode without its blank"),
        pytest.param("gu12", ["900003", "900001", "900005", "900002"], id="outward part: not GU1"),
        pytest.param("GU12 6", ["900003", "900001", "900005", "900002"], id="part of a postcode"),
        pytest.param("fernhill GU1", ["900004"], id="a name and a postcode"),
        pytest.param("oakmoor", ["900004", "900006"], id="open before proposed"),
        pytest.param("zzyzx", [], id="nothing like it"),
        pytest.param("  ", [], id="blank"),
        pytest.param("100%_", [], id="signs that mean something to a database"),
    ],
)
def test_places_found(places, text, urns):
    found = places_found(text)

    assert ([place.urn for place in found.places], found.total) == (urns, len(urns))


def test_the_total_counts_what_the_limit_hides(places):
    found = places_found("fernhill", limit=1, start=1)

    assert ([place.urn for place in found.places], found.total) == (["900004"], 4)


def test_places_are_found_in_few_questions(places, django_assert_num_queries):
    with django_assert_num_queries(8):
        lineage_of(places_found("fernhil acadmey").places)


def establishment(urn, status, number="4046", **facts):
    return Establishment(urn, f"School {urn}", status, la_code="936", establishment_number=number, **facts)


def lineage(*urns):
    places = list(institutions_by_id(urns).values())
    found = lineage_of(places)
    return [found[urn] for urn in urns]


def test_closed_schools_and_their_successors_of_one_number_are_a_chain():
    rows = [
        establishment("900001", "Closed"),
        establishment("900002", "Closed"),
        establishment("900003", "Open"),
        establishment("900004", "Open", number="4047"),
    ]
    load_establishments(rows, said={"urn", "name", "status", "la_code", "establishment_number"}, on=DAY)

    assert lineage("900001", "900002", "900003", "900004") == [
        Lineage((), ("900002",)),
        Lineage(("900001",), ("900003",)),
        Lineage(("900002",), ()),
        Lineage(),
    ]


def test_an_open_school_has_no_successor_of_its_number():
    rows = [establishment("900001", "Open"), establishment("900002", "Proposed to open")]
    load_establishments(rows, said={"urn", "name", "status", "la_code", "establishment_number"}, on=DAY)

    assert lineage("900001") == [Lineage()]


def test_links_join_schools_the_register_does_not_hold_too():
    school("900010", "Fernhill Primary School")
    load_links(
        [
            EstablishmentLink("900010", "800002", "Predecessor - merged"),
            EstablishmentLink("900010", "800001", "Predecessor"),
            EstablishmentLink("900010", "900020", "Successor - Split School"),
            EstablishmentLink("900030", "900010", "Predecessor"),
            EstablishmentLink("900010", "900040", "Sixth Form Centre Link"),
        ]
    )

    assert lineage("900010") == [Lineage(("800001", "800002"), ("900020", "900030"))]


def test_institutions_by_id_means_the_open_one_of_a_ukprn():
    school("900001", "Old College", Status.CLOSED, kind=Kind.COLLEGE, ukprn="19000001")
    school("900002", "New College", kind=Kind.COLLEGE, ukprn="19000001")
    school("900005", "A Children's Centre", kind=Kind.OTHER, ukprn="19000005")

    found = institutions_by_id(["19000001", "900001", "19000005", "123"])

    assert {name: place.urn for name, place in found.items()} == {"19000001": "900002", "900001": "900001"}
