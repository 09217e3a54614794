"""The pages of interviews: asking, diaries, the schedule, the day; who may see and do what; how much they ask."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories import attend, make_activity, make_learner, make_school, make_user
from waymark.access.queries import scope_of
from waymark.access.scope import acting, everything
from waymark.guidance.actions.booking import book_by_hand
from waymark.guidance.actions.diaries import Span, add_adviser, add_times
from waymark.guidance.actions.requests import Wanted, ask_for_interview
from waymark.guidance.models import DiaryTime, Interview, InterviewRequest, Lesson, Schedule
from waymark.intake.jobs import do_work
from waymark.intake.models import Delivery, Job
from waymark.ledger.models import Encounter

ON = date(2026, 11, 22)


def at(hour, minute=0, day=23):
    return datetime(2026, 11, day, hour, tzinfo=UTC) + timedelta(minutes=minute)


@pytest.fixture
def school(db, the_day):
    with acting(everything("test")):
        return make_school()


@pytest.fixture
def leader(school):
    return make_user("Robin Marsh", ("careers_leader", school))


@pytest.fixture
def teacher(school):
    return make_user("Toby Lark", ("teacher", school))


@pytest.fixture
def here(school):
    return f"/schools/{school.slug}/interviews/"


@pytest.fixture
def people(school):
    with acting(everything("test")):
        return [make_learner(school, n, year_group=11, form="11A", given_name=f"Zoe{n}") for n in range(5)]


@pytest.fixture
def adviser(school, leader):
    with acting(scope_of(leader)) as by:
        made = add_adviser(school=school, name="Ada Fell", level=6, by=by)
        add_times(adviser=made, spans=[Span(at(9), at(11), "A1")], by=by)
    return made


def ask(learner, leader, **wanted):
    with acting(scope_of(leader)) as by:
        return ask_for_interview(learner=learner, wanted=Wanted(**wanted), on=ON, by=by)


def book(request, leader, hour, minute=0):
    with acting(scope_of(leader)) as by:
        time = DiaryTime.objects.get()
        return book_by_hand(request=request, time=time, starts_at=at(hour, minute), by=by)


def done():
    with acting(everything("test")):
        for job in Job.objects.filter(state="waiting"):
            do_work.call(job.public_id)


def shown(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def test_from_nothing_to_a_booked_schedule(school, leader, people, here, signed_in):
    client = signed_in(leader)
    assert "Add an adviser" in shown(client, here)

    client.post(f"{here}diaries/add/", {"name": "Ada Fell", "level": "6", "user": ""})
    diary = client.get(f"{here}diaries/").content.decode()
    (address,) = set(re.findall(r"interviews/diaries/(\w{12})/", diary))
    times = {
        "first_day": "23", "first_month": "11", "first_year": "2026", "last_day": "27", "last_month": "11",
        "last_year": "2026", "weekdays": ["0", "2"], "start": "9", "end": "10.20", "room": "A1",
    }  # fmt: skip
    added = client.post(f"{here}diaries/{address}/", times, follow=True).content.decode()
    assert "2 times added." in added
    assert "Wednesday 25 November 2026" in added
    forward = client.post(
        f"{here}asked/put-forward/", {"names": "Zoe0 Ashdown\nZoe1 Birchall", "priority": "7"}, follow=True
    )
    assert "2 interviews asked for." in forward.content.decode()

    made = client.post(
        f"{here}make/",
        {
            "first_day": "22", "first_month": "11", "first_year": "2026", "last_day": "27", "last_month": "11",
            "last_year": "2026", "minutes": "40", "booked": "move",
        },
    )  # fmt: skip
    done()
    schedule = client.get(made["Location"], follow=True)
    words = schedule.content.decode()
    assert "No schedule serves more" in words
    assert "Number 1 of 2 by need: priority 7, last chance this year, asked on 22 November 2026." in words
    booked = client.post(schedule.redirect_chain[-1][0], {"all": "yes"}, follow=True)
    assert "2 interviews booked." in booked.content.decode()
    with acting(everything("test")):
        assert Interview.objects.filter(state="booked").count() == 2


def test_a_year_group_that_is_still_due_guidance_is_put_forward_once(school, leader, people, here, signed_in):
    with acting(everything("test")):
        attend(make_activity(school, "guidance", adviser_level=6), people[0])
    client = signed_in(leader)
    assert "Year 11 (4 learners)" in shown(client, f"{here}asked/put-forward/")

    for said in ("4 interviews asked for.", "0 interviews asked for."):
        page = client.post(f"{here}asked/put-forward/", {"years": ["11"], "names": "", "priority": "5"}, follow=True)
        assert said in page.content.decode()

    with acting(everything("test")):
        attended = Encounter.objects.filter(activity__kinds__kind="guidance")
        seen = set(attended.values_list("learner_id", flat=True))
        asked = set(InterviewRequest.objects.values_list("learner_id", flat=True))
    assert (len(asked), len(seen), asked & seen) == (4, 1, set())


def test_the_day_says_who_came_and_what_was_held_counts(leader, people, adviser, here, signed_in, time_machine):
    first = book(ask(people[0], leader, reason="Apprenticeship in joinery", interpreter="Polish"), leader, 9)
    second = book(ask(people[1], leader), leader, 9, 40)
    client, day = signed_in(leader), f"{here}days/2026-11-23/"
    before = shown(client, day)
    assert "Was seen" not in before
    assert "Interpreter: Polish" in before
    time_machine.move_to(at(12))
    client = signed_in(leader)  # a night's sleep ends a sitting

    client.post(day, {"held": first.public_id})
    after = client.post(day, {"missed": second.public_id}, follow=True).content.decode()

    assert "did not come, and is in the next schedule" in after
    assert "Make the schedule again" in after
    with acting(everything("test")):
        assert set(Interview.objects.values_list("learner__given_name", "state")) == {
            ("Zoe0", "held"),
            ("Zoe1", "missed"),
        }
        assert Encounter.objects.filter(learner=people[0]).count() == 1
    assert "On record" in shown(client, f"{here}{first.public_id}/")


def test_slips_say_where_to_be_and_nothing_else(leader, people, adviser, here, signed_in):
    book(ask(people[0], leader, reason="Apprenticeship in joinery", priority=9, interpreter="Polish"), leader, 9)

    page = shown(signed_in(leader), f"{here}days/2026-11-23/slips/")

    assert "Careers interview, Monday 23 November 2026, 9am to 9:40am. Room A1, with Ada Fell." in page
    assert not any(word in page for word in ("joinery", "priority", "Polish", "need:"))


def test_a_tutor_asks_from_the_learners_page_and_sees_no_diary(school, teacher, people, here, signed_in):
    client = signed_in(teacher)
    learner = f"/schools/{school.slug}/learners/{people[0].public_id}/"
    assert "Ask for a guidance interview" in shown(client, learner)

    sent = client.post(f"{learner}interview/", {"priority": "7", "reason": "Not sure about sixth form"})

    assert sent["Location"] == learner
    with acting(everything("test")):
        assert InterviewRequest.objects.get().asked_by == teacher
    for address in ("", "asked/", "diaries/", "make/", "mine/", "days/2026-11-23/", "settings/"):
        shown(client, here + address, 404)
    again = client.post(f"{learner}interview/", {"priority": "7"})
    assert (again.status_code, b"asked for already" in again.content) == (422, True)


def test_learners_and_interviews_of_another_school_are_not_found(leader, people, adviser, here, signed_in):
    booked = book(ask(people[0], leader), leader, 9)
    with acting(everything("test")):
        other = make_school("Oakmoor School", urn="900002")
    client = signed_in(make_user("Olive Reed", ("careers_leader", other)))
    there = f"/schools/{other.slug}/interviews/"

    for address in (
        f"{booked.public_id}/", f"asked/{booked.request.public_id}/", f"diaries/{adviser.public_id}/",
        f"{booked.public_id}/call-off/", f"asked/{booked.request.public_id}/book/",
    ):  # fmt: skip
        shown(client, there + address, 404)
        shown(client, here + address, 404)
    shown(client, f"/schools/{other.slug}/learners/{people[0].public_id}/interview/", 404)
    client.post(f"{there}days/2026-11-23/", {"missed": booked.public_id})
    with acting(everything("test")):
        assert Interview.objects.get().state == "booked"


def test_senior_leaders_see_and_do_not_write(school, leader, people, adviser, here, signed_in):
    booked = book(ask(people[0], leader), leader, 9)
    client = signed_in(make_user("Hal Moor", ("senior_leader", school)))

    assert "Zoe0" in shown(client, f"{here}days/2026-11-23/")
    for address in ("", "asked/", f"asked/{booked.request.public_id}/", "diaries/", f"diaries/{adviser.public_id}/"):
        assert "Add " not in shown(client, here + address)
    assert "Call it off" not in shown(client, f"{here}{booked.public_id}/")
    for address in ("make/", "diaries/add/", "settings/", f"{booked.public_id}/call-off/"):
        shown(client, here + address, 404)
    assert client.post(f"{here}diaries/{adviser.public_id}/", {"remove": "1"}).status_code == 404


def test_booking_by_hand_offers_what_is_free(leader, people, adviser, here, signed_in):
    book(ask(people[0], leader), leader, 9, 40)
    request = ask(people[1], leader)
    client, address = signed_in(leader), f"{here}asked/{request.public_id}/book/"
    page = shown(client, address)
    assert page.count('type="radio"') == 2
    assert "9:40am to" not in page

    choice = page.split('name="time" type="radio" value="')[1].split('"')[0]
    assert client.post(address, {"time": choice}).status_code == 302

    with acting(everything("test")):
        assert {i.starts_at for i in Interview.objects.filter(state="booked")} == {at(9), at(9, 40)}


def test_lessons_and_diaries_come_in_by_file_and_are_taken_back(school, leader, people, adviser, signed_in):
    client, files = signed_in(leader), f"/schools/{school.slug}/files/"
    lessons = (
        "Learner,Form,Start,End,Subject\n"
        f"{people[0].public_id},,2026-11-23T09:00,2026-11-23T10:00,Maths\n"
        ",11A,23/11/2026 10:00,23/11/2026 11:00,exam\n"
        ",,23/11/2026 10:00,23/11/2026 11:00,art\n"
        ",11A,23/11/2026 11:00,23/11/2026 11:00,art\n"
    )
    sent = client.post(f"{files}lessons/", {"file": upload("lessons.csv", lessons)})
    assert "It is not said whose lesson this is." in shown(client, sent["Location"])

    client.post(sent["Location"])

    with acting(everything("test")):
        assert set(Lesson.objects.values_list("learner", "form", "subject", "source_row")) == {
            (people[0].pk, "", "maths", 2),
            (None, "11A", "exam", 3),
        }
    diary = (
        "Adviser,Start,End,Room\n"
        "Ada Fell,23/11/2026 13:00,23/11/2026 14:00,A1\n"
        "Ada Fell,23/11/2026 10:30,23/11/2026 12:00,A1\n"
    )
    brought = client.post(f"{files}diary/", {"file": upload("diary.csv", diary)})
    assert "The adviser has something in the diary at that time." in shown(client, brought["Location"])
    client.post(brought["Location"])
    with acting(everything("test")):
        assert DiaryTime.objects.count() == 2
    for address in (sent["Location"], brought["Location"]):
        client.post(f"{address}undo/")
    with acting(everything("test")):
        assert (Lesson.objects.count(), DiaryTime.objects.count()) == (0, 1)


def test_a_diary_file_says_who_interprets_at_times_that_stand(school, leader, adviser, signed_in):
    client, files = signed_in(leader), f"/schools/{school.slug}/files/"

    def brought(languages):
        diary = f"Adviser,Start,End,Room,Interpreters\nAda Fell,23/11/2026 09:00,23/11/2026 11:00,A1,{languages}\n"
        sent = client.post(f"{files}diary/", {"file": upload("diary.csv", diary)})
        client.post(sent["Location"])
        with acting(everything("test")):
            return DiaryTime.objects.get().interpreters, Delivery.objects.latest("pk").outcome

    said = [brought(languages) for languages in ("Polish", "Polish and Dari", "", "Polish and Dari")]

    assert [languages for languages, _ in said] == ["Polish", "Polish and Dari", "Polish and Dari", "Polish and Dari"]
    assert [(of["added"], of["changed"], of["unchanged"]) for _, of in said] == [
        (0, 1, 0),
        (0, 1, 0),
        (0, 0, 1),
        (0, 0, 1),
    ]


def upload(name, text):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, text.encode(), content_type="text/csv")


def test_a_calendar_file_fills_a_diary(school, leader, adviser, here, signed_in):
    calendar = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\n"
        "BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261124T090000Z\r\nDTEND:20261124T110000Z\r\nLOCATION:Library\r\nEND:VEVENT\r\n"
        "BEGIN:VEVENT\r\nUID:2\r\nDTSTART;VALUE=DATE:20261125\r\nEND:VEVENT\r\n"
        "BEGIN:VEVENT\r\nUID:3\r\nDTSTART:20200101T090000Z\r\nDTEND:20200101T110000Z\r\nEND:VEVENT\r\n"
        "END:VCALENDAR\r\n"
    )
    client, address = signed_in(leader), f"{here}diaries/{adviser.public_id}/"

    said = client.post(address, {"calendar": "yes", "file": upload("free.ics", calendar)}, follow=True)

    assert "1 time added." in said.content.decode()
    with acting(everything("test")):
        assert (at(9, day=24), "Library") in set(DiaryTime.objects.values_list("starts_at", "room"))
    wrong = client.post(address, {"calendar": "yes", "file": upload("free.ics", "hello")})
    assert (wrong.status_code, b"That is not a calendar file" in wrong.content) == (422, True)


def test_an_adviser_sees_their_own_day_and_takes_their_calendar(school, leader, people, here, signed_in):
    ada = make_user("Ada Fell", ("adviser", school))
    with acting(scope_of(leader)) as by:
        mine = add_adviser(school=school, name="Ada Fell", level=6, user_id=ada.pk, by=by)
        add_times(adviser=mine, spans=[Span(at(9), at(11), "A1")], by=by)
    booked = book(ask(people[0], leader, reason="Joinery"), leader, 9)
    client = signed_in(ada)

    assert "Zoe0" in shown(client, f"{here}mine/")
    calendar = shown(client, f"{here}mine/calendar.ics")
    assert "SUMMARY:Guidance interview" in calendar
    assert f"interview-{booked.public_id}@waymark.invalid" in calendar
    assert "Zoe0" not in calendar
    assert "not on this school" in shown(signed_in(leader), f"{here}mine/")


@pytest.mark.parametrize("number", [1, 3])
def test_lists_ask_the_same_however_many_there_are(
    number, leader, people, adviser, here, signed_in, django_assert_num_queries
):
    for n in range(number):
        book(ask(people[n], leader), leader, 9, 40 * n)
    client = signed_in(leader)
    shown(client, here)

    with django_assert_num_queries(15):
        shown(client, here)
    with django_assert_num_queries(9):
        shown(client, f"{here}asked/")
    with django_assert_num_queries(7):
        shown(client, f"{here}diaries/")
    with django_assert_num_queries(8):
        shown(client, f"{here}days/2026-11-23/")


def test_booking_a_schedule_that_has_changed_says_so(school, leader, people, adviser, here, signed_in):
    client = signed_in(leader)
    with acting(everything("test")):
        schedule = Schedule.objects.create(
            organisation=school, first_on=ON, last_on=ON, minutes=40, framework="gatsby-2024"
        )

    gone = client.post(f"{here}schedules/{schedule.public_id}/", {"chosen": ["gone"]})
    none = client.post(f"{here}schedules/{schedule.public_id}/", {"some": "yes"})

    assert (gone.status_code, b"changed this meanwhile" in gone.content) == (409, True)
    assert (none.status_code, b"Tick at least one time" in none.content) == (422, True)
