"""How occupations are classified, and what the classifications say of one another."""

from django.db import models
from django.db.models import Q


class SocGroup(models.Model):
    """A group of the Standard Occupational Classification 2020: major, sub-major, minor or unit, by its digits."""

    is_public_record = "the published classification of occupations"

    soc = models.CharField("SOC 2020", max_length=4, primary_key=True)
    title = models.CharField(max_length=150)
    description = models.TextField(blank=True)
    entry = models.TextField(blank=True)
    tasks = models.JSONField(default=list)
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["soc"]

    def __str__(self) -> str:
        return f"{self.soc} {self.title}"


class SocJobTitle(models.Model):
    """A job title that the classification names in a unit group; `words` is how it is compared."""

    is_public_record = "the published classification of occupations"

    group = models.ForeignKey(SocGroup, models.CASCADE, related_name="job_titles")
    title = models.CharField(max_length=150)
    words = models.CharField(max_length=160)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "words"], name="opportunities_one_title_a_group"),
        ]
        indexes = [models.Index(fields=["words"], name="opportunities_soc_by_title")]

    def __str__(self) -> str:
        return self.title


class Soc2010Group(models.Model):
    """The title of a unit group of the classification before, SOC 2010: job profiles are still coded by it."""

    is_public_record = "the published classification of occupations"

    soc2010 = models.CharField("SOC 2010", max_length=4, primary_key=True)
    title = models.CharField(max_length=150)

    def __str__(self) -> str:
        return f"{self.soc2010} {self.title}"


class SocLink(models.Model):
    """That jobs of a SOC 2010 unit group went to a SOC 2020 unit group.

    `share`: of the older group's people, where a published table says so; null where only that it happened is known.
    """

    is_public_record = "the published relation of two classifications"

    soc2010 = models.CharField("SOC 2010", max_length=4)
    soc2020 = models.CharField("SOC 2020", max_length=4)
    share = models.DecimalField(max_digits=5, decimal_places=4, null=True)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["soc2010", "soc2020"], name="opportunities_one_link_of_two_socs"),
            models.CheckConstraint(
                condition=Q(share=None) | Q(share__gte=0, share__lte=1), name="opportunities_soc_share_of_one"
            ),
        ]


class OnetOccupation(models.Model):
    """An occupation of the American O*NET: a bridge to its ranked skills, never shown as a job of this country."""

    is_public_record = "a published classification of occupations"

    onet = models.CharField("O*NET-SOC", max_length=10, primary_key=True)
    title = models.CharField(max_length=150, blank=True)
    description = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.onet} {self.title}"


class OnetSkill(models.Model):
    """How much an O*NET occupation needs a skill: `rank` is higher the more it does."""

    is_public_record = "a published classification of occupations"

    onet = models.CharField("O*NET-SOC", max_length=10)
    skill = models.CharField(max_length=80)
    rank = models.DecimalField(max_digits=5, decimal_places=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["onet", "skill"], name="opportunities_one_rank_a_skill"),
        ]


class EscoOccupation(models.Model):
    """An occupation of the European ESCO, with the other names it goes by."""

    is_public_record = "a published classification of occupations"

    uri = models.CharField("URI", max_length=120, primary_key=True)
    title = models.CharField(max_length=200)
    isco = models.CharField("ISCO-08", max_length=4, blank=True)
    other_titles = models.JSONField(default=list)
    description = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.title


class EscoLink(models.Model):
    """Which ESCO occupation a job profile was matched to, and what the reviewer thought of the match."""

    is_public_record = "a published relation of two classifications"

    class Match(models.TextChoices):
        GOOD = "good", "Good match"
        PARTIAL = "partial", "Partial match"
        UNREVIEWED = "unreviewed", "Not reviewed"
        DOUBTFUL = "doubtful", "Doubtful: the reviewer would have another, or none"

    profile_name = models.SlugField(max_length=100)
    uri = models.CharField("URI", max_length=120)
    match = models.CharField(max_length=10, choices=Match.choices)
    comment = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile_name", "uri"], name="opportunities_one_match_of_two"),
        ]


class Industry(models.Model):
    """A section, division, group, class or subclass of the UK SIC 2007, by its letter or digits."""

    is_public_record = "the published classification of industries"

    sic = models.CharField("SIC 2007", max_length=5, primary_key=True)
    title = models.CharField(max_length=250)
    section = models.CharField(max_length=1)

    class Meta:
        ordering = ["sic"]
        verbose_name_plural = "industries"

    def __str__(self) -> str:
        return f"{self.sic} {self.title}"
