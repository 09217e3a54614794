"""Writing one school's part of an exchange folder into its ledger."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.intake.models import Delivery, PriorState
from waymark.kernel.facts import USUAL_DAY_MINUTES
from waymark.kernel.telling import Tell, untold
from waymark.ledger.actions.activities import rewrite_facts
from waymark.ledger.actions.activity_files import ACTIVITY, facts_kept
from waymark.ledger.actions.roll_journal import as_kept
from waymark.ledger.actions.settings import keep_settings
from waymark.ledger.models import (
    Activity,
    ActivityKind,
    Amendment,
    Encounter,
    Enrolment,
    Expected,
    Learner,
    SchoolSettings,
)
from waymark.ledger.queries.exchange import known_of
from waymark.ledger.rules.exchange import NAMELESS, REASON, ExchangePlan, Known, Part
from waymark.ledger.rules.exchange_merging import planned
from waymark.ledger.rules.facts import FACT_NAMES, ActivityFacts, changes_between
from waymark.ledger.touching import touch_everyone
from waymark.places.models import Organisation

_BATCH = 500
PLACE = "place"  # on an activity's list, as the journal calls it


@transaction.atomic
def merge_part(*, delivery: Delivery, part: Part, tell: Tell = untold, by: Scope) -> ExchangePlan:
    """Make the ledger say what the part says, where nobody here has said otherwise.

    Nobody and nothing is deleted; what the folder lacks stays. A mark or an activity that an earlier folder brought is
    put right by a correction or an amendment, with its reason. Someone of whom only the id is known is called by it.
    """
    by.require(Permission.LEARNER_WRITE, delivery.whose)
    by.require(Permission.LEDGER_WRITE, delivery.whose)
    school = Organisation.objects.select_for_update().get(pk=delivery.whose)
    known = known_of(school)
    plan = planned(part, known)
    work = _Merge(delivery, by, known)
    for done, step in enumerate((work.people, work.stays, work.activities, work.marks)):
        tell(done, 4, f"{school.name}: {step.__name__}")
        step(plan)
    tell(4, 4, f"{school.name}: marks")
    PriorState.objects.bulk_create(work.journal, batch_size=_BATCH)
    _keep_settings(school, part, by)
    if plan.added or plan.changed:
        touch_everyone(school.pk)
    note("exchange folder merged", on=delivery, by=by, counts=plan.outcome)
    return plan


def _keep_settings(school: Organisation, part: Part, by: Scope) -> None:
    """Take over subjects and the length of a day where the school has said nothing of its own."""
    subjects = [item for item in part.institution["subjects"].split(";") if item.strip()]
    minutes = part.institution["day_minutes"] or USUAL_DAY_MINUTES
    says_something = subjects or minutes != USUAL_DAY_MINUTES
    if says_something and not SchoolSettings.objects.filter(organisation=school).exists():
        word = SchoolSettings.LearnerWord.LEARNER
        keep_settings(school=school, subjects=subjects, day_minutes=minutes, learner_word=word, by=by)


@dataclass
class _Merge:
    """Writes a plan in bulk, and remembers what every changed row was before."""

    delivery: Delivery
    by: Scope
    known: Known
    journal: list[PriorState] = field(default_factory=list)
    _learners: dict[str, int] = field(default_factory=dict)
    _activities: dict[str, int] = field(default_factory=dict)
    _names: dict[int, str] = field(default_factory=dict)

    def people(self, plan: ExchangePlan) -> None:
        self._learners = {name: person.key for name, person in self.known.people.items()}
        self._names = dict(Learner.objects.filter(organisation=self.delivery.whose).values_list("pk", "public_id"))
        made = Learner.objects.bulk_create([self._learner(row) for row in plan.people], batch_size=_BATCH)
        for learner in made:
            self._learners[learner.school_reference] = learner.pk
            self._names[learner.pk] = learner.public_id
            self._remember("learner", learner.pk, learner.pk, None, {})
        standing = Learner.objects.in_bulk([person.key for person, _, _ in plan.changed_people])
        for person, row, other in plan.changed_people:
            after = other | {"delivery_id": self.delivery.pk, "source_row": row["row"]}
            learner = standing[person.key]
            self._remember("learner", learner.pk, learner.pk, {n: getattr(learner, n) for n in after}, after)
            for name, value in after.items():
                setattr(learner, name, value)
            learner.save(update_fields=list(after))

    def stays(self, plan: ExchangePlan) -> None:
        opened = [
            Enrolment(
                **self._origin(row), organisation_id=self.delivery.whose, learner_id=self._learners[name], **values
            )
            for name, row, values in plan.stays
        ]
        for made in Enrolment.objects.bulk_create(opened, batch_size=_BATCH):
            self._remember("enrolment", made.pk, made.learner_id, None, {})
        for stay, name, _, values in plan.changed_stays:
            before = {fact: getattr(stay, fact) for fact in values}
            self._remember("enrolment", stay.key, self._learners[name], before, values)
            Enrolment.objects.filter(pk=stay.key).update(**values)

    def activities(self, plan: ExchangePlan) -> None:
        self._activities = {name: activity.key for name, activity in self.known.activities.items()}
        made = [self._activity(row["row"], facts, is_done) for row, facts, is_done in plan.activities]
        Activity.objects.bulk_create(made, batch_size=_BATCH)
        kinds = []
        for activity, (row, facts, _) in zip(made, plan.activities, strict=True):
            self._activities[row["activity_id"]] = activity.pk
            self._remember(ACTIVITY, activity.pk, None, None, facts_kept(facts))
            kinds += [ActivityKind(activity=activity, kind=kind) for kind in facts.kinds]
        ActivityKind.objects.bulk_create(kinds, batch_size=_BATCH)
        standing = Activity.objects.in_bulk([known.key for known, _, _ in plan.changed_activities])
        for known, _, facts in plan.changed_activities:
            held = standing[known.key]
            self._remember(ACTIVITY, held.pk, None, facts_kept(known.facts), facts_kept(facts))
            rewrite_facts(held, facts)
            if held.state == Activity.State.DONE:
                changes = changes_between(known.facts, facts)
                Amendment.objects.create(activity=held, changes=changes, reason=REASON)

    def marks(self, plan: ExchangePlan) -> None:
        """New marks, corrections of marks that folders made, and places on lists."""
        marks = [self._mark(*mark) for mark in plan.marks]
        marks += [
            self._mark(name, learner, row, status, corrects_id=mark.key, reason=REASON)
            for mark, name, learner, row, status in plan.corrections
        ]
        Encounter.objects.bulk_create(marks, batch_size=_BATCH)
        open_still = Activity.objects.filter(organisation=self.delivery.whose, state=Activity.State.PLANNED)
        recorded = {mark.activity_id for mark in marks}
        for keys in _batches(sorted(recorded)):
            open_still.filter(pk__in=keys).update(
                state=Activity.State.DONE, done_at=timezone.now(), done_by_id=self.by.user_id
            )
        listed = {(self._activities[name], self._learners[learner]) for name, learner, _ in plan.listed}
        listed |= {(mark.activity_id, mark.learner_id) for mark in marks}
        missing = sorted(listed.difference(self.known.listed))
        places = [Expected(activity_id=activity, learner_id=learner, by_name=True) for activity, learner in missing]
        brought = {entry.key for entry in self.journal if entry.what == ACTIVITY and entry.before is None}
        for place in Expected.objects.bulk_create(places, batch_size=_BATCH):
            if place.activity_id not in brought:  # with those it brought, their lists go
                self._remember(PLACE, place.pk, place.learner_id, None, {})

    def _learner(self, row: dict[str, Any]) -> Learner:
        facts = {name: value for name, value in row.items() if name not in ("learner_id", "row")}
        return Learner(
            organisation_id=self.delivery.whose,
            school_reference=row["learner_id"],
            given_name=NAMELESS,
            family_name=row["learner_id"],
            **facts,
            **self._origin(row["row"]),
        )

    def _activity(self, row: int, facts: ActivityFacts, is_done: bool) -> Activity:
        columns = {name: getattr(facts, name) for name in FACT_NAMES} | {"benchmarks": list(facts.benchmarks)}
        done = {"state": Activity.State.DONE, "done_at": timezone.now(), "done_by_id": self.by.user_id}
        return Activity(
            organisation_id=self.delivery.whose,
            made_by_id=self.by.user_id,
            **columns,
            **(done if is_done else {}),
            **self._origin(row),
        )

    def _mark(self, name: str, learner: str, row: int, status: str, **further: Any) -> Encounter:
        return Encounter(
            activity_id=self._activities[name],
            learner_id=self._learners[learner],
            status=status,
            recorded_by_id=self.by.user_id,
            **self._origin(row),
            **further,
        )

    def _origin(self, row: int) -> dict[str, Any]:
        return {"delivery": self.delivery, "source_row": row}

    def _remember(self, what: str, key: int, learner: int | None, before: dict | None, after: dict) -> None:
        self.journal.append(
            PriorState(
                delivery=self.delivery,
                what=what,
                key=key,
                about="" if learner is None else self._names[learner],
                before=as_kept(before),
                after=as_kept(after) or {},
            )
        )


def _batches(keys: list[int]) -> Iterable[list[int]]:
    return (keys[start : start + _BATCH] for start in range(0, len(keys), _BATCH))
