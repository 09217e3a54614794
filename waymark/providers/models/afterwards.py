"""What leaves a school for whoever comes: names, where the school releases them, and thanks with what it came to."""

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.public_ids import new_public_id
from waymark.access.scope import Scope, active_scope
from waymark.access.scoped import ScopedManager, ScopedModel
from waymark.providers.models.requests import Approach, AskingManager

NAMES_KEPT_FOR = timedelta(days=14)  # after the day itself


def names_open_to(scope: Scope, path: str) -> Q:
    """Names are read by those at the school who may see learners, and by whoever was sent them; by no hub."""
    asked = scope.where(Permission.REQUESTS_ANSWER)
    return (
        Q(**{f"{path}request__organisation__in": scope.where(Permission.LEARNER_VIEW)})
        | Q(**{f"{path}provider__organisation__in": asked})
        | Q(**{f"{path}employer__account__in": asked})
    )


class NamesManager(ScopedManager):
    """Yields the names that the active scope may read; outside a scope, raises."""

    def get_queryset(self):
        scope = active_scope()
        rows = models.Manager.get_queryset(self)
        return rows if scope.everything else rows.filter(names_open_to(scope, self.model.on_approach))


class NamesRelease(ScopedModel):
    """That a school sent names to whoever comes: when, who decided it, why, and until when they can be read."""

    tenant = "approach__request__organisation"
    read_needs = Permission.LEARNER_VIEW
    on_approach: ClassVar[str] = "approach__"
    objects: ClassVar[NamesManager] = NamesManager()  # type: ignore[assignment]

    approach = models.ForeignKey(Approach, models.PROTECT, related_name="names_releases")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    sent_at = models.DateTimeField(default=timezone.now)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    because = models.CharField(max_length=300)
    how_many = models.PositiveIntegerField()
    erase_on = models.DateField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-sent_at", "-pk"]

    @property
    def organisation_id(self) -> int:
        return self.approach.request.organisation_id


class ReleasedName(ScopedModel):
    """One name of such a list. `about` is the learner's opaque id, for erasure; it is shown to nobody."""

    tenant = "release__approach__request__organisation"
    read_needs = Permission.LEARNER_VIEW
    on_approach: ClassVar[str] = "release__approach__"
    objects: ClassVar[NamesManager] = NamesManager()  # type: ignore[assignment]

    release = models.ForeignKey(NamesRelease, models.CASCADE, related_name="names")
    about = models.CharField(max_length=12, db_index=True)
    name = models.CharField(max_length=200)
    year_group = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["year_group", "name", "pk"]

    class Personal:
        kept = ("id", "release", "year_group")
        erased = ("about",)
        blurred = ("name",)


class Thanks(ScopedModel):
    """The thank-you for one that took place, with what it came to: numbers as they may leave the school, and its words.

    `reached` has a row for each year group, its number null where it is hidden. Written once, as it was sent.
    """

    tenant = "approach__request__organisation"
    read_needs = Permission.REQUEST
    on_approach: ClassVar[str] = "approach__"
    objects: ClassVar[AskingManager] = AskingManager()  # type: ignore[assignment]

    approach = models.OneToOneField(Approach, models.PROTECT, related_name="thanks")
    total = models.PositiveIntegerField(null=True)  # null: hidden
    reached = models.JSONField(default=list)  # {"year_group": 9, "learners": 31}
    benchmarks = models.JSONField(default=list)  # what it counted towards: "gb5"
    feedback = models.TextField(blank=True)
    sent_at = models.DateTimeField(default=timezone.now)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Personal:  # what a person typed may name somebody
        kept = ("id", "approach", "total", "reached", "benchmarks", "sent_at", "sent_by")
        erased = ("feedback",)
        blurred = ()

    @property
    def organisation_id(self) -> int:
        return self.approach.request.organisation_id
