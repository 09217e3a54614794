"""Where the secret links of letters lead: worked out as a letter leaves, and kept nowhere."""

from django.conf import settings
from django.urls import reverse

from waymark.providers.actions.moving import secret_of
from waymark.providers.models import Approach


def answering(public_id: str) -> str:
    """Where whoever is asked answers; the site's own address where there is no such asking any more."""
    approach = Approach.objects.filter(public_id=public_id).first()
    if approach is None or not approach.nonce:
        return settings.WAYMARK_ADDRESS
    return settings.WAYMARK_ADDRESS + reverse("answer_request", kwargs={"secret": secret_of(approach)})
