"""What a hub, trust or council aims at."""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.evaluation.models import Target
from waymark.places.models import Organisation


@transaction.atomic
def set_target(*, area: Organisation, benchmark: str, amount: Decimal | None, by: Scope) -> Target | None:
    """Set what the area's schools are to reach: of a benchmark the percentage that achieve it, or with a blank
    benchmark how many they achieve on average. None takes the target away; the same again changes nothing.
    """
    by.require(Permission.SETTINGS_WRITE, area.pk)
    standing = Target.objects.filter(organisation=area, benchmark=benchmark, ended_at=None).first()
    if (standing.amount if standing else None) == amount:
        return standing
    if standing is not None:
        Target.objects.filter(pk=standing.pk).update(ended_at=timezone.now())
    made = None
    if amount is not None:
        made = Target.objects.create(organisation=area, benchmark=benchmark, amount=amount, set_by_id=by.user_id)
    said = None if amount is None else str(amount)
    note("target set", organisation_id=area.pk, by=by, benchmark=benchmark or "average", amount=said)
    return made
