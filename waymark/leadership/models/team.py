"""The people who do careers work at a school, and since when one of them leads it."""

from django.db import models
from django.db.models import F, Q

from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.scoped import ScopedModel
from waymark.ledger.models.learners import new_public_id
from waymark.places.models import Organisation


class TeamMember(ScopedModel):
    """One person who does careers work at one school, with an account here or without, until the day they left.

    Only what the work needs is kept: no address, no telephone number, no birth date.
    """

    read_needs = Permission.STAFF_VIEW

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="careers_team")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=150)
    job = models.CharField(max_length=120, blank=True)  # in the school's words: "Careers administrator"
    begun_on = models.DateField()
    ended_on = models.DateField(null=True)
    is_erased = models.BooleanField(default=False)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("begun_on")), name="leadership_member_forwards"
            )
        ]

    class Personal:
        kept = ("id", "organisation", "public_id", "begun_on", "ended_on", "is_erased")
        erased = ("user", "job")
        blurred = ("name",)

    def __str__(self) -> str:
        return self.name


class LeaderTerm(ScopedModel):
    """That a member of the team leads careers at the school, from one day to another."""

    read_needs = Permission.STAFF_VIEW

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="careers_leaders")
    member = models.ForeignKey(TeamMember, models.PROTECT, related_name="terms")
    hours_a_week = models.DecimalField(max_digits=4, decimal_places=1, null=True)  # for the role; null: not said
    reports_to = models.CharField(max_length=120, blank=True)  # a post, not a person: "Deputy headteacher"
    begun_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        ordering = ["-begun_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(ended_on=None), name="leadership_one_leader_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("begun_on")), name="leadership_term_forwards"
            ),
        ]

    class Personal:
        kept = ("id", "organisation", "member", "hours_a_week", "reports_to", "begun_on", "ended_on")
        erased = ()
        blurred = ()


class Adviser(ScopedModel):
    """What makes a member of the team a careers adviser: the qualification, the register, the checks, with their days.

    Of the criminal record check and of safeguarding training only the day is kept; no number and no result.
    """

    tenant = "member__organisation_id"
    read_needs = Permission.STAFF_VIEW

    class Register(models.TextChoices):
        NONE = "none", "Not on a register"
        APPLIED = "applied", "Has applied"
        REGISTERED = "registered", "On the register"

    member = models.OneToOneField(TeamMember, models.CASCADE, related_name="adviser")
    is_external = models.BooleanField(default=False)
    employer = models.CharField(max_length=150, blank=True)  # of an external adviser
    qualification = models.CharField(max_length=40, blank=True)  # a code of `qualifications.yaml`
    register = models.CharField(max_length=10, choices=Register.choices, default=Register.NONE)
    register_name = models.CharField(max_length=20, blank=True)  # a code of `qualifications.yaml`
    register_number = models.CharField(max_length=40, blank=True)
    register_expires_on = models.DateField(null=True)
    register_checked_on = models.DateField(null=True)
    dbs_checked_on = models.DateField(null=True)
    safeguarding_on = models.DateField(null=True)

    class Personal:
        kept = ("id", "member", "is_external", "qualification", "register", "register_name")
        erased = (
            "employer",
            "register_number",
            "register_expires_on",
            "register_checked_on",
            "dbs_checked_on",
            "safeguarding_on",
        )
        blurred = ()


class TeamSettings(ScopedModel):
    """How many hours of training a year the school wants each of its careers team to have. Without a row: 25."""

    read_needs = Permission.STAFF_VIEW

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="careers_team_settings")
    target_hours = models.PositiveSmallIntegerField(default=25)

    class Meta:
        verbose_name_plural = "team settings"
