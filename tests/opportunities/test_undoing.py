"""A merged file is undone to the letter, and what was changed since is left alone."""

import pytest

from tests.factories import make_school, scope_with
from tests.opportunities.files import ON, file_of
from tests.opportunities.makers import make_aim, make_provider, make_venue
from waymark.access.permissions import Permission
from waymark.access.scope import NOBODY, NotPermitted
from waymark.kernel.telling import untold
from waymark.opportunities.actions.course_files import NotMerged, take_course_file, undo_course_file
from waymark.opportunities.actions.t_levels import add_t_level, change_t_level, withdraw_t_level
from waymark.opportunities.models import Course, CourseFile, CourseRun
from waymark.opportunities.queries.changes import changed_after, last_change
from waymark.opportunities.queries.standing import standing_runs
from waymark.opportunities.sources.provider_files import merge
from waymark.places.models import Setting

FIRST = ({}, {"YOUR_REFERENCE": "PL-02", "WHERE_NEXT": "Level 2"})
SECOND = (
    {"COST": "90"},
    {"YOUR_REFERENCE": "PL-03", "WHERE_NEXT": "Level 3"},
)


@pytest.fixture
def provider(db_scope):
    make_aim()
    college = make_school("Hartwell College", setting=Setting.COLLEGE, urn="", ukprn="10009901")
    provider = make_provider(organisation=college)
    make_venue(provider)
    return provider


@pytest.fixture
def send(provider, db_scope):
    def send(*rows, withdraw=False):
        file = take_course_file(
            provider=provider, kind="courses", content=file_of(*rows), filename="courses.csv", by=db_scope
        )
        merge(file, today=ON, withdraw=withdraw, tell=untold, by=db_scope)
        file.refresh_from_db()
        return file

    return send


def as_it_is(provider):
    courses = Course.objects.order_by("pk").values("pk", "state", "fingerprint")
    return standing_runs(provider), list(courses), sorted(CourseRun.objects.values_list("pk", "state"))


def test_nothing_is_withdrawn_without_the_tick(provider, send):
    send(*FIRST)
    send(*SECOND)

    assert sorted(run.reference for run in standing_runs(provider).values()) == ["PL-01", "PL-02", "PL-03"]


@pytest.mark.parametrize(
    ("broken", "stay", "codes"),
    [
        ({"COST": "free"}, ["PL-01"], []),
        ({"COST": "free", "YOUR_REFERENCE": ""}, ["PL-01", "PL-02"], ["COURSES_KEPT"]),
    ],
)
def test_a_course_whose_row_is_left_out_is_not_withdrawn_with_the_tick(provider, send, broken, stay, codes):
    send(*FIRST)
    file = send(broken, withdraw=True)

    assert sorted(run.reference for run in standing_runs(provider).values()) == stay
    problems = [each["code"] for each in file.outcome["problems"] if each["effect"] == "noted"]
    assert problems == codes


@pytest.mark.parametrize("withdraw", [False, True])
def test_undone_everything_is_as_it_was(provider, send, db_scope, withdraw):
    send(*FIRST)
    before, seen = as_it_is(provider), last_change()
    file = send(*SECOND, withdraw=withdraw)
    changed = changed_after(seen)
    assert len(changed) == 2 + withdraw
    assert as_it_is(provider) != before

    assert undo_course_file(file=file, by=db_scope) == 0

    assert as_it_is(provider) == before
    assert changed_after(seen) == changed
    assert file.state == CourseFile.State.UNDONE
    with pytest.raises(NotMerged):
        undo_course_file(file=file, by=db_scope)


def test_of_two_who_undo_a_file_at_once_one_does(provider, send, db_scope):
    file = send(*FIRST)
    as_the_other_has_it = CourseFile.objects.get(pk=file.pk)
    undo_course_file(file=file, by=db_scope)

    with pytest.raises(NotMerged):
        undo_course_file(file=as_the_other_has_it, by=db_scope)


def test_what_was_changed_since_stays(provider, send, db_scope):
    send(*FIRST)
    file = send(*SECOND)
    send({"COST": "80"})

    assert undo_course_file(file=file, by=db_scope) == 1
    assert sorted((run.reference, str(run.cost)) for run in standing_runs(provider).values()) == [
        ("PL-01", "80.00"),
        ("PL-02", "120.00"),
    ]


def test_an_undone_file_can_be_sent_again(provider, send, db_scope):
    undo_course_file(file=send(*FIRST), by=db_scope)

    assert send(*FIRST).outcome["added"] == 2


WAYS = {
    "take": lambda provider, file, by: take_course_file(
        provider=provider, kind="courses", content=b"x", filename="x", by=by
    ),
    "merge": lambda provider, file, by: merge(file, today=ON, by=by),
    "undo": lambda provider, file, by: undo_course_file(file=file, by=by),
    "add a T level": lambda provider, file, by: add_t_level(provider=provider, facts=[], by=by),
    "change a T level": lambda provider, file, by: change_t_level(runs=CourseRun.objects.all(), facts=[], by=by),
    "withdraw a T level": lambda provider, file, by: withdraw_t_level(runs=CourseRun.objects.all(), by=by),
}


@pytest.mark.parametrize("way", WAYS)
def test_only_who_may_write_the_listing_may(provider, send, way):
    file = send(*FIRST)
    elsewhere = make_school("Oakmoor College", setting=Setting.COLLEGE, urn="", ukprn="10009902")
    for by in (NOBODY, scope_with(elsewhere), scope_with(provider.organisation, Permission.REQUESTS_ANSWER)):
        with pytest.raises(NotPermitted):
            WAYS[way](provider, file, by)


def test_a_provider_sees_its_own_files_only(provider, send, acting_as):
    file = send(*FIRST)
    other = make_school("Oakmoor College", setting=Setting.COLLEGE, urn="", ukprn="10009902")
    acting_as(scope_with(provider.organisation, Permission.LISTING_WRITE))
    assert list(CourseFile.objects.all()) == [file]

    acting_as(scope_with(other, Permission.LISTING_WRITE))
    assert list(CourseFile.objects.all()) == []
