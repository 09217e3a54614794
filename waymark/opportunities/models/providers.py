"""Who gives training, and where: public facts, written only by the provider itself or a register's file."""

from django.db import models
from django.db.models import Q

from waymark.places.models import Organisation


class TrainingProvider(models.Model):
    """Whoever gives courses, apprenticeships or degrees, by its UKPRN.

    `organisation` is the place whose people may write its courses (`Permission.LISTING_WRITE`): the college of the same
    UKPRN, or a provider that signs in. Where there is none, only a register's file or the command line writes.
    """

    is_public_record = "the public register of learning providers"

    class Status(models.TextChoices):
        REGISTERED = "registered", "Registered"
        ONBOARDED = "onboarded", "Onboarded"
        UNREGISTERED = "unregistered", "Unregistered"
        CLOSED = "closed", "Closed"

    class Shows(models.IntegerChoices):
        LEGAL_NAME = 0, "Legal name"
        TRADING_NAME = 1, "Trading name"

    FE, NON_LARS, T_LEVELS = 1, 2, 4  # flags of `kinds`

    ukprn = models.CharField("UKPRN", max_length=8, unique=True)
    name = models.CharField(max_length=250)
    trading_name = models.CharField(max_length=250, blank=True)
    alias = models.CharField(max_length=250, blank=True)
    directory_name = models.CharField(max_length=250, blank=True)
    shows = models.PositiveSmallIntegerField(choices=Shows.choices, default=Shows.LEGAL_NAME)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.REGISTERED)
    kinds = models.PositiveSmallIntegerField(default=FE)
    organisation = models.OneToOneField(
        Organisation, models.PROTECT, null=True, blank=True, related_name="training_provider"
    )
    street = models.CharField(max_length=250, blank=True)
    town = models.CharField(max_length=120, blank=True)
    county = models.CharField(max_length=120, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    website = models.CharField(max_length=255, blank=True)
    verified_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The name learners see."""
        trading = self.trading_name if self.shows == self.Shows.TRADING_NAME else ""
        return self.directory_name or trading or self.name


class FreeCoursesProvider(models.Model):
    """That a provider is on the list of those that may give Free Courses for Jobs of the listed kinds."""

    is_public_record = "the published list of providers"

    ukprn = models.CharField("UKPRN", max_length=8, primary_key=True)

    def __str__(self) -> str:
        return self.ukprn


class Venue(models.Model):
    """A place where a provider teaches. Its position is that of its postcode in the directory, null where not known."""

    is_public_record = "addresses of teaching, published by the provider"

    provider = models.ForeignKey(TrainingProvider, models.CASCADE, related_name="venues")
    reference = models.CharField(max_length=255)
    name = models.CharField(max_length=250)
    address_1 = models.CharField(max_length=100)
    address_2 = models.CharField(max_length=100, blank=True)
    town = models.CharField(max_length=75)
    county = models.CharField(max_length=75, blank=True)
    postcode = models.CharField(max_length=8)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    country = models.CharField(max_length=9, blank=True)  # the statistics office's code; blank: not known
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    website = models.CharField(max_length=255, blank=True)
    is_live = models.BooleanField(default=True)

    class Personal:
        kept = (
            "id", "provider", "reference", "name", "address_1", "address_2", "town", "county", "postcode", "latitude",
            "longitude", "country", "phone", "website", "is_live",
        )  # fmt: skip
        erased = ("email",)
        blurred = ()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "reference"], condition=Q(is_live=True), name="opportunities_one_venue_a_reference"
            ),
        ]

    def __str__(self) -> str:
        return self.name
