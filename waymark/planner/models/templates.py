"""Outlines of a year's programme that schools may begin from."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from waymark.access.models import User
from waymark.ledger.models.learners import new_public_id
from waymark.places.models import Organisation


class PlanTemplate(models.Model):
    """An outline of a year, made by a trust, hub or council for its schools, or by a school for itself.

    It holds nothing that any school did: only what one might do, and when. Which schools may take it over is asked by
    `queries.templates.templates_for`. Withdrawn, it can no longer be taken over; what was taken stays.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="plan_templates")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    title = models.CharField(max_length=120)
    note = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    offered_at = models.DateTimeField(null=True)  # null: still being made
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


class TemplateItem(models.Model):
    """One activity of a template: what it is, and in which teaching week of which term, on which weekday.

    `facts` are an `ActivityFacts` without its day, as JSON holds them. Terms are counted from 1 to 6 by half-term.
    """

    template = models.ForeignKey(PlanTemplate, models.CASCADE, related_name="items")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    term = models.PositiveSmallIntegerField()
    week = models.PositiveSmallIntegerField()
    weekday = models.PositiveSmallIntegerField()  # 0 is Monday
    year_groups = models.JSONField(default=list)
    facts = models.JSONField()

    class Meta:
        ordering = ["term", "week", "weekday", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(term__gte=1) & Q(term__lte=6), name="planner_item_in_a_half_term"),
            models.CheckConstraint(condition=Q(week__gte=1) & Q(week__lte=10), name="planner_item_in_a_week"),
            models.CheckConstraint(condition=Q(weekday__lte=4), name="planner_item_on_a_school_day"),
        ]
