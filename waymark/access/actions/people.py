"""Ending roles, unlocking accounts, and a site's first administrator."""

from axes.utils import reset
from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.models import Membership, User
from waymark.access.permissions import Permission
from waymark.access.queries import administrators_at, may_give, people_at
from waymark.access.roles import ROLES
from waymark.access.scope import NotPermitted, Scope
from waymark.places.models import Organisation

FEWEST_ADMINISTRATORS = 2


class TooFewAdministrators(ValueError):
    """Ending the role would leave too few people who can invite others."""


@transaction.atomic
def end_membership(*, membership: Membership, by: Scope) -> None:
    """End a role from this moment.

    Refuses (`TooFewAdministrators`) to leave fewer than two administrators, and, where there is only one, that one:
    nobody is ever locked out because somebody left.
    """
    by.require(Permission.USERS_MANAGE, membership.organisation_id)
    Organisation.objects.select_for_update().get(pk=membership.organisation_id)  # two at once must not both succeed
    membership.refresh_from_db()
    if membership.ended_at is not None:
        return
    if membership.held.is_administrator and not _others_remain(membership):
        raise TooFewAdministrators(
            "At least two people must be able to invite others. Invite another administrator before you end this role."
        )
    membership.ended_at = timezone.now()
    membership.save(update_fields=["ended_at"])
    note("role ended", on=membership, by=by, role=membership.role)


def _others_remain(membership: Membership) -> bool:
    others = people_at(membership.organisation).filter(user__is_active=True).exclude(pk=membership.pk)
    return len({other.user_id for other in others if other.held.is_administrator}) >= FEWEST_ADMINISTRATORS


@transaction.atomic
def grant_role(*, user: User, organisation: Organisation, role: str, by: Scope) -> Membership:
    """Give a person who has an account a role; giving it twice changes nothing.

    Refuses a role not held here, and (`NotPermitted`) one that can do more here than whoever gives it, who may not
    give any (`APPOINT`).
    """
    by.require(Permission.USERS_MANAGE, organisation.pk)
    if role not in ROLES or organisation.kind not in ROLES[role].at:
        raise ValueError(f"{role} is not a role at a {organisation.get_kind_display().lower()}")
    if not may_give(by, ROLES[role], organisation):
        raise NotPermitted(Permission.APPOINT)
    membership, is_new = Membership.objects.get_or_create(
        user=user, organisation=organisation, role=role, ended_at=None
    )
    if is_new:
        note("role given", on=membership, by=by, role=role)
    return membership


@transaction.atomic
def unlock(*, user: User, organisation: Organisation, by: Scope) -> None:
    """Let a person who mistyped their password too often try again at once."""
    by.require(Permission.USERS_MANAGE, organisation.pk)
    reset(username=user.email)
    note("account unlocked", organisation_id=organisation.pk, by=by)


def lacks_second_administrator(organisation: Organisation) -> bool:
    """Whether the place should be told to invite another administrator."""
    return administrators_at(organisation) < FEWEST_ADMINISTRATORS
