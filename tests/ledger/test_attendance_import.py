"""Attendance files: every way a row may name its activity and its learner, and what comes of it."""

from datetime import date

import pytest

from tests.factories import attend, make_activity, make_learner, make_school, scope_with
from waymark.intake.models import Delivery, StoredProblem
from waymark.intake.receiving import NotMergeable
from waymark.ledger.actions.attendance import take_back_marks
from waymark.ledger.actions.registers import correct_encounter, take_register
from waymark.ledger.models import Activity, Encounter, Touch
from waymark.ledger.queries import revision_of, standing_encounters
from waymark.ledger.sources.attendance.receiving import (
    merge_attendance,
    receive_attendance,
    take_attendance,
)

ON = date(2026, 11, 22)


@pytest.fixture
def school(db_scope):
    return make_school()


@pytest.fixture
def people(school):
    return [
        make_learner(school, 0, upn="A820000000001", school_reference="0101", born_on=date(2013, 3, 14)),
        make_learner(school, 1, upn="A820000000002", school_reference="0102", born_on=date(2013, 4, 15)),
        make_learner(school, 0, upn="A820000000003", school_reference="0103", born_on=date(2013, 5, 16)),
    ]


@pytest.fixture
def fair(school):
    return make_activity(school, title="Careers fair", held_on=date(2026, 10, 7), school_reference="FAIR 26")


def take(school, *lines, filename="attendance.csv"):
    content = "\n".join(lines).encode()
    return take_attendance(content=content, filename=filename, school=school, on=ON, by=scope_with(school))


def standing():
    return dict(standing_encounters().values_list("learner_id", "status"))


@pytest.mark.parametrize(
    ("header", "row"),
    [
        pytest.param("Activity reference,UPN,Status", "fair26,a820000000001,attended", id="reference and UPN"),
        pytest.param("Event,Adno,Present", "FAIR 26,0101,Y", id="admission number"),
        pytest.param("Title,Date,UPN,Mark", "CAREERS FAIR,7/10/26,A820000000001,/", id="title and date"),
        pytest.param("Title,Date,UPN,Mark", "CAREERS FAIR,7/10/26,A820000000001,L", id="late, but there"),
        pytest.param("Activity,UPN,Attended", "Careers fair,A820000000001,1", id="title in the activity column"),
        pytest.param(
            "Activity,Forename,Surname,DOB,Attended",
            "FAIR26,Amara,Ashdown,14/03/2013,yes",
            id="name and date of birth",
        ),
        pytest.param(
            "Activity,Name,Date of birth,Status", 'FAIR26,"Ashdown, Amara",2013-03-14,Present', id="name in one cell"
        ),
    ],
)
def test_a_row_names_its_activity_and_learner_in_many_ways(school, people, fair, header, row):
    delivery, preview = take(school, header, row)

    assert [problem.code for problem in preview.reading.problems] == []
    assert standing() == {people[0].pk: "attended"}
    encounter = Encounter.objects.get()
    assert (encounter.delivery, encounter.source_row) == (delivery, 2)
    fair.refresh_from_db()
    assert fair.state == Activity.State.DONE


