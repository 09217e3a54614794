"""A school's files, from the page where one is sent to the one where it is undone."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import make_school, make_user
from tests.ledger.learner_files import HEADER, learner_file, line, upn
from waymark.access.scope import acting, everything
from waymark.intake.models import Delivery
from waymark.ledger.models import Enrolment, Learner

ON = {"on_day": "20", "on_month": "11", "on_year": "2026"}


@pytest.fixture
def school(db):
    return make_school()


@pytest.fixture
def leader(school, signed_in):
    return signed_in(make_user("Robin Marsh", ("careers_leader", school)))


@pytest.fixture
def send(leader, school):
    """Send a file and give the address of its page."""

    def sent(content: bytes, name: str = "roll.csv") -> str:
        response = leader.post(
            f"/schools/{school.slug}/files/learners/", {"file": SimpleUploadedFile(name, content), **ON}
        )
        assert response.status_code == 302, response.content.decode()[:2000]
        return response.url

    return sent


def everything_of(model):
    with acting(everything("test", via="test")):
        return list(model.objects.order_by("pk"))


def test_a_file_is_previewed_merged_and_undone(leader, send):
    page = send(learner_file(line(1, given="Amara"), line(2), "ragged"))

    preview = leader.get(page).content.decode()
    assert "Nothing has been changed yet" in preview
    assert "Amara Ashdown" in preview
    assert "1 cell<" in preview
    assert "those not in the file" not in preview
    assert "Row left out" in preview
    assert everything_of(Learner) == []

    assert leader.post(page).status_code == 302
    assert "Merged" in leader.get(page).content.decode()
    assert len(everything_of(Learner)) == 2

    assert leader.post(f"{page}undo/").status_code == 302
    assert "Undone" in leader.get(page).content.decode()
    assert everything_of(Learner) == []


def test_the_same_file_sent_again_is_said_to_be_so(leader, send):
    page = send(learner_file(line(1)))
    leader.post(page)

    assert send(learner_file(line(1)), name="renamed.csv") == page
    assert "You have sent this very file before" in leader.get(page).content.decode()


def test_looking_at_a_file_changes_nothing(leader, send):
    page = send(learner_file(line(1)))

    leader.get(page)
    leader.get(f"{page}undo/")

    assert everything_of(Learner) == []
    assert everything_of(Delivery)[0].state == Delivery.State.PREVIEWED


def test_a_file_refused_whole_says_why(leader, send):
    page = send(b"%PDF-1.7 nothing", name="roll.csv")

    shown = leader.get(page).content.decode()

    assert "This file was refused" in shown
    assert "File refused" in shown
    assert "Merge this file" not in shown


def test_a_file_too_large_is_refused_at_the_door(leader, school, settings):
    settings.WAYMARK_LARGEST_FILE = 100

    response = leader.post(
        f"/schools/{school.slug}/files/learners/",
        {"file": SimpleUploadedFile("roll.csv", learner_file(line(1), line(2))), **ON},
    )

    assert response.status_code == 422
    assert "We take files of up to" in response.content.decode()
    assert everything_of(Delivery) == []


def test_sending_nothing_says_so(leader, school):
    response = leader.post(f"/schools/{school.slug}/files/learners/", ON)

    assert response.status_code == 422
    assert "Choose a file." in response.content.decode()


def test_the_absent_are_listed_and_leave_when_ticked(leader, send):
    leader.post(send(learner_file(line(1), line(2, given="Bertil"))))
    page = send(learner_file(line(1), line(3)))
    gone = next(one for one in everything_of(Learner) if one.given_name == "Bertil")

    assert "Bertil Ashdown, Year 9, 9B" in leader.get(page).content.decode()
    answers = {"this_year": "ticked", "left": str(gone.pk)}
    unsaid = leader.post(page, answers)
    assert unsaid.status_code == 422
    assert "Enter their last day" in unsaid.content.decode()
    leader.post(page, answers | {"left_on_day": "13", "left_on_month": "11", "left_on_year": "2026"})

    ended = {one.learner_id: one.to_on for one in everything_of(Enrolment) if one.to_on}
    assert ended == {gone.pk: date(2026, 11, 13)}


def rows_of(client, address):
    """A downloaded list without its header, split into lines."""
    return client.get(address).content.decode("utf-8-sig").splitlines()[1:]


def test_hundreds_of_absent_are_ticked_by_form_and_listed_whole(leader, send):
    leader.post(send(learner_file(*(line(n, form="9A" if n <= 300 else "9C") for n in range(1, 304)))))
    page = send(learner_file(line(301)))

    shown = leader.get(page).content.decode()
    assert "302 learners on roll are not in the file" in shown
    assert "Year 9, 9A: 300 learners" in shown
    assert "Givenb Ashdown" not in shown
    assert len(shown) < 60_000
    listed = rows_of(leader, f"{page}absent.csv")
    assert len(listed) == 302
    assert listed[-1] == "Givenr Ashdown,Year 9,9C,This year"
    assert not any(upn(n) in "".join(listed) for n in range(1, 304))

    answers = {"this_year": "ticked", "left": "Year 9, 9C"}
    leader.post(page, answers | {"left_on_day": "13", "left_on_month": "11", "left_on_year": "2026"})
    ended = sorted(one.learner.upn for one in everything_of(Enrolment) if one.to_on)
    assert ended == sorted([upn(302), upn(303)])


def test_long_lists_of_a_preview_are_had_whole(leader, send):
    page = send(
        learner_file(
            *(line(n) for n in range(1, 61)), *(line(n, given=f"Given{n}", number_shown="") for n in range(70, 180))
        )
    )

    shown = leader.get(page).content.decode()

    assert "What is wrong in the file: 110 problems" in shown
    assert "62, 63, 64, 65, 66 and 105 more" in shown
    assert shown.count("There is no UPN.") == 1
    assert "And 120 more." in shown
    assert len(rows_of(leader, f"{page}new.csv")) == 170
    problems = rows_of(leader, f"{page}problems.csv")
    assert len(problems) == 110
    assert problems[0].startswith("62,UPN,There is no UPN.")
    assert rows_of(leader, f"{page}changed.csv") == []
    assert leader.get(f"{page}activities.csv").status_code == 404


def test_lists_are_had_only_while_the_file_waits_but_what_is_wrong_stays(leader, send):
    page = send(learner_file(line(1), line(2, number_shown="")))
    leader.post(page)

    assert leader.get(f"{page}new.csv").status_code == 404
    assert len(rows_of(leader, f"{page}problems.csv")) == 1


def test_last_years_absent_end_with_their_year_when_told(leader, send, school):
    response = leader.post(
        f"/schools/{school.slug}/files/learners/",
        {
            "file": SimpleUploadedFile("a.csv", learner_file(line(1), line(2), line(3))),
            "on_day": "20",
            "on_month": "11",
            "on_year": "2025",
        },
    )
    leader.post(response.url)
    page = send(learner_file(line(1, year=10)))
    stayed = next(one for one in everything_of(Learner) if one.upn == upn(2))

    leader.post(page, {"last_year": "rest_left", "still_here": str(stayed.pk)})

    open_now = {(one.learner.upn, one.year_group) for one in everything_of(Enrolment) if one.to_on is None}
    assert open_now == {(upn(1), 10), (upn(2), 10)}


def test_refused_rows_come_back_to_be_mended(leader, send):
    page = send(learner_file(line(1), line(2, year=5)))

    report = leader.get(f"{page}refused.csv").content.decode("utf-8-sig").splitlines()

    assert report[0] == "UPN,Given name,Family name,Date of birth,Year group,Form,ERRORS"
    assert len(report) == 2
    assert report[1].startswith(line(2, year=5))
    assert "YEAR_GROUP_INVALID" in report[1]


def test_rows_are_numbered_as_the_senders_spreadsheet_numbers_them(leader, send):
    titles = b"Roll of Fernhollow School\r\n\r\n"
    page = send(titles + learner_file(f"{line(1)},Yes", f"{line(2, year=5)},", header=f"{HEADER},Looked after"))

    problems = rows_of(leader, f"{page}problems.csv")

    assert [problem.split(",")[:2] for problem in problems] == [["3", "Looked after"], ["5", "Year group"]]
    assert (
        'data-label="Row" class="govuk-table__cell govuk-table__cell--numeric">5<' in leader.get(page).content.decode()
    )


def test_the_file_as_sent_is_kept_to_the_byte(leader, send):
    content = learner_file(line(1))

    assert leader.get(f"{send(content)}as-sent").content == content


def test_an_undo_that_cannot_be_says_why(leader, send):
    first = send(learner_file(line(1)))
    leader.post(first)
    leader.post(send(learner_file(line(1), line(2))))

    response = leader.post(f"{first}undo/")

    assert response.status_code == 409
    assert "Undo that one first" in response.content.decode()


def test_no_upn_stands_on_any_page_of_files(leader, send, school):
    page = send(learner_file(line(1), line(1), line(2, number_shown=upn(2)[::-1])), name=f"{upn(1)}.csv")
    shown = leader.get(page).content.decode() + page
    leader.post(page)
    shown += leader.get(page).content.decode() + leader.get(f"/schools/{school.slug}/files/").content.decode()

    assert not any(number in shown for number in (upn(1), upn(2), upn(2)[::-1]))


@pytest.mark.parametrize("address", ["files/learners/", "files/{n}/", "files/{n}/refused.csv", "files/{n}/undo/"])
def test_a_teacher_finds_no_learner_files(send, school, client, signed_in, address):
    send(learner_file(line(1)))
    number = everything_of(Delivery)[0].pk
    teacher = signed_in(make_user("Tess Ives", ("teacher", school)))

    assert teacher.get(f"/schools/{school.slug}/{address.format(n=number)}").status_code == 404


def test_a_file_of_another_school_is_not_found(send, signed_in):
    page = send(learner_file(line(1)))
    other = make_school("Oakhill School", urn="900002")
    stranger = signed_in(make_user("Sal Ode", ("careers_leader", other)))

    assert stranger.get(page).status_code == 404
    assert stranger.get(page.replace("fernhill-school", "oakhill-school")).status_code == 404


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_template_downloads_and_comes_back_empty(leader, send, school, ending):
    template = leader.get(f"/schools/{school.slug}/files/learners/template.{ending}").content

    page = send(template, name=f"learners.{ending}")

    assert "a header and no records" in leader.get(page).content.decode()


@pytest.mark.parametrize("files", [1, 3])
def test_the_list_makes_the_same_queries_however_long(leader, send, school, django_assert_num_queries, files):
    for number in range(files):
        send(learner_file(line(number)))

    with django_assert_num_queries(7):
        leader.get(f"/schools/{school.slug}/files/")
