"""Register files at the door: every way they come, and what becomes of them."""

import gzip
import json
import os
from datetime import date
from pathlib import Path

import pytest

from waymark.access.models import AuditEvent
from waymark.access.scope import NotPermitted, Scope, everything
from waymark.intake.packed import unpacked
from waymark.intake.reading import FileRefused
from waymark.intake.registers import take_register
from waymark.places.models import Kind, Organisation
from waymark.places.queries import lineage_of, places_found, whole_on

OPEN_DATA = os.environ.get("WAYMARK_OPEN_DATA")
needs_open_data = pytest.mark.skipif(not OPEN_DATA, reason="WAYMARK_OPEN_DATA is not set")
pytestmark = pytest.mark.django_db

HEADER = (
    "URN,LA (code),LA (name),EstablishmentNumber,EstablishmentName,TypeOfEstablishment (name),"
    "EstablishmentStatus (name),OpenDate,CloseDate,PhaseOfEducation (name),LastChangedDate,HeadLastName,Postcode"
)


def row(urn, name="Fernhill School", status="Open", opened="01-09-2011", closed="", head="Quillfeather", number="4046"):
    kind = "Community school"
    return f"{urn},936,Surrey,{number},{name},{kind},{status},{opened},{closed},Secondary,02-03-2026,{head},GU1 1AA"


def schools(*rows, encoding="cp1252"):
    return "\r\n".join((HEADER, *rows, "")).encode(encoding)


def take(content, kind="gias", **more):
    return take_register(kind=kind, content=content, by=everything("test"), **more)


def counts(outcome):
    return outcome.added, outcome.changed, outcome.unchanged, outcome.absent, outcome.refused


def test_schools_are_taken_in_and_the_trail_says_so(db_scope):
    outcome = take(schools(row("900001"), row("900002", number="4047")))

    assert counts(outcome) == (2, 0, 0, 0, 0)
    event = AuditEvent.objects.get()
    assert (event.verb, event.details["added"], event.details["sha256"]) == (
        "register file taken in", 2, outcome.file_sha256,
    )  # fmt: skip


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_schools_in_any_alphabet(db_scope, encoding):
    take(schools(row("900001", name="St Osyth’s École"), encoding=encoding))

    assert Organisation.objects.get(urn="900001").name == "St Osyth’s École"


def test_a_ragged_row_is_refused_and_the_others_are_taken(db_scope):
    outcome = take(schools(row("900001"), "900002,936,Surrey", row("900003", number="4048")))

    assert counts(outcome) == (2, 0, 0, 0, 1)
    assert [(p.row, p.code, p.effect) for p in outcome.problems] == [(3, "ROW_RAGGED", "refused")]


def test_a_head_teacher_is_nowhere_in_the_database(db_scope):
    take(schools(row("900001")))

    held = json.dumps([list(map(str, place.values())) for place in Organisation.objects.values()])
    assert "Fernhill School" in held
    assert "Quillfeather" not in held


def test_the_same_bytes_twice_change_nothing_whichever_way_they_are_packed(db_scope):
    content = schools(row("900001"))

    take(content)

    assert counts(take(gzip.compress(content))) == (0, 0, 1, 0, 0)


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (b"", ["FILE_EMPTY"]),
        (b"%PDF-1.7 not a register", ["FILE_TYPE"]),
        (schools(), ["FILE_EMPTY"]),
        (b"LA (code),LA (name)\n936,Surrey\n", ["COLUMN_MISSING"] * 3),
        (b"\x1f\x8bnot really packed", ["FILE_TYPE"]),
    ],
)
def test_a_file_that_is_no_register_changes_nothing(db_scope, content, codes):
    before = Organisation.objects.count()

    outcome = take(content)

    assert ([p.code for p in outcome.problems], outcome.is_refused) == (codes, True)
    assert (Organisation.objects.count(), AuditEvent.objects.count()) == (before, 0)


def test_a_packed_file_that_unpacks_without_end_is_refused_early():
    bomb = gzip.compress(bytes(20_000_000))

    with pytest.raises(FileRefused) as refused:
        unpacked(bomb, limit=1_000_000)

    assert [problem.code for problem in refused.value.problems] == ["FILE_TOO_LARGE"]


def test_several_packed_parts_are_one_file():
    assert unpacked(gzip.compress(b"a,b\n") + gzip.compress(b"1,2\n")) == b"a,b\n1,2\n"


def test_a_packed_file_cut_short_is_refused():
    with pytest.raises(FileRefused) as refused:
        unpacked(gzip.compress(b"some text " * 500)[:-12])

    assert [problem.code for problem in refused.value.problems] == ["FILE_TYPE"]


