"""Taking registers, and putting marks right."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.ledger.actions.activities import write_activity
from waymark.ledger.actions.audiences import locked, renew_list, store_audience
from waymark.ledger.models import Activity, Encounter, Expected, Learner
from waymark.ledger.queries.activities import audience_of
from waymark.ledger.queries.registers import last_marks
from waymark.ledger.rules.audience import NOBODY_YET, AudienceChoice
from waymark.ledger.rules.facts import ActivityFacts, ActivityRefused, fit
from waymark.ledger.rules.registers import STATUSES, MarkRefused, ReasonNeeded, settle
from waymark.ledger.touching import touch_learners
from waymark.places.models import Organisation


class AlreadyCorrected(ValueError):
    """The mark is not the one that stands: another has corrected it since."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Two people marked one learner differently: what this one said, what stands, who saved that and when."""

    learner_id: int
    mine: str
    theirs: str
    saved_by: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class RegisterOutcome:
    """What saving a register did. Clashes were not saved: each waits for a person to choose."""

    added: int
    corrected: int
    unchanged: int
    clashes: tuple[Clash, ...] = ()


@transaction.atomic
def take_register(
    *, activity: Activity, marks: Mapping[int, str], seen: Mapping[int, str] | None = None, reason: str = "", by: Scope
) -> RegisterOutcome:
    """Save marks (attended, absent, excused) by learner's key; blank ones say nothing, and nobody is left out for that.

    Saving the same marks twice changes nothing. A mark that differs from the one saved becomes a correction and needs
    a `reason` (`ReasonNeeded`, and nothing is saved). `seen` is what its taker saw when they began: where another has
    saved otherwise since, the rest is saved and the two marks come back as a `Clash`. The first marks make the activity
    done and fix its list. Refuses a cancelled activity, and learners of another school.
    """
    by.require(Permission.REGISTER_TAKE, activity.organisation_id)
    held = locked(activity)
    if held.state == Activity.State.CANCELLED:
        raise ActivityRefused({"state": "This activity was cancelled, so it has no register."})
    last = {mark.learner_id: mark for mark in last_marks(held).select_related("recorded_by")}
    standing = {pk: mark for pk, mark in last.items() if mark.status != Encounter.Status.UNDONE}
    settled = settle(marks, seen=seen, standing={pk: mark.status for pk, mark in standing.items()})
    if settled.changed and not reason.strip():
        raise ReasonNeeded(settled.changed)
    _refuse_strangers(held.organisation_id, settled.new)
    if settled.new:
        _make_done(held, by)
    _record(held, {pk: mark for pk, mark in settled.new.items() if pk not in last}, by)
    anew = {pk: mark for pk, mark in settled.new.items() if pk in last}
    _record(held, anew, by, correcting=last, reason="Marked anew: what was said before was taken back")
    _record(held, settled.changed, by, correcting=last, reason=reason.strip()[:300])
    touch_learners(held.organisation_id, settled.new.keys() | settled.changed.keys())
    if settled.new or settled.changed:
        note("register saved", on=held, because=reason, by=by, added=len(settled.new), corrected=len(settled.changed))
    clashes = tuple(_clash(pk, mine, standing[pk]) for pk, mine in settled.clashing.items())
    return RegisterOutcome(len(settled.new), len(settled.changed), settled.unchanged, clashes)


@transaction.atomic
def record_past_activity(
    *,
    school: Organisation,
    facts: ActivityFacts,
    marks: Mapping[int, str],
    audience: AudienceChoice = NOBODY_YET,
    by: Scope,
) -> Activity:
    """Record an activity that has taken place and who was there, in one go. Its list is the learners marked."""
    by.require(Permission.LEDGER_WRITE, school.pk)
    if not STATUSES.issuperset(marks.values()):
        raise MarkRefused("A mark is attended, absent or excused.")
    _refuse_strangers(school.pk, marks)
    activity = write_activity(
        school, fit(facts), by, state=Activity.State.DONE, done_at=timezone.now(), done_by_id=by.user_id
    )
    store_audience(activity, audience)
    named = set(audience.learners)
    Expected.objects.bulk_create([Expected(activity=activity, learner_id=pk, by_name=pk in named) for pk in marks])
    _record(activity, marks, by)
    touch_learners(school.pk, marks)
    note("past activity recorded", on=activity, by=by, marks=len(marks))
    return activity


