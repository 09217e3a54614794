"""Saying when year groups are taken up by exams, trips and the like, and how much each sort of clash matters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from django.db import transaction

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.places.models import Organisation
from waymark.planner.models import Busy, ClashRule
from waymark.planner.rules.clashes import USUAL


class BusyRefused(ValueError):
    """It cannot be kept so; the message says why, in words for the person."""


@dataclass(frozen=True, slots=True)
class BusyDays:
    """What is said of an entry of the calendar; no year groups: all of them; no hours: all day."""

    what: str
    title: str
    from_on: date
    to_on: date
    starts: time | None = None
    ends: time | None = None
    year_groups: tuple[int, ...] = ()
    uid: str = ""


@transaction.atomic
def add_busy(*, school: Organisation, said: BusyDays, by: Scope) -> Busy:
    """Put an entry into the school's calendar."""
    by.require(Permission.PLAN_WRITE, school.pk)
    made = _written(Busy(organisation=school, made_by_id=by.user_id), said)
    note("calendar entry added", on=made, by=by, what=made.what, first=str(made.from_on), last=str(made.to_on))
    return made


@transaction.atomic
def change_busy(*, busy: Busy, said: BusyDays, by: Scope) -> Busy:
    """Say something else of an entry; what a file calls it stays."""
    by.require(Permission.PLAN_WRITE, busy.organisation_id)
    _written(busy, said, uid=busy.uid)
    note("calendar entry changed", on=busy, by=by, what=busy.what, first=str(busy.from_on), last=str(busy.to_on))
    return busy


@transaction.atomic
def remove_busy(*, busy: Busy, by: Scope) -> None:
    """Take an entry out of the school's calendar."""
    by.require(Permission.PLAN_WRITE, busy.organisation_id)
    note("calendar entry removed", on=busy, by=by, what=busy.what)
    busy.delete()


@transaction.atomic
def bring_in_busy(*, school: Organisation, entries: Sequence[BusyDays], sha256: str, by: Scope) -> tuple[int, int]:
    """Take the entries of a file in: those it calls by a name we know are changed, all others added.

    Returns how many were added and how many changed; an entry that says what stands is neither.
    """
    by.require(Permission.PLAN_WRITE, school.pk)
    known = {each.uid: each for each in Busy.objects.filter(organisation=school).exclude(uid="")}
    added = changed = 0
    for said in entries:
        standing = known.get(said.uid) if said.uid else None
        if standing is None:
            made = _written(Busy(organisation=school, made_by_id=by.user_id), said, uid=said.uid)
            known[made.uid] = made
            added += 1
        elif is_changed(standing, said):
            _written(standing, said, uid=said.uid)
            changed += 1
    note("calendar brought in", organisation_id=school.pk, by=by, sha256=sha256[:12], added=added, changed=changed)
    return added, changed


@transaction.atomic
def set_severities(*, school: Organisation, severities: Mapping[str, str], by: Scope) -> None:
    """Say how much each sort of clash matters; a sort not named stays as it was. Refuses an unknown one."""
    by.require(Permission.PLAN_WRITE, school.pk)
    if not set(severities) <= set(USUAL) or not set(severities.values()) <= set(ClashRule.Severity.values):
        raise BusyRefused("Choose from the list.")
    for sort, severity in severities.items():
        ClashRule.objects.update_or_create(organisation=school, sort=sort, defaults={"severity": severity})
    note("clash rules set", organisation_id=school.pk, by=by, severities=dict(severities))


def is_changed(standing: Busy, said: BusyDays) -> bool:
    """Whether an entry says anything else than what stands."""
    names = ("what", "title", "from_on", "to_on", "starts", "ends")
    return any(getattr(standing, name) != getattr(said, name) for name in names) or (
        tuple(standing.year_groups) != tuple(sorted(said.year_groups))
    )


def _written(busy: Busy, said: BusyDays, *, uid: str = "") -> Busy:
    if said.to_on < said.from_on:
        raise BusyRefused(f"“{said.title}” ends before it begins.")
    if (said.starts is None) != (said.ends is None) or (said.starts and said.ends and said.ends <= said.starts):
        raise BusyRefused(f"“{said.title}” must have an hour it begins and a later one it ends, or neither.")
    if not said.title.strip():
        raise BusyRefused("Say what it is.")
    busy.what, busy.title, busy.from_on, busy.to_on = said.what, said.title.strip()[:120], said.from_on, said.to_on
    busy.starts, busy.ends, busy.year_groups, busy.uid = said.starts, said.ends, sorted(said.year_groups), uid[:200]
    busy.save()
    return busy
