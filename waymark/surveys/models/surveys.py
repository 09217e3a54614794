"""Surveys a school runs, and the codes by which they are answered."""

import secrets
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.scoped import ScopedModel
from waymark.ledger.models.learners import new_public_id
from waymark.places.models import Organisation
from waymark.surveys.questionnaire import AUDIENCE_WORDS, Questionnaire
from waymark.surveys.reading import questionnaire

CODE_LETTERS = "23456789bcdfghjkmnpqrstvwxyz"  # none that is read for another, and no vowel to spell a word with
CODE_LENGTH = 8


def new_code() -> str:
    """A code for a class to type: 28 to the eighth, too many to guess at the pace the door allows."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


class Wave(models.TextChoices):
    """Which time of asking it is; the same wave a year on is what last year is compared by."""

    BEFORE = "before", "Before"
    AFTER = "after", "After"
    AUTUMN = "autumn", "Autumn term"
    SPRING = "spring", "Spring term"
    SUMMER = "summer", "Summer term"


class Survey(ScopedModel):
    """One asking of one version of a questionnaire, from a first day to a last.

    What was answered is shown to nobody until it has closed, and it is not opened again once anything could be shown:
    two readings of a growing number would tell what the people between them said.
    """

    read_needs = Permission.FIGURES_VIEW

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="surveys")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    questionnaire = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    audience = models.CharField(max_length=10, choices=[(each.value, words) for each, words in AUDIENCE_WORDS.items()])
    wave = models.CharField(max_length=6, choices=Wave.choices)
    academic_year = models.PositiveSmallIntegerField()
    opens_on = models.DateField()
    closes_on = models.DateField()  # the last day on which it can be answered
    closed_on = models.DateField(null=True)  # closed by hand, on that day
    with_comments = models.BooleanField(default=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_because = models.CharField(max_length=300, blank=True)
    put_away_on = models.DateField(null=True)  # since then only counts are kept of what was answered

    class Meta:
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="surveys_open_forwards"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_because=""), name="surveys_withdrawn_for_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "closes_on"], name="surveys_by_last_day")]

    def __str__(self) -> str:
        return f"{self.asked.title} ({self.get_wave_display().lower()})"

    @property
    def asked(self) -> Questionnaire:
        """The questionnaire as it was asked."""
        return questionnaire(self.questionnaire, self.version)

    @property
    def last_day(self) -> date:
        return self.closed_on or self.closes_on

    def is_open(self, on: date) -> bool:
        """Whether it can be answered on the day."""
        return not self.withdrawn_at and self.closed_on is None and self.opens_on <= on <= self.closes_on

    def is_closed(self, on: date) -> bool:
        """Whether all that will ever be answered has been."""
        by_hand = self.closed_on is not None and self.closed_on <= on
        return not self.withdrawn_at and (by_hand or self.closes_on < on)


class SurveyCode(ScopedModel):
    """A link without accounts: for a class, a year group, or everyone asked. `invited` is who could have answered."""

    tenant = "survey__organisation_id"
    read_needs = Permission.REGISTER_TAKE

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="codes")
    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=new_code, editable=False)
    year_group = models.PositiveSmallIntegerField(null=True)  # null: not asked by year group
    form = models.CharField(max_length=20, blank=True)  # blank: the year group, or everyone
    invited = models.PositiveIntegerField(null=True)  # null: nobody knows how many

    class Meta:
        ordering = ["year_group", "form", "pk"]
        constraints = [
            models.UniqueConstraint("survey", Coalesce("year_group", 0), "form", name="surveys_one_code_a_class")
        ]

    @property
    def in_fours(self) -> str:
        """As it is written on the board: `k7mp-4xrt`."""
        return f"{self.code[:4]}-{self.code[4:]}"
