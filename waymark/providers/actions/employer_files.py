"""Merging a list of employers into those that are kept, and taking it back."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.intake.actions import mark_undone
from waymark.intake.jobs import WorkRefused
from waymark.intake.models import Delivery
from waymark.kernel.telling import Tell, each, untold
from waymark.providers.actions.employers import keep_contact, write_facts
from waymark.providers.models import Contact, Employer, EmployerChange, RegisteredEmployer


@dataclass(frozen=True)
class SaidEmployer:
    """What a row says of an employer: facts, perhaps a contact and a cap; `standing` is the one kept already."""

    row: int
    name: str
    register_id: str
    facts: dict[str, Any]
    contact: dict[str, str]
    standing: Employer | None = None
    changed: dict[str, Any] = field(default_factory=dict)  # what each changed fact is now

    @property
    def is_unchanged(self) -> bool:
        return self.standing is not None and not self.changed


@transaction.atomic
def merge_employers(*, delivery: Delivery, said: Iterable[SaidEmployer], tell: Tell = untold, by: Scope) -> None:
    """Write what a file says; what it has no column for stays, and so does who is not in it."""
    by.require(Permission.EMPLOYERS_WRITE, delivery.whose)
    rows = [one for one in said if not one.is_unchanged]
    numbers = {one.register_id for one in rows if one.register_id}
    registered = {one.register_id: one for one in RegisteredEmployer.objects.filter(register_id__in=numbers)}
    for one in each(rows, tell, "Writing employers"):
        _merged(delivery, one, registered.get(one.register_id), by)
    note("employers merged", on=delivery, by=by, rows=len(rows))


def _merged(delivery: Delivery, one: SaidEmployer, registered: RegisteredEmployer | None, by: Scope) -> None:
    employer = one.standing or Employer(organisation_id=delivery.whose, registered=registered)
    before = write_facts(employer, {"name": one.name} | one.facts)
    cap = one.facts.get("cap_per_month")
    if cap is not None and employer.cap_per_month != cap and one.standing is None:
        employer.cap_per_month = cap
    employer.changed_at = timezone.now()
    employer.save()
    EmployerChange.objects.update_or_create(
        delivery=delivery,
        employer=employer,
        defaults={
            "verb": "changed by a file" if one.standing else "added by a file",
            "before": before if one.standing else None,
            "after": {name: getattr(employer, name) for name in before},
            "by_id": by.user_id,
        },
    )
    if one.contact.get("email") or one.contact.get("name"):
        people = Contact.objects.filter(employer=employer, erased_at=None)
        same = people.filter(email=one.contact.get("email", "")).first() if one.contact.get("email") else None
        keep_contact(employer=employer, facts=dict(one.contact), contact=same, by=by)


@transaction.atomic
def take_back_employers(*, delivery: Delivery, by: Scope) -> Delivery:
    """Undo a merged list: who came with it goes, with their people; what it changed is as before.

    Refused where something rests on it: who was asked since, and what somebody has changed since.
    """
    by.require(Permission.EMPLOYERS_WRITE, delivery.whose)
    changes = list(EmployerChange.objects.filter(delivery=delivery).select_related("employer"))
    came = [one.employer for one in changes if one.before is None]
    if asked := [each.name for each in came if each.approaches.exists()]:
        raise WorkRefused(f"Some have been asked since, {asked[0]} among them. Take those requests back first.")
    touched = [one.employer.name for one in changes if _is_changed_since(one)]
    if touched:
        raise WorkRefused(f"Some have been changed since, {touched[0]} among them. They are kept as they are.")
    for one in changes:
        if one.before is not None:
            write_facts(one.employer, one.before)
            one.employer.save()
            one.delete()
    Employer.objects.filter(pk__in=[each.pk for each in came]).delete()
    return mark_undone(delivery=delivery, needs=Permission.EMPLOYERS_WRITE, by=by)


def _is_changed_since(one: EmployerChange) -> bool:
    return any(getattr(one.employer, name) != value for name, value in one.after.items())
