"""The first lock: tenant rows that cannot be read outside a scope, nor beyond it."""

from typing import ClassVar

from django.db import models

from waymark.access.permissions import Permission
from waymark.access.scope import active_scope


class ScopedManager(models.Manager):
    """Yields only rows where the active scope holds the model's `read_needs`; outside a scope, raises."""

    def get_queryset(self):
        scope = active_scope()
        rows = super().get_queryset()
        if scope.everything:
            return rows
        return rows.filter(**{f"{self.model.tenant}__in": scope.where(self.model.read_needs)})


class OwnNeedsManager(ScopedManager):
    """Yields rows of organisations where the active scope holds what that very row needs: its own `needs`, a name."""

    def get_queryset(self):
        scope = active_scope()
        rows = models.Manager.get_queryset(self)
        if scope.everything:
            return rows
        seen = models.Q(pk=None)
        for permission, where in scope.grants.items():
            seen |= models.Q(needs=permission.name, **{f"{self.model.tenant}__in": where})
        return rows.filter(seen)


class ScopedModel(models.Model):
    """A row that belongs to an organisation: names the path to it (`tenant`) and what reading it needs."""

    tenant: ClassVar[str] = "organisation_id"
    read_needs: ClassVar[Permission]

    objects = ScopedManager()

    class Meta:
        abstract = True
