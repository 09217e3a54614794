"""Erasing a learner: no trace of who it was in any table or kept file; every figure of past years as before."""

import io
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import connection

from tests.factories import attend, enrol, make_activity, make_learner, make_school, make_user, scope_with
from tests.publishing.small_documents import keep_small_document
from waymark.access.audit import note
from waymark.access.models import AuditEvent
from waymark.access.permissions import Permission
from waymark.access.queries import scope_of
from waymark.access.scope import NotPermitted
from waymark.evaluation.queries import figures_of, trend_of
from waymark.intake.models import Delivery
from waymark.ledger.actions.activities import amend_activity
from waymark.ledger.actions.attachments import AttachmentFacts, keep_attachment, retire_attachment
from waymark.ledger.actions.erasing import Erased, erase_learner, erase_what_is_due
from waymark.ledger.actions.groups import make_group
from waymark.ledger.actions.registers import correct_encounter
from waymark.ledger.actions.retention import (
    RetentionRefused,
    ask_to_lift,
    lift_hold,
    place_hold,
    set_period,
    switch_erasing_off,
    switch_erasing_on,
)
from waymark.ledger.exchange import exchange_rows
from waymark.ledger.models import Encounter, Enrolment, Erasure, Expected, Learner, RetentionPeriod
from waymark.ledger.queries.activities import facts_of
from waymark.ledger.queries.retention import due_on, retention_plan
from waymark.ledger.sources.learners.receiving import merge_learners, receive_learners
from waymark.publishing.models import MadeDocument

ON = date(2026, 11, 22)
LEFT = date(2023, 7, 14)
UPN = "H801200001001"
FILE = (
    "UPN,Forename,Surname,Preferred Forename,Date of birth,Year,Form,Email\r\n"
    f"{UPN},Verity,Quill-Okafor,Vee,14/03/2007,11,11B,vee@school.example\r\n"
    "X80120000100X,Grace,Marsh,,02/09/2006,11,11B,\r\n"
)
SECRETS = ("verity", "quill", "okafor", UPN.casefold(), "vee@school", "2007-03-14", "14/03/2007")


@pytest.fixture
def school(db_scope):
    return make_school()


@pytest.fixture
def by(school):
    return scope_with(school)


@pytest.fixture
def verity(school):
    """Somebody who left three years ago, with everything that a school may have come to keep of her."""
    learner = make_learner(
        school,
        given_name="Verity",
        family_name="Quill-Okafor",
        preferred_name="Vee",
        upn=UPN,
        former_upn="",
        school_reference="00417",
        email="vee@school.example",
        ethnicity="White and Black African",
        born_on=date(2007, 3, 14),
        sex="F",
        sen="K",
        pupil_premium=True,
        year_group=10,
        year=2021,
        form="10B",
    )
    enrol(learner, year_group=11, year=2022, from_on=date(2022, 9, 5), to_on=LEFT, form="11B")
    return learner


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


@pytest.fixture
def past(school, verity):
    """Two years of a school whose figures rest on people who have left."""
    people = [verity] + [
        make_learner(
            school, number, year_group=10, year=2021, sex="FM"[number % 2], sen="KN"[number % 2], pupil_premium=True
        )
        for number in range(1, 9)
    ]
    for number, learner in enumerate(people[1:], 1):
        enrol(learner, year_group=11, year=2022, to_on=date(2023, 7, 14 + number % 3))
    late = make_learner(school, 11, year_group=None)
    enrol(late, year_group=10, year=2021, from_on=date(2022, 1, 10), to_on=date(2022, 1, 20))
    enrol(late, year_group=11, year=2021, from_on=date(2022, 1, 21), to_on=date(2022, 7, 31))
    meant = {"purpose_shared": True, "outcomes_set": True, "two_way": True, "reflection": True}
    for held_on in (date(2021, 11, 3), date(2022, 1, 12), date(2022, 11, 3), date(2023, 7, 13)):
        attend(make_activity(school, "employer", held_on=held_on, **meant), *people[:5], late)
    return [*people, late]


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


def test_nothing_goes_by_itself_until_it_is_switched_on(school, by, verity):
    assert erase_what_is_due(school=school, on=ON, by=by) == Erased(0, 0)
    assert Learner.objects.get(pk=verity.pk).given_name == "Verity"

    switch_erasing_on(school=school, reason="Our policy", by=by)

    assert erase_what_is_due(school=school, on=ON, by=by) == Erased(1, 0)
    assert erase_what_is_due(school=school, on=ON, by=by) == Erased(0, 0)
    assert Erasure.objects.get().why == "period"
    switch_erasing_off(school=school, by=by)
    make_learner(school, year_group=9, year=2019)
    assert erase_what_is_due(school=school, on=ON, by=by) == Erased(0, 0)


@pytest.mark.parametrize(
    ("to_on", "months", "is_due"),
    [
        pytest.param(date(2023, 11, 22), 36, True, id="three years to the day"),
        pytest.param(date(2023, 11, 23), 36, False, id="a day short"),
        pytest.param(date(2023, 11, 23), 35, True, id="a shorter period"),
        pytest.param(None, 36, False, id="to the end of the year"),
    ],
)
def test_somebody_is_due_when_the_period_is_over(school, by, to_on, months, is_due):
    learner = make_learner(school, year_group=None)
    enrol(learner, year_group=11, year=2023, to_on=to_on)
    set_period(school=school, what="learner", months=months, reason="Our policy", by=by)

    assert (due_on(school, on=ON)[learner.pk] <= ON) is is_due


