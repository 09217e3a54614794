"""A proposed year, as it was found: what was asked, the sessions and who goes, what closes and what stays open."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.scoped import ScopedModel
from waymark.ledger.models import Activity, Learner
from waymark.ledger.models.learners import new_public_id
from waymark.places.models import Organisation
from waymark.providers.models import Request


class Proposal(ScopedModel):
    """One answer of the plan builder. Never changed after it was found, but for what is said of its sessions.

    `asked` and `offers` are the question, so that it can be asked again with something changed, and the plan be counted
    anew. Values are exact weights, money is pounds. Without a status of a plan (`infeasible`) it has no sessions.
    """

    read_needs = Permission.FIGURES_VIEW

    class Status(models.TextChoices):
        OPTIMAL = "optimal", "Proven: no plan is worth more, nor as much for less"
        FEASIBLE = "feasible", "Good, not proven best"
        INFEASIBLE = "infeasible", "Nothing can be planned so"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="proposals")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    academic_year = models.PositiveSmallIntegerField()
    from_on = models.DateField()
    to_on = models.DateField()
    asked = models.JSONField()
    offers = models.JSONField(default=list)
    based_on = models.ForeignKey("self", models.CASCADE, null=True, related_name="what_ifs")
    what_if = models.JSONField(default=dict)  # what was changed against the one it is based on, and what that loses
    status = models.CharField(max_length=10, choices=Status.choices)
    conflicting = models.JSONField(default=list)  # a smallest set of locks that cannot hold together
    value = models.DecimalField(max_digits=16, decimal_places=4, default=0)
    bound = models.DecimalField(max_digits=16, decimal_places=4, default=0)  # no plan is worth more
    by_hand_value = models.DecimalField(max_digits=16, decimal_places=4, default=0)
    cost = models.DecimalField(max_digits=11, decimal_places=2, default=0)
    by_hand_cost = models.DecimalField(max_digits=11, decimal_places=2, default=0)
    places = models.PositiveIntegerField(default=0)
    closes = models.PositiveIntegerField(default=0)  # units of gaps
    stays_open = models.PositiveIntegerField(default=0)
    was_stopped = models.BooleanField(default=False)
    seconds = models.FloatField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(value__lte=models.F("bound")), name="planner_no_plan_worth_more_than_bound"
            ),
            models.CheckConstraint(condition=Q(to_on__gte=models.F("from_on")), name="planner_proposal_forwards"),
        ]
        indexes = [models.Index(fields=["organisation", "academic_year"], name="planner_proposals_by_year")]


class ProposedSession(ScopedModel):
    """An offer on a day, with how many go and why it is there: counts recounted from the plan, the rival looked for.

    `closes`: units that would stay open without it; `rival`: what would close most in its place. Once accepted it has
    its activity in the ledger; one `is_to_be_asked`, of an offer by arrangement, has a request to its provider instead.
    One accepted of an offer of the directory has a request too, as soon as the school asks its provider.
    """

    tenant = "proposal__organisation_id"
    read_needs = Permission.FIGURES_VIEW

    class Verdict(models.TextChoices):
        OPEN = "open", "Not decided"
        KEEP = "keep", "Keep"
        LEAVE_OUT = "leave_out", "Leave out"
        ACCEPTED = "accepted", "Accepted"
        ASKED = "asked", "Asked for"

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="sessions")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    offer_id = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    provider_name = models.CharField(max_length=200, blank=True)
    held_on = models.DateField()
    facts = models.JSONField()  # what its activity would be
    learners = models.PositiveIntegerField()
    cost = models.DecimalField(max_digits=11, decimal_places=2)
    periods = models.PositiveSmallIntegerField(default=0)
    closes = models.PositiveIntegerField()
    closes_by_year = models.JSONField(default=dict)  # year group -> units
    closes_of_premium = models.PositiveIntegerField(null=True)  # null: the school does not keep who has pupil premium
    rival = models.JSONField(default=dict)  # title, held_on, closes; empty: nothing could be put on in its place
    verdict = models.CharField(max_length=9, choices=Verdict.choices, default=Verdict.OPEN)
    activity = models.OneToOneField(Activity, models.PROTECT, null=True, related_name="proposed_session")
    is_to_be_asked = models.BooleanField(default=False)
    request = models.ForeignKey(Request, models.PROTECT, null=True, related_name="proposed_sessions")

    class Meta:
        ordering = ["held_on", "offer_id"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "offer_id", "held_on"], name="planner_session_once"),
            models.CheckConstraint(
                condition=Q(verdict="accepted") ^ Q(activity=None), name="planner_accepted_has_its_activity"
            ),
            models.CheckConstraint(
                condition=Q(verdict="accepted") | (Q(verdict="asked") ^ Q(request=None)),
                name="planner_asked_has_its_request",
            ),
        ]


class ProposedPlace(ScopedModel):
    """That a learner would go to a proposed session."""

    tenant = "session__proposal__organisation_id"
    read_needs = Permission.LEARNER_VIEW

    session = models.ForeignKey(ProposedSession, models.CASCADE, related_name="proposed_places")
    learner = models.ForeignKey(Learner, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "learner"], name="planner_place_once")]

    class Personal:
        kept = ("id", "session", "learner")
        erased = ()
        blurred = ()


class ProposedClosing(ScopedModel):
    """What a proposal closes of one learner's gap: units before and after. A subject's gap is `gb4.subjects:maths`."""

    tenant = "proposal__organisation_id"
    read_needs = Permission.LEARNER_VIEW

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="closings")
    learner = models.ForeignKey(Learner, models.CASCADE, related_name="+")
    entitlement = models.CharField(max_length=140)
    units_before = models.PositiveSmallIntegerField()
    units_after = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "learner", "entitlement"], name="planner_closing_once"),
            models.CheckConstraint(
                condition=Q(units_after__lt=models.F("units_before")), name="planner_closing_closes_something"
            ),
        ]

    class Personal:
        kept = ("id", "proposal", "learner", "entitlement", "units_before", "units_after")
        erased = ()
        blurred = ()


class StillOpen(ScopedModel):
    """What a proposal leaves open of an entitlement in a year group, and the least single thing that closes most of it.

    `needs` blank: not looked into. Each was found by solving with it: `amount` more closes `closes` units at `cost`
    pounds more.
    """

    tenant = "proposal__organisation_id"
    read_needs = Permission.FIGURES_VIEW

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="left_open")
    entitlement = models.CharField(max_length=140)
    year_group = models.PositiveSmallIntegerField()
    learners = models.PositiveIntegerField()
    units = models.PositiveIntegerField()
    needs = models.CharField(max_length=8, blank=True)  # money, places, periods, staff, rooms, offer
    amount = models.PositiveIntegerField(default=0)
    closes = models.PositiveIntegerField(default=0)
    cost = models.DecimalField(max_digits=11, decimal_places=2, default=0)

    class Meta:
        ordering = ["-units", "entitlement", "year_group"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "entitlement", "year_group"], name="planner_open_once")
        ]
