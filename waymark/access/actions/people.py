"""Giving and ending roles, and letting in again who is locked out."""

from allauth.mfa.models import Authenticator
from axes.utils import reset
from django.db import transaction
from django.utils import timezone

from waymark.access.actions.tokens import end_tokens_with
from waymark.access.audit import note
from waymark.access.models import Membership, User
from waymark.access.permissions import Permission
from waymark.access.queries import administrators_at, may_give, people_at, standing_memberships
from waymark.access.roles import ROLES
from waymark.access.scope import NotPermitted, Scope
from waymark.places.models import Organisation

FEWEST_ADMINISTRATORS = 2


class TooFewAdministrators(ValueError):
    """Ending the role would leave too few people who can invite others."""


@transaction.atomic
def end_membership(*, membership: Membership, by: Scope) -> None:
    """End a role from this moment, and with it the tokens its holder gave programs by it.

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
    end_tokens_with(membership=membership, by=by)
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


@transaction.atomic
def forget_second_step(*, user: User, by: Scope) -> None:
    """Take away every authenticator, passkey and recovery code of a person who lost theirs, and their password too.

    With the password all their sessions end, and every link by which one was to be chosen; a new one takes a letter to
    their own address. Until they set up another second step nobody comes in who merely knows what they used to type.

    Refuses (`NotPermitted`) one's own, and whoever does not look after people at each place where the person has a
    role: none of them may open the door to the others. Somebody without a role is for whoever runs the site.
    """
    person = User.objects.select_for_update().get(pk=user.pk)  # a role that is being given waits
    places = {held.organisation_id for held in standing_memberships(person)}
    if person.pk == by.user_id or not (places or by.everything):
        raise NotPermitted(Permission.USERS_MANAGE)
    for place in places:
        by.require(Permission.USERS_MANAGE, place)
        note("second step taken away", organisation_id=place, by=by, of=person.pk)
    Authenticator.objects.filter(user=person).delete()
    person.set_unusable_password()
    person.save(update_fields=["password"])


def lacks_second_administrator(organisation: Organisation) -> bool:
    """Whether the place should be told to invite another administrator."""
    return administrators_at(organisation) < FEWEST_ADMINISTRATORS
