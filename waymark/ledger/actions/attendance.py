"""Merging files of attendance into the ledger, and taking them back."""

from collections.abc import Mapping, Sequence

from django.db import connection, transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.intake.actions import mark_undone
from waymark.intake.jobs import WorkRefused
from waymark.intake.models import Delivery
from waymark.kernel.telling import Tell, in_parts, untold
from waymark.ledger.actions.audiences import renew_list
from waymark.ledger.models import Activity, Encounter
from waymark.ledger.queries.activities import audience_of
from waymark.ledger.queries.marks import last_marks_at
from waymark.ledger.rules.marks import Correction, MarksPlan, NewMark, Pair, activity_of, merging_marks
from waymark.ledger.touching import touch_learners
from waymark.places.models import Organisation

# The model's own `bulk_create` makes an object of each row, and is several times slower (docs/reference/benchmarks.md)
_INSERT = (
    "INSERT INTO ledger_encounter"
    " (activity_id, learner_id, status, source_row, reason, delivery_id, recorded_at, recorded_by_id)"
)
_COLUMNS = "unnest(%s::bigint[], %s::bigint[], %s::text[], %s::int[]) AS said(a, l, s, r)"


class NotMerged(WorkRefused):
    """The delivery holds no marks that could be taken back."""


@transaction.atomic
def merge_marks(
    *, delivery: Delivery, said: Mapping[Pair, tuple[str, int]], tell: Tell = untold, by: Scope
) -> MarksPlan:
    """Write what a file says of who attended; `said` is `(status, row)` by activity's and learner's keys.

    A file merged before, some of whose rows were then refused, now adds what it can of those and changes nothing else.
    Marks a person made or put right stay, whatever the file says; marks of earlier files are corrected, saying which
    file said so. Activities that were planned become done. The pairs are taken to be of the delivery's own school.
    """
    by.require(Permission.LEDGER_WRITE, delivery.whose)
    school = Organisation.objects.get(pk=delivery.whose)
    activity_ids = set(map(activity_of, said))
    held = list(Activity.objects.select_for_update().filter(organisation=school, pk__in=activity_ids).order_by("pk"))
    plan = merging_marks(said, last_marks_at(school, activity_ids))
    if delivery.merged_at is not None:
        plan = plan.only_new()
    _make_done([activity for activity in held if activity.state == Activity.State.PLANNED], by)
    reason = f"Said so by the file {delivery.filename}"
    write_first_marks(plan.first, delivery, by, tell)
    _correct(plan.corrections, delivery, reason, by, tell)
    touch_learners(school.pk, plan.learners())
    note(
        "attendance merged",
        on=delivery,
        by=by,
        added=plan.added,
        changed=len(plan.changed),
        unchanged=plan.unchanged,
        kept=len(plan.kept),
    )
    return plan


@transaction.atomic
def take_back_marks(*, delivery: Delivery, tell: Tell = untold, by: Scope) -> Delivery:
    """Undo a file of attendance: each mark of it that stands is corrected to say that nothing stands.

    Where the file had corrected an earlier file, that file's mark stands again. What a person has put right since
    stays. No row is deleted. Refuses (`NotMerged`) a delivery that is not merged.
    """
    by.require(Permission.LEDGER_WRITE, delivery.whose)
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if delivery.state != Delivery.State.MERGED:
        raise NotMerged("This file is not merged, so there is nothing to undo.")
    taken_back = take_back_standing(delivery, by, tell)
    note("attendance taken back", on=delivery, by=by, marks=taken_back)
    return mark_undone(delivery=delivery, needs=Permission.LEDGER_WRITE, by=by)


def take_back_standing(delivery: Delivery, by: Scope, tell: Tell = untold) -> int:
    """Correct every mark of a delivery that stands. Part of an action; asks for nothing. Returns how many."""
    of_school = Encounter.objects.filter(activity__organisation=delivery.whose, delivery=delivery)
    standing = of_school.filter(corrected_by=None).exclude(status=Encounter.Status.UNDONE)
    rows = standing.order_by("activity_id", "learner_id").values_list(
        "pk", "activity_id", "learner_id", "corrects__status", "source_row"
    )
    backwards = [
        Correction((activity, learner, before or Encounter.Status.UNDONE, row or 0), key)
        for key, activity, learner, before, row in rows
    ]
    _correct(backwards, delivery, f"The file {delivery.filename} was taken back", by, tell)
    touch_learners(delivery.whose, {one.mark[1] for one in backwards})
    return len(backwards)


def _make_done(planned: Sequence[Activity], by: Scope) -> None:
    """Say that these were held; those with an audience get their list first."""
    ids = [activity.pk for activity in planned]
    with_audience = Activity.objects.filter(pk__in=ids, audiences__isnull=False).distinct()
    for activity in with_audience.select_related("organisation").prefetch_related("audiences"):
        renew_list(activity, audience_of(activity))
    Activity.objects.filter(pk__in=ids).update(state=Activity.State.DONE, done_at=timezone.now(), done_by_id=by.user_id)


def write_first_marks(marks: Sequence[NewMark], delivery: Delivery, by: Scope, tell: Tell = untold) -> None:
    """Write first marks, which correct nothing. Part of an action; asks for nothing."""
    if not marks:
        return
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    # Written into the statement, not bound again for each row: two numbers and the moment, none of them from the file.
    same = f"'', {delivery.pk:d}, '{now}', {'NULL' if by.user_id is None else f'{by.user_id:d}'}"
    with connection.cursor() as cursor:
        for part in in_parts(marks, tell, "Writing marks"):
            if connection.vendor == "postgresql":  # it takes whole columns, several times as fast as row by row
                columns = [list(column) for column in zip(*part, strict=True)]
                cursor.execute(f"{_INSERT} SELECT a, l, s, r, {same} FROM {_COLUMNS}", columns)
            else:
                cursor.executemany(f"{_INSERT} VALUES (%s, %s, %s, %s, {same})", part)


def _correct(corrections: Sequence[Correction], delivery: Delivery, reason: str, by: Scope, tell: Tell) -> None:
    """Write marks that each correct another: some, of a file that comes again."""
    now = timezone.now()
    for part in in_parts(corrections, tell, "Writing corrections", every=2_000):
        Encounter.objects.bulk_create(
            [
                Encounter(
                    activity_id=activity,
                    learner_id=learner,
                    status=status,
                    source_row=row,
                    corrects_id=one.corrects,
                    reason=reason[:300],
                    delivery=delivery,
                    recorded_at=now,
                    recorded_by_id=by.user_id,
                )
                for one in part
                for activity, learner, status, row in (one.mark,)
            ]
        )
