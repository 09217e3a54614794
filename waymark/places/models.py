"""The public register: schools, colleges, councils, hubs, trusts and regions, each row with its dates of validity."""

from django.db import models
from django.db.models import F, Q

from waymark.kernel import vocabulary


class Kind(models.TextChoices):
    SCHOOL = "school", "School"
    COLLEGE = "college", "College"
    HUB = "hub", "Careers hub"
    TRUST = "trust", "Trust"
    COUNCIL = "council", "Council"
    REGION = "region", "Region"
    PROVIDER = "provider", "Provider or employer"  # offers encounters, training or work; no learner is on roll here
    OTHER = "other", "Other establishment"  # on the register, but nobody of secondary age is taught there


class Setting(models.TextChoices):
    """Which criteria of a framework apply to an institution (EVALUATION.md §1)."""

    SCHOOL = vocabulary.Setting.SCHOOL, "School"
    SPECIALIST = vocabulary.Setting.SPECIALIST, "Specialist setting"
    COLLEGE = vocabulary.Setting.COLLEGE, "College"


class Status(models.TextChoices):
    OPEN = "open", "Open"
    CLOSING = "closing", "Open, but proposed to close"
    PROPOSED = "proposed", "Proposed to open"
    CLOSED = "closed", "Closed"
    UNKNOWN = "unknown", "Not known"


class Organisation(models.Model):
    """A school, college, hub, trust, council or region, as the public register knows it.

    Public facts only: no person's name is kept here, the head teacher's included. `urn` and `ukprn` are text, blank
    when there is none. A school and the academy that followed it are two rows: see `RegisterLink` and
    `queries.lineage_of`. `slug` never changes once given, so that addresses keep working.
    """

    kind = models.CharField(max_length=10, choices=Kind.choices)
    setting = models.CharField(max_length=10, choices=Setting.choices, blank=True)
    name = models.CharField(max_length=250)
    slug = models.SlugField(max_length=120, unique=True)
    urn = models.CharField("URN", max_length=8, blank=True)
    ukprn = models.CharField("UKPRN", max_length=8, blank=True)
    register_code = models.CharField(max_length=20, blank=True)  # a council's, region's or trust's own code
    la_code = models.CharField("council code", max_length=4, blank=True)
    la_name = models.CharField("council name", max_length=100, blank=True)
    establishment_number = models.CharField(max_length=4, blank=True)
    establishment_type = models.CharField(max_length=100, blank=True)
    phases = models.CharField(max_length=100, blank=True)  # parted by semicolons, youngest first
    low_age = models.PositiveSmallIntegerField(null=True)
    high_age = models.PositiveSmallIntegerField(null=True)
    has_sixth_form = models.BooleanField(null=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    street = models.CharField(max_length=200, blank=True)
    locality = models.CharField(max_length=200, blank=True)
    town = models.CharField(max_length=120, blank=True)
    county = models.CharField(max_length=120, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    easting = models.PositiveIntegerField(null=True)
    northing = models.PositiveIntegerField(null=True)
    telephone = models.CharField(max_length=30, blank=True)
    website = models.CharField(max_length=250, blank=True)
    pupils = models.PositiveIntegerField(null=True)
    percent_free_meals = models.DecimalField(max_digits=5, decimal_places=1, null=True)
    read_on = models.DateField(null=True)  # the day of the register file this row was last read from
    search_text = models.TextField(blank=True, editable=False)  # the name's words, as `rules.search_words` makes them
    search_area = models.TextField(blank=True, editable=False)  # the same of locality, town and council

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["urn"], condition=~Q(urn=""), name="places_one_row_a_urn"),
            models.UniqueConstraint(
                fields=["ukprn"], condition=~Q(ukprn="") & Q(kind="college", urn=""), name="places_one_college_a_ukprn"
            ),
            models.UniqueConstraint(
                fields=["kind", "register_code"], condition=~Q(register_code=""), name="places_one_row_a_register_code"
            ),
            models.CheckConstraint(
                condition=Q(opened_on=None) | Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="places_closed_after_opened",
            ),
        ]
        indexes = [
            models.Index(fields=["la_code", "establishment_number"], name="places_by_laestab"),
            models.Index(fields=["postcode"], name="places_by_postcode"),
            models.Index(fields=["ukprn"], name="places_by_ukprn"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_institution(self) -> bool:
        """Whether learners are on roll here: a school or a college."""
        return self.kind in {Kind.SCHOOL, Kind.COLLEGE}

    @property
    def institution_id(self) -> str:
        """The identifier of the exchange format: the URN, or the UKPRN where there is no URN."""
        return self.urn or self.ukprn


class Belonging(models.Model):
    """That one organisation was part of another from one day to another: a school of a hub, a council of a region.

    Rows are ended, not deleted, so that last year's hub membership stays true. `to_on` is the last day, inclusive.
    """

    member = models.ForeignKey(Organisation, models.PROTECT, related_name="belongings")
    whole = models.ForeignKey(Organisation, models.PROTECT, related_name="parts")
    from_on = models.DateField(null=True)  # null: as far back as the register knows
    to_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "whole"], condition=Q(to_on=None), name="places_one_standing_belonging"
            ),
            models.CheckConstraint(
                condition=Q(from_on=None) | Q(to_on=None) | Q(to_on__gte=F("from_on")), name="places_belonging_forwards"
            ),
            models.CheckConstraint(condition=~Q(member=F("whole")), name="places_no_belonging_to_itself"),
        ]


class RegisterLink(models.Model):
    """That the register joins two establishments, in its own words for how: "Predecessor - merged", "Successor".

    Kept by URN, not by row: the register links many that its extracts leave out, long closed. What the link says
    about which came first is `register.EstablishmentLink.predecessor_and_successor`.
    """

    urn = models.CharField("URN", max_length=8)
    other_urn = models.CharField("the other's URN", max_length=8)
    kind = models.CharField(max_length=100)
    other_name = models.CharField(max_length=250, blank=True)
    on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["urn", "other_urn", "kind"], name="places_one_link_of_a_kind"),
            models.CheckConstraint(condition=~Q(urn=F("other_urn")), name="places_no_link_to_itself"),
        ]
        indexes = [models.Index(fields=["other_urn"], name="places_links_back")]


class Postcode(models.Model):
    """Where a postcode lies, as the national directory has it: a whole one, a sector (`GU1 3`) or an outcode (`GU1`).

    `code` has one blank before the last three characters. A postcode no longer in use stays: old files name it.
    """

    code = models.CharField(max_length=8, primary_key=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    country = models.CharField(
        max_length=9, blank=True
    )  # the statistics office's own code; blank: the file did not say
    ended_in = models.CharField(max_length=6, blank=True)  # year and month in which it went out of use

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__gte=49, latitude__lte=61.5, longitude__gte=-9, longitude__lte=2.5),
                name="places_postcode_in_the_islands",
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_in_england(self) -> bool | None:
        """None where the directory did not say."""
        return self.country == ENGLAND if self.country else None


ENGLAND = "E92000001"
