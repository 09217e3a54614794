"""Where the secret links of letters lead: worked out as a letter leaves, and kept nowhere."""

from django.conf import settings
from django.urls import reverse

from waymark.opportunities.actions.accounts import KIND as ACCOUNT
from waymark.opportunities.actions.endorsing import KIND as REFERENCE
from waymark.opportunities.rules import link_secrets
from waymark.providers.actions.moving import secret_of
from waymark.providers.models import Approach


def answering(public_id: str) -> str:
    """Where whoever is asked answers; the site's own address where there is no such asking any more."""
    approach = Approach.objects.filter(public_id=public_id).first()
    if approach is None or not approach.nonce:
        return settings.WAYMARK_ADDRESS
    return settings.WAYMARK_ADDRESS + reverse("answer_request", kwargs={"secret": secret_of(approach)})


def giving_a_reference(name: str) -> str:
    """Where somebody who was asked writes a reference."""
    return settings.WAYMARK_ADDRESS + reverse(
        "give_reference", kwargs={"token": link_secrets.secret_of(REFERENCE, name)}
    )


def beginning_an_account(name: str) -> str:
    """Where somebody chooses the password of their new account."""
    return settings.WAYMARK_ADDRESS + reverse("begin_account", kwargs={"token": link_secrets.secret_of(ACCOUNT, name)})
