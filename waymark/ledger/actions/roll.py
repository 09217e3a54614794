"""Merging a learner file into the roll, and taking the merge back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.intake.models import Delivery, PriorState
from waymark.kernel.telling import Tell, untold
from waymark.ledger.actions.roll_journal import as_kept
from waymark.ledger.models import Enrolment, Learner
from waymark.ledger.queries.roll import known_learners
from waymark.ledger.rules.roll import FACTS, Addition, KnownLearner, LearnerChange, LearnerRow, RollPlan, Speaks
from waymark.ledger.rules.roll_merging import Answers, Mention, answering, merging
from waymark.ledger.touching import touch_everyone, touch_learners
from waymark.places.models import Organisation

_TOUCH_ONE_BY_ONE = 300
_BATCH = 500


@transaction.atomic
def merge_roll(
    *,
    delivery: Delivery,
    rows: Sequence[LearnerRow],
    mentioned: frozenset[Mention],
    answers: Answers,
    speaks: Speaks = Speaks.OF_ALL,
    tell: Tell = untold,
    by: Scope,
) -> RollPlan:
    """Make the roll say what the file says as at its day, and do as the school answered about the absent.

    Only a file that `speaks` of all asks about anybody. Nobody is deleted and nobody unmentioned is
    touched without an answer. What every changed row was before is kept beside the delivery, so
    that `take_back_roll` can restore it.
    """
    by.require(Permission.LEARNER_WRITE, delivery.whose)
    organisation = Organisation.objects.select_for_update().get(pk=delivery.whose)
    known = known_learners(organisation)
    plan = merging(rows, known, on=delivery.day, mentioned=mentioned, speaks=speaks)
    answered = answering(plan, {one.key: one for one in known}, answers, on=delivery.day)
    work = _Merge(delivery, {one.key: one for one in known})
    tell(0, 3, "Writing learners")
    work.add(plan.additions)
    tell(1, 3, "Writing learners")
    work.change((*plan.changes, *answered))
    tell(2, 3, "Writing learners")
    work.keep()
    tell(3, 3, "Writing learners")
    touched = work.touched
    if len(touched) > _TOUCH_ONE_BY_ONE:
        touch_everyone(organisation.pk)
    else:
        touch_learners(organisation.pk, touched)
    note(
        "learners merged",
        on=delivery,
        by=by,
        added=len(plan.additions),
        changed=len(plan.changes),
        absent=len(plan.absent),
        answered=len(answered),
    )
    return plan


@dataclass
class _Merge:
    """Writes a plan in bulk: one statement for all rows that change alike."""

    delivery: Delivery
    known: Mapping[int, KnownLearner]
    journal: list[PriorState] = field(default_factory=list)
    touched: set[int] = field(default_factory=set)
    _names: dict[int, str] = field(default_factory=dict)

    def add(self, additions: Sequence[Addition]) -> None:
        learners = Learner.objects.bulk_create([self._learner(a.row) for a in additions], batch_size=_BATCH)
        for learner in learners:
            self._names[learner.pk] = learner.public_id
            self._remember("learner", learner.pk, learner.pk, None, {})
        opened = [
            (learner.pk, addition.row.row, change.values)
            for learner, addition in zip(learners, additions, strict=True)
            for change in addition.stays
        ]
        self._open(opened)

    def change(self, changes: Sequence[LearnerChange]) -> None:
        named = Learner.objects.filter(pk__in=[change.key for change in changes])
        self._names.update(named.values_list("pk", "public_id"))
        self._change_fields([change for change in changes if change.fields])
        self._alter(changes)
        self._open(
            [(change.key, change.row, stay.values) for change in changes for stay in change.stays if stay.key is None]
        )

    def keep(self) -> None:
        PriorState.objects.bulk_create(self.journal, batch_size=_BATCH)

    def _learner(self, row: LearnerRow) -> Learner:
        facts = {fact: getattr(row, fact) for fact in FACTS}
        return Learner(
            organisation_id=self.delivery.whose,
            upn=row.upn,
            former_upn=row.former_upn,
            school_reference=row.school_reference,
            delivery=self.delivery,
            source_row=row.row,
            **facts,
        )

    def _open(self, stays: Iterable[tuple[int, int | None, Mapping[str, Any]]]) -> None:
        opened = [
            Enrolment(
                organisation_id=self.delivery.whose,
                learner_id=learner,
                delivery=self.delivery,
                source_row=row,
                **values,
            )
            for learner, row, values in stays
        ]
        for enrolment in Enrolment.objects.bulk_create(opened, batch_size=_BATCH):
            self._remember("enrolment", enrolment.pk, enrolment.learner_id, None, {})

    def _change_fields(self, changes: Sequence[LearnerChange]) -> None:
        standing = Learner.objects.in_bulk([change.key for change in changes])
        origin = {"delivery_id": self.delivery.pk}
        for change in changes:
            after = dict(change.fields) | origin | {"source_row": change.row}
            before = {name: getattr(standing[change.key], name) for name in after}
            self._remember("learner", change.key, change.key, before, after)
            for name, value in after.items():
                setattr(standing[change.key], name, value)
        names = {name for change in changes for name in change.fields} | {"delivery", "source_row"}
        Learner.objects.bulk_create(  # a bulk update of many fields is twenty times slower
            standing.values(),
            batch_size=_BATCH,
            update_conflicts=True,
            update_fields=sorted(names),
            unique_fields=["id"],
        )

    def _alter(self, changes: Sequence[LearnerChange]) -> None:
        alike: dict[tuple, list[int]] = defaultdict(list)
        for change in changes:
            stays = {stay.key: stay for stay in self.known[change.key].stays}
            for altered in change.stays:
                if altered.key is None:
                    continue
                before = {name: getattr(stays[altered.key], name) for name in altered.values}
                self._remember("enrolment", altered.key, change.key, before, altered.values)
                alike[tuple(sorted(altered.values.items()))].append(altered.key)
        for values, keys in alike.items():
            for start in range(0, len(keys), _BATCH):
                Enrolment.objects.filter(pk__in=keys[start : start + _BATCH]).update(**dict(values))

    def _remember(
        self, what: str, key: int, learner: int, before: Mapping[str, Any] | None, after: Mapping[str, Any]
    ) -> None:
        self.touched.add(learner)
        self.journal.append(
            PriorState(
                delivery=self.delivery,
                what=what,
                key=key,
                about=self._names[learner],
                before=as_kept(before),
                after=as_kept(after) or {},
            )
        )