@pytest.mark.parametrize(
    ("filename", "on", "read_on"),
    [
        ("edubasealldata20260215.csv", None, date(2026, 2, 15)),
        ("edubasealldata20260215.csv", date(2026, 4, 1), date(2026, 4, 1)),
        ("schools.csv", None, date(2026, 3, 2)),
        ("schools20269999.csv", None, date(2026, 3, 2)),
    ],
)
def test_the_day_an_extract_speaks_for(db_scope, filename, on, read_on):
    take(schools(row("900001")), filename=filename, on=on)

    assert Organisation.objects.get(urn="900001").read_on == read_on


def test_a_dry_run_says_what_would_happen_and_changes_nothing(db_scope):
    before = Organisation.objects.count()

    outcome = take(schools(row("900001")), dry_run=True)

    assert counts(outcome) == (1, 0, 0, 0, 0)
    assert (Organisation.objects.count(), AuditEvent.objects.count()) == (before, 0)


def test_nobody_but_the_sites_operator_changes_the_register(db_scope):
    with pytest.raises(NotPermitted):
        take_register(kind="gias", content=schools(row("900001")), by=Scope(who="Somebody"))


def test_hub_members_are_checked_against_the_register(db_scope):
    take(schools(row("900001"), row("900002", number="4047")))
    content = (
        b"Hub,URN or UKPRN,From,To\n"
        b"Westmarch Careers Hub,900001,01/09/2024,\n"
        b"Westmarch Careers Hub,999999,01/09/2024,\n"
        b"Westmarch Careers Hub,900002,01/09/2024,31/08/2023\n"
        b"Eastry Careers Hub,900001,01/09/2025,\n"
    )

    outcome = take(content, kind="hubs")

    assert counts(outcome) == (1, 0, 0, 0, 3)
    assert [(p.row, p.code) for p in outcome.problems] == [
        (3, "INSTITUTION_UNKNOWN"), (4, "DATES_BACKWARDS"), (5, "MEMBERSHIP_OVERLAPS"),
    ]  # fmt: skip
    assert counts(take(content, kind="hubs")) == (0, 0, 1, 0, 3)


def test_trusts_and_who_is_in_them_are_told_apart(db_scope):
    take(schools(row("900001")))
    groups = b"Group UID,Group Name,Group Type\n5001,LARKRISE TRUST,Multi-academy trust\n"
    links = (
        b"URN,Group UID,Group Name,Group Type,Joined date\n900001,5001,LARKRISE TRUST,Multi-academy trust,01-04-2020\n"
    )

    outcomes = take(groups, kind="trusts"), take(links, kind="trusts")

    assert [counts(outcome) for outcome in outcomes] == [(1, 0, 0, 0, 0)] * 2
    assert whole_on(Organisation.objects.get(urn="900001"), Kind.TRUST, date(2026, 1, 1)).register_code == "5001"


@needs_open_data
def test_both_real_extracts_in_either_order(db_scope):
    def both(*names):
        return [counts(take(Path(OPEN_DATA, "gias", name).read_bytes(), on=days[name])) for name in names]

    days = {"gias_surrey_2021.csv": date(2021, 5, 1), "establishments_2026_six_regions.csv": date(2026, 8, 1)}
    older, newer = days

    assert both(newer, older, newer) == [(1418, 0, 0, 0, 0), (562, 28, 0, 1390, 0), (0, 0, 1418, 562, 0)]
    facts = (
        Organisation.objects.exclude(urn="").order_by("urn").values_list("urn", "name", "status", "la_name", "website")
    )
    kept = list(facts)
    Organisation.objects.exclude(urn="").update(name="", status="unknown", read_on=None)
    both(older, newer)
    assert list(facts) == kept


@needs_open_data
def test_real_links_and_colleges(db_scope):
    take(Path(OPEN_DATA, "gias", "establishments_2026_six_regions.csv").read_bytes())
    links = Path(OPEN_DATA, "gias", "establishment_links_2026.csv").read_bytes()
    colleges = Path(OPEN_DATA, "course_directory", "fe_colleges_ukprn.csv").read_bytes()
    older_colleges = Path(OPEN_DATA, "course_directory", "further_education_colleges_2018.tsv").read_bytes()

    taken = [take(links, kind="gias-links"), take(colleges, kind="colleges"), take(older_colleges, kind="colleges")]

    assert [(o.added, o.refused) for o in taken] == [(1728, 0), (210, 0), (154, 0)]
    again = [take(links, kind="gias-links"), take(colleges, kind="colleges"), take(older_colleges, kind="colleges")]
    assert [(o.added, o.changed) for o in again] == [(0, 0)] * 3
    ladywell = places_found("100747").places
    assert lineage_of(ladywell)["100747"].successors == ("150318",)
    assert next(place.ukprn for place in places_found("bolton college").places) == "10000794"
    everywhere = places_found("100171").places[0]
    assert everywhere.phases == "Nursery;Primary;Secondary;16 plus"
