"""What belongs to planning alone: how a planned activity fits into the school's days, rooms, staff and money."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.scoped import ScopedModel
from waymark.ledger.models import Activity
from waymark.ledger.models.learners import new_public_id
from waymark.places.models import Organisation


class BudgetLine(ScopedModel):
    """So much money of an academic year, for something. The year's budget is the sum of its lines.

    What is spent and committed is never kept: it is counted from the costs of activities (`queries.money`).
    """

    read_needs = Permission.FIGURES_VIEW

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="budget_lines")
    academic_year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    amount = models.DecimalField(max_digits=9, decimal_places=2)  # pounds

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "academic_year", "name"], name="planner_one_budget_line_a_name"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="planner_budget_not_below_nothing"),
        ]


class Planned(ScopedModel):
    """What planning adds to one activity of the ledger, which holds all else: title, day, kinds, cost, whom it is for.

    An activity is on the year plan whether it has this row or not; without one it takes all day, needs no room and no
    staff, and is paid from no line. Whoever plans an activity writes it with `actions.say_planning`, in the same
    transaction: the plan builder with `offer` and `proposal`, the public ids of what it was made from. `first_on` is
    the day first planned for, and never changes; each change of day after it is a `Move`.
    """

    tenant = "activity__organisation_id"
    read_needs = Permission.FIGURES_VIEW

    activity = models.OneToOneField(Activity, models.CASCADE, related_name="planned")
    first_on = models.DateField()
    starts = models.TimeField(null=True)  # both null: all day
    ends = models.TimeField(null=True)
    periods = models.PositiveSmallIntegerField(default=0)  # lesson periods that each learner misses
    rooms = models.PositiveSmallIntegerField(default=0)  # how many, named in `Requirement` or not
    staff = models.PositiveSmallIntegerField(default=0)
    line = models.ForeignKey(BudgetLine, models.SET_NULL, null=True, related_name="planned")
    offer = models.CharField(max_length=12, blank=True)
    proposal = models.CharField(max_length=12, blank=True)
    template = models.CharField(max_length=60, blank=True)  # the public id of the template it was taken from

    class Meta:
        verbose_name_plural = "planned"
        constraints = [
            models.CheckConstraint(
                condition=Q(starts=None, ends=None) | Q(starts__isnull=False, ends__isnull=False, ends__gt=F("starts")),
                name="planner_planned_ends_after_start",
            )
        ]


class Requirement(ScopedModel):
    """A room or a member of staff that a planned activity needs, by name. `user`: somebody with an account here."""

    tenant = "activity__organisation_id"
    read_needs = Permission.FIGURES_VIEW

    class What(models.TextChoices):
        ROOM = "room", "Room"
        STAFF = "staff", "Member of staff"

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="requirements")
    what = models.CharField(max_length=5, choices=What.choices)
    name = models.CharField(max_length=120)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["what", "name"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "what", "name"], name="planner_required_once"),
            models.CheckConstraint(condition=Q(user=None) | Q(what="staff"), name="planner_only_staff_are_people"),
        ]

    class Personal:
        kept = ("id", "activity", "what", "user")
        erased = ()
        blurred = ("name",)


class Move(ScopedModel):
    """That a planned activity was put on another day: only ever added to."""

    tenant = "activity__organisation_id"
    read_needs = Permission.FIGURES_VIEW

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="moves")
    from_on = models.DateField()
    to_on = models.DateField()
    moved_at = models.DateTimeField(default=timezone.now)
    moved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]


class Busy(ScopedModel):
    """Days, or part of a day, on which some year groups are taken up by something that is no careers activity.

    `year_groups` empty: every one. `starts` and `ends` null: all day, on each of its days. `uid` is what the file it
    came from calls it, so that the same file brought in again changes it rather than adding another.
    """

    read_needs = Permission.FIGURES_VIEW

    class What(models.TextChoices):
        EXAMS = "exams", "Exams"
        TRIP = "trip", "Trip"
        OTHER = "other", "Something else"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="busy_days")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    what = models.CharField(max_length=5, choices=What.choices)
    title = models.CharField(max_length=120)
    from_on = models.DateField()
    to_on = models.DateField()
    starts = models.TimeField(null=True)
    ends = models.TimeField(null=True)
    year_groups = models.JSONField(default=list)
    uid = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["from_on", "title", "pk"]
        verbose_name_plural = "busy days"
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="planner_busy_forwards"),
            models.CheckConstraint(
                condition=Q(starts=None, ends=None) | Q(starts__isnull=False, ends__isnull=False, ends__gt=F("starts")),
                name="planner_busy_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["organisation", "uid"], condition=~Q(uid=""), name="planner_busy_once_a_uid"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "from_on"], name="planner_busy_by_day")]


class ClashRule(ScopedModel):
    """How much a school minds one sort of clash, where it is not as usual (`rules.clashes.USUAL`)."""

    read_needs = Permission.FIGURES_VIEW

    class Severity(models.TextChoices):
        BLOCK = "block", "Do not allow it"
        WARN = "warn", "Warn"
        IGNORE = "ignore", "Say nothing"

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="clash_rules")
    sort = models.CharField(max_length=12)
    severity = models.CharField(max_length=6, choices=Severity.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "sort"], name="planner_one_rule_a_clash")]
