"""Taking a merged learner file back: every row as it was, or nothing and the reason."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.intake.actions import mark_undone
from waymark.intake.jobs import WorkRefused
from waymark.intake.models import Delivery, PriorState
from waymark.kernel.telling import Tell, each, untold
from waymark.ledger.models import Enrolment, Learner
from waymark.ledger.queries.roll import resting_on
from waymark.ledger.touching import touch_everyone
from waymark.places.models import Organisation

LEARNER_KINDS = ("learners", "ctf")
_MODELS: dict[str, type[Learner] | type[Enrolment]] = {"learner": Learner, "enrolment": Enrolment}
_BATCH = 500


class CannotUndo(WorkRefused):
    """Something later rests on the delivery; the message says what, in words for the person who asked."""


@transaction.atomic
def take_back_roll(*, delivery: Delivery, tell: Tell = untold, by: Scope) -> Delivery:
    """Restore the roll exactly as it was before the delivery was merged.

    Raises `CannotUndo`, changing nothing, when a later learner file was merged, when a learner it
    brought has since been marked, listed or grouped, or when a row it wrote was changed since.
    """
    by.require(Permission.LEARNER_WRITE, delivery.whose)
    Organisation.objects.select_for_update().get(pk=delivery.whose)
    delivery.refresh_from_db()
    refuse_unless_last(delivery)
    journal = list(PriorState.objects.filter(delivery=delivery))
    brought = brought_in(journal, "learner")
    _refuse_if_rested_on(brought)
    put_roll_back(journal, tell)
    PriorState.objects.filter(delivery=delivery).delete()
    touch_everyone(delivery.whose)
    note("learners taken back", on=delivery, by=by, removed=len(brought), restored=len(journal) - len(brought))
    return mark_undone(delivery=delivery, needs=Permission.LEARNER_WRITE, by=by)


def put_roll_back(journal: Sequence[PriorState], tell: Tell, *, staying: Collection[int] = ()) -> None:
    """Delete what a delivery brought to the roll, but for the learners `staying`, and put back what it changed.

    Raises `CannotUndo` where a row was changed since. Part of an action.
    """
    _refuse_if_changed_since(journal)
    for what in ("enrolment", "learner"):
        gone = [key for key in brought_in(journal, what) if what == "enrolment" or key not in staying]
        for keys in _batches(gone):
            _MODELS[what].objects.filter(pk__in=keys).delete()
    changed = [entry for entry in journal if entry.what in _MODELS and entry.before is not None]
    for entry in each(changed, tell, "Putting back what was", every=200):
        _MODELS[entry.what].objects.filter(pk=entry.key).update(**_as_stored(entry.what, entry.before or {}))


def brought_in(journal: Iterable[PriorState], what: str) -> list[int]:
    """The keys of the rows that a delivery added."""
    return [entry.key for entry in journal if entry.what == what and entry.before is None]


def refuse_unless_last(delivery: Delivery, kinds: Collection[str] = LEARNER_KINDS) -> None:
    """Raise `CannotUndo` unless it is merged, and nothing of these kinds was merged after it. Part of an action."""
    if delivery.state != Delivery.State.MERGED:
        raise CannotUndo("This file is not merged, so there is nothing to undo.")
    later = Delivery.objects.filter(
        organisation=delivery.organisation_id,
        kind__in=kinds,
        state=Delivery.State.MERGED,
        merged_at__gt=delivery.merged_at,
    )
    if later.exists():
        raise CannotUndo("Learners were brought in again after this one. Undo that one first.")


def _refuse_if_rested_on(learner_keys: list[int]) -> None:
    counted: dict[str, int] = {}
    for keys in _batches(learner_keys):
        for what, count in resting_on(keys).items():
            counted[what] = counted.get(what, 0) + count
    found = [f"{count} {what}" for what, count in counted.items() if count]
    if found:
        raise CannotUndo(f"Learners this file brought have since been given {' and '.join(found)}.")


def _refuse_if_changed_since(journal: Iterable[PriorState]) -> None:
    for what, model in _MODELS.items():
        entries = {entry.key: entry for entry in journal if entry.what == what and entry.before is not None}
        for keys in _batches(list(entries)):
            standing = {row.pk: row for row in model.objects.filter(pk__in=keys)}
            for key in keys:
                now = {name: getattr(standing.get(key), name, None) for name in entries[key].after}
                if as_kept(now) != entries[key].after:
                    raise CannotUndo("A learner this file changed has been changed again since, by hand.")


def _batches(keys: list[int]) -> Iterable[list[int]]:
    return (keys[start : start + _BATCH] for start in range(0, len(keys), _BATCH))


def as_kept(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Values as the journal keeps them: days as text."""
    if values is None:
        return None
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _as_stored(what: str, kept: Mapping[str, Any]) -> dict[str, Any]:
    fields = {field.attname: field for field in _MODELS[what]._meta.concrete_fields}
    return {name: fields[name].to_python(value) for name, value in kept.items()}
