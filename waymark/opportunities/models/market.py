"""Facts of the labour market as their publishers give them: pay, forecasts, adverts, where leavers went."""

from django.db import models
from django.utils.text import slugify


class Earnings(models.Model):
    """What employees in an occupation earn, by the yearly survey of employers, for the whole United Kingdom.

    `soc2020` is blank for all employees, else a group of one to four digits. A figure its publisher would not give is
    null, and `why` says by its name which sign stood there: `x` not reliable, `..` disclosive, `:` not applicable.
    """

    is_public_record = "published statistics"

    class Measure(models.TextChoices):
        ANNUAL = "annual", "a year, all employees"
        ANNUAL_FULL_TIME = "annual_full_time", "a year, full-time employees"
        HOURLY = "hourly", "an hour, all employees"

    soc2020 = models.CharField("SOC 2020", max_length=4, blank=True)
    description = models.CharField(max_length=150)
    year = models.PositiveSmallIntegerField()
    measure = models.CharField(max_length=16, choices=Measure.choices, default=Measure.ANNUAL)
    median = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    mean = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    percentiles = models.JSONField(default=dict)  # "10", "20", "25" …: pounds, or null
    jobs_thousand = models.DecimalField(max_digits=8, decimal_places=1, null=True)
    why = models.JSONField(default=dict)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["soc2020", "year", "measure"], name="opportunities_one_pay_a_year"),
        ]


class MarketArea(models.Model):
    """A place that figures are about: a district, a council's area, a skills area, a combined authority, a region.

    `code` is the statistics office's, blank where only a name is known. `slug` is its word in addresses.
    """

    is_public_record = "a published list of areas"

    class Kind(models.TextChoices):
        COUNTRY = "country", "Country"
        REGION = "region", "Region"
        LSIP = "lsip", "Local skills improvement plan area"
        MCA = "mca", "Combined authority"
        LEP = "lep", "Local enterprise partnership (wound up in 2024)"
        COUNCIL = "council", "Council that runs education"
        DISTRICT = "district", "District or borough"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    code = models.CharField(max_length=9, blank=True)
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=140, unique=True)

    class Meta:
        ordering = ["name", "kind"]
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="opportunities_one_area_of_a_name")]
        indexes = [models.Index(fields=["code"], name="opportunities_areas_by_code")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def slug_of(cls, kind: str, name: str) -> str:
        """The slug of an area: its name, with its kind after it, for districts and skills areas share names.

        Files write one name with a dash and without (`South-East Midlands`): both are one area.
        """
        return slugify(name)[:120] if kind == cls.Kind.COUNTRY else slugify(f"{name[:120]} {kind}")


class AreaPart(models.Model):
    """That a district lies in a wider area, or was taken over by another district (`whole` is a district then)."""

    is_public_record = "a published list of areas"

    part = models.ForeignKey(MarketArea, models.CASCADE, related_name="wholes")
    whole = models.ForeignKey(MarketArea, models.CASCADE, related_name="parts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "whole"], name="opportunities_one_part_of_a_whole")]


class AreaBoundary(models.Model):
    """Where a district ends: rings of longitude and latitude, and the box around them all."""

    is_public_record = "published boundaries"

    area = models.OneToOneField(MarketArea, models.CASCADE, related_name="boundary")
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    rings = models.JSONField()  # polygons, each its outer ring and then its holes

    class Meta:
        verbose_name_plural = "area boundaries"


class Breakdown(models.TextChoices):
    """By what a figure of an area is broken down."""

    TOTAL = "total", "All jobs"
    MAJOR = "major", "Occupation, nine groups"
    SUB_MAJOR = "sub_major", "Occupation, twenty-six groups"
    SECTOR = "sector", "Sector"
    QUALIFICATION = "qualification", "Highest qualification"
    PROFESSION = "profession", "Profession, in an older list of names"


class Projection(models.Model):
    """How many people work in an area, by year, reckoned forward to 2035 by the forecast named in `source`.

    `years` is year → people. `low` and `high` bound the last year where the publisher gives bounds; most give none.
    """

    is_public_record = "published statistics"

    area = models.ForeignKey(MarketArea, models.CASCADE, related_name="projections")
    breakdown = models.CharField(max_length=13, choices=Breakdown.choices)
    group = models.CharField(max_length=150)
    soc2020 = models.CharField("SOC 2020", max_length=2, blank=True)
    years = models.JSONField()
    low = models.PositiveIntegerField(null=True)
    high = models.PositiveIntegerField(null=True)
    source = models.CharField(max_length=200)
    published_in = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "breakdown", "group"], name="opportunities_one_projection_a_group")
        ]
        indexes = [models.Index(fields=["soc2020"], name="opportunities_projection_soc")]


class AdvertCount(models.Model):
    """How many job adverts stood online in an area in a month; `month` is its first day.

    `adverts` is null where the publisher kept the number back.
    """

    is_public_record = "published statistics"

    area = models.ForeignKey(MarketArea, models.CASCADE, related_name="adverts")
    breakdown = models.CharField(max_length=13, choices=Breakdown.choices)
    group = models.CharField(max_length=150)
    soc2020 = models.CharField("SOC 2020", max_length=2, blank=True)
    month = models.DateField()
    adverts = models.PositiveIntegerField(null=True)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "breakdown", "group", "month"], name="opportunities_one_count_a_month"
            )
        ]


class Destination(models.Model):
    """What a group of leavers did next, as one release of the statistics has it.

    Releases are kept apart, for later ones revise what earlier ones said: `release` names the file's own, and figures
    of two are never put into one line of years. `year` is the September in which the leavers' last school year began.
    `counts` and `shares` hold, by measure, a number, or the sign that stands for one kept back (`c`, `SUPP`, `low` …).
    """

    is_public_record = "published statistics"

    class Phase(models.TextChoices):
        KS4 = "ks4", "After key stage 4"
        KS5 = "ks5", "After 16 to 18 study"

    phase = models.CharField(max_length=3, choices=Phase.choices)
    level = models.CharField(max_length=10)  # country, region, council, district, mca, lsip, school
    place = models.CharField(max_length=120)  # its code, or its name where the file gives no code
    name = models.CharField(max_length=150)
    year = models.PositiveSmallIntegerField()
    institutions = models.CharField(max_length=100, blank=True)
    cohort = models.CharField(max_length=60, blank=True)  # level 3, level 2 …
    breakdown = models.CharField(max_length=150, blank=True)
    counts = models.JSONField(default=dict)
    shares = models.JSONField(default=dict)
    release = models.CharField(max_length=100)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "phase", "level", "place", "year", "institutions", "cohort", "breakdown"],
                name="opportunities_one_destination_a_group",
            )
        ]
        indexes = [models.Index(fields=["phase", "level", "place"], name="opportunities_dests_by_place")]
