"""Taking up a suggestion, adding an action of one's own, changing it, and settling it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.models import Membership
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.ledger.models import Activity
from waymark.places.models import Organisation
from waymark.planner.models import ImprovementAction, ProgressNote
from waymark.planner.queries.plan import open_in

State = ImprovementAction.State


class PlanRefused(ValueError):
    """It cannot be planned so; the message says why, in words for the person."""


@dataclass(frozen=True)
class Planned:
    """What is said of an action: `owner_id` a member of the school, or `owner_name` anybody else, not both.

    `need` is the code of the entitlement or criterion of `framework` that it is for; `activities` are public ids.
    """

    title: str
    achieve_by: date
    framework: str = ""
    benchmark: str = ""
    need: str = ""
    owner_id: int | None = None
    owner_name: str = ""
    note: str = ""
    activities: tuple[str, ...] = ()


_FIELDS = ("title", "achieve_by", "framework", "benchmark", "need", "owner_id", "owner_name", "note")


@transaction.atomic
def add_action(*, school: Organisation, academic_year: int, planned: Planned, by: Scope) -> ImprovementAction:
    """Put an action into a year's plan: a suggestion taken up, or one of the school's own."""
    by.require(Permission.ASSESS, school.pk)
    planned = _fit(school, planned)
    said = {name: getattr(planned, name) for name in _FIELDS}
    made = ImprovementAction.objects.create(
        organisation=school, academic_year=academic_year, made_by_id=by.user_id, **said
    )
    made.activities.set(_activities(school, planned.activities))
    note("improvement planned", on=made, by=by, need=made.need, benchmark=made.benchmark)
    return made


@transaction.atomic
def change_action(*, action: ImprovementAction, planned: Planned, by: Scope) -> ImprovementAction:
    """Say something else of an action that is still open. Nothing changed: nothing is written."""
    by.require(Permission.ASSESS, action.organisation_id)
    standing = _open(action)
    planned = _fit(standing.organisation, planned)
    changed = [name for name in _FIELDS if getattr(standing, name) != getattr(planned, name)]
    activities = _activities(standing.organisation, planned.activities)
    if {each.pk for each in activities} != set(standing.activities.values_list("pk", flat=True)):
        standing.activities.set(activities)
        changed.append("activities")
    for name in changed:
        if name != "activities":
            setattr(standing, name, getattr(planned, name))
    if changed:
        standing.save()
        note("improvement changed", on=standing, by=by, fields=sorted(changed))
    return standing


@transaction.atomic
def plan_together(
    *, school: Organisation, academic_year: int, planned: Mapping[str, Planned], by: Scope
) -> list[ImprovementAction]:
    """Plan for several needs at once, by code: the open action for each is changed, or one is added.

    Of an action that stands, its title and activities are kept. Returns those that were added or changed.
    """
    by.require(Permission.ASSESS, school.pk)
    standing = {each.need: each for each in open_in(school, academic_year).filter(need__in=planned)}
    touched = []
    for need, wanted in planned.items():
        action = standing.get(need)
        if action is None:
            touched.append(add_action(school=school, academic_year=academic_year, planned=wanted, by=by))
            continue
        kept = tuple(action.activities.values_list("public_id", flat=True))
        before = {name: getattr(action, name) for name in _FIELDS}
        wanted = replace(wanted, title=action.title, framework=action.framework, activities=kept)
        changed = change_action(action=action, planned=wanted, by=by)
        if {name: getattr(changed, name) for name in _FIELDS} != before:
            touched.append(changed)
    return touched


@transaction.atomic
def say_progress(*, action: ImprovementAction, words: str, by: Scope) -> ProgressNote:
    """Say how an action goes: those who plan may, and whoever sees to it."""
    by.require(_needed(action, by), action.organisation_id)
    words = words.strip()
    if not words:
        raise PlanRefused("Say how it is going.")
    said = ProgressNote.objects.create(action=action, words=words, said_by_id=by.user_id)
    note("improvement progress said", on=action, by=by)
    return said


@transaction.atomic
def finish_action(*, action: ImprovementAction, words: str = "", by: Scope) -> ImprovementAction:
    """Mark an open action as done, perhaps with a last word on it: those who plan may, and whoever sees to it."""
    by.require(_needed(action, by), action.organisation_id)
    standing = _open(action)
    if words.strip():
        say_progress(action=standing, words=words, by=by)
    return _settle(standing, State.DONE, "improvement done", by)


@transaction.atomic
def drop_action(*, action: ImprovementAction, because: str, by: Scope) -> ImprovementAction:
    """Take an open action out of the plan, saying why; it stays to be seen as dropped."""
    by.require(Permission.ASSESS, action.organisation_id)
    standing = _open(action)
    if not because.strip():
        raise PlanRefused("Say why it is dropped.")
    standing.dropped_because = because.strip()[:300]
    return _settle(standing, State.DROPPED, "improvement dropped", by)


@transaction.atomic
def reopen_action(*, action: ImprovementAction, by: Scope) -> ImprovementAction:
    """Open an action again that was done or dropped by mistake; what was said of it stays. Open already: as it is."""
    by.require(Permission.ASSESS, action.organisation_id)
    standing = ImprovementAction.objects.select_for_update(of=("self",)).get(pk=action.pk)
    if standing.state != State.OPEN:
        standing.state, standing.settled_at, standing.settled_by, standing.dropped_because = State.OPEN, None, None, ""
        standing.save()
        note("improvement opened again", on=standing, by=by)
    return standing


@transaction.atomic
def copy_to_next_year(*, school: Organisation, academic_year: int, by: Scope) -> list[ImprovementAction]:
    """Carry what is still open in a year's plan over to the next, a year later; once only, however often it is asked.

    Activities stay with the year they were in. Whoever has left the school does not come along as owner.
    """
    by.require(Permission.ASSESS, school.pk)
    Organisation.objects.select_for_update().get(pk=school.pk)  # two people at once copy one after the other
    made = []
    for action in open_in(school, academic_year):
        kept = {name: getattr(action, name) for name in _FIELDS}
        if action.owner_id and not _is_member(school, action.owner_id):
            kept["owner_id"] = None
        kept["achieve_by"] = _a_year_later(action.achieve_by)
        copy = ImprovementAction.objects.create(
            organisation=school, academic_year=academic_year + 1, copied_from=action, made_by_id=by.user_id, **kept
        )
        made.append(copy)
    if made:
        note("improvements carried over", organisation_id=school.pk, by=by, to=academic_year + 1, count=len(made))
    return made


def _needed(action: ImprovementAction, by: Scope) -> Permission:
    sees_to_it = by.user_id is not None and action.owner_id == by.user_id
    return Permission.ANSWER if sees_to_it else Permission.ASSESS


def _open(action: ImprovementAction) -> ImprovementAction:
    standing = ImprovementAction.objects.select_for_update(of=("self",)).get(pk=action.pk)
    if standing.state != State.OPEN:
        raise PlanRefused(f"Somebody has marked it as {standing.get_state_display().lower()} already.")
    return standing


def _settle(standing: ImprovementAction, state: str, verb: str, by: Scope) -> ImprovementAction:
    standing.state, standing.settled_at, standing.settled_by_id = state, timezone.now(), by.user_id
    standing.save()
    note(verb, on=standing, because=standing.dropped_because, by=by)
    return standing


def _fit(school: Organisation, planned: Planned) -> Planned:
    title, name = " ".join(planned.title.split()), " ".join(planned.owner_name.split())
    if not title:
        raise PlanRefused("Say what is to be done.")
    if planned.owner_id and name:
        raise PlanRefused("Choose a colleague or type a name, not both.")
    if planned.owner_id and not _is_member(school, planned.owner_id):
        raise PlanRefused("Choose somebody who works with you in Waymark, or type their name.")
    return replace(planned, title=title[:200], owner_name=name[:150], note=planned.note.strip())


def _a_year_later(day: date) -> date:
    return day.replace(year=day.year + 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year + 1)


def _is_member(school: Organisation, user_id: int) -> bool:
    return Membership.objects.filter(user=user_id, organisation=school, ended_at=None).exists()


def _activities(school: Organisation, public_ids: tuple[str, ...]) -> list[Any]:
    return list(Activity.objects.filter(organisation=school, public_id__in=public_ids))
