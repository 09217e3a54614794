"""Keeping how a hub would share scarce offers among its schools."""

from django.db import transaction

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.places.models import Organisation
from waymark.planner.models import SharedSession, SharedYear
from waymark.planner.rules.shared import FoundSharing


@transaction.atomic
def keep_sharing(*, hub: Organisation, found: FoundSharing, by: Scope) -> SharedYear:
    """Write down what was found for a hub's schools, whole: numbers, and who hosts what."""
    by.require(Permission.MATCH, hub.pk)
    shared = SharedYear.objects.create(organisation=hub, made_by_id=by.user_id, **found.figures)
    SharedSession.objects.bulk_create(
        [
            SharedSession(
                shared=shared,
                school_id=each.school,
                next_school_id=each.next_school,
                **{name: getattr(each, name) for name in each.__slots__ if name not in ("school", "next_school")},
            )
            for each in found.sessions
        ],
        batch_size=500,
    )
    note("offers shared out", on=shared, by=by, sessions=len(found.sessions), schools=shared.schools)
    return shared
