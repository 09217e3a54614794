"""How often a network address has knocked at the door of surveys, for a day."""

from django.db import models


class Knock(models.Model):
    """That an address tried codes that are none, or began to answer, so many times in one hour.

    Of the address only a keyed hash is kept, for a day, and nothing ties it to what was answered.
    """

    is_public_record = "counts of what came from outside, tied to no school"

    class What(models.TextChoices):
        WRONG_CODE = "wrong", "A code that is none"
        BEGUN = "begun", "Began to answer"

    what = models.CharField(max_length=5, choices=What.choices)
    sent_from = models.CharField(max_length=64)
    hour = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["what", "sent_from", "hour"], name="surveys_knocks_by_the_hour")]
