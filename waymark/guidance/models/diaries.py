"""Advisers, the times they can be seen at, and what holds that nobody is in two places at once."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.scoped import ScopedModel
from waymark.ledger.models.learners import new_public_id
from waymark.places.models import Organisation


class Adviser(ScopedModel):
    """A careers adviser as one school knows them. Who serves two schools is an adviser of each, with one account.

    `level` is of their qualification, as the benchmarks count it. `user` is the account by which they see their own
    interviews, at every school that has them; without one they are the school's own entry.
    """

    read_needs = Permission.INTERVIEWS_VIEW

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="advisers")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    name = models.CharField(max_length=150)
    level = models.PositiveSmallIntegerField()
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="adviser_at")
    ended_on = models.DateField(null=True)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=Q(user__isnull=False, ended_on=None),
                name="guidance_one_adviser_an_account",
            ),
            models.UniqueConstraint(
                fields=["organisation", "name"], condition=Q(ended_on=None), name="guidance_one_adviser_a_name"
            ),
            models.CheckConstraint(condition=Q(level__lte=8), name="guidance_adviser_level_to_8"),
        ]

    class Personal:
        kept = ("id", "organisation", "public_id", "level", "user", "ended_on", "added_at", "added_by")
        erased = ()
        blurred = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def holder(self) -> str:
        """What their time is taken by: the person, where an account tells who that is at every school."""
        return f"person {self.user_id}" if self.user_id else f"adviser {self.pk}"


class DiaryTime(ScopedModel):
    """From when to when an adviser can be seen, and in which room; taken out by deleting it while nobody is booked."""

    read_needs = Permission.INTERVIEWS_VIEW

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    adviser = models.ForeignKey(Adviser, models.CASCADE, related_name="times")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    room = models.CharField(max_length=40, blank=True)
    interpreters = models.CharField(max_length=120, blank=True)  # the languages for which one is there
    delivery = models.ForeignKey("intake.Delivery", models.PROTECT, null=True, related_name="+")  # null: by hand

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="guidance_diary_forwards"),
            models.UniqueConstraint(fields=["adviser", "starts_at"], name="guidance_one_diary_time_a_start"),
        ]
        indexes = [models.Index(fields=["organisation", "starts_at"], name="guidance_diary_by_time")]


class Claim(ScopedModel):
    """That somebody or a room is taken for one tick of five minutes: the database refuses a second claim to it.

    `holder` is a person, an adviser, a learner or a school's room. Two interviews that overlap, be it by a minute or by
    a thousand requests at once, would claim one tick twice. An adviser's diary claims their ticks too, under a name of
    its own, so that no two schools have them at once.
    """

    read_needs = Permission.INTERVIEWS_VIEW

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    holder = models.CharField(max_length=80)
    at = models.DateTimeField()
    interview = models.ForeignKey("Interview", models.CASCADE, null=True, related_name="claims")
    diary_time = models.ForeignKey(DiaryTime, models.CASCADE, null=True, related_name="claims")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["holder", "at"], name="guidance_nobody_in_two_places"),
            models.CheckConstraint(
                condition=Q(interview=None) ^ Q(diary_time=None), name="guidance_claim_is_of_one_thing"
            ),
        ]


class InterviewSettings(ScopedModel):
    """How long a school's interviews are and how many a learner may have in a year; without a row, the usual.

    With `by_interpreter` who needs an interpreter is given only times at which the diaries say one is there.
    """

    read_needs = Permission.INTERVIEWS_VIEW

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="interview_settings")
    minutes = models.PositiveSmallIntegerField(default=40)
    most = models.PositiveSmallIntegerField(default=2)
    by_interpreter = models.BooleanField(default=False)
    kept_months = models.PositiveSmallIntegerField(default=24)  # how long lessons and reasons are kept once past

    class Meta:
        verbose_name_plural = "interview settings"
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=10, minutes__lte=180, most__gte=1, most__lte=20, kept_months__gte=1),
                name="guidance_settings_in_bounds",
            )
        ]
