"""What a school means to do about its gaps, and what people said of how it goes."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.scoped import ScopedModel
from waymark.ledger.models import Activity
from waymark.ledger.models.learners import new_public_id
from waymark.places.models import Organisation


class ImprovementAction(ScopedModel):
    """One thing a school means to do in an academic year, by a day, with somebody to see to it.

    `need` is the code of the criterion or entitlement it is for, under `framework`; both blank for an action of the
    school's own. No number of learners is kept in it: how many are behind a need is counted afresh each time. What is
    suggested and not taken up is no row. What is typed here is for members of the school; see `queries.words_open_to`.
    """

    read_needs = Permission.FIGURES_VIEW

    class State(models.TextChoices):
        OPEN = "open", "Open"
        DONE = "done", "Done"
        DROPPED = "dropped", "Dropped"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="improvement_actions")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    academic_year = models.PositiveSmallIntegerField()
    framework = models.CharField(max_length=40, blank=True)
    benchmark = models.CharField(max_length=20, blank=True)  # "gb5", "pal"; blank: for the programme as a whole
    need = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=200)
    owner = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # null: nobody, or not one of ours
    owner_name = models.CharField(max_length=150, blank=True)
    achieve_by = models.DateField()
    note = models.TextField(blank=True)
    activities = models.ManyToManyField(Activity, related_name="improvement_actions")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    settled_at = models.DateTimeField(null=True)  # when it was done or dropped
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    dropped_because = models.CharField(max_length=300, blank=True)
    copied_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="copies")
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["achieve_by", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", settled_at=None) | (~Q(state="open") & Q(settled_at__isnull=False)),
                name="planner_settled_at_when_settled",
            ),
            models.CheckConstraint(
                condition=Q(state="dropped") ^ Q(dropped_because=""), name="planner_dropped_because"
            ),
            models.CheckConstraint(condition=Q(owner=None) | Q(owner_name=""), name="planner_one_owner_to_an_action"),
            models.CheckConstraint(condition=Q(need="") | ~Q(benchmark=""), name="planner_need_has_its_benchmark"),
            models.UniqueConstraint(
                fields=["copied_from"], condition=Q(copied_from__isnull=False), name="planner_copied_once"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "academic_year"], name="planner_actions_by_year")]

    class Personal:
        kept = (
            "id",
            "organisation",
            "public_id",
            "academic_year",
            "framework",
            "benchmark",
            "need",
            "title",
            "owner",
            "achieve_by",
            "state",
            "settled_at",
            "settled_by",
            "copied_from",
            "made_at",
            "made_by",
        )
        erased = ("note", "dropped_because")
        blurred = ("owner_name",)

    def __str__(self) -> str:
        return self.title


class ProgressNote(ScopedModel):
    """What somebody said on a day of how an action goes: only ever added to."""

    tenant = "action__organisation_id"
    read_needs = Permission.FIGURES_VIEW

    action = models.ForeignKey(ImprovementAction, models.PROTECT, related_name="progress")
    words = models.CharField(max_length=1000)
    said_at = models.DateTimeField(default=timezone.now)
    said_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-said_at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="planner_progress_says_something")]

    class Personal:
        kept = ("id", "action", "said_at", "said_by")
        erased = ("words",)
        blurred = ()

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise TypeError("progress is only ever added to")
        super().save(*args, **kwargs)
