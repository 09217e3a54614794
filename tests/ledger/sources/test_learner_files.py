"""Learner files as school systems write them."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from tests.ledger.learner_files import HEADER, learner_file, line, upn
from waymark.ledger.models import SensitiveField
from waymark.ledger.sources.learners import COLUMNS, SENSITIVE, learner_rows, read_learners, template_csv, template_xlsx
from waymark.ledger.sources.learners.values import answer, sen, sex

ON = date(2026, 11, 20)
EVERY_FIELD = frozenset(SensitiveField.values)


def told(reading):
    return [(problem.row, problem.code, problem.effect.value) for problem in reading.problems]


@pytest.mark.parametrize(
    "header",
    [
        pytest.param("UPN,Legal Forename,Legal Surname,DOB,Year,Reg Group", id="one system"),
        pytest.param("UPN,Legal first name,Legal last name,Date of birth,Year group,Registration form", id="another"),
        pytest.param("upn,Forename,Surname,Date Of Birth,NC Year,Tutor Group", id="a third"),
        pytest.param("UPN,First name,Last name,DOB,Current Year group,Current Registration form", id="as they stand"),
        pytest.param(
            "UPN,Forenames,Surname,DOB,Year group (today),Registration form (today)", id="as they stand today"
        ),
        pytest.param(
            "education_details.data.upn,forename,surname,date_of_birth.date,year.data.code,form_group.data.name",
            id="nested",
        ),
        pytest.param("UPN,given_name,family_name,date_of_birth,year_group,form", id="our own names"),
    ],
)
def test_the_usual_headings_are_known(header):
    (row,) = learner_rows(read_learners(learner_file(line(1), header=header), on=ON))

    assert (row.upn, row.given_name, row.family_name) == (upn(1), "Givenb", "Ashdown")
    assert (row.born_on, row.year_group, row.form) == (date(2013, 3, 14), 9, "9B")


def test_legal_names_win_over_the_names_used():
    header = "UPN,Forename,Legal Forename,Surname,Legal Surname,DOB,Year,Preferred Forename"
    content = learner_file(f"{upn(1)},Mandy,Amanda,Ash,Ashdown,14/03/2013,9,Mandy", header=header)

    (row,) = learner_rows(read_learners(content, on=ON))

    assert (row.given_name, row.family_name, row.preferred_name) == ("Amanda", "Ashdown", "Mandy")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_names_survive_every_alphabet(encoding):
    content = learner_file(line(1, given="Zoë", family="O’Hara")).decode("utf-8-sig").encode(encoding)

    (row,) = learner_rows(read_learners(content, on=ON))

    assert (row.given_name, row.family_name) == ("Zoë", "O’Hara")


@pytest.mark.parametrize(
    ("shown", "code"),
    [
        pytest.param(line(1, number_shown="X999000260011"), "UPN_INVALID", id="check letter"),
        pytest.param(line(1, number_shown="A12"), "UPN_INVALID", id="too short"),
        pytest.param(line(1, given=" "), "NAME_BLANK", id="blank name"),
        pytest.param(line(1, given="123"), "NAME_BLANK", id="name without letters"),
        pytest.param(line(1, family=""), "NAME_BLANK", id="blank family name"),
        pytest.param(line(1, born="31/02/2013"), "DATE_OF_BIRTH_INVALID", id="no such day"),
        pytest.param(line(1, born=""), "DATE_OF_BIRTH_INVALID", id="no birth date"),
        pytest.param(line(1, born="01/01/2027"), "DATE_OF_BIRTH_INVALID", id="born tomorrow"),
        pytest.param(line(1, born="01/01/1960"), "DATE_OF_BIRTH_INVALID", id="born long ago"),
        pytest.param(line(1, year=6), "YEAR_GROUP_INVALID", id="too young"),
        pytest.param(line(1, year=15), "YEAR_GROUP_INVALID", id="too old"),
        pytest.param(line(1, family="=HYPERLINK()"), "FORMULA", id="formula"),
        pytest.param(line(1, form="@SUM(1)"), "FORMULA", id="formula elsewhere"),
        pytest.param("one,two", "ROW_RAGGED", id="ragged"),
    ],
)
def test_what_refuses_a_row(shown, code):
    reading = read_learners(learner_file(line(9), shown), on=ON)

    assert told(reading) == [(3, code, "refused")]
    assert len(reading.rows) == 1


def test_what_is_only_noted():
    content = learner_file(line(1, number_shown=""), line(2, number_shown=upn(2, temporary=True)), line(3))

    reading = read_learners(content, on=ON)

    assert told(reading) == [(2, "UPN_BLANK", "noted"), (3, "UPN_TEMPORARY", "noted")]
    assert len(reading.rows) == 3


def test_a_upn_twice_refuses_the_second_line_even_if_the_first_was_refused():
    reading = read_learners(learner_file(line(1, year=6), line(1), line(1).lower()), on=ON)

    assert told(reading) == [
        (2, "YEAR_GROUP_INVALID", "refused"),
        (3, "UPN_TWICE", "refused"),
        (4, "UPN_TWICE", "refused"),
    ]


def test_one_person_twice_without_a_upn_is_refused_once():
    reading = read_learners(learner_file(line(1, given="Ada", number_shown=""), line(1, given="ada")), on=ON)

    assert told(reading) == [(2, "LEARNER_TWICE", "refused")]


def test_leaving_before_joining_is_refused():
    reading = read_learners(learner_file(line(1) + ",02/09/2026,01/09/2026", header=HEADER + ",Joined,Left on"), on=ON)

    assert told(reading) == [(2, "LEFT_BEFORE_JOINED", "refused")]


@pytest.mark.parametrize(
    ("shown", "told_of"),
    [
        pytest.param(
            line(1) + ",03/09/2062", [("JOINED_UNLIKELY", "Joined", "a day more than a year ahead")], id="a slip"
        ),
        pytest.param(
            line(1) + ",03/09/2012", [("JOINED_UNLIKELY", "Joined", "a day before they were born")], id="unborn"
        ),
        pytest.param(line(1) + ",01/09/2027", [], id="next September"),
        pytest.param(
            line(1, born="14/03/2009") + ",",
            [("AGE_UNUSUAL", "Date of birth", "someone much older than that year group")],
            id="four years older",
        ),
        pytest.param(
            line(1, born="14/03/2016") + ",",
            [("AGE_UNUSUAL", "Date of birth", "someone much younger than that year group")],
            id="three years younger",
        ),
        pytest.param(line(1, born="01/09/2010") + ",", [], id="two years older"),
        pytest.param(line(1, born="14/03/2003", year=12) + ",", [], id="back at college"),
    ],
)
def test_days_that_can_be_but_are_unlikely_are_noted(shown, told_of):
    reading = read_learners(learner_file(shown, header=HEADER + ",Joined"), on=ON)

    assert [(each.code, each.column, each.received) for each in reading.problems] == told_of
    assert len(reading.rows) == 1


def test_sensitive_columns_switched_off_are_not_read_and_noted_once():
    header = HEADER + ",SEN,Ethnicity,Pupil Premium"
    content = learner_file(line(1) + ",nonsense,Elvish,", line(2) + ",K,,", header=header)

    reading = read_learners(content, on=ON)

    assert [(problem.row, problem.code, problem.column) for problem in reading.problems] == [
        (1, "SCOPE_OFF", "SEN"),
        (1, "SCOPE_OFF", "Ethnicity"),
    ]
    assert "Elvish" not in str(learner_rows(reading))


def test_sensitive_columns_switched_on_are_read_in_the_words_systems_use():
    header = HEADER + ",SEN Status,PP,In Care,EAL,Ethnicity,Student Email"
    content = learner_file(line(1) + ",K - SEN Support,Y,False,1,WBRI,A.B@Example.org", header=header)

    reading = read_learners(content, on=ON, fields_on=EVERY_FIELD)

    (row,) = learner_rows(reading)
    assert (row.sen, row.pupil_premium, row.looked_after, row.eal) == ("K", True, False, True)
    assert (row.ethnicity, row.email) == ("WBRI", "a.b@example.org")
    assert reading.problems == ()


def test_an_unreadable_optional_value_is_noted_and_left_out():
    reading = read_learners(learner_file(line(1) + ",perhaps", header=HEADER + ",Sex"), on=ON)

    assert told(reading) == [(2, "VALUE_UNREADABLE", "noted")]
    assert learner_rows(reading)[0].sex == ""


def test_columns_missing_are_named_one_by_one():
    reading = read_learners(b"UPN,Form\nx,9B\n", on=ON)

    assert [(problem.code, problem.column) for problem in reading.problems] == [
        ("COLUMN_MISSING", name) for name in ("Given name", "Family name", "Date of birth", "Year group")
    ]


def test_no_problem_repeats_a_persons_data():
    content = learner_file(
        line(1, number_shown="Z999000260011", given="=Quillfeather"),
        line(2, born="31/02/2013 Hortensia"),
        line(3) + ",Gwendolen",
        line(4, year=66),
    )

    told_all = str([problem.as_json() for problem in read_learners(content, on=ON).problems])

    for personal in ("Z999000260011", "Quillfeather", "Hortensia", "31/02/2013", "Gwendolen", "66"):
        assert personal not in told_all


@pytest.mark.parametrize(
    ("cell", "letter"),
    [
        *[(cell, "N") for cell in ("N", "No SEN", "No special need", "N - No special educational need", "none", "No")],
        *[(cell, "K") for cell in ("K", "k", "SEN Support", "K: SEN support", "School Action", "Yes", "P")],
        *[(cell, "E") for cell in ("E", "EHCP", "EHC plan", "Education, Health and Care Plan", "S - Statement")],
    ],
)
def test_sen_reads_letters_and_words(cell, letter):
    assert sen(cell) == letter


@pytest.mark.parametrize(("cell", "letter"), [("F", "F"), ("male", "M"), ("Girl", "F"), ("Not specified", "")])
def test_sex_reads_letters_and_words(cell, letter):
    assert sex(cell) == letter


@pytest.mark.parametrize(("cell", "said"), [("Y", True), ("Looked after", True), ("Not looked after", False)])
def test_answer_reads_the_question_too(cell, said):
    assert answer(cell) is said


def test_the_template_is_read_by_the_reader_it_is_for():
    book = load_workbook(io.BytesIO(template_xlsx()))
    sheet = book.active
    for at, cell in enumerate((upn(1), "Ada", "Ashdown", date(2013, 3, 14), "9", "9B"), start=1):
        sheet.cell(4, at, cell)
    out = io.BytesIO()
    book.save(out)

    (row,) = learner_rows(read_learners(out.getvalue(), on=ON))

    assert (row.upn, row.born_on, row.year_group, row.form) == (upn(1), date(2013, 3, 14), 9, "9B")


def test_the_templates_have_every_column_and_say_which_are_needed():
    sheet = load_workbook(io.BytesIO(template_xlsx())).active
    headings = [cell.value for cell in sheet[3]]

    assert headings == [column.shown for column in COLUMNS]
    assert template_csv().decode("utf-8-sig").strip().split(",") == headings
    needed = [cell.value for cell in sheet[3] if "Must be" in sheet.cell(2, cell.column).value]
    assert needed == ["UPN", "Given name", "Family name", "Date of birth", "Year group"]
    assert len({cell.fill.fgColor.rgb for cell in sheet[3] if cell.value in needed}) == 1


def test_every_sensitive_field_of_the_ledger_has_its_column():
    assert {column.name for column in SENSITIVE} == EVERY_FIELD


def test_two_columns_never_answer_to_one_heading():
    names = [alias for column in COLUMNS for alias in column.known_as()]

    assert sorted(name for name in set(names) if names.count(name) > 1) == []