def test_exchange_names_are_read_too(school, people, fair):
    take(school, "activity_id,learner_id,status", f"{fair.public_id},{people[1].public_id},excused")

    assert standing() == {people[1].pk: "excused"}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("NOWHERE,A820000000001,attended", "ACTIVITY_UNKNOWN"),
        (",A820000000001,attended", "ACTIVITY_BLANK"),
        ("GONE,A820000000001,attended", "ACTIVITY_CANCELLED"),
        ("LATER,A820000000001,attended", "ACTIVITY_NOT_YET"),
        ("Twice,A820000000001,attended", "ACTIVITY_AMBIGUOUS"),
        ("FAIR26,A999999999999,attended", "LEARNER_UNKNOWN"),
        ("FAIR26,,attended", "LEARNER_BLANK"),
        ("FAIR26,A820000000001,", "VALUE_BLANK"),
        ("FAIR26,A820000000001,perhaps", "STATUS_UNREADABLE"),
        ("FAIR26,=A820000000001,attended", "FORMULA"),
        ("=FAIR26,A820000000001,attended", "FORMULA"),
        ("FAIR26,A820000000001,@now", "FORMULA"),
        ("FAIR26,A820000000001", "ROW_RAGGED"),
    ],
)
def test_a_row_that_cannot_be_used_is_left_out_and_the_rest_taken_in(school, people, fair, row, code):
    make_activity(school, school_reference="GONE", state=Activity.State.CANCELLED)
    make_activity(school, school_reference="LATER", held_on=date(2026, 12, 1))
    make_activity(school, title="Twice", held_on=date(2026, 10, 1))
    make_activity(school, title="Twice", held_on=date(2026, 10, 2))

    delivery, preview = take(school, "Activity,UPN,Status", "FAIR26,A820000000002,absent", row)

    (problem,) = preview.reading.problems
    assert (problem.code, problem.row, problem.effect) == (code, 3, "refused")
    assert "A8" not in problem.received
    assert "A9" not in problem.received
    assert delivery.outcome == {"added": 1, "changed": 0, "unchanged": 0, "absent": 0, "refused": 1}
    assert standing() == {people[1].pk: "absent"}
    assert StoredProblem.objects.get().row == 3


def test_two_learners_of_one_name_need_a_birth_date(school, people, fair):
    _, preview = take(school, "Activity,Name,Status", "FAIR26,Amara Ashdown,attended", "FAIR26,Ben Birchall,attended")

    assert [(problem.code, problem.row) for problem in preview.reading.problems] == [("LEARNER_AMBIGUOUS", 2)]
    assert standing() == {people[1].pk: "attended"}


def test_a_upn_that_nobody_has_gives_no_mark_to_a_learner_of_the_same_name(school, people, fair):
    other = make_learner(school, 2, upn="", born_on=date(2013, 6, 17))
    namesake, birthday = people[1], people[1].born_on.strftime("%d/%m/%Y")
    name, born = f"{namesake.given_name},{namesake.family_name}", f"{other.given_name},{other.family_name}"

    _, preview = take(
        school,
        "Activity,UPN,Forename,Surname,DOB,Attended",
        f"FAIR26,A820000000099,{name},,yes",
        f"FAIR26,A820000000098,{name},01/01/2012,yes",
        f"FAIR26,A820000000097,{born},,yes",
    )

    assert [problem.code for problem in preview.reading.problems] == ["LEARNER_UNKNOWN"] * 2
    assert standing() == {other.pk: "attended"}

    take(school, "Activity,UPN,Forename,Surname,DOB,Attended", f"FAIR26,A820000000096,{name},{birthday},yes")

    assert standing() == {other.pk: "attended", namesake.pk: "attended"}


def test_the_later_of_two_rows_counts(school, people, fair):
    delivery, preview = take(
        school, "Activity,UPN,Status", "FAIR26,A820000000001,absent", "FAIR26,A820000000001,attended"
    )

    assert standing() == {people[0].pk: "attended"}
    assert Encounter.objects.get().source_row == 3
    assert [(problem.code, problem.row) for problem in preview.reading.problems] == [("MARK_REPEATED", 0)]
    assert (delivery.rows, delivery.outcome["added"], delivery.outcome["unchanged"]) == (2, 1, 1)


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (b"", ["FILE_EMPTY"]),
        (b"Activity,UPN,Status\n", ["FILE_EMPTY"]),
        (b"Activity,UPN\nFAIR26,A820000000001\n", ["COLUMN_MISSING"]),
        (b"Colour,Taste\nred,sweet\n", ["COLUMN_MISSING", "COLUMN_MISSING", "COLUMN_MISSING"]),
        (b"%PDF-1.4 nothing", ["FILE_TYPE"]),
        (b"PK\x03\x04 broken", ["FILE_TYPE"]),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole(school, people, fair, content, codes):
    delivery, preview = take_attendance(content=content, filename="x", school=school, on=ON, by=scope_with(school))

    assert [problem.code for problem in preview.reading.problems] == codes
    assert delivery.state == Delivery.State.REFUSED
    assert not Encounter.objects.exists()


