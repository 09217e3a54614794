"""Evidence and documents: kept, narrowed, taken away, made; what may not leave does not."""

import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import make_activity, make_learner, make_user
from tests.intake.test_keepable import SECRET, a_jpeg
from tests.publishing.schools import make_publishing_school, write_everything
from waymark.access.models import AuditEvent
from waymark.access.permissions import Permission
from waymark.access.roles import ROLES
from waymark.access.scope import acting, everything
from waymark.intake.jobs import do_work
from waymark.intake.models import Job
from waymark.ledger.actions.attachments import AttachmentFacts, keep_attachment
from waymark.ledger.models import Attachment
from waymark.ledger.touching import touch_everyone
from waymark.publishing.actions import release
from waymark.publishing.actions.criteria import CriterionText, bring_in_criteria, map_evidence
from waymark.publishing.models import CriterionEvidence, MadeDocument

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def school(db, time_machine):
    time_machine.move_to("2026-11-22T10:00:00Z")
    with acting(everything("test")) as by:
        school, _ = make_publishing_school()
        write_everything(school, by)
        release(school=school, on=TODAY, by=by)
        touch_everyone(school.pk)
    return school


@pytest.fixture
def leader(school, signed_in):
    return signed_in(make_user("Robin Marsh", ("careers_leader", school)))


def kept(school, title="Minutes", content=b"Careers was discussed.", **facts):
    said = {"kind": "minutes", "title": title, "held_on": TODAY, "names_learners": False, **facts}
    with acting(everything("test")) as by:
        return keep_attachment(
            school=school, content=content, filename="minutes.txt", facts=AttachmentFacts(**said), by=by
        )


def at(school, rest=""):
    return f"/schools/{school.slug}/evidence/{rest}"


SENT = {
    "title": "Careers fair",
    "kind": "photograph",
    "held_on_day": "7",
    "held_on_month": "10",
    "held_on_year": "2026",
    "names_learners": "no",
    "benchmarks": ["gb5"],
}


def test_a_photograph_is_kept_and_comes_back_without_its_place(leader, school):
    with acting(everything("test")):
        fair = make_activity(school)
    photograph = SimpleUploadedFile("fair.jpg", a_jpeg(), "image/jpeg")

    response = leader.post(at(school, "new/"), {**SENT, "file": photograph, "activity": fair.public_id}, follow=True)

    assert "Careers fair" in response.content.decode()
    with acting(everything("test")):
        one = Attachment.objects.get()
        assert [tie.activity_id for tie in one.activities.all()] == [fair.pk]
    file = leader.get(at(school, f"{one.public_id}/download/"))
    assert file["Content-Disposition"] == 'attachment; filename="fair.jpg"'
    assert (file["X-Content-Type-Options"], file["Content-Type"]) == ("nosniff", "image/jpeg")
    assert "sandbox" in file["Content-Security-Policy"]
    assert SECRET not in file.content


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"file": SimpleUploadedFile("a.pdf", b"MZ\x90\0")}, "Send a PDF, Word, Excel"),
        ({"names_learners": ""}, "Does it name or show learners?"),
        ({"expires_on_day": "1", "expires_on_month": "1", "expires_on_year": "2020"}, "before the day it is of"),
    ],
)
def test_what_cannot_be_kept_is_said_in_words(leader, school, wrong, words):
    file = SimpleUploadedFile("a.txt", b"words")

    response = leader.post(at(school, "new/"), {**SENT, "file": file, **wrong})

    assert response.status_code == 422
    assert words in response.content.decode()


def test_the_list_takes_as_many_queries_for_three_as_for_one(leader, school, django_assert_num_queries):
    kept(school)
    leader.get(at(school))
    with django_assert_num_queries(7):
        leader.get(at(school))
    for number in range(2):
        kept(school, title=f"Minutes {number}")
    with django_assert_num_queries(7):
        assert leader.get(at(school)).content.count(b"Minutes of a meeting") >= 3


