"""Files too long to wait for: taken in at once, then read, merged and undone in the background, and led on to."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import make_activity, make_learner, make_school, make_user
from tests.ledger.learner_files import learner_file, line, upn
from waymark.access.scope import acting, everything
from waymark.intake.jobs import do_work
from waymark.intake.models import Delivery, Job
from waymark.ledger.models import Activity, Encounter, Enrolment, Learner

ON = {"on_day": "20", "on_month": "11", "on_year": "2026"}
MARKS = f"Activity,UPN,Status\nFAIR1,{upn(1)},attended\nFAIR1,{upn(2)},absent\nFAIR1,{upn(77)},attended\n".encode()


@pytest.fixture(autouse=True)
def _everything_is_long(settings):
    settings.WAYMARK_AT_ONCE = 0


@pytest.fixture
def school(db):
    with acting(everything("test")):
        school = make_school()
        for number in (1, 2):
            make_learner(school, number, upn=upn(number), born_on="2013-03-14")
        make_activity(school, school_reference="FAIR1")
        return school


@pytest.fixture
def leader(school, signed_in):
    return signed_in(make_user("Robin Marsh", ("careers_leader", school)))


@pytest.fixture
def send(leader, school):
    """Send a file of a kind, and give the address of its work."""

    def sent(kind: str, content: bytes, **more: str) -> str:
        answer = leader.post(
            f"/schools/{school.slug}/files/{kind}/", {"file": SimpleUploadedFile("autumn.csv", content), **more}
        )
        return led_to_work(answer)

    return sent


@pytest.fixture
def worked(leader):
    """Do the work that waits, and give where its page leads."""

    def work_off(address: str) -> str:
        with acting(everything("test")):
            (job,) = Job.objects.filter(state="waiting")
        do_work.call(job.public_id)
        return leader.get(address).get("Location", "")

    return work_off


def led_to_work(answer) -> str:
    assert (answer.status_code, "/under-way/" in answer.url) == (302, True), answer.content.decode()[:1000]
    return answer.url


def shown(client, address) -> str:
    return client.get(address).content.decode()


def count(model) -> int:
    with acting(everything("test")):
        return model.objects.count()


@pytest.fixture
def read_marks(send, worked):
    return worked(send("attendance", MARKS))


def test_a_long_file_is_read_and_its_page_led_on_to(leader, read_marks):
    page = shown(leader, read_marks)

    assert "Check what this file would change" in page
    assert "Rows left out" in page
    assert "LEARNER_UNKNOWN" not in page
    assert count(Encounter) == 0


def test_a_long_file_is_merged_and_undone(leader, read_marks, worked):
    merging = led_to_work(leader.post(read_marks))
    assert leader.get(read_marks).url == merging  # until it is done, the file's page is the work's

    assert worked(merging) == read_marks
    assert "Merged" in shown(leader, read_marks)
    assert count(Encounter) == 2

    assert worked(led_to_work(leader.post(f"{read_marks}undo/"))) == read_marks
    assert "Undone" in shown(leader, read_marks)


def test_a_long_file_that_nobody_has_read_can_be_read_later(leader, send, worked):
    work = send("attendance", MARKS)
    leader.post(work)  # stop
    file = shown(leader, work).split("/files/")[-1].split("/")[0]
    address = f"{work.split('/under-way/')[0]}/files/{file}/"

    assert "This file has not been read yet" in shown(leader, address)
    assert "Not read yet" in shown(leader, address.rsplit("/", 2)[0] + "/")

    assert worked(led_to_work(leader.post(address))) == address
    assert "Check what this file would change" in shown(leader, address)


def test_a_long_learner_file_asks_about_the_absent_and_heeds_the_answer(leader, school, send, worked):
    file = worked(send("learners", learner_file(line(1), line(3)), **ON))
    page = shown(leader, file)
    assert "Why are these learners not in the file?" in page
    with acting(everything("test")):
        gone = Learner.objects.get(upn=upn(2)).pk
    said = {"this_year": "ticked", "left": [gone], "left_on_day": "2", "left_on_month": "11", "left_on_year": "2026"}

    worked(led_to_work(leader.post(file, said)))

    with acting(everything("test")):
        assert [stay.to_on.isoformat() for stay in Enrolment.objects.filter(learner=gone)] == ["2026-11-02"]
    assert count(Learner) == 3


def test_a_long_file_of_activities_is_read_and_merged(leader, send, worked):
    file = worked(send("activities", b"Reference,Title,Date,Kind\nFAIR26,Fair,7/10/2026,employer\n"))

    worked(led_to_work(leader.post(file)))

    assert count(Activity) == 2


def test_a_long_file_sent_twice_is_read_once(leader, send):
    assert send("attendance", MARKS) == send("attendance", MARKS)
    assert count(Delivery) == 1


def test_what_stands_in_the_way_of_undoing_is_said_on_the_page_of_the_work(leader, send, worked, school):
    file = worked(send("learners", learner_file(line(5)), **ON))
    worked(led_to_work(leader.post(file, {"this_year": "part"})))
    with acting(everything("test")):
        brought = Learner.objects.get(upn=upn(5))
        Encounter.objects.create(activity=Activity.objects.get(), learner=brought, status="attended")

    work = led_to_work(leader.post(f"{file}undo/"))
    worked(work)

    page = shown(leader, work)
    assert "Learners this file brought have since been given" in page
    assert file in page
    assert count(Learner) == 3
