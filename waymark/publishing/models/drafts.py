"""The words a school writes for its careers page: every save is a new version, and the last one stands."""

from django.db import models
from django.utils import timezone

from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.scoped import ScopedModel
from waymark.places.models import Organisation


class Version(ScopedModel):
    """One state of something a school is writing. Never edited: saving adds the next version."""

    read_needs = Permission.PUBLISH

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True


class CareersPage(Version):
    """What the careers page says in the school's own words. Blank means not yet written."""

    leader = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # null: not one of our people
    leader_name = models.CharField(max_length=150, blank=True)
    leader_email = models.EmailField(blank=True)
    leader_telephone = models.CharField(max_length=40, blank=True)
    programme_year = models.PositiveSmallIntegerField(null=True)  # the academic year the summary was written for
    summary = models.TextField(blank=True)
    year_notes = models.JSONField(default=dict)  # year group, as text -> words
    left_out = models.JSONField(default=list)  # public ids of activities the school keeps off its page
    for_pupils = models.TextField(blank=True)
    for_parents = models.TextField(blank=True)
    for_teachers = models.TextField(blank=True)
    for_employers = models.TextField(blank=True)
    impact = models.TextField(blank=True)
    next_review_on = models.DateField(null=True)
    guidance = models.TextField(blank=True)
    shown_figures = models.JSONField(default=list)  # codes of entitlements

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "version"], name="publishing_one_page_a_version")
        ]

    class Personal:
        kept = (
            "id",
            "organisation",
            "version",
            "made_at",
            "made_by",
            "leader",
            "programme_year",
            "summary",
            "year_notes",
            "left_out",
            "for_pupils",
            "for_parents",
            "for_teachers",
            "for_employers",
            "impact",
            "next_review_on",
            "guidance",
            "shown_figures",
        )
        erased = ("leader_telephone",)
        blurred = ("leader_name", "leader_email")


class AccessStatement(Version):
    """The provider access policy statement (Education Act 1997, section 42B) in the school's own words."""

    procedure = models.TextField(blank=True)
    granting = models.TextField(blank=True)
    refusing = models.TextField(blank=True)
    premises = models.TextField(blank=True)
    entitlement = models.TextField(blank=True)
    complaints = models.TextField(blank=True)
    contact_name = models.CharField(max_length=150, blank=True)  # blank: the careers leader
    contact_email = models.EmailField(blank=True)
    contact_telephone = models.CharField(max_length=40, blank=True)
    agreed_on = models.DateField(null=True)
    agreed_by = models.CharField(max_length=150, blank=True)  # "the governing board"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "version"], name="publishing_one_statement_a_version")
        ]

    class Personal:
        kept = (
            "id",
            "organisation",
            "version",
            "made_at",
            "made_by",
            "procedure",
            "granting",
            "refusing",
            "premises",
            "entitlement",
            "complaints",
            "agreed_on",
            "agreed_by",
        )
        erased = ("contact_telephone",)
        blurred = ("contact_name", "contact_email")
