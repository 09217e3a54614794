"""The register of schools: both layouts, both alphabets, and what is never read."""

import dataclasses
import os
from datetime import date
from pathlib import Path

import pytest

from waymark.intake.sources.colleges import read_colleges
from waymark.intake.sources.gias import read_establishments, read_groups, read_links, read_memberships
from waymark.places.register import Establishment

HEADER = (
    "URN,LA (code),EstablishmentNumber,EstablishmentName,EstablishmentStatus (name),OpenDate,CloseDate,StatutoryLowAge,"
    "StatutoryHighAge,OfficialSixthForm (name),Postcode,SchoolWebsite,UKPRN,HeadFirstName,HeadLastName"
)
OPEN_DATA = os.environ.get("WAYMARK_OPEN_DATA")
needs_open_data = pytest.mark.skipif(not OPEN_DATA, reason="WAYMARK_OPEN_DATA is not set")


def establishments(*rows: str, encoding: str = "cp1252"):
    return read_establishments("\r\n".join((HEADER, *rows, "")).encode(encoding))


def test_read_establishments_reads_the_facts():
    found, reading = establishments(
        "900123,36,46,St Osyth’s School,Closed,01-01-1900,31-08-2024,11,99,Has a sixth form,"
        "gu12 6lx,/www.example.org,10012345,Ann,Ex"
    )

    assert found == [
        Establishment(
            urn="900123",
            name="St Osyth’s School",
            status="Closed",
            row=2,
            la_code="036",
            establishment_number="0046",
            closed_on=date(2024, 8, 31),
            low_age=11,
            has_sixth_form=True,
            postcode="GU12 6LX",
            website="www.example.org",
            ukprn="10012345",
        )
    ]
    assert reading.problems == ()


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
def test_read_establishments_in_either_alphabet(encoding):
    found, _ = establishments("900123,936,4046,Café d’Été School,Open,,,,,,,,,,", encoding=encoding)

    assert [school.name for school in found] == ["Café d’Été School"]


def test_read_establishments_never_reads_a_head_teacher():
    found, reading = establishments("900123,936,4046,Fernhill School,Open,,,,,,,,,Hortensia,Quillfeather")

    assert "Hortensia" not in str(found) + str([row.values for row in reading.rows])
    assert not [field.name for field in dataclasses.fields(Establishment) if "head" in field.name]


def test_read_establishments_refuses_rows_and_notes_values():
    found, reading = establishments(
        "900123,936,4046,Fernhill School,Open,,,,,,,,,,",
        "900123,936,4046,Fernhill School,Open,,,,,,,,,,",
        "9x,936,4046,Oakhill School,Open,,,,,,,,,,",
        "900125,936,4046,,Open,,,,,,,,,,",
        "900126,936",
        "900127,936,4046,Elmhill School,Open,not a day,,,,,nowhere,none at all,5,,",
    )

    assert [school.urn for school in found] == ["900123", "900127"]
    assert [(problem.row, problem.code, problem.effect.value) for problem in reading.problems] == [
        (3, "URN_TWICE", "refused"),
        (4, "URN_INVALID", "refused"),
        (5, "NAME_BLANK", "refused"),
        (6, "ROW_RAGGED", "refused"),
        (7, "VALUE_UNREADABLE", "noted"),
        (7, "VALUE_UNREADABLE", "noted"),
        (7, "VALUE_UNREADABLE", "noted"),
        (7, "VALUE_UNREADABLE", "noted"),
    ]


def test_read_establishments_when_a_needed_column_is_missing():
    found, reading = read_establishments(b"URN,Postcode\n900123,GU12 6LX\n")

    assert found == []
    assert [problem.column for problem in reading.problems] == ["EstablishmentName", "EstablishmentStatus (name)"]


@pytest.mark.parametrize(
    ("kind", "pair"),
    [
        ("Predecessor - merged", ("900001", "900123")),
        ("Successor", ("900123", "900001")),
        ("Result of Amalgamation", ("900001", "900123")),
        ("Sixth Form Centre Link", None),
    ],
)
def test_links_say_which_came_first(kind, pair):
    header = "urn,linkurn,linkname,linktype,linkestablisheddate"

    links, _ = read_links(f"{header}\n900123,900001,Old,{kind},31-03-2025\n".encode())

    assert [(link.predecessor_and_successor, link.on) for link in links] == [(pair, date(2025, 3, 31))]


def test_read_links_refuses_a_link_to_itself():
    links, reading = read_links(b"urn,linkurn,linktype\n900123,900123,Successor\n")

    assert links == []
    assert [problem.code for problem in reading.problems] == ["LINK_TO_ITSELF"]


def test_read_groups_and_who_is_in_them():
    groups, _ = read_groups(
        b"Group UID,Group ID,Group Name,Group Type,Open date,Head of Group Last Name\n"
        b"77,TR1,Vale Trust,Multi-academy trust,01-09-2019,Quillfeather\n"
    )
    memberships, _ = read_memberships(b"URN,Group UID,Group Name,Joined date\n900123,77,Vale Trust,01-09-2020\n")

    assert [(group.uid, group.name, group.opened_on) for group in groups] == [("77", "Vale Trust", date(2019, 9, 1))]
    assert "Quillfeather" not in str(groups)
    assert [(m.urn, m.uid, m.joined_on) for m in memberships] == [("900123", "77", date(2020, 9, 1))]


def test_read_colleges_with_and_without_ukprns():
    listed, reading = read_colleges(b"UKPRN,Provider Name\n10000001,A COLLEGE\n10000001,A AGAIN\n12,B COLLEGE\n")
    older, _ = read_colleges(b"further-education-college-uk\tname\tstart-date\tend-date\n1\tC College\t\t2016-08-01\n")

    assert [(college.ukprn, college.name) for college in listed] == [("10000001", "A COLLEGE")]
    assert [(problem.row, problem.code) for problem in reading.problems] == [(3, "UKPRN_TWICE"), (4, "UKPRN_INVALID")]
    assert [(college.name, college.closed_on) for college in older] == [("C College", date(2016, 8, 1))]


@needs_open_data
@pytest.mark.parametrize(
    ("name", "count", "columns"), [("establishments_2026_six_regions.csv", 1418, 32), ("gias_surrey_2021.csv", 590, 35)]
)
def test_read_establishments_of_the_real_extracts(name, count, columns):
    found, reading = read_establishments(Path(OPEN_DATA, "gias", name).read_bytes())

    lost = [school.row for school in found if "\ufffd" in school.name]
    assert (len(found), len(reading.found)) == (count, columns)
    assert [(problem.code, problem.row) for problem in reading.problems] == [("LETTER_LOST", row) for row in lost]


@needs_open_data
def test_read_links_of_the_real_file():
    links, reading = read_links(Path(OPEN_DATA, "gias", "establishment_links_2026.csv").read_bytes())

    assert (len(links), reading.problems) == (1728, ())
