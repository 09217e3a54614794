"""Each code of a T level, its limit and the values on both sides of it; and what a file of them does."""

from datetime import date

import pytest

from tests.opportunities.files import ON, file_of
from tests.opportunities.makers import make_provider, make_t_level, make_venue
from waymark.intake.reading import Effect
from waymark.kernel.telling import untold
from waymark.opportunities.actions.aims import load_t_levels
from waymark.opportunities.actions.course_files import undo_course_file
from waymark.opportunities.models import CourseFile, CourseRun, CourseState, CourseType, Offering
from waymark.opportunities.queries.changes import changed_after, last_change
from waymark.opportunities.queries.standing import standing_t_levels
from waymark.opportunities.queries.t_levels import offered_together, t_level_runs
from waymark.opportunities.sources.provider_files import take_whole
from waymark.opportunities.sources.t_levels.reading import preview_t_levels
from waymark.opportunities.sources.t_levels.writing import t_levels_csv

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider():
    make_t_level()
    make_t_level(36, "T Level Construction - Design", to_on=date(2027, 5, 31))
    make_t_level(38, "T Level Education", to_on=date(2027, 6, 1))
    provider = make_provider()
    make_venue(provider, "V1", name="Mill Lane Hall")
    make_venue(provider, "V2", name="Station Works")
    return provider


def looked_at(provider, *rows):
    return preview_t_levels(file_of(*rows, kind="t-levels"), provider, today=ON)


def taken(provider, content, by):
    return take_whole("t-levels", content, "t-levels.csv", provider, today=ON, tell=untold, by=by)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({}, id="the good row"),
        pytest.param({"T_LEVEL": "t level digital"}, id="by its name, in any case"),
        pytest.param({"T_LEVEL": "38"}, id="the last day on which it begins"),
        pytest.param({"WHO_THIS_COURSE_IS_FOR": "x" * 500, "WHAT_YOU_WILL_LEARN": "x" * 1500}, id="texts, the longest"),
        pytest.param({"YOUR_VENUE_REFERENCE": "", "VENUE_NAME": "station works"}, id="the venue by its name"),
        pytest.param({"START_DATE": "01/06/2027"}, id="today"),
    ],
)
def test_a_right_row_has_no_problem(provider, changes):
    preview = looked_at(provider, changes)

    assert (preview.reading.problems, preview.counts["added"]) == ((), 1)


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"T_LEVEL": ""}, "T_LEVEL", "TLEVEL_REQUIRED"),
        ({"T_LEVEL": "T Level Digitel"}, "T_LEVEL", "TLEVEL_INVALID"),
        ({"T_LEVEL": "36"}, "T_LEVEL", "TLEVEL_EXPIRED"),
        ({"WHO_THIS_COURSE_IS_FOR": ""}, "WHO_THIS_COURSE_IS_FOR", "COURSE_WHO_THIS_COURSE_IS_FOR_REQUIRED"),
        ({"WHO_THIS_COURSE_IS_FOR": "x" * 501}, "WHO_THIS_COURSE_IS_FOR", "COURSE_WHO_THIS_COURSE_IS_FOR_MAXLENGTH"),
        ({"WHAT_YOU_WILL_LEARN": "x" * 1501}, "WHAT_YOU_WILL_LEARN", "COURSE_WHAT_YOU_WILL_LEARN_MAXLENGTH"),
        ({"YOUR_REFERENCE": "x" * 256}, "YOUR_REFERENCE", "COURSERUN_PROVIDER_COURSE_REF_MAXLENGTH"),
        ({"START_DATE": ""}, "START_DATE", "COURSERUN_START_DATE_REQUIRED"),
        ({"START_DATE": "31/02/2028"}, "START_DATE", "COURSERUN_START_DATE_INVALID"),
        ({"START_DATE": "31/05/2027"}, "START_DATE", "COURSERUN_START_DATE_INVALID"),
        ({"YOUR_VENUE_REFERENCE": ""}, "YOUR_VENUE_REFERENCE", "COURSERUN_VENUE_REQUIRED"),
        ({"YOUR_VENUE_REFERENCE": "V9"}, "YOUR_VENUE_REFERENCE", "COURSERUN_PROVIDER_VENUE_REF_INVALID"),
        ({"COURSE_WEBPAGE": ""}, "COURSE_WEBPAGE", "TLEVEL_WEB_PAGE_REQUIRED"),
        ({"COURSE_WEBPAGE": "not a page"}, "COURSE_WEBPAGE", "COURSERUN_COURSE_WEB_PAGE_FORMAT"),
        ({"COURSE_WEBPAGE": "example.org/" + "x" * 244}, "COURSE_WEBPAGE", "COURSERUN_COURSE_WEB_PAGE_MAXLENGTH"),
    ],
)
def test_a_wrong_row_says_what_is_wrong(provider, changes, column, code):
    preview = looked_at(provider, changes)

    assert [(each.column, each.code) for each in preview.reading.problems] == [(column, code)]
    assert preview.counts["added"] == 0


def test_the_t_level_that_was_meant_is_said(provider):
    (problem,) = looked_at(provider, {"T_LEVEL": "T Level Digitel"}).reading.problems

    assert problem.suggestion == "Did you mean “T Level Digital”?"


def test_one_t_level_and_day_says_the_same_at_each_venue(provider):
    other = {"YOUR_VENUE_REFERENCE": "V2"}

    alike = looked_at(provider, {}, other)
    unlike = looked_at(provider, {}, {**other, "WHERE_NEXT": "Something else"})

    assert (alike.reading.problems, alike.counts["added"]) == ((), 2)
    assert [(each.row, each.code) for each in unlike.reading.problems] == [(3, "TLEVEL_START_DATE_TWICE")]


