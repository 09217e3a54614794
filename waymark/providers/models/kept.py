"""Who may read what is kept of employers: whoever keeps it, and the schools that belong to them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.access.scope import Scope, active_scope
from waymark.access.scoped import ScopedManager, ScopedModel
from waymark.places.models import Kind
from waymark.places.queries import belongings_on


def keepers_open_to(scope: Scope, path: str) -> Q:
    """Rows of whoever keeps employers (named by `path`) that the scope may read.

    A hub's employers are open to it and to the schools that belong to it today; a school's own to the school alone.
    """
    where = scope.where(Permission.EMPLOYERS_VIEW)
    hubs = belongings_on(timezone.localdate()).filter(member__in=where, whole__kind=Kind.HUB).values("whole")
    return Q(**{f"{path}__in": where}) | Q(**{f"{path}__in": hubs})


class KeptManager(ScopedManager):
    """Yields what is kept of employers by those whose employers the active scope may see; outside a scope, raises."""

    def get_queryset(self):
        scope = active_scope()
        rows = models.Manager.get_queryset(self)
        return rows if scope.everything else rows.filter(keepers_open_to(scope, self.model.tenant))


class KeptModel(ScopedModel):
    """Something kept of an employer."""

    tenant = "employer__organisation"
    read_needs = Permission.EMPLOYERS_VIEW
    objects: ClassVar[KeptManager] = KeptManager()  # type: ignore[assignment]

    class Meta:
        abstract = True