def test_the_list_is_narrowed(leader, school):
    kept(school, "Policy of 2025", kind="policy", held_on=date(2025, 9, 1), expires_on=TODAY + timedelta(days=3))
    kept(school, "Governors in May", benchmarks=["gb1"])

    def shown(query):
        said = leader.get(at(school, query)).content.decode()
        return [title for title in ("Policy of 2025", "Governors in May") if title in said]

    assert shown("?kind=policy") == ["Policy of 2025"]
    assert shown("?benchmark=gb1") == ["Governors in May"]
    assert shown("?state=running_out") == ["Policy of 2025"]
    assert shown("?q=may") == ["Governors in May"]
    assert shown("?state=retired") == []


def test_what_runs_out_is_among_the_next_things_to_do(leader, school):
    kept(school, "Careers policy", kind="policy", held_on=date(2025, 9, 1), expires_on=TODAY + timedelta(days=3))

    assert "Careers policy" in leader.get(f"/schools/{school.slug}/").content.decode()


def test_what_is_said_is_put_right_and_a_newer_one_takes_its_place(leader, school):
    one = kept(school)
    leader.post(at(school, f"{one.public_id}/change/"), {**SENT, "title": "Governors, autumn"})
    newer = {**SENT, "title": "Governors, final", "file": SimpleUploadedFile("a.txt", b"Final")}
    leader.post(at(school, f"{one.public_id}/replace/"), newer)

    with acting(everything("test")):
        titles = {each.title: bool(each.retired_at) for each in Attachment.objects.all()}
    assert titles == {"Governors, autumn": True, "Governors, final": False}
    assert leader.post(at(school, f"{one.public_id}/retire/"), {"because": ""}).status_code == 422


def test_a_file_that_names_learners_is_not_opened_without_seeing_learners(school, leader, monkeypatch):
    one = kept(school, names_learners=True)
    page = leader.get(at(school, f"{one.public_id}/")).content.decode()
    assert "Yes: it never leaves the school" in page
    assert leader.get(at(school, f"{one.public_id}/download/")).status_code == 200
    evidence_alone = replace(ROLES["careers_leader"], permissions=frozenset({Permission.EVIDENCE_VIEW}))
    monkeypatch.setitem(ROLES, "careers_leader", evidence_alone)

    page = leader.get(at(school, f"{one.public_id}/")).content.decode()
    assert "only people who may see learners can open it" in page
    assert leader.get(at(school, f"{one.public_id}/download/")).status_code == 404


def make(leader, school, kind, copy="leaves", on=TODAY):
    return leader.post(at(school, "documents/"), {"kind": kind, "on": on.isoformat(), "copy": copy}, follow=True)


def test_a_document_is_made_read_and_taken_away(leader, school):
    page = make(leader, school, "governors")

    with acting(everything("test")):
        made = MadeDocument.objects.get()
    assert "Is it legal?" in page.content.decode()
    for name, start in (
        ("governors.pdf", b"%PDF-1.7"),
        ("governors.html", b"<!DOCTYPE html>"),
        ("everything.zip", b"PK"),
    ):
        file = leader.get(at(school, f"documents/{made.public_id}/{name}"))
        assert (file.status_code, file.content[: len(start)]) == (200, start)
        assert "sandbox" in file["Content-Security-Policy"]
    assert leader.get(at(school, f"documents/{made.public_id}/../secrets")).status_code == 404
    with acting(everything("test")):
        assert AuditEvent.objects.filter(verb="document downloaded").count() == 3


def test_it_says_when_more_was_recorded_since(leader, school):
    make(leader, school, "provider-access")
    with acting(everything("test")):
        made = MadeDocument.objects.get()
        touch_everyone(school.pk)

    assert "More has been recorded since" in leader.get(at(school, f"documents/{made.public_id}/")).content.decode()


def test_a_name_found_is_left_out_unless_a_person_keeps_it(leader, school):
    with acting(everything("test")):
        make_learner(school, given_name="Harrowbeck", family_name="College")
    shown = make(leader, school, "provider-access")

    page = shown.content.decode()
    assert "Names of learners were found" in page
    assert "Harrowbeck College" in page
    mark = re.search(r'name="([0-9a-f]{16})"', page)[1]
    for answer, words in (("leave_out", "[name left out]"), ("keep", "Harrowbeck College")):
        made = leader.post(
            shown.request["PATH_INFO"] + "?" + shown.request["QUERY_STRING"], {mark: answer}, follow=True
        )
        assert words in made.content.decode().partition("What it says")[2]