def test_a_row_says_what_stands_of_its_day_at_the_venues_that_the_file_lacks(provider, db_scope):
    other, third, fourth = ({"YOUR_VENUE_REFERENCE": f"V{number}"} for number in (2, 3, 4))
    make_venue(provider, "V3", name="Old Mill")
    make_venue(provider, "V4", name="New Mill")
    taken(provider, file_of({}, other, kind="t-levels"), db_scope)
    anew = {"WHERE_NEXT": "Something else"}

    alone = looked_at(provider, anew)
    with_new_ones = looked_at(provider, anew, {**third, **anew}, {**fourth, **anew})
    with_a_wrong_one = looked_at(provider, anew, {**other, **anew, "COURSE_WEBPAGE": ""})
    every = looked_at(provider, anew, {**other, **anew}, {**third, **anew})
    on_another_day = looked_at(provider, {**anew, "START_DATE": "01/09/2029"})

    def told(preview):
        return [(each.row, each.code) for each in preview.reading.problems if each.effect is Effect.REFUSED]

    twice = "TLEVEL_START_DATE_TWICE"
    assert told(alone) == [(2, twice)]
    assert told(with_new_ones) == [(2, twice), (3, twice), (4, twice)]
    assert told(with_a_wrong_one) == [(2, twice), (3, "TLEVEL_WEB_PAGE_REQUIRED")]
    assert (told(every), every.counts["changed"], every.counts["added"]) == ([], 2, 1)
    assert (told(on_another_day), on_another_day.counts["added"]) == ([], 1)


def test_a_file_of_t_levels_is_merged_and_comes_back_as_nothing_new(provider, db_scope):
    rows = ({}, {"YOUR_VENUE_REFERENCE": "V2"}, {"START_DATE": "01/09/2028"})
    seen = last_change()

    outcome = taken(provider, file_of(*rows, kind="t-levels"), db_scope)

    assert (outcome.added, outcome.refused) == (3, 0)
    runs = t_level_runs(provider)
    assert [len(together) for together in offered_together(runs)] == [2, 1]
    assert changed_after(seen) == {run.pk for run in runs}
    run = runs[0]
    assert (run.course.offering, run.course.course_type, run.course.level) == (
        Offering.T_LEVEL, CourseType.T_LEVELS, "3",
    )  # fmt: skip
    assert (run.duration, run.get_duration_unit_display(), run.cost) == (2, "Years", None)
    assert (run.get_study_mode_display(), run.get_attendance_display()) == ("Full time", "Daytime")
    again = preview_t_levels(t_levels_csv(provider), provider, today=ON)
    assert again.counts == {"added": 0, "changed": 0, "unchanged": 3, "absent": 0}


def test_a_t_level_that_has_begun_and_is_said_again_just_so_is_no_fault(provider, db_scope):
    taken(provider, file_of(kind="t-levels"), db_scope)

    later = preview_t_levels(t_levels_csv(provider), provider, today=date(2027, 10, 1))

    assert [(each.code, each.effect) for each in later.reading.problems] == [
        ("COURSERUN_START_DATE_INVALID", Effect.NOTED)
    ]
    assert later.counts["unchanged"] == 1


def test_a_file_of_t_levels_is_undone_to_the_letter(provider, db_scope):
    taken(provider, file_of(kind="t-levels"), db_scope)
    before = standing_t_levels(provider)
    taken(provider, file_of({"WHERE_NEXT": "Another thing"}, {"YOUR_VENUE_REFERENCE": "V2",
                            "WHERE_NEXT": "Another thing"}, kind="t-levels"), db_scope)  # fmt: skip
    assert {run.course.texts[-1] for run in standing_t_levels(provider).values()} == {"Another thing"}

    undo_course_file(file=CourseFile.objects.order_by("-pk").first(), by=db_scope)

    assert standing_t_levels(provider) == before


def test_what_is_offered_takes_on_the_name_that_the_register_gives(provider, db_scope):
    taken(provider, file_of(kind="t-levels"), db_scope)
    run, seen = CourseRun.objects.get(), last_change()

    facts = {"name": "T Level Digital Making", "subject": "Digital", "pathways": [], "from_on": None, "to_on": None}
    load_t_levels({37: facts})

    run.refresh_from_db()
    assert (run.name, run.course.title, changed_after(seen)) == (
        "T Level Digital Making", "T Level Digital Making", {run.pk},
    )  # fmt: skip
    assert taken(provider, file_of(kind="t-levels"), db_scope).unchanged == 1
    assert CourseRun.objects.filter(state=CourseState.LIVE).count() == 1


def test_a_file_of_t_levels_can_be_undone_after_the_register_gave_another_name(provider, db_scope):
    taken(provider, file_of(kind="t-levels"), db_scope)
    other = {"WHERE_NEXT": "Another thing"}
    taken(provider, file_of(other, {"YOUR_VENUE_REFERENCE": "V2", **other}, kind="t-levels"), db_scope)
    facts = {"name": "T Level Digital Making", "subject": "Digital", "pathways": [], "from_on": None, "to_on": None}
    load_t_levels({37: facts})

    left = undo_course_file(file=CourseFile.objects.order_by("-pk").first(), by=db_scope)

    (run,) = standing_t_levels(provider).values()
    assert (left, run.course.texts[-1]) == (0, "Work, or a degree")
    assert run.name == run.course.title == "T Level Digital Making", "and is called as the register calls it now"
