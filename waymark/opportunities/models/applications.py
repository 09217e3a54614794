"""Applying: a person's one form, where it was sent, what became of it. Theirs; a provider sees what was sent."""

import secrets
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.scoped import ScopedModel
from waymark.intake.keepable import Media
from waymark.opportunities.rules.applying import WORDS, State
from waymark.places.models import Organisation


def new_application_id() -> str:
    return secrets.token_hex(8)


def _in_three_days():
    return timezone.now() + timedelta(days=3)


class AccountLetter(models.Model):
    """A letter by which somebody begins an account of their own; works once, for three days. Only its hash is kept."""

    email = models.EmailField()
    name = models.CharField(max_length=150)
    token_sha256 = models.CharField(max_length=64, unique=True)
    sent_from = models.CharField(max_length=64)  # where it was asked for, hashed: to count
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=_in_three_days)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["sent_from", "sent_at"], name="opportunities_letters_counted")]

    class Personal:
        kept = ("id", "sent_from", "sent_at", "expires_at", "used_at")
        erased = ("token_sha256",)
        blurred = ("email", "name")


class Applicant(models.Model):
    """Somebody's standard form, filled once. Theirs alone: what a provider sees is the copy that was sent."""

    user = models.OneToOneField(User, models.CASCADE, related_name="applicant")
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    born_on = models.DateField(null=True)
    address = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    telephone = models.CharField(max_length=30, blank=True)
    school = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    school_may_see = models.BooleanField(default=False)  # where one applied, and what became of it
    education = models.JSONField(default=list)  # rows of subject, qualification, grade
    statement = models.TextField(blank=True)
    support = models.TextField(blank=True)  # what would help, for those who want to say
    changed_at = models.DateTimeField(default=timezone.now)

    class Personal:
        kept = ("id", "user", "school", "school_may_see", "changed_at")
        erased = (
            "given_name",
            "family_name",
            "born_on",
            "address",
            "postcode",
            "telephone",
            "education",
            "statement",
            "support",
        )
        blurred = ()

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    def missing(self) -> tuple[str, ...]:
        """What a form must say before it can be sent, and does not."""
        wanted = {
            "your given name": self.given_name,
            "your family name": self.family_name,
            "your date of birth": self.born_on,
            "your address": self.address,
            "your postcode": self.postcode,
            "why you are applying": self.statement,
        }
        return tuple(words for words, said in wanted.items() if not said)


class Desk(models.Model):
    """That a college or provider takes the standard form, until when, and how long its offers stand."""

    is_public_record = "that a provider takes applications, which it says to everybody"

    provider = models.OneToOneField(Organisation, models.PROTECT, related_name="desk")
    says = models.CharField(max_length=500, blank=True)
    opens_on = models.DateField()
    closes_on = models.DateField()
    offers_stand_days = models.PositiveSmallIntegerField(default=28)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=models.F("opens_on")), name="opportunities_desk_closes_after_it_opens"
            )
        ]

    def is_open(self, on) -> bool:
        return self.opens_on <= on <= self.closes_on


class Application(ScopedModel):
    """One application to one provider. `sent` is the form as it stood when it was sent, which alone the provider sees.

    A draft is shown to nobody: `shown_to`, the tenant, is the provider from the moment it is sent.
    """

    tenant = "shown_to_id"
    read_needs = Permission.APPLICATIONS_VIEW

    public_id = models.CharField(max_length=16, unique=True, default=new_application_id, editable=False)
    applicant = models.ForeignKey(Applicant, models.CASCADE, related_name="applications")
    provider = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    shown_to = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="applications")
    course = models.CharField(max_length=200)
    state = models.CharField(max_length=20, choices=[(state.value, words) for state, words in WORDS.items()])
    sent = models.JSONField(default=dict)
    closes_on = models.DateField()
    submitted_at = models.DateTimeField(null=True)
    conditions = models.CharField(max_length=500, blank=True)
    interview_at = models.CharField(max_length=200, blank=True)
    offer_until = models.DateField(null=True)
    begun_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", shown_to=None) | (~Q(state="draft") & Q(shown_to=models.F("provider"))),
                name="opportunities_drafts_shown_to_nobody",
            ),
            models.UniqueConstraint(
                fields=["applicant", "provider", "course"],
                condition=~Q(state__in=["withdrawn", "rejected", "declined", "expired"]),
                name="opportunities_one_going_application",
            ),
        ]

    class Personal:
        kept = (
            "id",
            "public_id",
            "applicant",
            "provider",
            "shown_to",
            "course",
            "state",
            "closes_on",
            "submitted_at",
            "offer_until",
            "begun_at",
        )
        erased = ("sent", "conditions", "interview_at")
        blurred = ()

    def __str__(self) -> str:
        return f"application {self.public_id}"

    @property
    def now(self) -> State:
        return State(self.state)


