"""A provider keeps its T levels: one for each day on which one begins, at all its venues together."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_school, make_user
from tests.opportunities.files import T_LEVEL, file_of
from tests.opportunities.makers import make_provider, make_t_level, make_venue
from waymark.access.models import AuditEvent
from waymark.kernel.telling import untold
from waymark.opportunities.models import CourseRun, CourseState
from waymark.opportunities.queries.changes import changed_after, last_change
from waymark.opportunities.sources.provider_files import take_whole
from waymark.places.models import Setting

HERE = "/providers/hartwell-college/courses/t-levels/"


@pytest.fixture
def provider(db, time_machine):
    time_machine.move_to("2027-06-01T10:00:00Z", tick=False)
    make_t_level()
    college = make_school("Hartwell College", setting=Setting.COLLEGE, urn="", ukprn="10009901")
    provider = make_provider("Hartwell College", organisation=college)
    make_venue(provider, "V1", name="Mill Lane Hall")
    make_venue(provider, "V2", name="Station Works")
    return provider


@pytest.fixture
def keep(provider, signed_in):
    return signed_in(make_user("Kit Sandell", ("provider", provider.organisation)))


def typed(*venues, **changes):
    said = {heading.lower(): value for heading, value in T_LEVEL.items()}
    return {**said, "your_venue_reference": list(venues or ("V1",)), **changes}


def text(response):
    return response.content.decode()


def live():
    runs = CourseRun.objects.filter(state=CourseState.LIVE).order_by("venue__reference")
    return list(runs.values_list("pk", "venue__reference"))


def test_a_t_level_is_added_at_two_venues_changed_and_withdrawn(keep, provider):
    added = keep.post(f"{HERE}new/", typed("V1", "V2"), follow=True)
    assert "“T Level Digital” was added." in text(added)
    assert "Mill Lane Hall, Station Works" in text(added)
    (first, _), (second, _) = live()
    assert changed_after(0) == {first, second}

    shown = text(keep.get(f"{HERE}{second}/"))
    assert (shown.count("checked"), 'value="01/09/2027"' in shown) == (2, True)
    make_venue(provider, "V3", name="New Block")
    seen = last_change()
    assert keep.post(f"{HERE}{first}/", typed("V2", "V3", where_next="Anything")).status_code == 302
    assert [reference for _, reference in live()] == ["V2", "V3"]
    assert live()[0] == (second, "V2")  # the venue that was kept keeps its address in the search
    assert {first, second} < changed_after(seen)
    assert {run.course.next for run in CourseRun.objects.filter(state=CourseState.LIVE)} == {"Anything"}

    gone = keep.post(f"{HERE}{second}/withdraw/", follow=True)
    assert ("You list no T level yet." in text(gone), live()) == (True, [])
    said = AuditEvent._base_manager.filter(verb__startswith="T level").order_by("pk").values_list("verb", flat=True)
    assert list(said) == ["T level added", "T level changed", "T level withdrawn"]


def test_the_form_says_what_the_rules_say(keep, provider):
    wrong = keep.post(f"{HERE}new/", typed(course_webpage="no page", start_date="31/05/2027", who="")).content.decode()

    assert "We expect an address of the web." in wrong
    assert "We expect 01/06/2027 or later." in wrong
    without = keep.post(f"{HERE}new/", {**typed(), "your_venue_reference": []})
    assert (without.status_code, "We expect a venue." in text(without)) == (422, True)
    assert live() == []


def test_a_t_level_begins_once_a_day(keep, provider):
    keep.post(f"{HERE}new/", typed("V1"))

    again = keep.post(f"{HERE}new/", typed("V2"))
    another_day = keep.post(f"{HERE}new/", typed("V2", start_date="01/09/2028"))

    assert (again.status_code, "you do not yet begin this T level" in text(again)) == (422, True)
    assert (another_day.status_code, len(live())) == (302, 2)


def test_a_t_level_that_has_begun_can_still_be_changed(provider, signed_in, db_scope, time_machine):
    content = file_of(kind="t-levels")
    take_whole("t-levels", content, "t.csv", provider, today=date(2027, 6, 1), tell=untold, by=db_scope)
    ((run, _),) = live()
    time_machine.move_to("2027-10-01T10:00:00Z", tick=False)
    keep = signed_in(make_user("Kit Sandell", ("provider", provider.organisation)))

    assert keep.post(f"{HERE}{run}/", typed(where_next="Work")).status_code == 302
    assert keep.post(f"{HERE}new/", typed(start_date="02/09/2027")).status_code == 422


def test_a_t_level_is_copied_for_another_day(keep, provider):
    keep.post(f"{HERE}new/", typed("V1", "V2"))
    ((run, _), _) = live()
    assert f'href="{HERE}new/?copy={run}"' in text(keep.get(HERE))

    copy = text(keep.get(f"{HERE}new/?copy={run}"))

    assert ("You, if you are 16 and like to make programs" in copy, 'value="01/09/2027"' in copy) == (
        True, False,
    )  # fmt: skip
    assert copy.count("checked") == 2
    assert keep.get(f"{HERE}new/?copy=nothing").status_code == 200
    assert keep.get(f"{HERE}new/?copy=999999").status_code == 404


def test_the_list_of_courses_leads_to_it_and_it_is_taken_away(keep, provider):
    keep.post(f"{HERE}new/", typed())
    ((run, _),) = live()

    listed = text(keep.get("/providers/hartwell-college/courses/"))
    assert f'href="{HERE}{run}/"' in listed
    away = keep.get("/providers/hartwell-college/courses/all.t-levels.csv")
    assert away.content.decode("utf-8-sig").splitlines()[1].startswith("37,")
    assert b"T Level Digital" in keep.get("/providers/hartwell-college/courses/all.json").content


def test_without_the_register_it_is_said(db, signed_in, time_machine):
    college = make_school("New College", setting=Setting.COLLEGE, urn="", ukprn="10009903")
    client = signed_in(make_user("Kit Sandell", ("provider", college)))

    shown = text(client.get("/providers/new-college/courses/t-levels/"))

    assert ("We do not know which T levels there are." in shown, "Add a T level" in shown) == (True, False)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_whatever_its_length(keep, provider, db_scope, rows):
    days = [{"START_DATE": f"0{day}/09/2027"} for day in range(1, rows + 1)]
    content = file_of(*days, kind="t-levels")
    take_whole("t-levels", content, "t.csv", provider, today=date(2027, 6, 1), tell=untold, by=db_scope)
    keep.get(HERE)

    with CaptureQueriesContext(connection) as asked:
        keep.get(HERE)

    assert len(asked) == 8


def test_nobody_elses_t_level_can_be_reached(keep, provider, db_scope):
    other = make_provider("Oakmoor College", ukprn="10009902")
    make_venue(other, "V1")
    take_whole("t-levels", file_of(kind="t-levels"), "t.csv", other, today=date(2027, 6, 1), tell=untold, by=db_scope)
    run = CourseRun.objects.get().pk

    assert keep.get(f"{HERE}{run}/").status_code == 404
    assert keep.get(f"{HERE}new/?copy={run}").status_code == 404
    assert keep.post(f"{HERE}{run}/withdraw/").status_code == 404
    assert len(live()) == 1