@transaction.atomic
def correct_encounter(*, encounter: Encounter, status: str, reason: str, by: Scope) -> Encounter:
    """Put a wrong mark right, keeping the wrong one and saying why. Returns the mark that now stands.

    Refuses a mark that was corrected before (`AlreadyCorrected`), a blank reason and a word that is no mark. The same
    mark again changes nothing.
    """
    by.require(Permission.LEDGER_WRITE, encounter.activity.organisation_id)
    held = locked(encounter.activity)
    if Encounter.objects.filter(corrects=encounter).exists():
        raise AlreadyCorrected("This mark was corrected by somebody else. Look at the register again.")
    if status not in STATUSES:
        raise MarkRefused("A mark is attended, absent or excused.")
    if status == encounter.status:
        return encounter
    if not reason.strip():
        raise ReasonNeeded([encounter.learner_id])
    learner_id, because = encounter.learner_id, reason.strip()[:300]
    (correction,) = _record(held, {learner_id: status}, by, correcting={learner_id: encounter}, reason=because)
    touch_learners(held.organisation_id, [learner_id])
    note("encounter corrected", on=held, because=reason, by=by, was=encounter.status, now=status)
    return correction


@transaction.atomic
def clear_marks(*, activity: Activity, learner_ids: Collection[int], reason: str, by: Scope) -> int:
    """Take back marks recorded by mistake, so that nothing stands of these learners here; returns how many there were.

    The wrong marks are kept, with the reason. Files do not bring them back; a person can mark anew. Refuses a blank
    reason. Those with no mark stay as they are.
    """
    by.require(Permission.LEDGER_WRITE, activity.organisation_id)
    held = locked(activity)
    if not reason.strip():
        raise ReasonNeeded(learner_ids)
    wrong = last_marks(held).exclude(status=Encounter.Status.UNDONE).filter(learner_id__in=learner_ids)
    standing = {mark.learner_id: mark for mark in wrong}
    if not standing:
        return 0
    taken_back = dict.fromkeys(standing, str(Encounter.Status.UNDONE))
    _record(held, taken_back, by, correcting=standing, reason=reason.strip()[:300])
    touch_learners(held.organisation_id, standing)
    note("marks cleared", on=held, because=reason, by=by, cleared=len(standing))
    return len(standing)


def _make_done(activity: Activity, by: Scope) -> None:
    if activity.state == Activity.State.PLANNED:
        renew_list(activity, audience_of(activity))
        activity.state = Activity.State.DONE
        activity.done_at, activity.done_by_id = timezone.now(), by.user_id
        activity.save(update_fields=["state", "done_at", "done_by"])


def _record(
    activity: Activity,
    marks: Mapping[int, str],
    by: Scope,
    *,
    correcting: Mapping[int, Encounter] | None = None,
    reason: str = "",
) -> list[Encounter]:
    now = timezone.now()
    return Encounter.objects.bulk_create(
        [
            Encounter(
                activity=activity,
                learner_id=pk,
                status=mark,
                corrects=correcting[pk] if correcting else None,
                reason=reason,
                recorded_at=now,
                recorded_by_id=by.user_id,
            )
            for pk, mark in marks.items()
        ]
    )


def _refuse_strangers(organisation_id: int, learner_ids: Iterable[int]) -> None:
    asked = set(learner_ids)
    if asked and Learner.objects.filter(organisation=organisation_id, pk__in=asked).count() != len(asked):
        raise MarkRefused("Somebody on this register is not a learner of this school.")


def _clash(learner_id: int, mine: str, standing: Encounter) -> Clash:
    return Clash(learner_id, mine, standing.status, str(standing.recorded_by or "a file"), standing.recorded_at)
