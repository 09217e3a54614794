"""Inviting somebody at an employer to sign in: they see what was asked of it, answer there, and say what it offers."""

from django.db import transaction

from waymark.access.actions.invitations import InvitationRefused, invite
from waymark.access.audit import note
from waymark.access.models import Invitation
from waymark.access.permissions import Permission
from waymark.access.queries import people_at
from waymark.access.scope import Scope
from waymark.post.actions import Wording, send_letter
from waymark.post.links import LINK
from waymark.providers.actions.employers import EmployerRefused
from waymark.providers.actions.listing import add_provider, founder_of
from waymark.providers.actions.withdrawing import about
from waymark.providers.models import Contact, Employer, EmployerChange


@transaction.atomic
def invite_to_account(*, employer: Employer, contact: Contact, by: Scope) -> Invitation:
    """Invite a contact to the employer's account, making it with the first invitation; the letter is in the outbox.

    Refused once somebody there has come: from then on they invite their colleagues, and nobody else does.
    """
    by.require(Permission.EMPLOYERS_WRITE, employer.organisation_id)
    held = Employer.objects.select_for_update(of=("self",)).get(pk=employer.pk)
    if contact.employer_id != held.pk or contact.erased_at or not contact.email:
        raise EmployerRefused("Invite somebody there who has an e-mail address.")
    if held.account is None:
        held.account = add_provider(name=held.name, postcode=held.postcode, website=held.website)
        held.save(update_fields=["account"])
    elif people_at(held.account).exists():
        raise EmployerRefused("Somebody there signs in already. They invite their colleagues themselves.")
    try:
        invitation, _ = invite(
            organisation=held.account,
            email=contact.email,
            name=contact.name,
            role="provider",
            address_of=None,
            by=founder_of(held.account, by),
        )
    except InvitationRefused as refused:
        raise EmployerRefused(str(refused)) from refused
    send_letter(
        organisation=held.organisation,
        to=contact.email,
        wording=_invited(held, contact, invitation, by.who),
        needs=Permission.EMPLOYERS_WRITE,
        about=about(invitation),
        by=by,
    )
    EmployerChange.objects.create(employer=held, verb="invited to an account", by_id=by.user_id)
    note("employer invited to an account", on=held, by=by)
    return invitation


def _invited(employer: Employer, contact: Contact, invitation: Invitation, who: str) -> Wording:
    keeper = employer.organisation.name
    return Wording(
        f"{keeper} invites you to sign in for {employer.name}",
        f"Hello {contact.name},\n\n"
        f"{who} of {keeper} invites you to sign in to Waymark for {employer.name}. There you see what schools ask of "
        "you, answer in one place, say what you offer and how often you may be asked, and let colleagues in. Nothing "
        "changes if you would rather not: letters still come to you, and you can answer them as before.\n\n"
        f"Choose a password here: {LINK}\n\n"
        f"The link works once, until {invitation.expires_at:%-d %B %Y}.\n",
    )
