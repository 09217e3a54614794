"""Files of employers: the real register with each of its traps, and lists people keep by hand."""

import os
from pathlib import Path

import pytest

from tests.factories import scope_with
from tests.providers.asking import ON, ask, make_hub, make_school
from waymark.access.permissions import Permission
from waymark.access.scope import NotPermitted, acting
from waymark.cli.main import run
from waymark.intake.jobs import WorkRefused
from waymark.intake.models import Delivery
from waymark.intake.reading import Unreadable
from waymark.kernel.sectors import sic_section
from waymark.places.models import Postcode
from waymark.providers.actions.employer_files import take_back_employers
from waymark.providers.actions.employers import change_employer
from waymark.providers.actions.registering import take_up
from waymark.providers.models import Contact, Employer, EmployerChange, RegisteredEmployer
from waymark.providers.sources.employers.reading import read_employers
from waymark.providers.sources.employers.receiving import (
    merge_employer_file,
    receive_employers,
    take_employer_register,
)
from waymark.providers.sources.employers.values import company_number, helps, postcode, sic_codes, size

OPEN_DATA = os.environ.get("WAYMARK_OPEN_DATA", "")
REAL = Path(OPEN_DATA or ".") / "employers" / "gender_pay_gap_employers_2022-23.csv.gz"
real = pytest.mark.skipif(not REAL.is_file(), reason="the open data is not on this machine")
REGISTER = (
    b"EmployerName,EmployerId,Address,PostCode,CompanyNumber,SicCodes,DiffMeanHourlyPercent,EmployerSize,CurrentName\r\n"
    b'"LANTERN DAIRIES LIMITED",7,"1 Mill Lane,\r\nGuildford, GU1 3BB",GU13BB,4104101,"1470,\r\n10910",-2.1,250 to 499,'
    b"LANTERN DAIRIES PLC\r\n"
    b'WESTMARCH COUNCIL,8,Town Hall,,,"1,\r\n84110",0,"5000 to 19,999",WESTMARCH COUNCIL\r\n'
    b"TALLOW YARD,9,Yard,not known,SC272838,,1.5,Not Provided,\r\n"
)
OWN = (
    b"Reference,Name,Postcode,Size,SIC codes,STEM,Cornerstone,Offers,Requests a month,Contact name,Email\n"
    b"E1,Lantern Dairies,GU1 3BB,12,10511,yes,no,talk; Work experience,3,Pat Okafor,Pat@Lantern.example\n"
    b"E2,Tallow Yard,,Sole trader,,no,,mock,,,\n"
)


@pytest.fixture
def hub(db_scope):
    Postcode.objects.create(code="GU1 3BB", latitude=51.2365, longitude=-0.5703)
    return make_hub(make_school())


def brought(hub, content, by):
    delivery, _ = receive_employers(content=content, filename="ours.csv", keeper=hub, on=ON, by=by)
    return delivery, merge_employer_file(delivery=delivery, on=ON, by=by)


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        pytest.param("1470,\n10910", ("01470", "10910"), id="lost zero, break of line"),
        pytest.param("1470, 10910", ("01470", "10910"), id="the same, once blanks are tidied"),
        pytest.param("1", ("1",), id="a public body"),
        pytest.param("1,\n85310", ("1", "85310"), id="a public body, and what it does"),
        pytest.param("62020 - Information technology consultancy activities", ("62020",), id="Companies House"),
        pytest.param("86210;86210", ("86210",), id="twice is once"),
        pytest.param("86210 86220", ("86210", "86220"), id="parted by a blank"),
    ],
)
def test_classes_of_industry_as_they_are_written(cell, codes):
    assert sic_codes(cell) == codes


@pytest.mark.parametrize("cell", ["34000", "0", "12", "abc", "862101"])
def test_what_is_no_class_is_not_guessed_at(cell):
    with pytest.raises(Unreadable):
        sic_codes(cell)


@pytest.mark.parametrize(
    ("read", "cell", "value"),
    [
        (postcode, "HP 21 8AL", "HP21 8AL"),
        (postcode, " DE14 2EB", "DE14 2EB"),
        (company_number, "4104101", "04104101"),
        (company_number, "sc272838", "SC272838"),
        (company_number, "IP00123R", "IP00123R"),
        (size, "1000 to 4999", "to_4999"),
        (size, "Less than 250", "under_250"),
        (size, "Not Provided", ""),
        (size, "12", "small"),
        (size, "250", "to_499"),
        (helps, "Talks and mock interviews", ("talk", "mock")),
        (helps, "Talk to a class or an assembly", ("talk",)),
    ],
)
def test_cells_as_people_write_them(read, cell, value):
    assert read(cell) == value


