"""Files kept as evidence: only added to, retired with a reason, never another school's."""

from datetime import date, timedelta

import pytest

from tests.factories import make_activity, make_school, make_user
from waymark.access.models import AuditEvent
from waymark.intake.reading import FileRefused
from waymark.ledger.actions.attachments import (
    AttachmentFacts,
    AttachmentRefused,
    change_attachment,
    keep_attachment,
    retire_attachment,
)
from waymark.ledger.models import Attachment
from waymark.ledger.queries.attachments import attachments_running_out, bytes_of, standing_attachments

ON = date(2026, 11, 20)
pytestmark = pytest.mark.usefixtures("db_scope")


def said(**facts):
    return AttachmentFacts(**{"kind": "minutes", "title": "Governors", "held_on": ON, "names_learners": False, **facts})


def keep(school, by, content=b"Minutes", **facts):
    replaces = facts.pop("replaces", None)
    return keep_attachment(
        school=school, content=content, filename="../a b.txt", facts=said(**facts), replaces=replaces, by=by
    )


def test_a_file_is_kept_with_what_is_said_of_it(db_scope):
    school = make_school()
    visit = make_activity(school)
    theirs = make_activity(make_school("Oakmoor School", urn="900002"))

    kept = keep(school, db_scope, activities=[visit.public_id, theirs.public_id], benchmarks=["gb5", "gb5"])

    assert bytes_of(kept) == b"Minutes"
    assert (kept.filename, kept.media, kept.benchmarks) == ("a b.txt", "txt", ["gb5"])
    assert [tie.activity for tie in kept.activities.all()] == [visit]
    assert AuditEvent.objects.get(verb="attachment kept").organisation == school


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": "  "},
        {"kind": "poem"},
        {"expires_on": ON - timedelta(days=1)},
    ],
)
def test_what_does_not_fit_is_refused(db_scope, wrong):
    with pytest.raises(AttachmentRefused):
        keep(make_school(), db_scope, **wrong)

    assert not Attachment.objects.exists()


def test_whoever_answers_for_it_is_one_of_the_schools_people(db_scope):
    school = make_school()
    inside, outside = make_user("Robin Marsh", ("careers_leader", school)), make_user("Sam Reed")

    assert keep(school, db_scope, owner_id=inside.pk).owner == inside
    with pytest.raises(AttachmentRefused):
        keep(school, db_scope, owner_id=outside.pk)


def test_a_file_of_no_kind_we_keep_is_refused(db_scope):
    with pytest.raises(FileRefused):
        keep(make_school(), db_scope, content=b"MZ\x90\0")


def test_a_newer_one_retires_the_older_and_keeps_it(db_scope):
    school = make_school()
    older = keep(school, db_scope)
    newer = keep(school, db_scope, content=b"New minutes", replaces=older)

    assert list(standing_attachments(school)) == [newer]
    assert bytes_of(Attachment.objects.get(pk=older.pk)) == b"Minutes"
    with pytest.raises(AttachmentRefused):
        keep(school, db_scope, replaces=older)


def test_retiring_asks_for_a_reason_and_does_not_delete(db_scope):
    school = make_school()
    kept = keep(school, db_scope)
    with pytest.raises(AttachmentRefused):
        retire_attachment(attachment=kept, because=" ", by=db_scope)

    retire_attachment(attachment=kept, because="It was a draft.", by=db_scope)
    retire_attachment(attachment=kept, because="Again.", by=db_scope)

    assert Attachment.objects.get().retired_because == "It was a draft."
    assert list(standing_attachments(school)) == []
    with pytest.raises(AttachmentRefused):
        change_attachment(attachment=kept, facts=said(title="Other"), by=db_scope)


def test_what_is_said_can_be_put_right(db_scope):
    school = make_school()
    kept = keep(school, db_scope, activities=[make_activity(school).public_id])

    change_attachment(attachment=kept, facts=said(title="Governors’ meeting"), by=db_scope)

    again = Attachment.objects.get()
    assert (again.title, again.activities.count()) == ("Governors’ meeting", 0)
    assert AuditEvent.objects.get(verb="attachment changed").details == {"fields": ["title"]}


def test_what_runs_out_within_thirty_days_is_told_first_to_last(db_scope):
    school = make_school()
    days = {"gone": -1, "today": 0, "month": 29, "later": 30}
    for title, left in days.items():
        keep(school, db_scope, held_on=date(2026, 1, 5), title=title, expires_on=ON + timedelta(days=left))
    keep(school, db_scope, title="never")

    assert [each.title for each in attachments_running_out(school, on=ON)] == ["gone", "today", "month"]
