"""What is kept of signing in, and over."""

from datetime import datetime, timedelta

from axes.models import AccessAttempt, AccessLog
from django.contrib.sessions.models import Session
from django.db import transaction

from waymark.access.models import Tally
from waymark.access.permissions import Permission
from waymark.access.scope import Scope

_THE_SITE = 0
_KEPT = timedelta(days=90)  # who signed in from which network address, for whoever looks into a break-in


@transaction.atomic
def forget_what_is_over(*, at: datetime, by: Scope) -> None:
    """Drop the sessions that have run out, what limits on guessing counted until now, and old records of signing in."""
    by.require(Permission.SETTINGS_WRITE, _THE_SITE)
    Tally.objects.filter(expires__lt=at).delete()
    Session.objects.filter(expire_date__lt=at).delete()
    for record in (AccessAttempt, AccessLog):
        record.objects.filter(attempt_time__lt=at - _KEPT).delete()