def test_the_inspection_folder_is_made_in_the_background(leader, school):
    kept(school)
    page = make(leader, school, "inspection", copy="inside")
    assert "Making your document" in page.content.decode()
    with acting(everything("test")):
        job = Job.objects.get()

    do_work.call(job.public_id)

    page = leader.get(f"/schools/{school.slug}/under-way/{job.public_id}/", follow=True).content.decode()
    assert "Careers guidance: evidence for inspection" in page
    with acting(everything("test")):
        made = MadeDocument.objects.get()
    whole = leader.get(at(school, f"documents/{made.public_id}/everything.zip")).content
    names = zipfile.ZipFile(io.BytesIO(whole)).namelist()
    assert "attachments/001-minutes.txt" in names
    assert "registers/attendance.csv" in names
    assert leader.get(at(school, f"documents/{made.public_id}/attachments/001-minutes.txt")).status_code == 200


def test_criteria_are_brought_in_mapped_and_made_into_a_portfolio(leader, school):
    minutes = kept(school)
    sent = {"name": "Our award, 2026", "kind": "quality-standard", "typed": "1.1 A named leader\n1.2. A programme"}
    page = leader.post(at(school, "standards/new/"), sent, follow=True)
    here = page.redirect_chain[-1][0]
    assert "0 of 2 criteria have evidence." in page.content.decode()
    leader.post(f"{here}1/", {"attachment": minutes.public_id, "says": "Item 4"})
    leader.post(f"{here}2/", {"entitlement": "gb5.employer_year"})

    assert "2 of 2 criteria have evidence." in leader.get(here).content.decode()
    with acting(everything("test")):
        first = CriterionEvidence.objects.order_by("pk").first()
    leader.post(f"{here}1/", {"remove": first.pk})
    assert "1 of 2 criteria have evidence." in leader.get(here).content.decode()
    public_id = here.rstrip("/").rpartition("/")[2]
    portfolio = make(leader, school, f"quality-standard:{public_id}").content.decode()
    assert "1 of 2 criteria have evidence mapped to them (50%)." in portfolio


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Type the criteria, or choose a file of them."),
        ("1.1", "needs a code, a space and a text"),
        ("1.1 One\n1.1 Two", "1.1 is there twice."),
    ],
)
def test_criteria_that_do_not_fit_are_said_in_words(leader, school, typed, words):
    response = leader.post(at(school, "standards/new/"), {"name": "Award", "kind": "matrix", "typed": typed})

    assert response.status_code == 422
    assert words in response.content.decode()


def test_a_file_of_criteria_is_read(leader, school):
    file = SimpleUploadedFile("c.csv", b"Criterion number,Requirement\r\n1.1,A leader\r\n")

    page = leader.post(at(school, "standards/new/"), {"name": "Award", "kind": "matrix", "file": file}, follow=True)

    assert "A leader" in page.content.decode()


def test_a_newer_list_keeps_the_evidence(school):
    with acting(everything("test")) as by:
        said = {"school": school, "kind": "matrix", "name": "Award", "by": by}
        before = bring_in_criteria(**said, criteria=[CriterionText("1", "Old words"), CriterionText("2", "Gone")])
        map_evidence(criterion=before.criteria.get(code="1"), says="As we do.", by=by)
        now = bring_in_criteria(**said, criteria=[CriterionText("1", "New words")])

        assert [each.says for each in now.criteria.get().evidence.all()] == ["As we do."]
        before.refresh_from_db()
        assert before.retired_at


def test_the_manifest_says_what_is_there(leader, school):
    make(leader, school, "governors")
    with acting(everything("test")):
        made = MadeDocument.objects.get()
    manifest = json.loads(leader.get(at(school, f"documents/{made.public_id}/manifest.json")).content)

    assert (manifest["kind"], manifest["on"], manifest["leaves_school"]) == ("governors", "2026-11-22", True)
    assert [one["name"] for one in manifest["files"]] == [
        "governors.csv",
        "governors.html",
        "governors.pdf",
        "governors.xlsx",
    ]
