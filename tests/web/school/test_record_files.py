"""Sending files of activities and attendance through the pages: previewed, merged, taken back."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories import make_learner, make_school, make_user
from tests.ledger.test_exchange_import import a_folder
from waymark.intake.exchange.folders import write_tables
from waymark.intake.models import Delivery
from waymark.ledger.models import Activity, Learner
from waymark.ledger.queries import standing_encounters
from waymark.ledger.sources.exchange.receiving import receive_exchange

ACTIVITIES = b"Reference,Title,Date,Kind,Year groups\nF1,Fair,7/10/2026,employer,9\nF2,Bad,7/13/2026,employer,9\n"
ATTENDANCE = b"Activity,UPN,Status\nF1,A820000000001,attended\nF1,A820000000009,absent\n"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-22 12:00", tick=False):
        yield


@pytest.fixture
def school(db_scope):
    school = make_school()
    make_learner(school, 1, upn="A820000000001")
    return school


@pytest.fixture
def client_here(school, signed_in):
    return signed_in(make_user("Robin Marsh", ("careers_leader", school)))


@pytest.fixture
def send(school, client_here):
    """Send a file of a kind; gives the address of its page."""

    def sent(kind: str, content: bytes, name: str = "sent.csv") -> str:
        address = reverse(f"bring_{kind}", kwargs={"slug": school.slug})
        response = client_here.post(address, {"file": SimpleUploadedFile(name, content)})
        assert response.status_code == 302, response.content.decode()
        return response.headers["Location"]

    return sent


def test_files_are_previewed_and_merged(client_here, send):
    page = send("activities", ACTIVITIES)
    shown = client_here.get(page).content.decode()
    assert "Nothing has been changed yet." in shown
    assert "Fair" in shown
    assert not Activity.objects.exists()

    client_here.post(page)
    assert [each.title for each in Activity.objects.all()] == ["Fair"]
    page = send("attendance", ATTENDANCE)
    merged = client_here.post(page, follow=True).content.decode()

    assert "Merged: 1 added, 0 changed." in merged
    assert "A820000000009" not in merged
    assert list(standing_encounters().values_list("learner__upn", "status")) == [("A820000000001", "attended")]


def test_a_mark_is_walked_back_to_the_row_as_its_senders_spreadsheet_numbers_it(school, client_here, send):
    client_here.post(send("activities", ACTIVITIES))
    client_here.post(send("attendance", b"Autumn term\n\nPrinted 1/11/2026\n" + ATTENDANCE))

    learner = Learner.objects.get(upn="A820000000001")
    page = client_here.get(f"/schools/{school.slug}/learners/{learner.public_id}/").content.decode()

    assert "From “sent.csv”, row 5" in page


def test_refused_rows_come_back_to_be_mended(client_here, send):
    page = send("activities", ACTIVITIES)

    rows = client_here.get(f"{page}refused.csv").content.decode("utf-8-sig").splitlines()

    assert rows[0] == "Reference,Title,Date,Kind,Year groups,ERRORS"
    assert rows[1].startswith("F2,Bad,7/13/2026,employer,9,")


def test_files_are_taken_back_the_later_first(client_here, send):
    activities, attendance = send("activities", ACTIVITIES), None
    client_here.post(activities)
    attendance = send("attendance", ATTENDANCE)
    client_here.post(attendance)

    refused = client_here.post(f"{activities}undo/")
    client_here.post(f"{attendance}undo/")

    assert refused.status_code == 409
    assert "Registers have been taken" in refused.content.decode()
    assert not standing_encounters().exists()
    assert Activity.objects.exists()


@pytest.mark.parametrize("kind", ["activities", "attendance"])
@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("x.pdf", b"%PDF-1.7 ...", "This file was refused"),
        ("x.xlsx", b"PK\x03\x04 not really", "This file was refused"),
        ("x.csv", b"\xff\xfe\x00", "This file was refused"),
        ("x.csv", b"Colour\nred\n", "This file was refused"),
    ],
)
def test_what_is_no_such_file_is_refused_in_words(client_here, send, kind, name, content, words):
    page = send(kind, content, name)

    assert words in client_here.get(page).content.decode()


@pytest.mark.parametrize("kind", ["activities", "attendance"])
def test_a_file_too_large_or_empty_is_refused_at_the_door(school, client_here, settings, kind):
    settings.WAYMARK_LARGEST_FILE = 1_000
    address = reverse(f"bring_{kind}", kwargs={"slug": school.slug})

    large = client_here.post(address, {"file": SimpleUploadedFile("x.csv", b"a" * 2_000)})
    empty = client_here.post(address, {"file": SimpleUploadedFile("x.csv", b"")})
    none = client_here.post(address, {})

    assert [response.status_code for response in (large, empty, none)] == [422, 422, 422]
    assert "We take files of up to" in large.content.decode()


@pytest.mark.parametrize("kind", ["activities", "attendance"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_template_comes_back_as_a_file_without_rows(client_here, school, send, kind, ending):
    template = client_here.get(reverse(f"{kind}_template", kwargs={"slug": school.slug, "ending": ending}))

    page = send(kind, template.content, f"x.{ending}")

    assert "This file was refused" in client_here.get(page).content.decode()
    assert "at least one record" in client_here.get(page).content.decode()


def test_teachers_send_no_files(school, signed_in):
    client = signed_in(make_user("Ann Field", ("teacher", school)))

    assert client.get(reverse("bring_attendance", kwargs={"slug": school.slug})).status_code == 404


def test_an_exchange_folder_is_undone_from_its_page(client_here, school, db_scope, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    write_tables(folder, a_folder())
    receive_exchange(folder=folder, only=school.urn, by=db_scope)
    page = reverse("delivery", kwargs={"slug": school.slug, "number": Delivery.objects.get().pk})
    assert "Exchange folder" in client_here.get(page).content.decode()

    assert client_here.post(f"{page}undo/").status_code == 302

    assert "Undone" in client_here.get(page).content.decode()
    assert standing_encounters().exclude(status="undone").count() == 0
