"""Who asks for an interview, the schedules that were made, and the interviews themselves."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.scoped import ScopedModel
from waymark.guidance.models.asking import Asker
from waymark.guidance.models.diaries import Adviser
from waymark.guidance.rules import states
from waymark.ledger.models import Activity, Learner
from waymark.ledger.models.learners import new_public_id
from waymark.places.models import Organisation

STATES = [(state.value, state.value.capitalize()) for state in states.State]


class InterviewRequest(ScopedModel):
    """That a learner asked for an interview, or was put forward for one. Settled once it was held or withdrawn."""

    read_needs = Permission.INTERVIEWS_VIEW

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    learner = models.ForeignKey(Learner, models.PROTECT, related_name="interview_requests")
    reason = models.CharField(max_length=300, blank=True)
    asked_on = models.DateField()
    deadline = models.DateField(null=True)
    priority = models.PositiveSmallIntegerField(default=5)  # 9 the most urgent
    interpreter = models.CharField(max_length=60, blank=True)  # into which language
    parent_attends = models.BooleanField(default=False)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # or took down who did
    asker = models.CharField(max_length=8, choices=Asker.choices, default=Asker.STAFF)
    settled_at = models.DateTimeField(null=True)  # held, or withdrawn
    withdrawn_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-priority", "asked_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["learner"], condition=Q(settled_at=None), name="guidance_asks_for_one_at_a_time"
            ),
            models.CheckConstraint(condition=Q(priority__lte=9), name="guidance_priority_to_9"),
        ]

    class Personal:
        kept = (
            "id",
            "organisation",
            "public_id",
            "learner",
            "asked_on",
            "deadline",
            "priority",
            "parent_attends",
            "asked_at",
            "asked_by",
            "asker",
            "settled_at",
        )
        erased = ("reason", "interpreter", "withdrawn_because")
        blurred = ()


class Schedule(ScopedModel):
    """One run of the optimiser: for which days, from which seed, and whether it is proven; proposals hang on it."""

    read_needs = Permission.INTERVIEWS_VIEW

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="interview_schedules")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    first_on = models.DateField()
    last_on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    seed = models.PositiveIntegerField(default=0)
    framework = models.CharField(max_length=40)
    asked_for = models.PositiveIntegerField(default=0)  # how many wanted one
    booked_before = models.PositiveIntegerField(default=0)  # of them, how many had a time already
    moved = models.PositiveIntegerField(default=0)  # of those, how many it would move
    is_proven = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)  # nothing of it is open any more

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="guidance_schedule_forwards"),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(settled_at=None), name="guidance_one_open_schedule"
            ),
        ]


class Interview(ScopedModel):
    """One learner with one adviser at one time: proposed, then booked, then held, missed or cancelled (`rules.states`).

    What is booked claims its ticks (`Claim`), so that nobody is in two places. `moves`: the booked interview that this
    proposal would put in another place. `reasons` is the receipt: why this learner, why then; it names nobody else.
    """

    read_needs = Permission.INTERVIEWS_VIEW

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="interviews")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    request = models.ForeignKey(InterviewRequest, models.PROTECT, related_name="interviews")
    learner = models.ForeignKey(Learner, models.PROTECT, related_name="interviews")
    adviser = models.ForeignKey(Adviser, models.PROTECT, related_name="interviews")
    schedule = models.ForeignKey(Schedule, models.PROTECT, null=True, related_name="interviews")  # null: by hand
    moves = models.ForeignKey("self", models.PROTECT, null=True, related_name="moved_to")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    room = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10, choices=STATES, default=states.State.PROPOSED.value)
    rank = models.PositiveIntegerField(null=True)  # by need, among those who asked
    reasons = models.JSONField(default=list)  # sentences
    made_at = models.DateTimeField(default=timezone.now)
    booked_at = models.DateTimeField(null=True)
    booked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)  # held, missed or cancelled
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    cancelled_because = models.CharField(max_length=300, blank=True)
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, related_name="interviews")  # once held

    class Meta:
        ordering = ["starts_at", "adviser__name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="guidance_interview_forwards"),
            models.CheckConstraint(
                condition=Q(state__in=("proposed", "booked"), settled_at=None)
                | (~Q(state__in=("proposed", "booked")) & Q(settled_at__isnull=False)),
                name="guidance_settled_at_when_settled",
            ),
            models.CheckConstraint(condition=Q(state="held") ^ Q(activity=None), name="guidance_held_is_on_record"),
            models.UniqueConstraint(
                fields=["request"], condition=Q(state__in=("booked", "held")), name="guidance_one_time_a_request"
            ),
            models.UniqueConstraint(
                fields=["request"], condition=Q(state="proposed"), name="guidance_one_proposal_a_request"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "starts_at"], name="guidance_interviews_by_time"),
            models.Index(fields=["adviser", "starts_at"], name="guidance_of_adviser_by_time"),
        ]

    class Personal:
        kept = (
            "id",
            "organisation",
            "public_id",
            "request",
            "learner",
            "adviser",
            "schedule",
            "moves",
            "starts_at",
            "ends_at",
            "room",
            "state",
            "rank",
            "made_at",
            "booked_at",
            "booked_by",
            "settled_at",
            "settled_by",
            "activity",
        )
        erased = ("reasons", "cancelled_because")
        blurred = ()

    @property
    def is_settled(self) -> bool:
        return self.settled_at is not None


class Waiting(ScopedModel):
    """That a schedule had no time for somebody: their place in the queue, why, and what would free a time."""

    tenant = "schedule__organisation_id"
    read_needs = Permission.INTERVIEWS_VIEW

    schedule = models.ForeignKey(Schedule, models.CASCADE, related_name="waiting")
    request = models.ForeignKey(InterviewRequest, models.CASCADE, related_name="waits")
    rank = models.PositiveIntegerField()
    why = models.CharField(max_length=300)
    frees = models.CharField(max_length=300)

    class Meta:
        ordering = ["rank"]
        constraints = [models.UniqueConstraint(fields=["schedule", "request"], name="guidance_waits_once")]
