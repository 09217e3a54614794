"""What was answered. No row names a person, a device or a moment, and none is in the order in which it came."""

import secrets

from django.db import models
from django.db.models import Q
from django.utils import timezone

from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.scoped import ScopedModel
from waymark.surveys.models.surveys import SurveyCode


def in_no_order() -> int:
    """A key that says nothing of when its row was written."""
    return secrets.randbits(62) + 1


class Sitting(ScopedModel):
    """Somebody half-way through: what they have answered so far, reached by a secret their device holds.

    Gone when they finish, when they start again, and when nothing was said for an hour. Nothing ties it to the
    `Response` that is made of it.
    """

    tenant = "code__survey__organisation_id"
    read_needs = Permission.SURVEY

    code = models.ForeignKey(SurveyCode, models.CASCADE, related_name="sittings")
    token_sha256 = models.CharField(max_length=64, unique=True)
    answers = models.JSONField(default=dict)  # item -> name of the answer
    comments = models.JSONField(default=dict)  # question -> words
    locked_before = models.PositiveSmallIntegerField(default=1)  # pages before it are not shown to who carried on
    touched_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["touched_at"], name="surveys_sittings_by_age")]


class Response(ScopedModel):
    """One person's finished form. Holds nothing about them but which code they used, and the day."""

    tenant = "code__survey__organisation_id"
    read_needs = Permission.SURVEY

    id = models.BigAutoField(primary_key=True, default=in_no_order)
    code = models.ForeignKey(SurveyCode, models.PROTECT, related_name="responses")
    answered_on = models.DateField()


class Answer(ScopedModel):
    """What one form says to one item; an item left out has no row."""

    tenant = "response__code__survey__organisation_id"
    read_needs = Permission.SURVEY

    id = models.BigAutoField(primary_key=True, default=in_no_order)
    response = models.ForeignKey(Response, models.CASCADE, related_name="answers", db_index=False)
    item = models.CharField(max_length=40)
    choice = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["response", "item"], name="surveys_one_answer_an_item")]


class Comment(ScopedModel):
    """What somebody wrote in their own words, apart from all else they answered. Never in a report.

    Anybody may be named in it, so it is read by those who run surveys alone, and can be taken out.
    """

    tenant = "code__survey__organisation_id"
    read_needs = Permission.SURVEY

    id = models.BigAutoField(primary_key=True, default=in_no_order)
    code = models.ForeignKey(SurveyCode, models.PROTECT, related_name="comments")
    question = models.CharField(max_length=40)
    text = models.CharField(max_length=500)

    class Personal:
        kept = ("id", "code", "question")
        erased = ("text",)
        blurred = ()


class TallySheet(ScopedModel):
    """Forms that are kept as counts alone: filled in on paper and counted up, or put away after a year."""

    tenant = "code__survey__organisation_id"
    read_needs = Permission.SURVEY

    class Of(models.TextChoices):
        PAPER = "paper", "Paper forms"
        PUT_AWAY = "put_away", "Put away"

    code = models.ForeignKey(SurveyCode, models.PROTECT, related_name="sheets")
    of = models.CharField(max_length=8, choices=Of.choices, default=Of.PAPER)
    forms = models.PositiveIntegerField()
    entered_on = models.DateField()
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(forms__gte=1), name="surveys_a_sheet_counts_somebody")]


class TallyCount(ScopedModel):
    """How many forms of a sheet gave one answer to one item."""

    tenant = "sheet__code__survey__organisation_id"
    read_needs = Permission.SURVEY

    sheet = models.ForeignKey(TallySheet, models.CASCADE, related_name="counts", db_index=False)
    item = models.CharField(max_length=40)
    choice = models.CharField(max_length=20)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "item", "choice"], name="surveys_one_count_an_answer"),
            models.CheckConstraint(condition=Q(count__gte=1), name="surveys_counts_that_are_something"),
        ]
