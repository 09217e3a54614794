"""Making groups of learners, and saying who is in them."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.ledger.models import Group, GroupMember, Learner
from waymark.places.models import Organisation


class GroupRefused(ValueError):
    """The group cannot be made or named so; the message says why, in words for the person."""


@transaction.atomic
def make_group(*, school: Organisation, name: str, learner_ids: Iterable[int] = (), by: Scope) -> Group:
    """Make a group with these members. Refuses a blank name and one another group of the school has, closed or not."""
    by.require(Permission.LEDGER_WRITE, school.pk)
    group = Group.objects.create(organisation=school, name=_fit_name(school.pk, name))
    _set_members(group, learner_ids)
    note("group made", on=group, by=by, members=group.members.count())
    return group


@transaction.atomic
def change_group(*, group: Group, name: str, learner_ids: Iterable[int], by: Scope) -> Group:
    """Name a group and say who is in it, in place of who was. Registers already taken do not change."""
    by.require(Permission.LEDGER_WRITE, group.organisation_id)
    if name.strip() != group.name:
        group.name = _fit_name(group.organisation_id, name)
        group.save(update_fields=["name"])
    _set_members(group, learner_ids)
    note("group changed", on=group, by=by, members=group.members.count())
    return group


@transaction.atomic
def close_group(*, group: Group, on: date, by: Scope) -> None:
    """Take a group out of use from a day; it stays with the activities it was at. Closing twice changes nothing."""
    by.require(Permission.LEDGER_WRITE, group.organisation_id)
    if Group.objects.filter(pk=group.pk, closed_on=None).update(closed_on=on):
        note("group closed", on=group, by=by)


def _fit_name(organisation_id: int, name: str) -> str:
    fit = " ".join(name.split())
    if not fit:
        raise GroupRefused("Give the group a name.")
    if len(fit) > 80:
        raise GroupRefused("A group's name must be 80 characters or fewer.")
    if Group.objects.filter(organisation=organisation_id, name=fit).exists():
        raise GroupRefused("Another group has this name. Choose another.")
    return fit


def _set_members(group: Group, learner_ids: Iterable[int]) -> None:
    wanted = set(
        Learner.objects.filter(organisation=group.organisation_id, pk__in=set(learner_ids)).values_list("pk", flat=True)
    )
    standing = set(GroupMember.objects.filter(group=group).values_list("learner_id", flat=True))
    GroupMember.objects.filter(group=group, learner_id__in=standing - wanted).delete()
    GroupMember.objects.bulk_create([GroupMember(group=group, learner_id=pk) for pk in sorted(wanted - standing)])
