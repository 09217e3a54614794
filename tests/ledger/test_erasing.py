"""Erasing a learner: no trace of who it was in any table or kept file; every figure of past years as before."""
# ruff: noqa: F811 - fixtures that two files ask for

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import connection

from tests.factories import attend, make_activity, make_learner
from tests.ledger.leavers import FILE, LEFT, ON, SECRETS, UPN, by, past, school, verity  # noqa: F401
from tests.publishing.small_documents import keep_small_document
from waymark.access.audit import note
from waymark.access.models import AuditEvent
from waymark.evaluation.queries import figures_of, trend_of
from waymark.intake.models import Delivery
from waymark.ledger.actions.activities import amend_activity
from waymark.ledger.actions.attachments import AttachmentFacts, keep_attachment, retire_attachment
from waymark.ledger.actions.erasing import Erased, erase_learner, erase_what_is_due
from waymark.ledger.actions.groups import make_group
from waymark.ledger.actions.registers import correct_encounter
from waymark.ledger.actions.retention import (
    RetentionRefused,
    switch_erasing_on,
)
from waymark.ledger.exchange import exchange_rows
from waymark.ledger.models import Encounter, Enrolment, Expected, Learner
from waymark.ledger.queries.activities import facts_of
from waymark.ledger.sources.learners.receiving import merge_learners, receive_learners
from waymark.publishing.models import MadeDocument


def everything_kept():
    """All that the database says, table by table, in small letters: every table there is, ours or not."""
    said = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            said[table] = "\n".join(str(row) for row in cursor.fetchall()).casefold()
    return said


def traces(tmp_path):
    """Where anything still tells who she was."""
    tables = [table for table, said in everything_kept().items() if any(secret in said for secret in SECRETS)]
    files = [
        path.name
        for path in Path(tmp_path).rglob("*")
        if path.is_file() and any(s.encode() in path.read_bytes().lower() for s in SECRETS)
    ]
    return tables + files


def _kept_of(verity, school, by):
    """Words of hers, and about her, in as many places as a school can put them."""
    friend = make_learner(school, given_name="Grace", family_name="Marsh", year_group=11, year=2022)
    talk = make_activity(
        school, title="Mock interview of Verity Quill-Okafor", held_on=date(2023, 3, 1), notes=f"({UPN})"
    )
    (mark, _) = attend(talk, verity, friend, status="absent")
    Expected.objects.create(activity=talk, learner=verity, by_name=True)
    correct_encounter(encounter=mark, status="attended", reason="Vee Quill-Okafor came late", by=by)
    facts = facts_of(talk)
    amend_activity(
        activity=talk,
        facts=type(facts)(**(vars_of(facts) | {"minutes": 60})),
        reason="Quill-Okafor, Verity said",
        by=by,
    )
    make_group(school=school, name="Verity Quill-Okafor and friends", learner_ids=[verity.pk], by=by)
    note("record viewed", on=verity, because="Verity Quill-Okafor's mother asked", by=by)
    return talk


def vars_of(facts):
    return {name: getattr(facts, name) for name in type(facts).__dataclass_fields__}


def test_no_trace_is_left_in_any_table_or_file(school, by, verity, tmp_path, django_capture_on_commit_callbacks):
    talk = _kept_of(verity, school, by)
    for name in ("on roll.csv", "Verity Quill-Okafor only.csv"):
        content = FILE + name[:2] + ",,,,,,,\r\n"
        receive_learners(content=content.encode(), filename=name, school=school, on=date(2022, 10, 1), by=by)
    merged, _ = receive_learners(content=FILE.encode(), filename="r.csv", school=school, on=date(2023, 6, 1), by=by)
    Learner.objects.filter(pk=verity.pk).update(preferred_name="Okafor")
    merge_learners(delivery=merged, by=by)
    Enrolment.objects.filter(learner=verity, academic_year__gt=2022).delete()
    there = {"ledger_learner", "access_auditevent", "ledger_amendment", "ledger_group", "intake_delivery"}
    assert there | {"intake_priorstate", "ledger_encounter", "ledger_activity"} <= set(traces(tmp_path))
    assert len([found for found in traces(tmp_path) if found.endswith(".bin")]) == 3

    with django_capture_on_commit_callbacks(execute=True):
        erase_learner(learner=verity, on=ON, reason="Verity Quill-Okafor asked", by=by)

    assert traces(tmp_path) == []
    assert Encounter.objects.filter(activity=talk, learner=verity).count() == 2
    assert Delivery.objects.count() == 3
    assert AuditEvent.objects.filter(verb="learner erased").get().because == "[a former learner] asked"


