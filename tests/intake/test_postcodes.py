"""Where postcodes lie: the national directory's columns, our own lists, and what is left out."""

import os
from pathlib import Path

import pytest

from waymark.access.scope import everything
from waymark.intake.registers import take_register
from waymark.places.models import Postcode
from waymark.places.queries import Precision, normal_postcode, position_of

OPEN_DATA = os.environ.get("WAYMARK_OPEN_DATA")
needs_open_data = pytest.mark.skipif(not OPEN_DATA, reason="WAYMARK_OPEN_DATA is not set")
pytestmark = pytest.mark.django_db

DIRECTORY = """pcds,oa21,lat,long,ctry25cd,doterm
GU1 3BB,x,51.2394,-0.5671,E92000001,
gu1  3bd,x,51.2401,-0.5660,E92000001,201812
CF10 1AA,x,51.4800,-3.1760,W92000004,
GU1 3ZZ,x,99.999999,0.000000,E92000001,
nowhere,x,51.0,0.0,E92000001,
GU1 3BE,x,5.1,0.0,E92000001,
"""


def take(text, **more):
    return take_register(kind="postcodes", content=text.encode(), by=everything("test"), **more)


def test_take_register_of_the_directory():
    outcome = take(DIRECTORY)

    assert (outcome.added, outcome.refused, outcome.reading.records) == (3, 3, 6)
    assert [(problem.row, problem.column, problem.code) for problem in outcome.problems] == [
        (5, "lat", "POSITION_UNKNOWN"),
        (6, "pcds", "POSTCODE_INVALID"),
        (7, "lat", "POSITION_INVALID"),
    ]
    assert list(Postcode.objects.order_by("code").values_list("code", "country", "ended_in")) == [
        ("CF10 1AA", "W92000004", ""),
        ("GU1 3BB", "E92000001", ""),
        ("GU1 3BD", "E92000001", "201812"),
    ]


def test_take_register_twice_and_then_with_a_postcode_moved():
    take(DIRECTORY)

    again = take(DIRECTORY)
    moved = take("postcode,latitude,longitude\nGU1 3BB,51.24,-0.5671\n")

    assert (again.added, again.changed, again.unchanged) == (0, 0, 3)
    assert (moved.added, moved.changed, moved.unchanged) == (0, 1, 0)
    assert Postcode.objects.get(code="GU1 3BB").latitude == 51.24


def test_rows_far_down_keep_their_number():
    rows = "".join(
        f"GU{n // 90 % 90 + 1} {n % 9}{'ABDEFGHJLN'[n % 10]}{'ABDEFGHJLN'[n // 9 % 10]},51,0\n" for n in range(25_000)
    )

    outcome = take(f"postcode,lat,long\n{rows}here,51,0\n")

    assert [(problem.row, problem.line) for problem in outcome.problems] == [(25_002, 25_002)]
    assert outcome.reading.records == 25_001


def test_a_file_without_positions_is_refused():
    outcome = take("postcode,lat\nGU1 3BB,51\n")

    assert (outcome.is_refused, [problem.column for problem in outcome.problems]) == (True, ["long"])


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("gu13bb", "GU1 3BB"),
        (" GU1  3BB ", "GU1 3BB"),
        ("ec1a1bb", "EC1A 1BB"),
        ("GU1 3", "GU1 3"),
        ("gu1", "GU1"),
        ("W1A", "W1A"),
        ("GU13", "GU13"),
        ("Guildford", ""),
        ("", ""),
        ("'; DROP TABLE", ""),
    ],
)
def test_normal_postcode(typed, code):
    assert normal_postcode(typed) == code


@pytest.mark.parametrize(
    ("asked", "found", "precision"),
    [
        ("gu13bb", "GU1 3BB", Precision.POSTCODE),
        ("GU1 3QQ", "GU1 3", Precision.SECTOR),
        ("GU1 4AA", "GU1", Precision.OUTCODE),
    ],
)
def test_position_of_a_postcode_or_of_the_area_around_it(asked, found, precision):
    take("postcode,lat,long\nGU1 3BB,51.2394,-0.5671\nGU1 3,51.24,-0.57\nGU1,51.25,-0.58\n")

    position = position_of(asked)

    assert (position.code, position.precision) == (found, precision)


@pytest.mark.parametrize("asked", ["ZZ9 9ZZ", "Guildford", ""])
def test_position_of_what_nobody_knows(asked, db):
    assert position_of(asked) is None


@needs_open_data
@pytest.mark.parametrize(
    ("name", "least"), [("england_outcodes.csv", 1_000), ("england_postcode_sectors.csv.gz", 5_000)]
)
def test_real_lists_come_in_whole(name, least):
    content = (Path(OPEN_DATA) / "postcodes" / name).read_bytes()

    outcome = take_register(kind="postcodes", content=content, by=everything("test"))

    assert (outcome.refused, outcome.added >= least) == (0, True)


@needs_open_data
def test_real_postcodes_come_in_whole_and_ended_ones_without_a_position_are_refused():
    folder = Path(OPEN_DATA) / "postcodes"
    whole = take_register(
        kind="postcodes", content=(folder / "full_postcodes_SO_GU_B_LS_E.csv.gz").read_bytes(), by=everything("test")
    )
    ended = take_register(
        kind="postcodes", content=(folder / "terminated_postcodes_sample.csv").read_bytes(), by=everything("test")
    )

    assert (whole.refused, whole.added) == (0, 119_697)
    assert (ended.is_refused, {each.code for each in ended.problems}) == (True, {"COLUMN_MISSING"})
