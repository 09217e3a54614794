"""Learners and their time on roll."""

from django.db import models
from django.db.models import F, Q

from waymark.access.permissions import Permission
from waymark.access.public_ids import new_public_id
from waymark.access.scoped import ScopedModel
from waymark.places.models import Organisation


class Sex(models.TextChoices):
    FEMALE = "F", "Female"
    MALE = "M", "Male"


class SenProvision(models.TextChoices):
    NONE = "N", "No special educational need"
    SUPPORT = "K", "SEN support"
    PLAN = "E", "Education, health and care plan"


class Learner(ScopedModel):
    """One person as one school knows them. `public_id` is the only name for them outside the school's own pages.

    A learner who moves school is a learner of each; what one school recorded is not seen by the other. The sensitive
    fields hold their blank value unless the school has switched that field on (`FieldScope`).
    """

    read_needs = Permission.LEARNER_VIEW

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="learners")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    upn = models.CharField("UPN", max_length=13, blank=True)
    former_upn = models.CharField("former UPN", max_length=13, blank=True)
    school_reference = models.CharField(max_length=40, blank=True)  # the school's own system's name for them
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    preferred_name = models.CharField(max_length=100, blank=True)
    born_on = models.DateField(null=True)
    sex = models.CharField(max_length=1, choices=Sex.choices, blank=True)
    considering_he = models.BooleanField("considering higher education", default=False)
    sen = models.CharField("SEN provision", max_length=1, choices=SenProvision.choices, default=SenProvision.NONE)
    pupil_premium = models.BooleanField(default=False)
    looked_after = models.BooleanField(default=False)
    eal = models.BooleanField("English as an additional language", default=False)
    ethnicity = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)
    delivery = models.ForeignKey("intake.Delivery", models.PROTECT, null=True, related_name="+")  # last file to say so
    source_row = models.PositiveIntegerField(null=True)
    erased_at = models.DateTimeField(null=True)  # since then nothing here tells who it was

    class Meta:
        ordering = ["family_name", "given_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "upn"], condition=~Q(upn=""), name="ledger_one_learner_a_upn"
            )
        ]
        indexes = [models.Index(fields=["organisation", "family_name", "given_name"], name="ledger_learners_by_name")]

    class Personal:
        # The facts that figures are counted by stay with a row that has no name, so that past years add up as before.
        kept = (
            "id",
            "organisation",
            "public_id",
            "delivery",
            "source_row",
            "erased_at",
            "sex",
            "considering_he",
            "sen",
            "pupil_premium",
            "looked_after",
            "eal",
        )
        erased = ("upn", "former_upn", "school_reference", "preferred_name", "born_on", "ethnicity", "email")
        blurred = ("given_name", "family_name")

    def __str__(self) -> str:
        return f"{self.preferred_name or self.given_name} {self.family_name}"


class Enrolment(ScopedModel):
    """Time on roll in one academic year: year group, form, first and last day. `to_on` null: still on roll."""

    read_needs = Permission.LEARNER_VIEW

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="enrolments")
    learner = models.ForeignKey(Learner, models.CASCADE, related_name="enrolments")
    academic_year = models.PositiveSmallIntegerField()  # named by its September
    year_group = models.PositiveSmallIntegerField()
    form = models.CharField(max_length=30, blank=True)
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    delivery = models.ForeignKey("intake.Delivery", models.PROTECT, null=True, related_name="+")
    source_row = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "academic_year", "from_on"], name="ledger_one_enrolment_a_start"
            ),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="ledger_on_roll_forwards"
            ),
            models.CheckConstraint(
                condition=Q(year_group__gte=7) & Q(year_group__lte=14), name="ledger_year_group_7_to_14"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "academic_year", "year_group"], name="ledger_roll_by_year"),
        ]

    class Personal:
        kept = ("id", "organisation", "learner", "academic_year", "year_group", "delivery", "source_row")
        erased = ("form",)
        blurred = ("from_on", "to_on")


class Group(ScopedModel):
    """A set of learners a school made for its own purposes: a club, a class, a target group."""

    read_needs = Permission.LEARNER_VIEW

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="learner_groups")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    name = models.CharField(max_length=80)
    closed_on = models.DateField(null=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="ledger_one_group_a_name")]


class GroupMember(ScopedModel):
    """That a learner is in a group."""

    tenant = "group__organisation_id"
    read_needs = Permission.LEARNER_VIEW

    group = models.ForeignKey(Group, models.CASCADE, related_name="members")
    learner = models.ForeignKey(Learner, models.CASCADE, related_name="groups")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "learner"], name="ledger_in_a_group_once")]

    class Personal:
        kept = ("id", "group", "learner")
        erased = ()
        blurred = ()