@pytest.mark.skipif(not OPEN_DATA, reason="the open data is not on this machine")
def test_sections_are_those_of_the_published_structure():
    import csv

    with (Path(OPEN_DATA) / "sic2007" / "uk_sic_2007.csv").open(encoding="utf-8-sig") as published:
        rows = list(csv.DictReader(published))
    divisions = {row["Division"]: row["SECTION"] for row in rows if row["Level headings"] == "Division"}

    assert len(divisions) == 88
    assert {f"{n:02}": sic_section(f"{n:02}") for n in range(100) if sic_section(f"{n:02}")} == divisions


def test_the_register_is_taken_in_with_its_traps(hub, db_scope):
    outcome = take_employer_register(content=REGISTER, by=db_scope)

    assert (outcome.added, outcome.refused) == (3, 0)
    assert [(each.code, each.row) for each in outcome.problems] == [("POSTCODE_BLANK", 3), ("POSTCODE_INVALID", 4)]
    dairy, council, yard = RegisteredEmployer.objects.order_by("register_id")
    assert (dairy.name, dairy.address) == ("LANTERN DAIRIES PLC", "1 Mill Lane, Guildford, GU1 3BB")
    assert (dairy.company_number, dairy.sic_codes, dairy.sector) == ("04104101", ["01470", "10910"], "A")
    assert (dairy.postcode, dairy.latitude, dairy.precision) == ("GU1 3BB", 51.2365, "postcode")
    assert (council.is_public_body, council.sector, council.size) == (True, "O", "to_19999")
    assert (yard.sector, yard.size, yard.latitude) == ("", "", None)


def test_the_register_again_changes_nothing_and_a_new_year_changes_what_is_new(hub, db_scope):
    take_employer_register(content=REGISTER, by=db_scope)

    again = take_employer_register(content=REGISTER, by=db_scope)
    grown = REGISTER.replace(b"250 to 499", b"500 to 999")
    later = take_employer_register(content=grown, by=db_scope)
    dry = take_employer_register(content=grown.replace(b"YARD", b"BARN"), dry_run=True, by=db_scope)

    assert (again.added, again.changed, again.unchanged) == (0, 0, 3)
    assert (later.added, later.changed, later.unchanged) == (0, 1, 2)
    assert (dry.changed, RegisteredEmployer.objects.filter(name="TALLOW YARD").count()) == (1, 1)


@real
def test_the_real_register(db_scope):
    Postcode.objects.create(code="GU1 3BB", latitude=51.2365, longitude=-0.5703)
    content = REAL.read_bytes()

    outcome = take_employer_register(content=content, by=db_scope)

    assert (outcome.reading.records, outcome.added, outcome.refused) == (7108, 7108, 0)
    assert RegisteredEmployer.objects.filter(is_public_body=True).count() == 680
    assert RegisteredEmployer.objects.filter(postcode="").count() == 43  # 38 blank, 5 that are none
    assert RegisteredEmployer.objects.filter(size="").count() == 5
    assert RegisteredEmployer.objects.get(register_id="15320").latitude == 51.2365
    assert take_employer_register(content=content, by=db_scope).unchanged == 7108


def test_a_list_of_ones_own_without_an_owner_is_refused(hub, db_scope):
    outcome = take_employer_register(content=OWN, by=db_scope)

    assert outcome.is_refused
    assert "KEEPER_MISSING" in {each.code for each in outcome.problems}
    assert RegisteredEmployer.objects.count() == Employer.objects.count() == 0


def test_a_list_is_previewed_then_merged_with_its_people(hub, db_scope):
    delivery, preview = receive_employers(content=OWN, filename="ours.csv", keeper=hub, on=ON, by=db_scope)
    assert (preview.outcome["added"], Employer.objects.count()) == (2, 0)

    merge_employer_file(delivery=delivery, on=ON, by=db_scope)

    dairy = Employer.objects.get(reference="E1")
    assert (dairy.size, dairy.sector, dairy.is_stem, dairy.offers) == ("small", "C", True, ["talk", "experience"])
    assert (dairy.cap_per_month, dairy.latitude) == (3, 51.2365)
    assert Contact.objects.get().email == "pat@lantern.example"
    assert Employer.objects.get(reference="E2").cap_per_month == 2


