"""Employers and volunteers: the national register of large ones, those a hub keeps, and their people."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from waymark.access.models import User
from waymark.access.public_ids import new_public_id
from waymark.intake.models import Delivery
from waymark.places.models import Organisation
from waymark.providers.models.entries import IN_ENGLAND, Placed
from waymark.providers.models.kept import KeptModel

FORGOTTEN_AFTER = timedelta(days=730)  # a contact from whom nobody has heard for so long is erased


class SizeBand(models.TextChoices):
    """How many people work there, in the bands of the gender pay gap register and two smaller ones."""

    SELF = "self", "One person"
    MICRO = "micro", "2 to 9"
    SMALL = "small", "10 to 249"
    UNDER_250 = "under_250", "Fewer than 250"
    TO_499 = "to_499", "250 to 499"
    TO_999 = "to_999", "500 to 999"
    TO_4999 = "to_4999", "1,000 to 4,999"
    TO_19999 = "to_19999", "5,000 to 19,999"
    FROM_20000 = "from_20000", "20,000 or more"


class Help(models.TextChoices):
    """What an employer or volunteer can do for a school."""

    TALK = "talk", "Talk to a class or an assembly"
    FAIR = "fair", "Come to a careers fair"
    MOCK = "mock", "Hold mock interviews"
    VISIT = "visit", "Have learners visit the workplace"
    EXPERIENCE = "experience", "Take learners for work experience"
    PROJECT = "project", "Set a project or a challenge"
    MENTOR = "mentor", "Mentor a learner"
    TEACHERS = "teachers", "Show teachers the workplace"
    LESSON = "lesson", "Help with a lesson in a subject"


class Business(Placed):
    """What is public about an employer: its name, numbers, place, size and what it does."""

    name = models.CharField(max_length=200)
    company_number = models.CharField(max_length=8, blank=True)  # at Companies House; public bodies have none
    address = models.CharField(max_length=300, blank=True)
    size = models.CharField(max_length=10, choices=SizeBand.choices, blank=True)
    sic_codes = models.JSONField(default=list)  # classes of SIC 2007, five digits each
    sector = models.CharField(max_length=1, blank=True)  # the SIC section of the first of them
    is_public_body = models.BooleanField(default=False)
    website = models.URLField(max_length=250, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class RegisteredEmployer(Business):
    """An employer on the national register of those that report their pay gap: open data, kept as published.

    A hub takes one up into its own list, and only there is anything said of people or of what they offer.
    """

    is_public_record = "open data about employers, as the government publishes it"

    register_id = models.CharField(max_length=12, unique=True)  # the register's own number
    search_text = models.CharField(max_length=200, editable=False)  # the name in small letters

    class Meta(Business.Meta):
        ordering = ["name", "pk"]
        constraints = [IN_ENGLAND]
        indexes = [
            models.Index(fields=["sector", "size"], name="providers_register_by_sector"),
            models.Index(fields=["latitude", "longitude"], name="providers_register_by_place"),
        ]


class Employer(KeptModel, Business):
    """An employer or volunteer that a hub keeps, or a school for itself: what it offers, how often it may be asked.

    `cap_per_month` is how many requests may reach it in a month from all schools together; null: as many as come, 0:
    none. `account` is its own organisation, made when somebody there is first invited to sign in.
    """

    tenant = "organisation"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="employers")  # who keeps it
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    reference = models.CharField(max_length=60, blank=True)  # the keeper's own name for it
    registered = models.ForeignKey(RegisteredEmployer, models.SET_NULL, null=True, related_name="kept")
    account = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="kept_as_employer")
    is_stem = models.BooleanField("works in STEM", default=False)
    is_self_employed = models.BooleanField("self-employed", default=False)
    is_cornerstone = models.BooleanField("cornerstone employer", default=False)
    has_stem_ambassadors = models.BooleanField("has STEM Ambassadors", default=False)
    has_enterprise_adviser = models.BooleanField("has an Enterprise Adviser", default=False)
    has_alumni = models.BooleanField("former learners of our schools work there", default=False)
    offers = models.JSONField(default=list)  # words of `Help`
    offers_said = models.CharField(max_length=1000, blank=True)
    when_said = models.CharField(max_length=300, blank=True)  # such as “Tuesdays, not in December”
    comes_to_schools = models.BooleanField(default=True)
    welcomes_visits = models.BooleanField(default=False)
    works_online = models.BooleanField(default=False)
    cap_per_month = models.PositiveSmallIntegerField(null=True, default=2)
    is_active = models.BooleanField(default=True)
    notes = models.CharField(max_length=1000, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta(Business.Meta):
        ordering = ["name", "pk"]
        constraints = [
            IN_ENGLAND,
            models.UniqueConstraint(
                fields=["organisation", "reference"],
                condition=~Q(reference=""),
                name="providers_one_employer_a_reference",
            ),
            models.UniqueConstraint(
                fields=["organisation", "registered"],
                condition=Q(registered__isnull=False),
                name="providers_one_employer_a_registered",
            ),
        ]


class Contact(KeptModel):
    """Somebody at an employer who may be written to. Erased when they ask, and when they have not answered for long."""

    employer = models.ForeignKey(Employer, models.CASCADE, related_name="contacts")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    name = models.CharField(max_length=150, blank=True)  # blank once erased
    role = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    is_main = models.BooleanField(default=False)
    is_alumnus = models.BooleanField("was a learner at one of our schools", default=False)
    is_stem_ambassador = models.BooleanField("STEM Ambassador", default=False)
    is_enterprise_adviser = models.BooleanField("Enterprise Adviser", default=False)
    agreed_on = models.DateField(null=True)  # the day they said they may be written to, where they did themselves
    heard_on = models.DateField(default=timezone.localdate)  # the last day anybody heard from them
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-is_main", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(name="", email="", telephone="", role=""),
                name="providers_erased_contacts_are_blank",
            ),
            models.UniqueConstraint(
                fields=["employer"], condition=Q(is_main=True, erased_at=None), name="providers_one_main_contact"
            ),
        ]
        indexes = [models.Index(fields=["email"], name="providers_contacts_by_address")]

    class Personal:
        kept = (
            "id", "employer", "public_id", "is_main", "is_alumnus", "is_stem_ambassador", "is_enterprise_adviser",
            "agreed_on", "heard_on", "erased_at",
        )  # fmt: skip
        erased = ("role", "telephone")
        blurred = ("name", "email")

    def __str__(self) -> str:
        return f"contact {self.public_id}"

    def forgotten_on(self) -> date:
        """The day on which they are erased if nobody hears from them."""
        return self.heard_on + FORGOTTEN_AFTER


class EmployerChange(KeptModel):
    """One change of what is kept of an employer: its history, and what undoing a file rests on.

    `before` null: the employer was not kept before. Nothing about a person is in it.
    """

    employer = models.ForeignKey(Employer, models.CASCADE, related_name="changes")
    delivery = models.ForeignKey(Delivery, models.PROTECT, null=True, related_name="employer_changes")
    verb = models.CharField(max_length=60)
    before = models.JSONField(null=True)
    after = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["delivery", "employer"],
                condition=Q(delivery__isnull=False),
                name="providers_one_change_a_file_and_employer",
            )
        ]


class EmployerMonth(KeptModel):
    """How many requests an employer has had in a month, and how many it may have: the database holds the cap.

    `cap` is the employer's, as it was last set; where more had gone out before it was lowered, as many as those.
    """

    employer = models.ForeignKey(Employer, models.CASCADE, related_name="months")
    month = models.DateField()  # its first day
    cap = models.PositiveSmallIntegerField(null=True)
    taken = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["employer", "month"], name="providers_one_count_a_month"),
            models.CheckConstraint(condition=Q(cap=None) | Q(taken__lte=F("cap")), name="providers_cap_is_kept"),
            models.CheckConstraint(condition=Q(month__day=1), name="providers_months_begin_on_the_first"),
        ]


class HelpOffer(KeptModel):
    """“I can help”: what somebody sent from the public form, for the hub to take up or not."""

    tenant = "organisation"

    class State(models.TextChoices):
        NEW = "new", "Waiting"
        TAKEN_UP = "taken_up", "Taken up"
        DECLINED = "declined", "Declined"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="help_offers")  # the hub
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    business = models.CharField(max_length=200)
    is_self_employed = models.BooleanField(default=False)
    postcode = models.CharField(max_length=8)
    sector = models.CharField(max_length=1, blank=True)
    name = models.CharField(max_length=150)
    email = models.EmailField()
    telephone = models.CharField(max_length=40, blank=True)
    offers = models.JSONField(default=list)  # words of `Help`
    said = models.CharField(max_length=1000, blank=True)
    went_to = models.CharField(max_length=200, blank=True)  # which school they were at, where they say it
    cap_per_month = models.PositiveSmallIntegerField(default=1)
    sent_at = models.DateTimeField(default=timezone.now)
    sent_from = models.CharField(max_length=64, editable=False)  # keyed hash of a network address, to limit floods
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    employer = models.ForeignKey(Employer, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="new", answered_at=None) | (~Q(state="new") & Q(answered_at__isnull=False)),
                name="providers_help_answered_at_when_answered",
            )
        ]
        indexes = [models.Index(fields=["sent_from", "sent_at"], name="providers_help_by_sender")]

    class Personal:
        kept = (
            "id", "organisation", "public_id", "business", "is_self_employed", "postcode", "sector", "offers",
            "cap_per_month", "sent_at", "state", "answered_at", "answered_by", "employer",
        )  # fmt: skip
        erased = ("telephone", "said", "went_to", "sent_from")
        blurred = ("name", "email")
