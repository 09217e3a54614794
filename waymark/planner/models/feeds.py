"""Calendar feeds: an address that a calendar program reads without signing in."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from waymark.access.models import User
from waymark.ledger.models.learners import new_public_id
from waymark.places.models import Organisation


class Feed(models.Model):
    """A secret address under which a school's plan, one year group's, or one person's part of it can be read.

    Only the hash of the secret is kept. A new secret for the same feed ends the old one. What it shows is made by
    `queries.feeds`, and names no learner.
    """

    class Of(models.TextChoices):
        SCHOOL = "school", "The whole school"
        YEAR_GROUP = "year", "One year group"
        PERSON = "person", "One member of staff"

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="feeds")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    of = models.CharField(max_length=6, choices=Of.choices)
    year_group = models.PositiveSmallIntegerField(null=True)
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(of="year") ^ Q(year_group=None)) & (Q(of="person") ^ Q(user=None)),
                name="planner_feed_names_whose",
            ),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(of="school", ended_at=None), name="planner_one_feed_a_school"
            ),
            models.UniqueConstraint(
                fields=["organisation", "year_group"],
                condition=Q(of="year", ended_at=None),
                name="planner_one_feed_a_year_group",
            ),
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=Q(of="person", ended_at=None),
                name="planner_one_feed_a_person",
            ),
        ]

    class Personal:
        kept = (
            "id",
            "organisation",
            "public_id",
            "of",
            "year_group",
            "user",
            "token_sha256",
            "made_at",
            "made_by",
            "ended_at",
        )
        erased = ()
        blurred = ()
