"""What the country's registers say of qualifications, apprenticeships and degrees."""

from django.db import models

from waymark.opportunities.models.vocabulary import Level


class LarsAim(models.Model):
    """One qualification or learning aim, as the Learning Aims Reference Service has it."""

    is_public_record = "the public register of qualifications"

    reference = models.CharField(max_length=8, primary_key=True)
    title = models.CharField(max_length=255)
    aim_type = models.CharField(max_length=150, blank=True)
    level = models.CharField(max_length=3, choices=Level.choices, blank=True)
    awarding_code = models.CharField(max_length=20, blank=True)
    awarding_body = models.CharField(max_length=255, blank=True)
    subject_code = models.CharField(max_length=6, blank=True)  # sector subject area, second tier, “6.10”
    subject = models.CharField(max_length=120, blank=True)
    guided_hours = models.PositiveIntegerField(null=True, blank=True)
    categories = models.JSONField(default=list, blank=True)  # numbers of its LARS categories
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)  # the last day it is effective
    taught_to_on = models.DateField(null=True, blank=True)  # the last operational day
    certified_to_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"


class LarsCategory(models.Model):
    """A group of aims that LARS names by a number, from which the type of a course is derived."""

    is_public_record = "the public register of qualifications"

    number = models.PositiveIntegerField(primary_key=True)
    parent = models.PositiveIntegerField(null=True, blank=True)
    name = models.CharField(max_length=255)

    def __str__(self) -> str:
        return self.name


class TLevelDefinition(models.Model):
    """A T level as the register has it: its framework, and the pathways one can specialise in."""

    is_public_record = "the public register of qualifications"

    framework = models.PositiveIntegerField(unique=True)
    programme_type = models.PositiveSmallIntegerField(default=31)
    level = models.CharField(max_length=3, choices=Level.choices, default=Level.THREE)
    name = models.CharField(max_length=255)
    subject = models.CharField(max_length=120, blank=True)
    pathways = models.JSONField(default=list, blank=True)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class ApprenticeshipStandard(models.Model):
    """One apprenticeship, by its LARS code: a standard, or a framework that is no longer begun."""

    is_public_record = "the public register of apprenticeships"

    class Kind(models.TextChoices):
        STANDARD = "standard", "Standard"
        FRAMEWORK = "framework", "Framework"

    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.STANDARD)
    lars_code = models.PositiveIntegerField(null=True, blank=True)
    reference = models.CharField(max_length=10, blank=True)  # ST0001
    version = models.CharField(max_length=10, blank=True)
    title = models.CharField(max_length=255)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    route = models.CharField(max_length=120, blank=True)
    sector = models.CharField(max_length=120, blank=True)
    subject_code = models.CharField(max_length=6, blank=True)
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    most_funding = models.PositiveIntegerField(null=True, blank=True)  # pounds
    is_degree = models.BooleanField(null=True, blank=True)  # null: the file does not say
    website = models.CharField(max_length=255, blank=True)
    overview = models.TextField(blank=True)
    from_on = models.DateField(null=True, blank=True)
    last_start_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["lars_code"], name="opportunities_one_standard_a_code"),
        ]

    def __str__(self) -> str:
        return self.title


class ApprenticeshipDelivery(models.Model):
    """How many began in one year, by provider and council area or by provider and standard: where it happens."""

    is_public_record = "published counts, as published"

    ukprn = models.CharField("UKPRN", max_length=8)
    provider_name = models.CharField(max_length=250)
    year = models.PositiveSmallIntegerField()  # by its September
    district = models.CharField(max_length=100, blank=True)
    standard = models.CharField(max_length=255, blank=True)
    level = models.CharField(max_length=40, blank=True)
    starts = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ukprn", "year", "district", "standard", "level"], name="opportunities_one_count_of_delivery"
            )
        ]


class Degree(models.Model):
    """One higher education course of Discover Uni, by who publishes it, who teaches it, its number and its mode."""

    is_public_record = "the public dataset of degrees"

    class Mode(models.TextChoices):
        FULL_TIME = "01", "Full time"
        PART_TIME = "02", "Part time"
        BOTH = "03", "Full or part time"

    published_by = models.CharField(max_length=8)  # PUBUKPRN
    taught_by = models.CharField(max_length=8)  # UKPRN
    number = models.CharField(max_length=40)  # KISCOURSEID
    mode = models.CharField(max_length=2, choices=Mode.choices)
    title = models.CharField(max_length=255)
    aim = models.CharField(max_length=120, blank=True)  # BSc (Hons), Foundation degree…
    level = models.CharField(max_length=2, blank=True)
    institution = models.CharField(max_length=255, blank=True)
    subjects = models.JSONField(default=list, blank=True)  # HECOS or subject codes, in the file's order
    years = models.PositiveSmallIntegerField(null=True, blank=True)
    distance = models.CharField(max_length=1, blank=True)
    foundation = models.CharField(max_length=1, blank=True)
    sandwich = models.CharField(max_length=1, blank=True)
    year_abroad = models.CharField(max_length=1, blank=True)
    website = models.CharField(max_length=500, blank=True)
    ucas = models.JSONField(default=list, blank=True)
    locations = models.JSONField(default=list, blank=True)  # name, latitude, longitude
    earnings = models.JSONField(default=dict, blank=True)  # quartiles with population, year and level of aggregation
    tariff = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["published_by", "taught_by", "number", "mode"], name="opportunities_one_degree"
            )
        ]

    def __str__(self) -> str:
        return self.title
