"""A provider's entry in the directory, what vouches for it, and those who ask to be listed."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from waymark.access.models import User
from waymark.access.public_ids import new_public_id
from waymark.places.models import Organisation
from waymark.places.queries.positions import Precision
from waymark.providers.models.words import ProviderKind, Safeguarding

IN_ENGLAND = models.CheckConstraint(
    condition=Q(latitude=None, longitude=None)
    | Q(latitude__gte=49, latitude__lte=61.5, longitude__gte=-9, longitude__lte=2.5),
    name="%(app_label)s_%(class)s_in_the_islands",
)


class Placed(models.Model):
    """Something with a place on the map, worked out from its postcode when it is written; blank where unknown."""

    postcode = models.CharField(max_length=8, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    precision = models.CharField(  # how well the place is known; blank: not at all
        max_length=10, blank=True, choices=[(each.value, each.value) for each in Precision]
    )
    reach_miles = models.PositiveIntegerField(null=True)  # how far they travel; null: not said
    is_nationwide = models.BooleanField(default=False)  # anywhere in England

    class Meta:
        abstract = True
        constraints = [IN_ENGLAND]

    @property
    def has_place(self) -> bool:
        return self.latitude is not None and self.longitude is not None


class Provider(Placed):
    """What the directory says of an organisation that offers encounters: owned and kept by it, once it signs in.

    Everything here is for anybody to read while the entry is listed. `verified_on` is the day on which the provider
    last said that all of it is right: an entry is hidden when that is too long ago (`rules.freshness`).
    """

    is_public_record = "what a provider says of itself for anybody to read"

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="directory_entry")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    external_id = models.CharField(max_length=100, blank=True)  # its name in the file it came from
    provider_kind = models.CharField(max_length=12, choices=ProviderKind.choices, default=ProviderKind.OTHER)
    sector = models.CharField(max_length=1, blank=True)  # SIC 2007 section letter
    summary = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    town = models.CharField(max_length=120, blank=True)
    website = models.URLField(max_length=250, blank=True)
    contact_name = models.CharField(max_length=150, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_telephone = models.CharField(max_length=40, blank=True)
    needs = models.JSONField(default=list)  # words of `Need`: whom they are ready for
    access_notes = models.CharField(max_length=500, blank=True)
    safeguarding = models.CharField(max_length=8, choices=Safeguarding.choices, default=Safeguarding.UNKNOWN)
    safeguarding_expires_on = models.DateField(null=True)
    evidence = models.TextField("evidence of impact", blank=True)
    evidence_url = models.URLField(max_length=250, blank=True)
    is_listed = models.BooleanField(default=True)  # the provider or a hub may take an entry off
    verified_on = models.DateField(null=True)
    verified_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reminded_on = models.DateField(null=True)  # the last reminder since it was verified
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [
            IN_ENGLAND,
            models.UniqueConstraint(
                fields=["external_id"], condition=~Q(external_id=""), name="providers_one_entry_an_external_id"
            ),
            models.CheckConstraint(
                condition=Q(safeguarding_expires_on=None) | ~Q(safeguarding="unknown"),
                name="providers_safeguarding_that_expires_is_said",
            ),
        ]

    class Personal:  # the contact is whoever the provider names to the public
        kept = (
            "id", "organisation", "public_id", "external_id", "provider_kind", "sector", "summary", "description",
            "town", "website", "needs", "access_notes", "safeguarding", "safeguarding_expires_on", "evidence",
            "evidence_url", "is_listed", "verified_on", "verified_by", "reminded_on", "made_at", "changed_at",
            "postcode", "latitude", "longitude", "precision", "reach_miles", "is_nationwide",
        )  # fmt: skip
        erased = ()
        blurred = ("contact_name", "contact_email", "contact_telephone")

    def __str__(self) -> str:
        return self.organisation.name

    def safeguarding_stands(self, on: date) -> bool:
        """Whether what it says of its safeguarding has not run out."""
        said = self.safeguarding != Safeguarding.UNKNOWN
        return said and (self.safeguarding_expires_on is None or on <= self.safeguarding_expires_on)


class QualityMark(models.Model):
    """A mark that vouches for a provider, as the provider says it; past its last day it is not shown."""

    is_public_record = "what a provider says of itself for anybody to read"

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="quality_marks")
    name = models.CharField(max_length=120)
    awarded_by = models.CharField(max_length=120, blank=True)
    awarded_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    url = models.URLField(max_length=250, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["provider", "name"], name="providers_one_mark_of_a_name"),
            models.CheckConstraint(
                condition=Q(awarded_on=None) | Q(expires_on=None) | Q(expires_on__gte=F("awarded_on")),
                name="providers_mark_expires_after_award",
            ),
        ]


class ListingRequest(models.Model):
    """That somebody asks for an organisation to be listed: read by a hub lead, or by whoever runs the site.

    Approved, it becomes an organisation, its entry and an invitation to whoever asked.
    """

    is_public_record = "what the public sent; read at hubs and by the command line only"

    class State(models.TextChoices):
        NEW = "new", "Waiting"
        APPROVED = "approved", "Listed"
        DECLINED = "declined", "Declined"

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    name = models.CharField(max_length=200)
    provider_kind = models.CharField(max_length=12, choices=ProviderKind.choices)
    website = models.URLField(max_length=250, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    summary = models.CharField(max_length=300)
    contact_name = models.CharField(max_length=150)
    contact_email = models.EmailField()
    hub = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="listing_requests")  # null: not known
    sent_at = models.DateTimeField(default=timezone.now)
    sent_from = models.CharField(max_length=64, editable=False)  # keyed hash of a network address, to limit floods
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    reply = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    provider = models.ForeignKey(Provider, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="new", answered_at=None) | (~Q(state="new") & Q(answered_at__isnull=False)),
                name="providers_listing_answered_at_when_answered",
            )
        ]
        indexes = [models.Index(fields=["sent_from", "sent_at"], name="providers_listings_by_sender")]

    class Personal:
        kept = (
            "id", "public_id", "name", "provider_kind", "website", "postcode", "summary", "hub", "sent_at", "state",
            "reply", "answered_at", "answered_by", "provider",
        )  # fmt: skip
        erased = ("sent_from",)
        blurred = ("contact_name", "contact_email")


class DirectoryRevision(models.Model):
    """One row that counts the changes to the directory, so that a search knows whether what it holds still stands."""

    is_public_record = "a number"

    number = models.PositiveBigIntegerField(default=0)

    @classmethod
    def now(cls) -> int:
        return cls.objects.values_list("number", flat=True).first() or 0

    @classmethod
    def move_on(cls) -> None:
        """Say that something changed; a part of actions that have asked."""
        if not cls.objects.filter(pk=1).update(number=F("number") + 1):
            cls.objects.get_or_create(pk=1, defaults={"number": 1})
