"""What was computed from a school's ledger, and from which revision of it."""

from django.db import models

from waymark.access.permissions import Permission
from waymark.access.scoped import ScopedModel
from waymark.places.models import Organisation


class Reckoning(ScopedModel):
    """A school's figures under one framework as at a day, made from one `revision` of its ledger.

    `counts` holds, for each year group and group of learners (`"9:0"`: Year 9, everyone), how many have each of the
    four answers to each rule of the framework version in turn. Always remade from the ledger, never entered.
    `hidden` holds the same with small numbers hidden, once somebody has asked for it, and what it was made from.
    """

    read_needs = Permission.FIGURES_VIEW

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="reckonings")
    framework = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    on = models.DateField()
    revision = models.BigIntegerField()
    counts = models.JSONField(default=dict)
    hidden = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "framework", "on"], name="evaluation_one_reckoning_a_day")
        ]


class Answered(ScopedModel):
    """One learner's answers in a reckoning: a figure for each rule in turn (`-`: not asked), and its evidence.

    `groups` are the groups they are counted in, a bit for each.
    """

    tenant = "reckoning__organisation_id"
    read_needs = Permission.LEARNER_VIEW

    reckoning = models.ForeignKey(Reckoning, models.CASCADE, related_name="answered")
    learner = models.ForeignKey("ledger.Learner", models.CASCADE, related_name="+")
    year_group = models.PositiveSmallIntegerField()
    groups = models.PositiveSmallIntegerField()
    answers = models.CharField(max_length=120)
    evidence = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reckoning", "learner"], name="evaluation_answered_once")]

    class Personal:
        kept = ("id", "reckoning", "learner", "year_group", "groups", "answers", "evidence")
        erased = ()
        blurred = ()
