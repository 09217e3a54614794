"""Taking back invitations to an employer's account: all of them, or those to an address that is right no more."""

from collections.abc import Iterable

from django.db import transaction

from waymark.access.actions.invitations import withdraw_invitation
from waymark.access.models import Invitation
from waymark.access.permissions import Permission
from waymark.access.queries import open_invitations
from waymark.access.scope import Scope
from waymark.post.actions import forget_letters_about, withdraw_letters
from waymark.providers.actions.listing import founder_of
from waymark.providers.models import Employer


def about(invitation: Invitation) -> str:
    """What the letter of an invitation is about."""
    return f"invitation {invitation.pk}"


@transaction.atomic
def withdraw_from_account(*, employer: Employer, by: Scope) -> int:
    """Make the open invitations to an employer's account unusable; how many there were."""
    by.require(Permission.EMPLOYERS_WRITE, employer.organisation_id)
    if employer.account is None:
        return 0
    return _withdraw(employer, open_invitations(employer.account), by)


@transaction.atomic
def withdraw_address(*, employer: Employer, email: str, by: Scope) -> int:
    """Make what stands open for one address unusable, as when it was wrong; how many invitations there were."""
    by.require(Permission.EMPLOYERS_WRITE, employer.organisation_id)
    if employer.account is None or not email:
        return 0
    return _withdraw(employer, open_invitations(employer.account).filter(email=email), by)


@transaction.atomic
def erase_address(*, employer: Employer, email: str, by: Scope) -> None:
    """Delete the invitations of somebody who never came, and what their letters said and whom they went to."""
    by.require(Permission.EMPLOYERS_WRITE, employer.organisation_id)
    if employer.account is None or not email:
        return
    invited = Invitation.objects.filter(organisation=employer.account, email=email, taken_up_at=None)
    for each in invited:
        forget_letters_about(
            organisation=employer.organisation, about=about(each), needs=Permission.EMPLOYERS_WRITE, by=by
        )
    invited.delete()


def _withdraw(employer: Employer, invited: Iterable[Invitation], by: Scope) -> int:
    standing = list(invited)
    for each in standing:
        withdraw_invitation(invitation=each, by=founder_of(each.organisation, by))
        withdraw_letters(organisation=employer.organisation, about=about(each), needs=Permission.EMPLOYERS_WRITE, by=by)
    return len(standing)
