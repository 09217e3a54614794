"""A school's page at which learners ask for an interview themselves: its code, and what was typed there."""

from django.db import models
from django.utils import timezone

from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.scoped import ScopedModel
from waymark.ledger.models.learners import new_public_id
from waymark.places.models import Organisation
from waymark.surveys.models.surveys import CODE_LENGTH, new_code


class Asker(models.TextChoices):
    """Who asked for an interview."""

    STAFF = "staff", "Somebody at the school"
    LEARNER = "learner", "The learner"
    PARENT = "parent", "A parent or carer"


class AskingPage(ScopedModel):
    """That a school has a page for asking, and the code that opens it; another code shuts the former out.

    Whoever has the code may write to the school, and learns nothing but the school's name.
    """

    read_needs = Permission.INTERVIEWS_VIEW

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="+")
    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=new_code, editable=False)
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    @property
    def in_fours(self) -> str:
        """As it is written on the board: `k7mp-4xrt`."""
        return f"{self.code[:4]}-{self.code[4:]}"


class TypedRequest(ScopedModel):
    """What somebody typed at a school's page for asking, until somebody there says whose it is.

    It is nobody's record: any name may be typed. Matched, it becomes a request and this row goes; so it does set aside,
    and after `asked_by_code.KEPT`. Of the network address only a keyed hash is kept, until the night after.
    """

    read_needs = Permission.INTERVIEWS_VIEW

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    asker = models.CharField(max_length=8, choices=Asker.choices, default=Asker.LEARNER)
    name = models.CharField(max_length=150)
    form = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    interpreter = models.CharField(max_length=60, blank=True)
    parent_attends = models.BooleanField(default=False)
    sent_at = models.DateTimeField(default=timezone.now)
    sent_from = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        ordering = ["sent_at", "pk"]
        indexes = [models.Index(fields=["sent_from", "sent_at"], name="guidance_typed_by_sender")]

    class Personal:  # the row itself is deleted once somebody has looked
        kept = ("id", "organisation", "public_id", "asker", "parent_attends", "sent_at")
        erased = ("form", "reason", "interpreter", "sent_from")
        blurred = ("name",)