def _keep(school, by, title="Minutes of the panel"):
    from openpyxl import Workbook

    book, out = Workbook(), io.BytesIO()
    book.active.append(["Prize for", "Verity", "Quill-Okafor"])
    book.save(out)
    facts = AttachmentFacts(kind="minutes", title=title, held_on=LEFT, names_learners=True)
    return keep_attachment(school=school, content=out.getvalue(), filename="minutes.xlsx", facts=facts, by=by)


def test_evidence_that_speaks_of_them_is_seen_to_by_a_person_first(
    school, by, verity, tmp_path, django_capture_on_commit_callbacks
):
    kept = _keep(school, by)
    switch_erasing_on(school=school, reason="Our policy", by=by)
    with pytest.raises(RetentionRefused, match="“Minutes of the panel”"):
        erase_learner(learner=verity, on=ON, reason="Asked", by=by)
    assert erase_what_is_due(school=school, on=ON, by=by) == Erased(0, 0, waiting=1)
    retire_attachment(attachment=kept, because="It names somebody who left", by=by)

    with django_capture_on_commit_callbacks(execute=True):
        assert erase_what_is_due(school=school, on=ON, by=by) == Erased(1, 0)

    kept.refresh_from_db()
    assert (bool(kept.file), kept.title) == (False, "Minutes of the panel")
    assert [path for path in Path(tmp_path).rglob("*") if path.is_file()] == []


def test_a_document_for_inside_goes_and_one_that_may_leave_stays(
    school, by, verity, tmp_path, django_capture_on_commit_callbacks
):
    inside = keep_small_document(school, by, leaves_school=False)
    stays = keep_small_document(school, by)
    for document in (inside, stays):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("page.html", "<p>Verity Quill-Okafor&#39;s visit</p>")
        document.file.storage.delete(document.file.name)
        document.file.save("x.zip", ContentFile(packed.getvalue()))

    with django_capture_on_commit_callbacks(execute=True):
        erase_learner(learner=verity, on=ON, reason="Asked", by=by)

    assert list(MadeDocument.objects.values_list("leaves_school", flat=True)) == [True]
    assert len(list(Path(tmp_path).rglob("*.zip"))) == 1


def test_every_field_said_to_be_erased_is_blank_and_the_name_is_nobodys(school, by, verity):
    erase_learner(learner=verity, on=ON, reason="Asked", by=by)

    gone = Learner.objects.get(pk=verity.pk)
    assert {getattr(gone, name) or None for name in Learner.Personal.erased} == {None}
    assert str(gone) == "Former learner"
    assert list(Enrolment.objects.filter(learner=gone).values_list("form", "from_on", "to_on")) == [
        ("", date(2021, 9, 1), None),
        ("", date(2022, 9, 1), date(2023, 7, 1)),
    ]


def test_what_others_wrote_of_others_stays(school, by, verity):
    twin = make_learner(school, given_name="Verity", family_name="Quill-Okafor", year_group=9)
    make_activity(school, title="Prize for Verity Quill-Okafor")
    make_activity(school, title="Talk by Verity Marsh")

    erase_learner(learner=verity, on=ON, reason="Asked", by=by)

    titles = set(apps.get_model("ledger.Activity").objects.values_list("title", flat=True))
    assert titles == {"Prize for Verity Quill-Okafor", "Talk by Verity Marsh"}  # the first may well be her namesake's
    assert Learner.objects.get(pk=twin.pk).given_name == "Verity"


def _told(school):
    """Every figure of the past that a page or a cut may ask for."""
    days = [date(2021, 12, 31), date(2022, 3, 31), date(2022, 7, 31), date(2022, 12, 31), date(2023, 3, 31)]
    figures = [figures_of(school, name, on=day) for day in days for name in ("gatsby-2014", "provider-access")]
    yearly = [(year.academic_year, year.figures.figures, year.figures.scores) for year in trend_of(school, on=ON)]
    return [(f.figures, f.scores) for f in figures], yearly


def test_figures_of_past_years_are_as_before(school, by, past):
    before = _told(school)
    assert any(figure.met for figures, _ in before[0] for figure in figures.values())

    for learner in past:
        erase_learner(learner=learner, on=ON, reason="Asked", by=by)

    assert _told(school) == before


def test_what_is_left_goes_out_in_the_exchange_format_with_the_same_answers(school, by, past):
    was = exchange_rows([school], on=ON)

    for learner in past:
        erase_learner(learner=learner, on=ON, reason="Asked", by=by)

    now = exchange_rows([school], on=ON)
    assert {table: len(rows) for table, rows in now.items()} == {table: len(rows) for table, rows in was.items()}
    assert "quill" not in str(now).casefold()
    assert now["participations"] == was["participations"]
