"""Inviting people, and taking an invitation up."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.models import Invitation, Membership, User, new_token, token_sha256
from waymark.access.permissions import Permission
from waymark.access.queries import may_give
from waymark.access.roles import ROLES, roles_at
from waymark.access.scope import Scope
from waymark.places.models import Organisation


class InvitationRefused(ValueError):
    """The invitation cannot be sent or used; the message says why, in words for the person."""


@transaction.atomic
def invite(
    *, organisation: Organisation, email: str, name: str, role: str, address_of: str | None, by: Scope
) -> tuple[Invitation, str]:
    """Send an invitation for one role; returns it with its token, which is not kept.

    An earlier open invitation of the same address for the same role is withdrawn. `address_of` is the page the letter
    points to, with `{token}` where the token goes; None where whoever asks for it writes the letter, and gives it its
    token as it leaves (`with_fresh_token`). Refuses what is no address, a role that cannot be held here, one already
    held, and one that can do more here than whoever invites: nobody gives away more than they have.
    """
    by.require(Permission.USERS_MANAGE, organisation.pk)
    email = _address(email)
    if role not in ROLES or organisation.kind not in ROLES[role].at:
        held = ", ".join(each.name for each in roles_at(organisation.kind))
        raise InvitationRefused(f"That role cannot be held here. Those that can: {held}.")
    if not may_give(by, ROLES[role], organisation):
        raise InvitationRefused("You cannot give a role that may do more here than you may yourself.")
    if Membership.objects.filter(organisation=organisation, role=role, user__email=email, ended_at=None).exists():
        raise InvitationRefused("That person already has this role here.")
    open_ones = Invitation.objects.filter(organisation=organisation, email=email, role=role, taken_up_at=None)
    open_ones.filter(withdrawn_at=None).update(withdrawn_at=timezone.now())
    token, sha256 = new_token()
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=email,
        name=" ".join(name.split()),
        role=role,
        token_sha256=sha256,
        sent_by_id=by.user_id,
    )
    note("person invited", on=invitation, by=by, role=role)
    if address_of is not None:
        transaction.on_commit(lambda: _send(invitation, address_of.format(token=token), by.who))
    return invitation, token


def _address(said: str) -> str:
    """An address as it is kept. Somebody invited by anything else could never sign in."""
    email = said.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise InvitationRefused("That is not an e-mail address. Write it like name@example.org.") from None
    return email


def with_fresh_token(invitation: Invitation) -> str:
    """Another token for an invitation, for a letter that is just leaving; a letter that left before opens nothing."""
    token, sha256 = new_token()
    Invitation.objects.filter(pk=invitation.pk).update(token_sha256=sha256)
    return token


def _send(invitation: Invitation, address: str, who: str) -> None:
    label = ROLES[invitation.role].label.lower()
    EmailMessage(
        subject=" ".join(f"{who} invites you to {invitation.organisation} on Waymark".split()),
        body=(
            f"Hello {invitation.name},\n\n"
            f"{who} asks you to join {invitation.organisation} on Waymark as {label}.\n\n"
            f"Choose a password here: {address}\n\n"
            f"The link works once, until {invitation.expires_at:%-d %B %Y}.\n"
            "If you did not expect this, you need do nothing.\n"
        ),
        to=[invitation.email],
    ).send()


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Scope) -> None:
    """Make an invitation unusable."""
    by.require(Permission.USERS_MANAGE, invitation.organisation_id)
    Invitation.objects.filter(pk=invitation.pk, taken_up_at=None, withdrawn_at=None).update(withdrawn_at=timezone.now())
    note("invitation withdrawn", on=invitation, by=by)


def invitation_for(token: str) -> Invitation:
    """The open invitation of this token; raises `InvitationRefused` in the words the person should read."""
    found = Invitation.objects.filter(token_sha256=token_sha256(token)).select_related("organisation").first()
    if found is None or found.withdrawn_at is not None:
        raise InvitationRefused("This invitation is no longer there. Ask the person who sent it for a new one.")
    if found.taken_up_at is not None:
        raise InvitationRefused("This invitation has been used. Sign in with your e-mail address and password.")
    if not found.is_open:
        raise InvitationRefused("This invitation has expired. Ask the person who sent it for a new one.")
    return found


@transaction.atomic
def take_up(*, token: str, password: str | None, as_user: User | None = None) -> User:
    """Turn an invitation into a membership, making the account if the address has none yet.

    Somebody who already has an account must be signed in to it (`as_user`), so that a letter that went astray opens
    nobody's account. A password that is too weak raises Django's `ValidationError`.
    """
    invitation = invitation_for(token)
    claimed = Invitation.objects.filter(pk=invitation.pk, taken_up_at=None).update(taken_up_at=timezone.now())
    if not claimed:
        raise InvitationRefused("This invitation has been used. Sign in with your e-mail address and password.")
    user = User.objects.filter(email=invitation.email).first()
    if user is None:
        validate_password(password or "", User(email=invitation.email, name=invitation.name))
        user = User.objects.create_user(invitation.email, name=invitation.name, password=password)
    elif as_user != user:
        raise InvitationRefused("You already have an account. Sign in to it first, then open the invitation again.")
    Membership.objects.get_or_create(
        user=user, organisation=invitation.organisation, role=invitation.role, ended_at=None
    )
    acting_for = Scope(who=user.name, user_id=user.pk)
    note("invitation taken up", on=invitation, by=acting_for, role=invitation.role)
    return user