def test_preview_changes_nothing_and_merging_does_once(school, people, fair):
    content = b"Activity,UPN,Status\nFAIR26,A820000000001,attended\n"
    before = revision_of(school.pk)

    delivery, preview = receive_attendance(content=content, filename="a", school=school, on=ON, by=scope_with(school))

    assert (preview.outcome["added"], Encounter.objects.count(), revision_of(school.pk)) == (1, 0, before)
    merge_attendance(delivery=delivery, on=ON, by=scope_with(school))
    assert standing() == {people[0].pk: "attended"}
    assert set(Touch.objects.filter(pk__gt=before).values_list("learner_id", flat=True)) == {people[0].pk}
    with pytest.raises(NotMergeable):
        merge_attendance(delivery=delivery, on=ON, by=scope_with(school))


def test_the_same_bytes_twice_change_nothing(school, people, fair):
    lines = "Activity,UPN,Status", "FAIR26,A820000000001,attended"
    first, _ = take(school, *lines)
    second, preview = take(school, *lines)

    assert first == second
    assert (preview.outcome["added"], preview.outcome["unchanged"]) == (0, 1)
    assert Encounter.objects.count() == 1


def test_a_later_file_corrects_an_earlier_one_and_never_a_person(school, people, fair):
    a, b, c = people
    header = "Activity,UPN,Status"
    take(school, header, "FAIR26,A820000000001,absent", "FAIR26,A820000000002,absent")
    take_register(activity=fair, marks={c.pk: "attended"}, by=scope_with(school))
    mark = standing_encounters().get(learner=b)
    correct_encounter(encounter=mark, status="excused", reason="A note came", by=scope_with(school))

    delivery, preview = take(
        school,
        header,
        "FAIR26,A820000000001,attended",
        "FAIR26,A820000000002,attended",
        "FAIR26,A820000000003,absent",
        filename="second.csv",
    )

    assert standing() == {a.pk: "attended", b.pk: "excused", c.pk: "attended"}
    assert delivery.outcome["changed"] == 1
    assert [(problem.code, problem.row) for problem in preview.reading.problems] == [
        ("MARK_BY_HAND", 3),
        ("MARK_BY_HAND", 4),
    ]
    assert standing_encounters().get(learner=a).reason == "Said so by the file second.csv"


def test_a_file_taken_back_leaves_what_stood_before_and_what_people_put_right(school, people, fair):
    a, b, c = people
    header = "Activity,UPN,Status"
    take(school, header, "FAIR26,A820000000001,absent")
    lines = header, "FAIR26,A820000000001,attended", "FAIR26,A820000000002,attended", "FAIR26,A820000000003,attended"
    second, _ = take(school, *lines)
    rows = Encounter.objects.count()
    mark = standing_encounters().get(learner=c)
    correct_encounter(encounter=mark, status="absent", reason="Was away", by=scope_with(school))

    undone = take_back_marks(delivery=second, by=scope_with(school))

    assert undone.state == Delivery.State.UNDONE
    assert standing() == {a.pk: "absent", c.pk: "absent"}
    assert Encounter.objects.count() == rows + 3
    take(school, *lines)
    assert standing() == {a.pk: "attended", b.pk: "attended", c.pk: "absent"}
    take_register(activity=fair, marks={b.pk: "attended"}, by=scope_with(school))


def test_a_register_after_a_file_was_taken_back_marks_anew(school, people, fair):
    a, *_ = people
    delivery, _ = take(school, "Activity,UPN,Status", "FAIR26,A820000000001,absent")
    take_back_marks(delivery=delivery, by=scope_with(school))

    outcome = take_register(activity=fair, marks={a.pk: "attended"}, by=scope_with(school))

    assert outcome.added == 1
    assert standing() == {a.pk: "attended"}


def test_another_schools_learners_and_activities_are_not_known(school, people, fair):
    other = make_school("Other School", urn="900002")
    theirs = make_learner(other, 5, upn="A820000000009")
    attend(make_activity(other, school_reference="THEIRS"), theirs)

    _, preview = take(school, "Activity,UPN,Status", "THEIRS,A820000000001,attended", "FAIR26,A820000000009,attended")

    assert [problem.code for problem in preview.reading.problems] == ["ACTIVITY_UNKNOWN", "LEARNER_UNKNOWN"]
