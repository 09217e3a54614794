"""Common transfer files: three alphabets, whatever they declare, and nothing dangerous."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ledger.learner_files import upn
from waymark.ledger.sources.learners import learner_rows, read_learners

ON = date(2026, 11, 20)
PUPIL = """
<Pupil><UPN>{upn}</UPN><Surname>O’Hara</Surname><Forename>Zoë</Forename><DOB>{born}</DOB><Sex>F</Sex>
<BasicDetails><PreferredForename>Zo</PreferredForename>{year}<Ethnicity>WIRI</Ethnicity></BasicDetails>
<LookedAfter><InCare>true</InCare></LookedAfter>
<SENhistory><SEN><StartDate>2021-09-01</StartDate><SENprovision>E</SENprovision></SEN>
<SEN><StartDate>2019-09-01</StartDate><SENprovision>K</SENprovision></SEN></SENhistory>
<Address><PAON>Secret House</PAON></Address></Pupil>"""


def ctf(*, declared="UTF-8", encoding="utf-8", pupils=1, born="2013-03-14", year="9", made="2026-10-01", before=""):
    said = f"<NCyearActual>{year}</NCyearActual>" if year else ""
    inside = "".join(PUPIL.format(upn=upn(n), born=born, year=said) for n in range(pupils))
    return (
        f'<?xml version="1.0" encoding="{declared}"?>{before}<CTfile><Header><DocumentName>Common Transfer File'
        f"</DocumentName><CTFversion>25.0</CTFversion><DateTime>{made}T09:00:00</DateTime></Header>"
        f"<CTFpupilData>{inside}</CTFpupilData></CTfile>"
    ).encode(encoding)


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("UTF-8", "utf-8"),
        ("UTF-8", "utf-8-sig"),
        ("UTF-16", "utf-16"),
        ("UTF-16LE", "utf-16-le"),
        ("ISO-8859-1", "cp1252"),
        ("windows-1252", "cp1252"),
        pytest.param("UTF-16", "utf-8", id="declared as UTF-16, but is not"),
        pytest.param("UTF-8", "cp1252", id="declared as UTF-8, but is not"),
    ],
)
def test_a_transfer_file_is_read_in_every_alphabet(declared, encoding):
    content = ctf(declared=declared, encoding=encoding)

    (row,) = learner_rows(read_learners(content, on=ON, fields_on={"sen", "looked_after", "ethnicity"}))

    assert (row.upn, row.given_name, row.family_name, row.preferred_name) == (upn(0), "Zoë", "O’Hara", "Zo")
    assert (row.born_on, row.year_group, row.sex) == (date(2013, 3, 14), 9, "F")
    assert (row.sen, row.looked_after, row.ethnicity) == ("E", True, "WIRI")


def test_sensitive_facts_of_a_transfer_file_are_scopes_too():
    reading = read_learners(ctf(), on=ON)

    assert [problem.code for problem in reading.problems] == ["SCOPE_OFF"] * 3
    assert learner_rows(reading)[0].sen == "N"


def test_what_a_transfer_file_does_not_tell_is_not_stated():
    (row,) = learner_rows(read_learners(ctf(), on=ON))

    assert not row.stated & {"form", "joined_on", "left_on", "email", "former_upn"}


@pytest.mark.parametrize(
    ("born", "year", "made", "expected"),
    [
        pytest.param("2014-10-01", "6", "2026-07-01", 7, id="moved on with the year"),
        pytest.param("2013-03-14", "9", "2026-07-01", 9, id="already says the new year"),
        pytest.param("2013-03-14", "", "2026-07-01", 9, id="not said"),
        pytest.param("2013-03-14", "8", "2026-10-01", 8, id="behind their age, this year"),
    ],
)
def test_the_year_group_of_a_transfer_file(born, year, made, expected):
    (row,) = learner_rows(read_learners(ctf(born=born, year=year, made=made), on=ON))

    assert row.year_group == expected


@pytest.mark.parametrize(
    "before",
    [
        pytest.param('<!DOCTYPE CTfile [<!ENTITY x SYSTEM "file:///etc/passwd">]>', id="outside entity"),
        pytest.param('<!DOCTYPE CTfile [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>', id="swelling entity"),
        pytest.param('<!DOCTYPE CTfile SYSTEM "http://example.org/x.dtd">', id="outside type"),
    ],
)
def test_document_types_and_entities_are_refused(before):
    reading = read_learners(ctf(before=before), on=ON)

    assert [(problem.code, problem.effect.value) for problem in reading.problems] == [("FILE_TYPE", "file")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"<CTfile><Header/></CTfile>", "FILE_EMPTY", id="no pupils"),
        pytest.param(b"<CTfile><CTFpupilData><Pupil>", "FILE_TYPE", id="cut short"),
        pytest.param(b"<?xml version='1.0'?><Message/>", "FILE_TYPE", id="another kind"),
    ],
)
def test_what_is_no_transfer_file_is_refused_with_what_to_do(content, code):
    """Nothing saves a transfer file as a spreadsheet, so that is not what its sender is told to do."""
    (problem,) = read_learners(content, on=ON).problems

    assert problem.code == code
    assert problem.suggestion == (
        "Export the common transfer file again, or ask the school that sent it for another. A spreadsheet will do too."
    )


def test_rows_of_a_transfer_file_are_its_pupils():
    content = ctf(pupils=3).replace(upn(1).encode(), upn(2).encode(), 1)

    reading = read_learners(content, on=ON)

    assert [(p.row, p.code) for p in reading.problems if p.code != "SCOPE_OFF"] == [(4, "UPN_TWICE")]
    assert reading.records == 3


@given(st.integers(0, 1_500), st.binary(min_size=1, max_size=3))
def test_a_damaged_transfer_file_gives_problems_not_errors(at, noise):
    whole = ctf()

    reading = read_learners(whole[: at % len(whole)] + noise + whole[at % len(whole) :], on=ON)

    assert reading.is_refused or reading.records == len(reading.rows) + len(reading.left_out)