class ApplicationMove(ScopedModel):
    """That an application moved: from what to what, when, by whom. Only ever added to."""

    tenant = "application__shown_to_id"
    read_needs = Permission.APPLICATIONS_VIEW

    application = models.ForeignKey(Application, models.CASCADE, related_name="moves")
    at = models.DateTimeField(default=timezone.now)
    from_state = models.CharField(max_length=20)
    to_state = models.CharField(max_length=20)
    mover = models.CharField(max_length=10)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    class Personal:
        kept = ("id", "application", "at", "from_state", "to_state", "mover")
        erased = ("note",)
        blurred = ()


class Endorsement(models.Model):
    """A reference or statement asked of somebody, and what they wrote; reached by a secret link, whose hash is kept.

    Its words go with what is sent from then on; the applicant sees that it was given, not what it says.
    """

    applicant = models.ForeignKey(Applicant, models.CASCADE, related_name="endorsements")
    school = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=150)
    email = models.EmailField()
    token_sha256 = models.CharField(max_length=64, unique=True)
    text = models.TextField(blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    given_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    letter = models.ForeignKey("post.Letter", models.SET_NULL, null=True, related_name="+")
    letters_written = models.PositiveSmallIntegerField(default=1, editable=False)  # to whatever address

    class Personal:
        kept = ("id", "applicant", "school", "asked_at", "given_at", "declined_at", "letter", "letters_written")
        erased = ("token_sha256", "text")
        blurred = ("name", "email")

    @property
    def is_open(self) -> bool:
        return self.given_at is None and self.declined_at is None


class Paper(models.Model):
    """A document somebody keeps to send with their applications: a certificate, a portfolio."""

    public_id = models.CharField(max_length=16, unique=True, default=new_application_id, editable=False)
    applicant = models.ForeignKey(Applicant, models.CASCADE, related_name="papers")
    title = models.CharField(max_length=150)
    file = models.FileField(upload_to="papers/%Y/")
    media = models.CharField(max_length=4, choices=[(each.value, each.value) for each in Media])
    size = models.PositiveIntegerField()
    kept_at = models.DateTimeField(default=timezone.now)

    class Personal:
        kept = ("id", "public_id", "applicant", "media", "size", "kept_at")
        erased = ("file",)
        blurred = ("title",)

    def content(self) -> bytes:
        with self.file.open("rb") as kept:
            return kept.read()


class Tracked(models.Model):
    """An application made somewhere else – UCAS, an apprenticeship, a job – that somebody keeps an eye on here."""

    class Kind(models.TextChoices):
        UCAS = "ucas", "University or college through UCAS"
        APPRENTICESHIP = "apprenticeship", "Apprenticeship"
        JOB = "job", "Job"
        OTHER = "other", "Something else"

    class Stage(models.TextChoices):
        THINKING = "thinking", "Thinking about it"
        APPLIED = "applied", "Applied"
        INTERVIEW = "interview", "Interview"
        OFFER = "offer", "Offer"
        ACCEPTED = "accepted", "Accepted"
        OVER = "over", "Over"

    applicant = models.ForeignKey(Applicant, models.CASCADE, related_name="tracked")
    kind = models.CharField(max_length=15, choices=Kind.choices)
    where = models.CharField(max_length=150)
    what = models.CharField(max_length=150, blank=True)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.THINKING)
    deadline_on = models.DateField(null=True)

    class Meta:
        ordering = ["deadline_on", "pk"]

    class Personal:
        kept = ("id", "applicant", "kind", "stage", "deadline_on")
        erased = ("where", "what")
        blurred = ()
