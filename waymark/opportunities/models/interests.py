"""The quiz as it was brought in, and what people answered."""

import hashlib
from datetime import timedelta
from functools import cached_property

from django.db import models
from django.utils import timezone

from waymark.opportunities.interests.quiz import Quiz, quiz_of

KEPT_FOR = timedelta(days=365)  # from the day it was last looked at


class InterestQuiz(models.Model):
    """One quiz, whole, as it was brought in; the newest is the one asked. Earlier ones stay for what was answered."""

    is_public_record = "a published quiz; says nothing of anybody"

    document = models.JSONField()  # as `Quiz.as_document` makes it
    sha256 = models.CharField(max_length=64, unique=True)
    is_ours = models.BooleanField(default=False)  # our own statements, for a site that has not brought in others
    brought_in_at = models.DateTimeField(default=timezone.now)

    @cached_property
    def quiz(self) -> Quiz:
        return quiz_of(self.document)


class Exploration(models.Model):
    """What somebody said of their interests and skills. Whose it is nobody knows: no name, address, device or account.

    Reached by its code alone, which its maker keeps and we do not (59 bits, so not to be guessed). Gone when they say
    so, and a year after it was last opened. Held by no organisation, so no scope guards it: the code does.
    """

    code_sha256 = models.CharField(max_length=64, unique=True)
    quiz = models.ForeignKey(InterestQuiz, models.PROTECT, related_name="explorations")
    is_easy = models.BooleanField(default=False)  # the shorter statements in plainer words
    answers = models.JSONField(default=dict)  # number of a statement -> -2 to 2
    skills_said = models.JSONField(default=dict)  # name of a skill asked about -> yes or no
    not_these = models.JSONField(default=list)  # categories put aside, by slug
    ratings = models.JSONField(default=dict)  # name of a skill -> 0 to 3
    evidence = models.JSONField(default=dict)  # name of a skill -> what they wrote
    touched_on = models.DateField(default=timezone.localdate)

    class Meta:
        indexes = [models.Index(fields=["touched_on"], name="opportunities_explored_by_day")]

    class Personal:
        kept = ("id", "quiz", "is_easy", "touched_on")
        erased = ("code_sha256", "answers", "skills_said", "not_these", "ratings", "evidence")
        blurred = ()

    @property
    def said(self) -> dict[int, int]:
        """The answers by the number of their statement."""
        return {int(number): value for number, value in self.answers.items()}


def sha256_of(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
