"""A provider keeps its courses on the pages: by hand, by file, by what is to mend; and nobody else's."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_school, make_user
from tests.opportunities.files import COURSE, VENUE, file_of
from tests.opportunities.makers import make_aim, make_course, make_provider, make_run, make_venue
from waymark.access.scope import acting, everything
from waymark.intake.jobs import do_work
from waymark.intake.models import Job
from waymark.opportunities.models import CourseFile, CourseRun, CourseState, Venue
from waymark.opportunities.queries.changes import changed_after, last_change
from waymark.places.models import Postcode, Setting

HERE = "/providers/hartwell-college/courses/"


@pytest.fixture
def provider(db, time_machine):
    time_machine.move_to("2027-06-01T10:00:00Z", tick=False)
    Postcode.objects.create(code="GU1 3BB", latitude=51.2394, longitude=-0.5671, country="E92000001")
    make_aim()
    college = make_school("Hartwell College", setting=Setting.COLLEGE, urn="", ukprn="10009901", postcode="GU1 3BB")
    return make_provider("Hartwell College", organisation=college)


@pytest.fixture
def keep(provider, signed_in):
    return signed_in(make_user("Kit Sandell", ("provider", provider.organisation)))


@pytest.fixture
def next_door(provider):
    other = make_school("Oakmoor College", setting=Setting.COLLEGE, urn="", ukprn="10009902")
    elsewhere = make_provider("Oakmoor College", ukprn="10009902", organisation=other)
    venue = make_venue(elsewhere)
    run = make_run(make_course(elsewhere, "Their course", aim_reference="00238422"), venue)
    with acting(everything("test")):
        file = CourseFile.objects.create(provider=elsewhere, kind="courses", sha256="0" * 64, filename="theirs.csv")
    return {"run": run.pk, "venue": venue.pk, "file": file.pk}


def typed(**changes):
    return {heading.lower(): value for heading, value in {**COURSE, **changes}.items()} | {
        "delivery_mode": "Classroom based", "duration_unit": "Weeks", "study_mode": "Part time",
        "attendance_pattern": "Evening",
    }  # fmt: skip


def text(response):
    return response.content.decode()


def test_a_course_is_added_changed_and_withdrawn_and_each_time_the_search_is_told(keep, provider):
    make_venue(provider)

    added = keep.post(f"{HERE}new/", typed(), follow=True)
    run = CourseRun.objects.select_related("course").get()
    assert "“Plumbing level 1” was added." in text(added)
    assert (run.course.aim_reference, run.starts_on, run.is_flexible) == ("00238422", date(2027, 9, 1), False)
    seen = last_change()
    assert changed_after(0) == {run.pk}

    shown = text(keep.get(f"{HERE}{run.pk}/"))
    assert ('value="01/09/2027"' in shown, "Adults new to plumbing" in shown) == (True, True)
    keep.post(f"{HERE}{run.pk}/", typed(cost="99", where_next="Level 2"))
    run.refresh_from_db()
    assert (str(run.cost), run.course.next, changed_after(seen)) == ("99.00", "Level 2", {run.pk})

    seen = last_change()
    gone = keep.post(f"{HERE}{run.pk}/withdraw/", follow=True)
    run.refresh_from_db()
    assert (run.state, changed_after(seen)) == (CourseState.ARCHIVED, {run.pk})
    assert "You list no course yet." in text(gone)


def test_the_form_says_what_the_file_would(keep, provider):
    make_venue(provider)

    wrong = keep.post(f"{HERE}new/", typed(lars_qan="00238423", duration="0", cost=""))

    assert wrong.status_code == 422
    said = text(wrong)
    assert "Did you mean 00238422?" in said
    assert "We expect 1 to 999." in said
    assert "We expect a cost, or a description of it." in said
    assert CourseRun.objects.count() == 0


def test_a_course_without_a_qualification(keep, provider):
    make_venue(provider)
    more = {"course_type": "Skills Bootcamp", "sector": "Digital", "education_level": "3", "awarding_body": "Us"}

    assert keep.post(f"{HERE}new/other/", {**typed(), **more}).status_code == 302
    assert CourseRun.objects.get().course.get_course_type_display() == "Skills Bootcamp"


def test_a_venue_is_added_and_changed(keep, provider):
    said = {heading.lower(): value for heading, value in VENUE.items()}

    assert keep.post(f"{HERE}venues/new/", said).status_code == 302
    venue = Venue.objects.get()
    run = make_run(make_course(provider), venue)
    seen = last_change()
    assert keep.post(f"{HERE}venues/new/", said).status_code == 422
    assert keep.post(f"{HERE}venues/{venue.pk}/", {**said, "town_or_city": "Woking"}).status_code == 302
    venue.refresh_from_db()
    assert (venue.town, changed_after(seen)) == ("Woking", {run.pk})
    assert "Woking" in text(keep.get(f"{HERE}venues/"))


def test_a_file_is_looked_at_merged_and_undone(keep, provider):
    make_venue(provider)
    content = file_of({}, {"YOUR_REFERENCE": "PL-02", "COST": "dear"})
    sent = SimpleUploadedFile("autumn.csv", content, content_type="text/csv")

    looked = keep.post(f"{HERE}files/", {"kind": "courses", "file": sent}, follow=True)
    at = looked.redirect_chain[-1][0]
    assert "Nothing has been changed yet." in text(looked)
    assert ("1 new" in text(looked), "1 left out" in text(looked), "dear" in text(looked)) == (True, True, True)
    assert CourseRun.objects.count() == 0

    mend = keep.get(f"{at}mend.csv")
    assert mend.content.decode("utf-8-sig").splitlines()[0].endswith(",ERRORS")
    assert b"COURSERUN_COST_INVALID" in mend.content

    assert "The file was taken in." in text(keep.post(at, follow=True))
    assert CourseRun.objects.count() == 1
    assert keep.post(at).status_code == 404
    assert "The file was undone." in text(keep.post(f"{at}undo/", follow=True))
    assert CourseRun.objects.count() == 0


@pytest.mark.parametrize(("tick", "left"), [({}, 2), ({"withdraw": "on"}, 1)])
def test_what_a_file_lacks_goes_only_with_the_tick(keep, provider, tick, left):
    venue = make_venue(provider)
    make_run(make_course(provider, aim_reference="00238422"), venue, reference="OLD")
    sent = SimpleUploadedFile("autumn.csv", file_of({}), content_type="text/csv")
    at = keep.post(f"{HERE}files/", {"kind": "courses", "file": sent}, follow=True).redirect_chain[-1][0]
    assert "Withdraw the courses that this file does not have" in text(keep.get(at))

    keep.post(at, tick)

    assert CourseRun.objects.filter(state=CourseState.LIVE).count() == left


def test_a_long_file_is_worked_off_in_the_background(keep, provider):
    make_venue(provider)
    rows = [{"YOUR_REFERENCE": f"PL-{number}", "WHERE_NEXT": "x" * 400} for number in range(400)]
    sent = SimpleUploadedFile("autumn.csv", file_of(*rows), content_type="text/csv")

    waiting = keep.post(f"{HERE}files/", {"kind": "courses", "file": sent}, follow=True)
    assert "Reading your file" in text(waiting)
    job = Job._base_manager.get()
    do_work.call(job.public_id)
    done = keep.get(f"{HERE}under-way/{job.public_id}/", follow=True)
    assert "400 new" in text(done)

    merging = keep.post(done.redirect_chain[-1][0], follow=True).redirect_chain[-1][0]
    assert "Taking your file in" in text(keep.get(merging))
    do_work.call(merging.rstrip("/").rpartition("/")[2])
    assert CourseRun.objects.count() == 400
    assert "The file was taken in." in text(keep.get(merging, follow=True))


def test_the_score_and_the_list_of_what_is_to_mend(keep, provider):
    venue, lost = make_venue(provider), make_venue(provider, "V2", latitude=0.0, longitude=0.0)
    full = dict.fromkeys(("entry", "learn", "how", "need", "assessed", "next"), "Some words")
    make_run(make_course(provider, "Good", **full), venue, website="example.org")
    make_run(make_course(provider, "Lost", **full), lost, website="example.org")
    make_run(make_course(provider, "Begun", **full), venue, website="example", starts_on=date(2027, 5, 31))

    shown = text(keep.get(HERE))
    assert "Your listing scores 67 of 100" in shown  # 100, 60 and 40
    listed = text(keep.get(f"{HERE}?mend=place_unknown"))
    assert ("Lost" in listed, "Begun" in listed, ">Good<" in listed) == (True, False, False)
    assert "There is nothing to mend" not in shown


@pytest.mark.parametrize("kind", ["csv", "other.csv", "venues.csv", "xml", "json"])
def test_courses_are_taken_away(keep, provider, kind):
    make_run(make_course(provider, "Mine", aim_reference="00238422"), make_venue(provider))

    response = keep.get(f"{HERE}all.{kind}")

    assert (response.status_code, "attachment" in response["Content-Disposition"]) == (200, True)
    assert (b"Mine" in response.content) is (kind in ("csv", "xml", "json"))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_whatever_its_length(keep, provider, rows):
    venue = make_venue(provider)
    for number in range(rows):
        make_run(make_course(provider, f"Course {number}"), venue)
    keep.get(HERE)

    with CaptureQueriesContext(connection) as asked:
        keep.get(HERE)

    assert len(asked) == 11


def test_nobody_elses_courses_venues_or_files_can_be_reached(keep, provider, next_door):
    seen = [
        keep.get(f"{HERE}{where}").status_code
        for where in (f"{next_door['run']}/", f"venues/{next_door['venue']}/", f"files/{next_door['file']}/",
                      f"files/{next_door['file']}/mend.csv")
    ]  # fmt: skip
    done = [
        keep.post(f"{HERE}{where}").status_code
        for where in (f"{next_door['run']}/withdraw/", f"files/{next_door['file']}/undo/")
    ]

    assert (set(seen), set(done)) == ({404}, {404})
    assert keep.get("/providers/oakmoor-college/courses/").status_code == 404
    assert ("Their course" in text(keep.get(HERE)), "theirs.csv" in text(keep.get(f"{HERE}files/"))) == (False, False)


def test_a_colleague_without_the_right_sees_none_of_it(client, provider, signed_in):
    teacher = signed_in(make_user("Ola Brandt", ("teacher", provider.organisation)))

    assert teacher.get(HERE).status_code == 404


def test_a_college_that_lists_nothing_yet_begins_by_itself(db, signed_in):
    college = make_school("New College", setting=Setting.COLLEGE, urn="", ukprn="10009903")
    client = signed_in(make_user("Kit Sandell", ("provider", college)))
    Postcode.objects.create(code="GU1 3BB", latitude=51.2394, longitude=-0.5671)
    here = "/providers/new-college/courses/"

    assert "You list no course yet." in text(client.get(here))
    said = {heading.lower(): value for heading, value in VENUE.items()}
    assert client.post(f"{here}venues/new/", said).status_code == 302
    assert Venue.objects.get().provider.organisation == college
