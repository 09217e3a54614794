"""Writing the audit trail."""

from typing import Any

from django.db import models

from waymark.access.models import AuditEvent
from waymark.access.scope import Scope
from waymark.kernel.upn import without_upns


def note(
    verb: str,
    *,
    on: models.Model | None = None,
    organisation_id: int | None = None,
    because: str = "",
    by: Scope,
    **details: Any,
) -> None:
    """Add one line to the trail: `by` did `verb`, on what, at which organisation, and why.

    `on` is named by its kind and its `public_id` (its key where it has none), never by a name. `details` are counts,
    dates and codes; nothing about a person goes in.
    """
    if organisation_id is None and on is not None:
        organisation_id = getattr(on, "organisation_id", None)
    AuditEvent(
        organisation_id=organisation_id,
        user_id=by.user_id,
        who=by.who,
        via=by.via,
        verb=verb,
        about=_named(on),
        because=without_upns(because)[:500],
        details=details,
    ).save(force_insert=True)


def _named(thing: models.Model | None) -> str:
    if thing is None:
        return ""
    return f"{thing._meta.verbose_name} {getattr(thing, 'public_id', thing.pk)}"[:80]
