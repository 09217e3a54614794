"""Evaluations frozen as at a day, what is aimed at, and what the country as a whole has reached."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.scoped import ScopedModel
from waymark.evaluation.models.assessment import Assessment
from waymark.ledger.models.learners import new_public_id
from waymark.places.models import Organisation


class Cut(ScopedModel):
    """A school's evaluation frozen as at a day, by the benchmarks then in force, as whoever sees no learner may see it.

    `shown` is canonical JSON with small numbers hidden, made at the same moment as the whole (`CutInFull`) and never
    from it later; `shown_sha256` is of its bytes. `point` names the measurement point the day is, or is blank.
    `made_by` null: the site cut it by itself. Never edited: a later cut of the same day `replaces` it.
    """

    read_needs = Permission.FIGURES_VIEW

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="cuts")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    on = models.DateField()
    point = models.CharField(max_length=10, blank=True)
    framework = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    revision = models.PositiveBigIntegerField()
    assessment = models.ForeignKey(Assessment, models.PROTECT, null=True, related_name="+")
    shown = models.TextField()
    shown_sha256 = models.CharField(max_length=64)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "on", "framework"], condition=Q(replaces=None), name="evaluation_one_first_cut"
            ),
            models.CheckConstraint(
                condition=Q(replaces=None) | ~Q(replaces=F("id")), name="evaluation_cut_replaces_another"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "on"], name="evaluation_cuts_by_day")]


class CutInFull(ScopedModel):
    """All of a cut, no number hidden, for the people of the school who may see learners; with its SHA-256."""

    tenant = "cut__organisation_id"
    read_needs = Permission.LEARNER_VIEW

    cut = models.OneToOneField(Cut, models.PROTECT, related_name="in_full")
    content = models.TextField()
    sha256 = models.CharField(max_length=64)


class Target(ScopedModel):
    """What a hub, trust or council means its schools to reach, until it is changed: the next is a new row.

    Of a benchmark the percentage of schools that achieve it; with a blank `benchmark`, how many a school achieves on
    average.
    """

    read_needs = Permission.FIGURES_VIEW

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="targets")
    benchmark = models.CharField(max_length=20, blank=True)
    amount = models.DecimalField(max_digits=4, decimal_places=1)
    set_at = models.DateTimeField(default=timezone.now)
    set_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["organisation", "benchmark", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "benchmark"], condition=Q(ended_at=None), name="evaluation_one_standing_target"
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0, amount__lte=100) & (~Q(benchmark="") | Q(amount__lte=8)),
                name="evaluation_target_can_be_reached",
            ),
        ]


class NationalFigure(models.Model):
    """One published figure for the whole country, with where it was read: facts, never worked out here.

    `percent`: of the schools that reported, how many achieve the benchmark. With a blank `benchmark`, `mean` is how
    many of the eight they achieve on average. `year` is the academic year, by its September.
    """

    is_public_record = "published figures, each with its source"

    framework = models.CharField(max_length=40)
    benchmark = models.CharField(max_length=20, blank=True)
    year = models.PositiveSmallIntegerField()
    point = models.CharField(max_length=10, blank=True)
    percent = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    mean = models.DecimalField(max_digits=4, decimal_places=2, null=True)
    source = models.CharField(max_length=300)
    read_on = models.DateField()

    class Meta:
        ordering = ["year", "point", "benchmark"]
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "benchmark", "year", "point"], name="evaluation_one_national_figure"
            ),
            models.CheckConstraint(
                condition=(~Q(benchmark="") & Q(percent__isnull=False, mean=None))
                | (Q(benchmark="") & Q(mean__isnull=False, percent=None)),
                name="evaluation_national_percent_or_mean",
            ),
        ]
