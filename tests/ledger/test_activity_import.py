"""Activity files: what is read, what is brought in, changed and kept, and taking a file back."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.factories import make_learner, make_school, scope_with
from waymark.intake.models import Delivery
from waymark.intake.reading import Unreadable
from waymark.intake.receiving import NotMergeable
from waymark.ledger.actions.activities import amend_activity, cancel_activity, copy_to_next_year
from waymark.ledger.actions.activity_files import ActivitiesInUse, take_back_activities
from waymark.ledger.actions.registers import take_register
from waymark.ledger.models import Activity, Amendment, Expected
from waymark.ledger.queries import standing_encounters
from waymark.ledger.queries.activities import audience_of, facts_of
from waymark.ledger.rules.audience import AudienceChoice
from waymark.ledger.sources.activities.receiving import merge_activity_file, receive_activities
from waymark.ledger.sources.activities.values import benchmark, level, minutes, mode, pounds, year_groups

ON = date(2026, 11, 22)
HEADER = "Reference,Title,Date,Kind,Year groups,Minutes,Cost"


@pytest.fixture
def school(db_scope):
    return make_school()


def receive(school, *lines, filename="activities.csv"):
    content = "\n".join(lines).encode()
    return receive_activities(content=content, filename=filename, school=school, on=ON, by=scope_with(school))


def bring(school, *lines, filename="activities.csv"):
    delivery, _ = receive(school, *lines, filename=filename)
    preview = merge_activity_file(delivery=delivery, on=ON, by=scope_with(school))
    return Delivery.objects.get(pk=delivery.pk), preview


@pytest.mark.parametrize(
    ("read", "cell", "value"),
    [
        (year_groups, "7-9", (7, 8, 9)),
        (year_groups, "Years 7 to 9", (7, 8, 9)),
        (year_groups, "Y10, Y11", (10, 11)),
        (year_groups, "Year 9 and 10", (9, 10)),
        (minutes, "90", 90),
        (minutes, "90 mins", 90),
        (minutes, "1.5 hours", 90),
        (minutes, "1h 30m", 90),
        (minutes, "1:30", 90),
        (pounds, "£1,250.5", Decimal("1250.50")),
        (benchmark, "GB 5", "gb5"),
        (benchmark, "Benchmark 5", "gb5"),
        (level, "Level 6", 6),
        (mode, "Face-to-face", "in_person"),
        (mode, "in_person", "in_person"),
    ],
)
def test_cells_are_read_as_people_write_them(read, cell, value):
    assert read(cell) == value


@pytest.mark.parametrize(
    ("read", "cell"),
    [(year_groups, "5"), (minutes, "a while"), (pounds, "-5"), (pounds, "NaN"), (benchmark, "9"), (level, "9")],
)
def test_cells_that_cannot_be_are_unreadable(read, cell):
    with pytest.raises(Unreadable):
        read(cell)


def test_a_file_brings_planned_activities_with_their_lists(school):
    learner = make_learner(school, 1, year_group=9)
    make_learner(school, 2, year_group=10)

    delivery, preview = bring(school, HEADER, "FAIR26,Careers fair,7/10/2026,employer; provider,9,1.5 hours,£120")

    made = Activity.objects.get()
    facts = facts_of(made)
    assert (facts.title, facts.held_on, facts.minutes, facts.cost) == (
        "Careers fair",
        date(2026, 10, 7),
        90,
        Decimal("120.00"),
    )
    assert (facts.kinds, facts.benchmarks, facts.provider_kind) == (("employer", "provider"), ("gb5", "gb7"), "other")
    assert audience_of(made) == AudienceChoice(year_groups=(9,))
    assert list(Expected.objects.values_list("learner_id", flat=True)) == [learner.pk]
    assert (made.delivery, made.source_row, made.state) == (delivery, 2, Activity.State.PLANNED)
    assert [(problem.code, problem.row) for problem in preview.reading.problems] == [("PROVIDER_KIND_BLANK", 2)]
    assert delivery.outcome == {"added": 1, "changed": 0, "unchanged": 0, "absent": 0, "refused": 0}


def test_the_exchange_formats_names_are_read(school):
    header = "activity_id,institution_id,held_on,kind,provider_kind,stem,minutes,mode,two_way,adviser_level"
    bring(school, header, "a-1,900001,2026-10-07,provider,fe_college,true,60,blended,true,")

    facts = facts_of(Activity.objects.get())
    assert facts.school_reference == "a-1"
    assert (facts.kinds, facts.provider_kind, facts.stem, facts.mode, facts.two_way) == (
        ("provider",),
        "fe_college",
        True,
        "blended",
        True,
    )


def test_a_benchmark_says_the_kind_where_none_is_given(school):
    bring(school, "Activity,Date,Gatsby benchmarks", "Visit,1/10/2026,GB6", "Assembly,2/10/2026,1")

    assert {facts_of(each).title: facts_of(each).kinds for each in Activity.objects.all()} == {
        "Visit": ("workplace",),
        "Assembly": ("other",),
    }


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("B,Talk,32/10/2026,employer,,,", "DATE_INVALID"),
        ("B,Talk,,employer,,,", "DATE_INVALID"),
        ("B,Talk,1/10/2026,,,,", "KIND_BLANK"),
        ("B,Talk,1/10/2026,picnic,,,", "KIND_UNKNOWN"),
        ("B,=Talk,1/10/2026,employer,,,", "FORMULA"),
        ("B,Talk,1/10/2026,employer", "ROW_RAGGED"),
        ("a,Another,1/10/2026,employer,,,", "ACTIVITY_TWICE"),
    ],
)
def test_a_row_that_cannot_be_used_is_left_out_and_the_rest_taken_in(school, row, code):
    delivery, preview = bring(school, HEADER, "A,Fair,7/10/2026,employer,,,", row)

    assert [(problem.code, problem.row) for problem in preview.reading.problems] == [(code, 3)]
    assert delivery.outcome["refused"] == 1
    assert [each.title for each in Activity.objects.all()] == ["Fair"]


def test_everyone_attended_marks_the_whole_list_of_what_has_taken_place(school):
    learner = make_learner(school, 1, year_group=9)
    header = f"{HEADER},Everyone attended"

    delivery, _ = bring(school, header, "A,Fair,7/10/2026,employer,9,,,Yes", "B,Later,7/12/2026,employer,9,,,Yes")

    assert list(standing_encounters().values_list("activity__title", "learner_id", "status", "delivery_id")) == [
        ("Fair", learner.pk, "attended", delivery.pk)
    ]
    assert dict(Activity.objects.values_list("title", "state")) == {"Fair": "done", "Later": "planned"}


def test_preview_changes_nothing_and_a_file_is_merged_once(school):
    delivery, preview = receive(school, HEADER, "A,Fair,7/10/2026,employer,,,")

    assert preview.outcome["added"] == 1
    assert not Activity.objects.exists()
    merge_activity_file(delivery=delivery, on=ON, by=scope_with(school))
    with pytest.raises(NotMergeable):
        merge_activity_file(delivery=delivery, on=ON, by=scope_with(school))
    again, preview = receive(school, HEADER, "A,Fair,7/10/2026,employer,,,")
    assert (again, preview.outcome["added"], preview.outcome["unchanged"]) == (delivery, 0, 1)


def test_a_later_file_changes_what_it_speaks_of_and_nothing_else(school):
    bring(school, HEADER, "A,Fair,7/10/2026,employer,9,60,100", "B,Visit,8/10/2026,workplace,9,60,")

    delivery, _ = bring(school, "Reference,Date,Minutes,Year groups", "A,7/10/2026,90,10", "B,8/10/2026,60,9")
    assert delivery.outcome["refused"] == 2

    delivery, _ = bring(school, "Reference,Date,Kind,Minutes,Year groups", "A,7/10/2026,employer,90,10",
                        "B,8/10/2026,workplace,60,9")  # fmt: skip

    fair = Activity.objects.get(school_reference="A")
    assert delivery.outcome == {"added": 0, "changed": 1, "unchanged": 1, "absent": 0, "refused": 0}
    assert (fair.title, fair.minutes, str(fair.cost)) == ("Fair", 90, "100.00")
    assert audience_of(fair) == AudienceChoice(year_groups=(10,))


def test_one_without_a_reference_is_known_by_title_and_day_and_can_be_given_one(school):
    bring(school, "Title,Date,Kind", "Fair,7/10/2026,employer")

    delivery, _ = bring(school, "Reference,Title,Date,Kind", "F1,FAIR,7/10/2026,employer")

    assert delivery.outcome["changed"] == 1
    assert Activity.objects.get().school_reference == "F1"


def test_of_an_activity_done_a_file_amends_and_gives_way_to_a_person(school):
    learner = make_learner(school, 1, year_group=9)
    bring(school, HEADER, "A,Fair,7/10/2026,employer,9,60,", "B,Visit,8/10/2026,workplace,9,60,")
    fair, visit = Activity.objects.order_by("held_on")
    for activity in (fair, visit):
        take_register(activity=activity, marks={learner.pk: "attended"}, by=scope_with(school))
    amend_activity(
        activity=visit, facts=replace(facts_of(visit), minutes=45), reason="It ran short", by=scope_with(school)
    )

    _, preview = bring(school, HEADER, "A,Fair,7/10/2026,employer,9,90,", "B,Visit,8/10/2026,workplace,9,90,")

    assert dict(Activity.objects.values_list("title", "minutes")) == {"Fair": 90, "Visit": 45}
    assert [(problem.code, problem.row) for problem in preview.reading.problems] == [("ACTIVITY_KEPT", 3)]
    assert Amendment.objects.filter(activity=fair).get().delivery is not None


def test_a_cancelled_activity_is_left_cancelled(school):
    bring(school, HEADER, "A,Fair,7/12/2026,employer,9,60,")
    cancel_activity(activity=Activity.objects.get(), by=scope_with(school))

    _, preview = bring(school, HEADER, "A,Fair,7/12/2026,employer,9,90,")

    assert [problem.code for problem in preview.reading.problems] == ["ACTIVITY_KEPT"]
    assert Activity.objects.get().minutes == 60


def test_a_file_taken_back_leaves_what_was_before(school):
    make_learner(school, 1, year_group=9)
    bring(school, HEADER, "A,Fair,7/10/2026,employer,9,60,")
    second, _ = bring(
        school,
        f"{HEADER},Everyone attended",
        "A,Fair,7/10/2026,employer,9,90,,",
        "B,Visit,8/10/2026,workplace,9,60,,",
        "C,Talk,9/10/2026,employer,9,60,,Yes",
    )

    undone = take_back_activities(delivery=second, by=scope_with(school))

    assert undone.state == Delivery.State.UNDONE
    assert not standing_encounters().exists()
    assert list(Activity.objects.order_by("held_on").values_list("title", "state", "minutes", "school_reference")) == [
        ("Fair", "planned", 60, "A"),
        ("Talk", "cancelled", 60, ""),
    ]


def test_a_file_whose_activities_are_in_use_is_not_taken_back(school):
    learner = make_learner(school, 1, year_group=9)
    delivery, _ = bring(school, HEADER, "A,Fair,7/10/2026,employer,9,60,")
    take_register(activity=Activity.objects.get(), marks={learner.pk: "attended"}, by=scope_with(school))

    with pytest.raises(ActivitiesInUse):
        take_back_activities(delivery=delivery, by=scope_with(school))

    assert standing_encounters().count() == 1


def test_a_file_whose_activities_were_copied_is_not_taken_back(school):
    delivery, _ = bring(school, HEADER, "A,Fair,7/10/2026,employer,9,60,")
    copy_to_next_year(activity=Activity.objects.get(), by=scope_with(school))

    with pytest.raises(ActivitiesInUse):
        take_back_activities(delivery=delivery, by=scope_with(school))


def test_a_row_without_a_reference_beside_the_one_that_has_it_is_another_activity(school):
    bring(school, HEADER, "A,Fair,7/10/2026,employer,9,60,")

    delivery, _ = bring(school, HEADER, "A,Fair,7/10/2026,employer,9,90,", ",Fair,7/10/2026,employer,10,30,")

    assert (delivery.outcome["added"], delivery.outcome["changed"]) == (1, 1)
    assert sorted(Activity.objects.values_list("minutes", flat=True)) == [30, 90]


def test_comparing_asks_a_constant_number_of_queries(school, django_assert_num_queries):
    from waymark.ledger.sources.activities.receiving import previewed_activities

    for count in (1, 3):
        rows = [f"R{number},Fair {number},7/10/2026,employer,9,60," for number in range(count)]
        bring(school, HEADER, *rows, filename=f"{count}.csv")
        with django_assert_num_queries(5):
            previewed_activities(content="\n".join([HEADER, *rows]).encode(), school=school)