def test_a_list_that_comes_again_says_only_what_is_new(hub, db_scope):
    brought(hub, OWN, db_scope)

    _, preview = brought(hub, OWN.replace(b",12,", b",300,"), db_scope)

    assert preview.outcome == {"added": 0, "changed": 1, "unchanged": 1, "absent": 0, "refused": 0}
    assert (Employer.objects.get(reference="E1").size, Contact.objects.count()) == ("to_499", 1)


def test_undone_everything_is_as_it_was(hub, db_scope):
    brought(hub, OWN, db_scope)
    second, _ = brought(hub, OWN.replace(b",12,", b",300,") + b"E3,Far Mill,,,,,,,,,\n", db_scope)

    take_back_employers(delivery=second, by=db_scope)

    assert sorted(Employer.objects.values_list("reference", "size")) == [("E1", "small"), ("E2", "self")]
    assert Delivery.objects.get(pk=second.pk).state == "undone"
    assert EmployerChange.objects.count() == 2


def test_nothing_is_undone_that_something_rests_on(hub, db_scope):
    school = make_school("Oakmoor School", urn="900002")
    first, _ = brought(hub, OWN, db_scope)
    ask(school, Employer.objects.get(reference="E1"))
    with pytest.raises(WorkRefused, match="asked since, Lantern Dairies"):
        take_back_employers(delivery=first, by=db_scope)

    second, _ = brought(hub, b"Reference,Name\nE3,Far Mill\n", db_scope)
    change_employer(employer=Employer.objects.get(reference="E3"), facts={"name": "Farther Mill"}, by=db_scope)
    with pytest.raises(WorkRefused, match="changed since"):
        take_back_employers(delivery=second, by=db_scope)


def test_an_employer_twice_in_a_file_is_refused_and_a_formula_too():
    rows, reading = read_employers(b"Reference,Name\nE1,One\nE1,Two\nE3,=cmd()\n")

    assert [row.name for row in rows] == ["One"]
    assert [(each.row, each.code) for each in reading.problems] == [(3, "EMPLOYER_TWICE"), (4, "FORMULA")]


def test_a_hub_lead_brings_a_list_in_and_nobody_else_sees_it(hub):
    lead = scope_with(hub, Permission.EMPLOYERS_VIEW, Permission.EMPLOYERS_WRITE)
    other = scope_with(make_hub(name="Eastmere Careers Hub"))

    with acting(lead):
        delivery, _ = brought(hub, OWN, lead)
        assert Employer.objects.count() == 2
        take_back_employers(delivery=Delivery.objects.get(pk=delivery.pk), by=lead)
    with acting(other):
        assert (Delivery.objects.count(), Employer.objects.count()) == (0, 0)
        with pytest.raises(NotPermitted):
            receive_employers(content=OWN, filename="x", keeper=hub, on=ON, by=other)


def test_taken_up_from_the_register_it_is_ours_once(hub, db_scope):
    take_employer_register(content=REGISTER, by=db_scope)
    dairy = RegisteredEmployer.objects.get(register_id="7")

    ours = take_up(registered=dairy, keeper=hub, by=db_scope)

    assert take_up(registered=dairy, keeper=hub, by=db_scope).pk == ours.pk
    assert (ours.name, ours.sector, ours.latitude) == ("LANTERN DAIRIES PLC", "A", 51.2365)


def test_the_command_takes_in_both(hub, tmp_path, capsys):
    register, own = tmp_path / "register.csv", tmp_path / "own.csv"
    register.write_bytes(REGISTER)
    own.write_bytes(OWN)

    assert run(["import", "employers", str(register)]) == 0
    assert run(["import", "employers", str(own), "--institution", hub.slug, "--dry-run"]) == 0
    assert Employer.objects.count() == 0
    assert run(["import", "employers", str(own), "--institution", hub.slug]) == 0
    assert run(["import", "employers", str(own)]) == 2
    assert (RegisteredEmployer.objects.count(), Employer.objects.count()) == (3, 2)
