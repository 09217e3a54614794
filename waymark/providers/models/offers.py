"""What providers offer: encounters that can be asked for, and lesson resources that are free."""

from datetime import date

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from waymark.access.public_ids import new_public_id
from waymark.kernel import facts, vocabulary
from waymark.providers.models.entries import IN_ENGLAND, Placed, Provider
from waymark.providers.models.words import TICKS, Kind, Mode, ProviderKind, Venue


class Offered(models.Model):
    """What PLANNING.md §1 says of an offer: what it counts for, whom it suits, what it costs, when it can be.

    Null is no limit (capacity, sessions, years), or none (costs, minutes, periods, rooms, staff). A session stands for
    each date at most once. What it counts for is never kept: the rules are asked (`rules.counting`).
    """

    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    provider_kind = models.CharField(max_length=12, choices=ProviderKind.choices, blank=True)
    sector = models.CharField(max_length=1, blank=True)  # SIC 2007 section letter
    self_employed = models.BooleanField(default=False)
    stem = models.BooleanField("STEM", default=False)
    subject = models.CharField(max_length=60, blank=True)  # lower case
    minutes = models.PositiveIntegerField(null=True)
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.IN_PERSON)
    purpose_shared = models.BooleanField(default=False)
    outcomes_set = models.BooleanField(default=False)
    two_way = models.BooleanField(default=False)
    reflection = models.BooleanField(default=False)
    task_set = models.BooleanField(default=False)
    employer_feedback = models.BooleanField(default=False)
    met_staff_and_learners = models.BooleanField(default=False)
    pal_content = models.BooleanField(default=False)
    adviser_level = models.PositiveSmallIntegerField(null=True)
    year_from = models.PositiveSmallIntegerField(null=True)
    year_to = models.PositiveSmallIntegerField(null=True)
    capacity = models.PositiveIntegerField(null=True, validators=[MinValueValidator(1)])
    fixed_cost = models.DecimalField(max_digits=9, decimal_places=2, null=True)  # pounds, a session
    cost_per_learner = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    sessions = models.PositiveIntegerField(null=True, validators=[MinValueValidator(1)])
    dates = models.JSONField(default=list)  # ISO dates, in order; none: by arrangement
    periods = models.PositiveSmallIntegerField(null=True)  # lesson periods a learner misses
    rooms = models.PositiveSmallIntegerField(null=True)  # a session
    staff = models.PositiveSmallIntegerField(null=True)  # of the school's, a session

    class Meta:
        abstract = True

    @property
    def activity(self) -> facts.Activity:
        """The offer as the rules see it."""
        return facts.Activity(
            activity_id=str(self.pk),
            held_on=date.min,
            kind=vocabulary.Kind(self.kind),
            provider_kind=vocabulary.ProviderKind(self.provider_kind) if self.provider_kind else None,
            sector=self.sector,
            subject=self.subject,
            self_employed=self.self_employed,
            stem=self.stem,
            minutes=self.minutes or 0,
            mode=vocabulary.Mode(self.mode),
            ticks=frozenset(vocabulary.Tick(tick) for tick in TICKS if getattr(self, tick)),
            pal_content=self.pal_content,
            adviser_level=self.adviser_level or 0,
        )

    @property
    def years(self) -> range:
        """The year groups it suits."""
        first, last = vocabulary.YEAR_GROUPS[0], vocabulary.YEAR_GROUPS[-1]
        return range(self.year_from or first, (self.year_to or last) + 1)

    @property
    def is_free(self) -> bool:
        return not self.fixed_cost and not self.cost_per_learner


class Offer(Placed, Offered):
    """An encounter that a provider offers to schools.

    `external_id` is the provider's own name for it (`offer_id` of a file). Its place and reach are the provider's where
    it has none of its own.
    """

    is_public_record = "what a provider offers, for anybody to read"

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="offers")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    external_id = models.CharField(max_length=100, blank=True)
    summary = models.TextField(blank=True)
    benchmarks = models.JSONField(default=list)  # "gb5": what the provider says it helps with
    needs = models.JSONField(default=list)  # words of `Need`: whom it is made for or adapted to
    venue = models.CharField(max_length=12, choices=Venue.choices, default=Venue.AT_SCHOOL)
    evidence = models.CharField("evidence of impact", max_length=500, blank=True)
    booking_notes = models.CharField(max_length=500, blank=True)
    is_open = models.BooleanField(default=True)  # the provider may take an offer off without losing it
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            IN_ENGLAND,
            models.UniqueConstraint(
                fields=["provider", "external_id"],
                condition=~Q(external_id=""),
                name="providers_one_offer_an_external_id",
            ),
            models.CheckConstraint(
                condition=Q(year_from=None) | Q(year_to=None) | Q(year_to__gte=F("year_from")),
                name="providers_offer_years_forwards",
            ),
            models.CheckConstraint(
                condition=(Q(capacity=None) | Q(capacity__gte=1)) & (Q(sessions=None) | Q(sessions__gte=1)),
                name="providers_offer_has_room",
            ),
            models.CheckConstraint(
                condition=(Q(fixed_cost=None) | Q(fixed_cost__gte=0))
                & (Q(cost_per_learner=None) | Q(cost_per_learner__gte=0)),
                name="providers_offer_costs_nothing_below_nothing",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def organisation_id(self) -> int:
        return self.provider.organisation_id


class Resource(models.Model):
    """A free lesson resource: what it is, for whom, and where it is found. The resource itself is not kept here."""

    is_public_record = "what a provider gives away, for anybody to read"

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="resources")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    external_id = models.CharField(max_length=100, blank=True)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    url = models.URLField(max_length=400)
    benchmarks = models.JSONField(default=list)  # "gb4"
    stages = models.JSONField(default=list)  # words of `Stage`
    subjects = models.JSONField(default=list)  # lower case
    audiences = models.JSONField(default=list)  # words of `Audience`
    needs = models.JSONField(default=list)  # words of `Need`
    minutes = models.PositiveIntegerField(null=True)
    licence = models.CharField(max_length=80, blank=True)
    is_open = models.BooleanField(default=True)
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "external_id"],
                condition=~Q(external_id=""),
                name="providers_one_resource_an_external_id",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def organisation_id(self) -> int:
        return self.provider.organisation_id
