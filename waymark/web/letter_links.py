"""Where the secret links of letters lead: worked out as a letter leaves, and kept nowhere."""

from django.conf import settings
from django.urls import reverse

from waymark.access.actions.invitations import with_fresh_token
from waymark.access.models import Invitation
from waymark.opportunities.actions.accounts import KIND as ACCOUNT
from waymark.opportunities.actions.endorsing import KIND as REFERENCE
from waymark.opportunities.rules import link_secrets
from waymark.providers.actions.moving import secret_of
from waymark.providers.models import Approach


def answering(public_id: str, _to: str) -> str:
    """Where whoever is asked answers; the site's own address where there is no such asking any more."""
    approach = Approach.objects.filter(public_id=public_id).first()
    if approach is None or not approach.nonce:
        return settings.WAYMARK_ADDRESS
    return settings.WAYMARK_ADDRESS + reverse("answer_request", kwargs={"secret": secret_of(approach)})


def giving_a_reference(name: str, _to: str) -> str:
    """Where somebody who was asked writes a reference."""
    return settings.WAYMARK_ADDRESS + reverse(
        "give_reference", kwargs={"token": link_secrets.secret_of(REFERENCE, name)}
    )


def beginning_an_account(name: str, _to: str) -> str:
    """Where somebody chooses the password of their new account."""
    return settings.WAYMARK_ADDRESS + reverse("begin_account", kwargs={"token": link_secrets.secret_of(ACCOUNT, name)})


def joining(number: str, to: str) -> str:
    """Where an invitation is taken up; the site's own address where there is no such invitation to `to` any more.

    Whoever opens it becomes the person invited, so a letter to anybody else gets no token.
    """
    invitation = Invitation.objects.filter(pk=number, email=to, taken_up_at=None, withdrawn_at=None).first()
    if invitation is None:
        return settings.WAYMARK_ADDRESS
    return settings.WAYMARK_ADDRESS + reverse("join", kwargs={"token": with_fresh_token(invitation)})