def test_who_is_on_roll_is_not_erased_by_hand_or_by_itself(school, by):
    learner = make_learner(school, year_group=9, year=2026)
    switch_erasing_on(school=school, reason="Our policy", by=by)

    with pytest.raises(RetentionRefused, match="on roll"):
        erase_learner(learner=learner, on=ON, reason="Asked", by=by)
    assert erase_what_is_due(school=school, on=ON, by=by) == Erased(0, 0)


def test_files_go_when_their_period_is_over_and_not_while_they_wait(
    school, by, tmp_path, django_capture_on_commit_callbacks
):
    done, _ = receive_learners(content=FILE.encode(), filename="a.csv", school=school, on=date(2022, 10, 1), by=by)
    merge_learners(delivery=done, by=by)
    waiting, _ = receive_learners(
        content=FILE.replace("11B", "11C").encode(), filename="b.csv", school=school, on=date(2022, 11, 1), by=by
    )
    Delivery.objects.update(taken_at="2025-11-21T09:00:00Z")
    set_period(school=school, what="learner", months=72, reason="Our policy", by=by)
    switch_erasing_on(school=school, reason="Our policy", by=by)

    with django_capture_on_commit_callbacks(execute=True):
        assert erase_what_is_due(school=school, on=ON, by=by) == Erased(0, 1)

    kept = {delivery.pk: bool(delivery.content) for delivery in Delivery.objects.all()}
    assert kept == {done.pk: False, waiting.pk: True}
    assert len(list(Path(tmp_path).rglob("*.bin"))) == 1


def test_a_file_that_speaks_of_somebody_on_hold_stays(school, by, verity):
    done, _ = receive_learners(content=FILE.encode(), filename="a.csv", school=school, on=date(2022, 10, 1), by=by)
    merge_learners(delivery=done, by=by)
    Delivery.objects.update(taken_at="2025-11-21T09:00:00Z")
    place_hold(school=school, learner=verity, reason="A claim", by=by)
    switch_erasing_on(school=school, reason="Our policy", by=by)

    assert erase_what_is_due(school=school, on=ON, by=by) == Erased(0, 0)
    assert Delivery.objects.get().content


def test_a_hold_is_lifted_by_two_people(school, verity):
    first, second = (scope_of(make_user(name, ("careers_leader", school))) for name in ("Robin Marsh", "Pat Moss"))
    hold = place_hold(school=school, learner=verity, reason="A claim", by=first)
    with pytest.raises(RetentionRefused, match="legal hold"):
        erase_learner(learner=verity, on=ON, reason="Asked", by=first)
    with pytest.raises(RetentionRefused, match="ask first"):
        lift_hold(hold=hold, by=first)

    ask_to_lift(hold=hold, by=first)

    with pytest.raises(RetentionRefused, match="Somebody else"):
        lift_hold(hold=hold, by=first)
    lift_hold(hold=hold, by=second)
    assert erase_learner(learner=verity, on=ON, reason="Asked", by=first).why == "asked"


def test_a_hold_of_everybody_holds_everything(school, by, verity):
    switch_erasing_on(school=school, reason="Our policy", by=by)
    place_hold(school=school, learner=None, reason="An inquiry", by=by)

    assert erase_what_is_due(school=school, on=ON, by=by) == Erased(0, 0)
    plan = retention_plan(school, on=ON)
    assert (plan.now, plan.held, plan.all_on_hold) == (0, 1, True)


def test_the_plan_says_who_is_due_and_when(school, by, verity):
    enrol(make_learner(school, year_group=None), year_group=11, year=2024, to_on=date(2025, 7, 4))

    plan = retention_plan(school, on=ON)

    assert (plan.now, plan.is_on, plan.months) == (1, False, {"learner": 36, "files": 12})
    assert [(due.left_in, due.learners, due.first) for due in plan.to_come] == [(2024, 1, date(2028, 7, 4))]


def test_a_period_is_never_edited_and_has_a_reason(school, by):
    with pytest.raises(RetentionRefused, match="reason"):
        set_period(school=school, what="learner", months=24, reason=" ", by=by)
    set_period(school=school, what="learner", months=24, reason="Our policy", by=by)
    set_period(school=school, what="learner", months=24, reason="Again", by=by)
    set_period(school=school, what="learner", months=48, reason="The trust's policy", by=by)

    assert list(RetentionPeriod.objects.values_list("months", flat=True)) == [48, 24]


def test_erasing_takes_two_permissions(school, verity):
    for lacking in (Permission.LEARNER_WRITE, Permission.SETTINGS_WRITE):
        by = scope_with(school, *(each for each in Permission if each != lacking))
        with pytest.raises(NotPermitted):
            erase_learner(learner=verity, on=ON, reason="Asked", by=by)


def test_it_is_not_done_twice_and_not_without_a_reason(school, by, verity):
    with pytest.raises(RetentionRefused, match="reason"):
        erase_learner(learner=verity, on=ON, reason="  ", by=by)
    erase_learner(learner=verity, on=ON, reason="Asked", by=by)

    with pytest.raises(RetentionRefused, match="already"):
        erase_learner(learner=verity, on=ON + timedelta(days=1), reason="Asked", by=by)


def test_what_is_left_goes_out_in_the_exchange_format_with_the_same_answers(school, by, past):
    was = exchange_rows([school], on=ON)

    for learner in past:
        erase_learner(learner=learner, on=ON, reason="Asked", by=by)

    now = exchange_rows([school], on=ON)
    assert {table: len(rows) for table, rows in now.items()} == {table: len(rows) for table, rows in was.items()}
    assert "quill" not in str(now).casefold()
    assert now["participations"] == was["participations"]
