"""Activities, who they were for, and who was there."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.scoped import ScopedModel
from waymark.kernel import vocabulary
from waymark.ledger.models.learners import Learner, new_public_id
from waymark.places.models import Organisation


class Kind(models.TextChoices):
    """What a learner meets in an activity (EVALUATION.md §1)."""

    EMPLOYER = vocabulary.Kind.EMPLOYER, "Encounter with an employer"
    WORKPLACE = vocabulary.Kind.WORKPLACE, "Experience of a workplace"
    PROVIDER = vocabulary.Kind.PROVIDER, "Encounter with a provider"
    CURRICULUM = vocabulary.Kind.CURRICULUM, "Careers in a subject"
    GUIDANCE = vocabulary.Kind.GUIDANCE, "Personal guidance meeting"
    LMI = vocabulary.Kind.LMI, "Career and labour market information"
    OTHER = vocabulary.Kind.OTHER, "Something else"


class ProviderKind(models.TextChoices):
    SIXTH_FORM = vocabulary.ProviderKind.SIXTH_FORM, "Sixth form"
    FE_COLLEGE = vocabulary.ProviderKind.FE_COLLEGE, "Further education college"
    UNIVERSITY = vocabulary.ProviderKind.UNIVERSITY, "University"
    ITP = vocabulary.ProviderKind.ITP, "Training or apprenticeship provider"
    OTHER = vocabulary.ProviderKind.OTHER, "Another provider"


class Mode(models.TextChoices):
    IN_PERSON = vocabulary.Mode.IN_PERSON, "In person"
    BLENDED = vocabulary.Mode.BLENDED, "Partly online"
    VIRTUAL = vocabulary.Mode.VIRTUAL, "Online only"


TICKS = (*(tick.value for tick in vocabulary.Tick), "pal_content")  # the last is the provider access law's


class Activity(ScopedModel):
    """One thing learners took part in, or will: planned, then done (its register taken) or cancelled.

    It may be of several kinds at once (`ActivityKind`) and so serve several benchmarks. While planned it is edited
    freely; once done, a change is an `Amendment` with a reason. The ticks are the meaningful-encounter list.
    """

    read_needs = Permission.FIGURES_VIEW

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        DONE = "done", "Done"
        CANCELLED = "cancelled", "Cancelled"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="activities")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    held_on = models.DateField()
    minutes = models.PositiveIntegerField(default=0)
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.IN_PERSON)
    benchmarks = models.JSONField(default=list)  # codes such as "gb5": what the school says it is for
    provider_name = models.CharField(max_length=200, blank=True)
    provider_kind = models.CharField(max_length=12, choices=ProviderKind.choices, blank=True)
    sector = models.CharField(max_length=1, blank=True)  # SIC 2007 section letter
    self_employed = models.BooleanField(default=False)
    stem = models.BooleanField("STEM", default=False)
    subject = models.CharField(max_length=60, blank=True)  # lower case
    adviser_level = models.PositiveSmallIntegerField(null=True)
    purpose_shared = models.BooleanField(default=False)
    outcomes_set = models.BooleanField(default=False)
    two_way = models.BooleanField(default=False)
    reflection = models.BooleanField(default=False)
    task_set = models.BooleanField(default=False)
    employer_feedback = models.BooleanField(default=False)
    met_staff_and_learners = models.BooleanField(default=False)
    pal_content = models.BooleanField(default=False)
    cost = models.DecimalField(max_digits=9, decimal_places=2, null=True)  # pounds
    led_by = models.CharField(max_length=150, blank=True)
    notes = models.TextField(blank=True)
    school_reference = models.CharField(max_length=60, blank=True)  # the sender's own name for it, in imported files
    copied_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="copies")
    catches_up = models.ForeignKey("self", models.PROTECT, null=True, related_name="catch_ups")
    delivery = models.ForeignKey("intake.Delivery", models.PROTECT, null=True, related_name="+")
    source_row = models.PositiveIntegerField(null=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-held_on", "title"]
        verbose_name_plural = "activities"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "school_reference"],
                condition=~Q(school_reference=""),
                name="ledger_one_activity_a_reference",
            )
        ]
        indexes = [models.Index(fields=["organisation", "held_on"], name="ledger_activities_by_day")]

    def __str__(self) -> str:
        return self.title


class ActivityKind(ScopedModel):
    """That an activity is of a kind; in the exchange format each is a row of its own."""

    tenant = "activity__organisation_id"
    read_needs = Permission.FIGURES_VIEW

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="kinds")
    kind = models.CharField(max_length=10, choices=Kind.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "kind"], name="ledger_of_a_kind_once")]


class Audience(ScopedModel):
    """Whom an activity is for, as the careers leader said it: a year group, a form, a group, or named learners."""

    tenant = "activity__organisation_id"
    read_needs = Permission.FIGURES_VIEW

    class What(models.TextChoices):
        YEAR_GROUP = "year", "Year group"
        FORM = "form", "Form"
        GROUP = "group", "Group"

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="audiences")
    what = models.CharField(max_length=5, choices=What.choices)
    value = models.CharField(max_length=80)  # "8", "10B", a group's public id

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "what", "value"], name="ledger_audience_once")]


class Expected(ScopedModel):
    """That a learner is on an activity's list. Not a fact about what happened: an `Encounter` is.

    `by_name`: chosen one by one, so kept when the list is made afresh from the audience.
    """

    tenant = "activity__organisation_id"
    read_needs = Permission.LEARNER_VIEW

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="expected")
    learner = models.ForeignKey(Learner, models.CASCADE, related_name="expected_at")
    by_name = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "learner"], name="ledger_expected_once")]

    class Personal:
        kept = ("id", "activity", "learner", "by_name")
        erased = ()
        blurred = ()


class Encounter(ScopedModel):
    """One learner's part in one activity: the ledger's unit of evidence.

    Never edited, never deleted. A mistake is put right by a second row that `corrects` the first, so that every
    figure we publish can be traced to the rows it was counted from.
    """

    tenant = "activity__organisation_id"
    read_needs = Permission.LEARNER_VIEW

    class Status(models.TextChoices):
        ATTENDED = "attended", "Attended"
        ABSENT = "absent", "Absent"
        EXCUSED = "excused", "Excused"
        # Corrects a mark of a file that was undone, or one made by mistake: nothing stands.
        UNDONE = "undone", "Taken back"

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="encounters", db_index=False)
    learner = models.ForeignKey(Learner, models.PROTECT, related_name="encounters", db_index=False)
    status = models.CharField(max_length=8, choices=Status.choices)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrected_by", db_index=False)
    reason = models.CharField(max_length=300, blank=True)
    delivery = models.ForeignKey(  # null: by hand
        "intake.Delivery", models.PROTECT, null=True, related_name="+", db_index=False
    )
    source_row = models.PositiveIntegerField(null=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            # Whole, not only of originals, so that it serves look-ups by activity too and no second index is written.
            models.UniqueConstraint(
                "activity", "learner", Coalesce("corrects", 0), name="ledger_one_original_a_learner"
            ),
            # Only of corrections: an index of every blank would be chosen where it helps least.
            models.UniqueConstraint(
                fields=["corrects"], condition=Q(corrects__isnull=False), name="ledger_corrected_once"
            ),
            models.CheckConstraint(condition=Q(corrects=None) | ~Q(reason=""), name="ledger_correction_has_reason"),
        ]
        # With the status, so that figures are read from the index alone: one look at a row of a large table for every
        # mark would cost more the more schools there are.
        indexes = [models.Index(fields=["learner", "activity", "status"], name="ledger_marks_by_learner")]

    class Personal:
        kept = (
            "id",
            "activity",
            "learner",
            "status",
            "corrects",
            "delivery",
            "source_row",
            "recorded_at",
            "recorded_by",
        )
        erased = ("reason",)
        blurred = ()


# The marks that count: the last said of a learner, unless it says that nothing stands.
STANDING = Q(corrected_by=None) & ~Q(status=Encounter.Status.UNDONE)


class Amendment(ScopedModel):
    """A change to an activity already done: what was, what is now, and why."""

    tenant = "activity__organisation_id"
    read_needs = Permission.FIGURES_VIEW

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="amendments")
    changes = models.JSONField()  # field name -> [was, now]
    reason = models.CharField(max_length=300)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    delivery = models.ForeignKey("intake.Delivery", models.PROTECT, null=True, related_name="+")  # null: by hand

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="ledger_amendment_has_reason")]
