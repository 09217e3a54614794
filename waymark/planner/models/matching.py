"""Which employer or Enterprise Adviser serves which school, from when to when."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.scope import active_scope
from waymark.access.scoped import ScopedManager, ScopedModel
from waymark.ledger.models.learners import new_public_id
from waymark.places.models import Organisation
from waymark.providers.models import Employer

MOST_PLACES = 50


class SupplyOfMatches(ScopedModel):
    """How many schools of an area an employer, or the Enterprise Adviser there, can serve in a term; 0: none."""

    read_needs = Permission.MATCH

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")  # the area
    employer = models.ForeignKey(Employer, models.CASCADE, related_name="+")
    places = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "employer"], name="planner_one_supply_an_employer"),
            models.CheckConstraint(condition=Q(places__lte=MOST_PLACES), name="planner_places_in_bounds"),
        ]


class WishForMatches(ScopedModel):
    """What a school of an area wants: how many partners in a term, in which sectors, and how great its need is.

    `need` null: told by the figures the school shares, as at the day of matching. A school without a row wants one.
    """

    read_needs = Permission.MATCH

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")  # the area
    school = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    wanted = models.PositiveSmallIntegerField(default=1)
    sectors = models.JSONField(default=list)  # SIC 2007 section letters
    need = models.PositiveSmallIntegerField(null=True)  # 0 to 9

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "school"], name="planner_one_wish_a_school"),
            models.CheckConstraint(
                condition=Q(wanted__lte=MOST_PLACES) & (Q(need=None) | Q(need__lte=9)), name="planner_wish_in_bounds"
            ),
        ]


class PairSaid(ScopedModel):
    """That two must be matched, or must not be: what people decided beforehand, and why."""

    read_needs = Permission.MATCH

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")  # the area
    employer = models.ForeignKey(Employer, models.CASCADE, related_name="+")
    school = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    together = models.BooleanField()
    because = models.CharField(max_length=300, blank=True)
    said_at = models.DateTimeField(default=timezone.now)
    said_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "employer", "school"], name="planner_said_of_a_pair_once")
        ]


class MatchRun(ScopedModel):
    """One matching of an area for some days: by which weights, what it is worth and the most it could be."""

    read_needs = Permission.MATCH

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="match_runs")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    from_on = models.DateField()
    to_on = models.DateField()
    max_miles = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    weights = models.JSONField(default=dict)  # need, sector, mile
    value = models.FloatField(default=0)
    upper_bound = models.FloatField(default=0)
    is_proven = models.BooleanField(default=False)
    left = models.JSONField(default=list)  # who has places left: side, public id or slug, places, why
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)  # nothing of it is proposed any more

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="planner_matches_run_forwards"),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(settled_at=None), name="planner_one_open_match_run"
            ),
        ]


class MatchesManager(ScopedManager):
    """Yields an area's matches to who matches there, and standing ones to their school and to the employer itself."""

    def get_queryset(self):
        scope = active_scope()
        rows = models.Manager.get_queryset(self)
        if scope.everything:
            return rows
        agreed = Q(state__in=("standing", "ended"))
        return rows.filter(
            Q(organisation__in=scope.where(Permission.MATCH))
            | agreed & Q(school__in=scope.where(Permission.EMPLOYERS_VIEW))
            | agreed & Q(employer__account__in=scope.where(Permission.REQUESTS_ANSWER))
        )


class Match(ScopedModel):
    """That an employer serves a school from one day to another: proposed, then standing, then ended.

    One employer may serve several schools at once, as many as it has places, and others at other times.
    """

    read_needs = Permission.MATCH
    objects: ClassVar[MatchesManager] = MatchesManager()  # type: ignore[assignment]

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        STANDING = "standing", "Agreed"
        ENDED = "ended", "Ended"

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")  # the area
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    run = models.ForeignKey(MatchRun, models.CASCADE, related_name="matches")
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="matches")
    school = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField()
    miles = models.DecimalField(max_digits=5, decimal_places=1)
    value = models.FloatField()
    reasons = models.JSONField(default=list)  # sentences
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["school__name", "employer__name", "from_on"]
        constraints = [
            models.UniqueConstraint(fields=["run", "employer", "school"], name="planner_a_pair_once_a_run"),
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="planner_match_forwards"),
            models.CheckConstraint(
                condition=Q(state="proposed", agreed_at=None) | (~Q(state="proposed") & Q(agreed_at__isnull=False)),
                name="planner_agreed_at_when_agreed",
            ),
        ]
        indexes = [models.Index(fields=["school", "to_on"], name="planner_matches_of_school")]
