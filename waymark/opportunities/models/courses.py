"""Courses and their runs.

How a change is announced: whoever adds, changes or withdraws a run calls `actions.changes.announce(run_ids)` inside the
same transaction. It writes one `CourseChange` a run, with an id that only grows in the order of commits. An index that
has seen up to change n asks for the rows above n (`queries.changes.changed_after`), reads those runs as they stand now,
and is then as new as the database. A run counts as offered while it and its course are live (`queries.courses.
live_runs`). A change to a course, venue or provider is announced for each of its runs. There are no signals.
"""

from django.db import models
from django.db.models import Q

from waymark.opportunities.models.providers import TrainingProvider, Venue
from waymark.opportunities.models.reference import TLevelDefinition
from waymark.opportunities.models.vocabulary import (
    AttendancePattern,
    CourseType,
    DeliveryMode,
    DurationUnit,
    EducationLevel,
    Level,
    Offering,
    Sector,
    StudyMode,
)

TEXTS = ("who_for", "entry", "learn", "how", "need", "assessed", "next")


class CourseState(models.IntegerChoices):
    LIVE = 1, "Live"
    ARCHIVED = 4, "Archived"


class Course(models.Model):
    """What is taught: a qualification (`aim_reference`) or a course without one, in the provider's words.

    Rows of a file with the same aim and the same seven texts are one course with many runs (`fingerprint` says which);
    a course without an aim has one run. `title` is the qualification's title (of a course without one, the course's
    name), `level` the qualification's. A T level is a course with a `t_level`, and one run for each venue.
    """

    is_public_record = "courses, published by their provider"

    provider = models.ForeignKey(TrainingProvider, models.CASCADE, related_name="courses")
    aim_reference = models.CharField(max_length=8, blank=True)  # LARS; blank: none
    title = models.CharField(max_length=255)
    who_for = models.TextField(max_length=2000)
    entry = models.TextField(max_length=500, blank=True)
    learn = models.TextField(max_length=1500, blank=True)
    how = models.TextField(max_length=500, blank=True)
    need = models.TextField(max_length=500, blank=True)
    assessed = models.TextField(max_length=500, blank=True)
    next = models.TextField(max_length=500, blank=True)
    course_type = models.PositiveSmallIntegerField(choices=CourseType.choices, null=True, blank=True)
    sector = models.CharField(max_length=12, choices=Sector.choices, blank=True)
    education_level = models.PositiveSmallIntegerField(choices=EducationLevel.choices, null=True, blank=True)
    awarding_body = models.CharField(max_length=255, blank=True)
    level = models.CharField(max_length=3, choices=Level.choices, blank=True)
    subject = models.CharField(max_length=120, blank=True)  # the sector subject area, in words
    offering = models.PositiveSmallIntegerField(choices=Offering.choices, default=Offering.COURSE)
    t_level = models.ForeignKey(TLevelDefinition, models.PROTECT, null=True, blank=True, related_name="courses")
    fingerprint = models.CharField(max_length=32)
    state = models.PositiveSmallIntegerField(choices=CourseState.choices, default=CourseState.LIVE)
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(offering=Offering.COURSE, t_level=None)
                | Q(offering=Offering.T_LEVEL, t_level__isnull=False),
                name="opportunities_t_level_has_definition",
            ),
        ]
        indexes = [
            models.Index(fields=["provider", "fingerprint"], name="opportunities_course_print"),
            models.Index(fields=["aim_reference"], name="opportunities_course_aim"),
        ]

    def __str__(self) -> str:
        return self.title


class CourseRun(models.Model):
    """One time and place at which a course can be taken.

    `venue` and the two patterns only for classroom and blended; `national` and `sub_regions` (codes of upper-tier
    councils, `Organisation.register_code`) only for work based; a flexible run has no day.
    """

    is_public_record = "courses, published by their provider"

    course = models.ForeignKey(Course, models.CASCADE, related_name="runs")
    reference = models.CharField(max_length=255, blank=True)  # YOUR_REFERENCE: the provider's own
    name = models.CharField(max_length=255)
    delivery_mode = models.PositiveSmallIntegerField(choices=DeliveryMode.choices)
    is_flexible = models.BooleanField(default=False)
    starts_on = models.DateField(null=True, blank=True)
    venue = models.ForeignKey(Venue, models.PROTECT, null=True, blank=True, related_name="runs")
    is_national = models.BooleanField(null=True, blank=True)
    sub_regions = models.JSONField(default=list, blank=True)
    website = models.CharField(max_length=255, blank=True)
    cost = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    cost_description = models.CharField(max_length=255, blank=True)
    duration = models.PositiveSmallIntegerField()
    duration_unit = models.PositiveSmallIntegerField(choices=DurationUnit.choices)
    study_mode = models.PositiveSmallIntegerField(choices=StudyMode.choices, null=True, blank=True)
    attendance = models.PositiveSmallIntegerField(choices=AttendancePattern.choices, null=True, blank=True)
    state = models.PositiveSmallIntegerField(choices=CourseState.choices, default=CourseState.LIVE)
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_flexible=False) | Q(starts_on=None), name="opportunities_flexible_run_has_no_day"
            ),
            models.CheckConstraint(
                condition=Q(venue=None) | Q(delivery_mode__in=(DeliveryMode.CLASSROOM, DeliveryMode.BLENDED)),
                name="opportunities_venue_where_taught",
            ),
        ]
        indexes = [models.Index(fields=["state", "starts_on"], name="opportunities_run_starts")]

    def __str__(self) -> str:
        return self.name


class CourseChange(models.Model):
    """That a run was added, changed or withdrawn: what an index catches up from. See the top of this module."""

    is_public_record = "numbers of public courses that changed"

    run_number = models.BigIntegerField()  # the run's key, which may be gone
    at = models.DateTimeField(auto_now_add=True)


class CampaignCourse(models.Model):
    """That a campaign (a code in the search's address) shows this aim at this provider first."""

    is_public_record = "the list of a public campaign"

    campaign = models.CharField(max_length=50)
    ukprn = models.CharField("UKPRN", max_length=8)
    aim_reference = models.CharField(max_length=8)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "ukprn", "aim_reference"], name="opportunities_once_in_a_campaign"
            )
        ]
