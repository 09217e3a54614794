"""A school choosing who sees its figures."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.models import Sharing
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.places.models import Organisation
from waymark.places.queries import belongings_on


class NotPartOfIt(ValueError):
    """A school can share only with a hub, trust or council that it belongs to."""


@transaction.atomic
def share_figures(*, school: Organisation, shared_with: Organisation, on: date, by: Scope) -> Sharing:
    """Let a hub, trust or council see the school's figures, small numbers hidden; sharing twice changes nothing.

    Refuses (`NotPartOfIt`) an organisation the school does not belong to on the day.
    """
    by.require(Permission.SHARE, school.pk)
    if not belongings_on(on).filter(member=school, whole=shared_with).exists():
        raise NotPartOfIt(f"{school} does not belong to {shared_with}.")
    sharing, is_new = Sharing.objects.get_or_create(
        school=school, shared_with=shared_with, ended_at=None, defaults={"begun_by_id": by.user_id}
    )
    if is_new:
        note("figures shared", on=sharing, organisation_id=school.pk, by=by, shared_with=shared_with.slug)
    return sharing


@transaction.atomic
def stop_sharing(*, school: Organisation, shared_with: Organisation, by: Scope) -> None:
    """End the sharing from this moment; nothing happens where there was none."""
    by.require(Permission.SHARE, school.pk)
    ended = Sharing.objects.filter(school=school, shared_with=shared_with, ended_at=None).update(
        ended_at=timezone.now(), ended_by_id=by.user_id
    )
    if ended:
        note("sharing ended", organisation_id=school.pk, by=by, shared_with=shared_with.slug)
