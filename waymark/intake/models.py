"""Files that were taken in, and what was wrong with them."""

import secrets
from datetime import date
from typing import ClassVar

from django.db import models
from django.utils import timezone

from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.scope import active_scope
from waymark.access.scoped import OwnNeedsManager, ScopedManager, ScopedModel
from waymark.places.models import Organisation


def new_job_id() -> str:
    """An opaque name for a piece of work, for its address."""
    return secrets.token_hex(6)


# Kinds of file that another permission than recording activities opens, as their rooms say when they start.
OPENED_BY: dict[str, Permission] = {}


class DeliveriesManager(ScopedManager):
    """Yields files, and what was wrong with them, where the active scope holds what files of that kind need."""

    def get_queryset(self):
        scope = active_scope()
        rows = models.Manager.get_queryset(self)
        if scope.everything:
            return rows
        seen = models.Q(**{f"{self.model.tenant}__in": scope.where(Permission.LEDGER_WRITE)})
        kind = "kind" if self.model is Delivery else "delivery__kind"
        for name, needs in OPENED_BY.items():
            seen |= models.Q(**{kind: name, f"{self.model.tenant}__in": scope.where(needs)})
        return rows.filter(seen)


class Delivery(ScopedModel):
    """One file as its sender gave it: its bytes' SHA-256, who brought it, and what became of it.

    The same bytes for the same organisation and kind are one delivery. Every fact loaded from it names it and the row.
    """

    read_needs = Permission.LEDGER_WRITE
    objects: ClassVar[DeliveriesManager] = DeliveriesManager()  # type: ignore[assignment]

    class State(models.TextChoices):
        TAKEN = "taken", "Not yet read"
        PREVIEWED = "previewed", "Read, not yet merged"
        MERGED = "merged", "Merged"
        UNDONE = "undone", "Undone"
        REFUSED = "refused", "Refused"

    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="deliveries")
    kind = models.CharField(max_length=30)
    sha256 = models.CharField(max_length=64)
    filename = models.CharField(max_length=200)
    content = models.FileField(upload_to="deliveries/%Y/", blank=True)
    speaks_for = models.DateField(null=True)  # the day a learner file speaks for
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREVIEWED)
    rows = models.PositiveIntegerField(default=0)
    heading_row = models.PositiveIntegerField(default=1)  # where its header stands, as its sender's spreadsheet counts
    outcome = models.JSONField(default=dict)  # counts: added, changed, unchanged, absent, refused
    taken_at = models.DateTimeField(default=timezone.now)
    taken_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    merged_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    # Whose, of what kind and which bytes: null once undone or refused, so that the same bytes may come again.
    content_key = models.CharField(max_length=200, null=True, unique=True, editable=False)  # noqa: DJ001

    class Personal:
        kept = (
            "id",
            "organisation",
            "kind",
            "sha256",
            "filename",
            "content",
            "speaks_for",
            "state",
            "rows",
            "heading_row",
            "outcome",
            "taken_at",
            "taken_by",
            "merged_at",
            "undone_at",
            "content_key",
        )
        erased = ()
        blurred = ()

    @property
    def whose(self) -> int:
        """The key of the school that sent it; asked of a register's file, which no school sent, it raises."""
        if self.organisation_id is None:
            raise ValueError("a register file belongs to no school")
        return self.organisation_id

    def place_of(self, row: int) -> int:
        """A row counted with the header as 1, as its sender's spreadsheet numbers it: titles may stand above."""
        return self.heading_row + row - 1

    @property
    def day(self) -> date:
        """The day it speaks for; asked of a file that speaks for none, it raises."""
        if self.speaks_for is None:
            raise ValueError("this file speaks for no day")
        return self.speaks_for


class StoredProblem(ScopedModel):
    """One thing wrong with a delivery, as its sender was told it; holds nothing of a learner's."""

    tenant = "delivery__organisation_id"
    read_needs = Permission.LEDGER_WRITE
    objects: ClassVar[DeliveriesManager] = DeliveriesManager()  # type: ignore[assignment]

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="problems")
    code = models.CharField(max_length=40)
    effect = models.CharField(max_length=8)
    row = models.PositiveIntegerField()
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=100, blank=True)
    received = models.CharField(max_length=200, blank=True)
    expected = models.CharField(max_length=300, blank=True)
    suggestion = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["row", "pk"]


class PriorState(ScopedModel):
    """What one row was before a delivery changed it, so that the delivery can be undone to the letter.

    `before` null: the row did not exist. `after` is what the delivery made of the changed fields: a row that says
    otherwise by now has been changed since, and is not undone silently. `about` names the person, for erasure.
    """

    tenant = "delivery__organisation_id"
    read_needs = Permission.LEARNER_VIEW

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="prior_states")
    what = models.CharField(max_length=20)
    key = models.BigIntegerField()
    about = models.CharField(max_length=12)
    before = models.JSONField(null=True)
    after = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["delivery", "what", "key"], name="intake_one_prior_state_a_row")]

    class Personal:
        kept = ("id", "delivery", "what", "key", "about")
        erased = ("before", "after")
        blurred = ()


class Job(ScopedModel):
    """A long piece of work: who asked for what, whether it waits or is under way, and what came of it.

    How far it is while under way is told beside the database (`waymark.intake.under_way`). What seeing it needs is its
    own: `needs`, by the kind of work.
    """

    read_needs = Permission.LEDGER_WRITE
    objects: ClassVar[OwnNeedsManager] = OwnNeedsManager()  # type: ignore[assignment]

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to start"
        RUNNING = "running", "Under way"
        DONE = "done", "Done"
        STOPPED = "stopped", "Stopped"
        FAILED = "failed", "Could not be finished"

    GOING_ON = (State.WAITING, State.RUNNING)

    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="jobs")
    public_id = models.CharField(max_length=12, unique=True, default=new_job_id, editable=False)
    kind = models.CharField(max_length=30)
    needs = models.CharField(max_length=30, default=Permission.LEDGER_WRITE.name)
    title = models.CharField(max_length=200, blank=True)
    asked = models.JSONField(default=dict)  # what the work needs to know
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=200, blank=True)
    result = models.JSONField(default=dict)  # what its page needs to lead to the result
    delivery = models.ForeignKey(Delivery, models.CASCADE, null=True, related_name="jobs")
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    started_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    # Which work this is while it waits or is under way: null once ended, so that it may be asked for again.
    key = models.CharField(max_length=100, null=True, unique=True, editable=False)  # noqa: DJ001

    @property
    def needed(self) -> Permission:
        """What seeing it and stopping it needs."""
        return Permission[self.needs]
