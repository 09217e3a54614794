"""Jobs as the careers service describes them: what one does, how one gets in, what it asks for and pays."""

from django.db import models
from django.db.models import F, Q


class JobCategory(models.Model):
    """A family of jobs, such as “Animal care”; `name` is its word in addresses and in other files."""

    is_public_record = "a published list of job families"

    name = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=100)

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class JobProfile(models.Model):
    """One job as its publisher describes it, all its words as text, never markup.

    `name` is its word in addresses and in other files (`url_name` of the careers service). `published_on` is the day
    the publisher gives, and an older file never overwrites a newer one. Pay is the publisher's own, in pounds a year,
    of that day; what a survey says of the occupation is `market.Earnings`. `salary_words` is what stands there instead
    of numbers. `routes` holds, for each way in, a list of parts: strings, or what is said of subjects, entry and links.
    """

    is_public_record = "published descriptions of jobs"

    name = models.SlugField(max_length=100, unique=True)
    title = models.CharField(max_length=120)
    overview = models.TextField(blank=True)
    categories = models.ManyToManyField(JobCategory, related_name="profiles")
    soc2010 = models.CharField("SOC 2010", max_length=4, blank=True)
    onet = models.CharField("O*NET-SOC", max_length=10, blank=True)
    salary_starter = models.PositiveIntegerField(null=True)
    salary_experienced = models.PositiveIntegerField(null=True)
    salary_words = models.CharField(max_length=60, blank=True)
    hours_min = models.DecimalField(max_digits=5, decimal_places=1, null=True)
    hours_max = models.DecimalField(max_digits=5, decimal_places=1, null=True)
    hours_details = models.CharField(max_length=60, blank=True)
    working_pattern = models.CharField(max_length=100, blank=True)
    working_pattern_details = models.CharField(max_length=100, blank=True)
    tasks = models.JSONField(default=list)
    tasks_words = models.TextField(blank=True)  # what a file says of the day in sentences, not in a list
    places = models.JSONField(default=list)  # where the work is done, what it is like there, what one wears
    routes = models.JSONField(default=dict)
    skills_said = models.JSONField(default=list)  # what the file says one needs, in sentences
    digital_skills = models.CharField(max_length=120, blank=True)
    conditions = models.JSONField(default=list)  # restrictions, registrations and whatever else one must have
    standards = models.JSONField(default=list)  # references of apprenticeship standards, such as ST0266
    career_path = models.TextField(blank=True)
    further = models.TextField(blank=True)  # professional bodies, tips and where to read more
    links = models.JSONField(default=list)  # pairs of words and address
    published_on = models.DateField()
    source = models.CharField(max_length=200)
    search_text = models.TextField(blank=True, editable=False)  # the title's words, as `rules.asked_words` makes them
    search_more = models.TextField(blank=True, editable=False)  # the words of overview, tasks, skills and categories

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(hours_min=None) | Q(hours_max=None) | Q(hours_max__gte=F("hours_min")),
                name="opportunities_hours_upwards",
            ),
        ]
        indexes = [models.Index(fields=["soc2010"], name="opportunities_jobs_by_soc2010")]

    def __str__(self) -> str:
        return self.title


class JobSkill(models.Model):
    """A skill that a job asks for, in the words of its list, the most wanted first (`place` from 1)."""

    is_public_record = "published descriptions of jobs"

    profile = models.ForeignKey(JobProfile, models.CASCADE, related_name="skills")
    skill = models.CharField(max_length=80)
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["profile", "place"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "skill"], name="opportunities_one_skill_a_job"),
            models.UniqueConstraint(fields=["profile", "place"], name="opportunities_one_skill_a_place"),
        ]
        indexes = [models.Index(fields=["skill"], name="opportunities_jobs_by_skill")]

    def __str__(self) -> str:
        return self.skill
