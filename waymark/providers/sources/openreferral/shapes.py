"""The shapes of the JSON: the parts of Open Referral's service that we read and write, and the careers profile.

What other programs put beside these is let pass and not kept.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from waymark.providers.models.words import Audience, Kind, Mode, Need, ProviderKind, Safeguarding, Stage, Venue

VERSION = "HSDS-UK-3.0"
PROFILE = "waymark-careers-1"
Money = Annotated[Decimal, Field(ge=0, decimal_places=2), PlainSerializer(float, return_type=float)]
Whole = Annotated[int, Field(ge=0)]
YearGroup = Annotated[int, Field(ge=7, le=14)]
Sector = Annotated[str, Field(pattern="^[A-U]?$", description="A section of SIC 2007, or blank.")]


class Shape(BaseModel):
    model_config = ConfigDict(extra="ignore")


class Accreditation(Shape):
    """A quality mark of the organisation (profile)."""

    name: str
    awarded_by: str = ""
    awarded_on: date | None = None
    expires_on: date | None = None
    url: str = ""


class CareersOrganization(Shape):
    """The careers profile of an organisation."""

    provider_id: str = ""
    ukprn: str = ""
    provider_kind: ProviderKind | None = None
    sector: Sector = ""
    town: str = ""
    postcode: str = ""
    reach_miles: Whole | None = None
    is_nationwide: bool = False
    needs: list[Need] = []
    access_notes: str = ""
    safeguarding: Safeguarding = Safeguarding.UNKNOWN
    safeguarding_expires_on: date | None = None
    evidence: str = ""
    evidence_url: str = ""
    summary: str = ""
    contact_name: str = ""
    contact_telephone: str = ""
    accreditations: list[Accreditation] = []
    last_verified_on: date | None = None


class CareersOffer(Shape):
    """The careers profile of an encounter: what a plan needs to know, by the names of the offers table."""

    offer_id: str = ""
    kind: Kind
    provider_kind: ProviderKind | None = None
    sector: Sector = ""
    self_employed: bool = False
    stem: bool = False
    subject: str = ""
    minutes: Whole | None = None
    mode: Mode = Mode.IN_PERSON
    purpose_shared: bool = False
    outcomes_set: bool = False
    two_way: bool = False
    reflection: bool = False
    task_set: bool = False
    employer_feedback: bool = False
    met_staff_and_learners: bool = False
    pal_content: bool = False
    adviser_level: Annotated[int, Field(ge=0, le=8)] | None = None
    year_from: YearGroup | None = None
    year_to: YearGroup | None = None
    capacity: Annotated[int, Field(ge=1)] | None = None
    fixed_cost: Money | None = None
    cost_per_learner: Money | None = None
    sessions: Annotated[int, Field(ge=1)] | None = None
    dates: list[date] = []
    periods: Whole | None = None
    rooms: Whole | None = None
    staff: Whole | None = None
    benchmarks: list[str] = []
    needs: list[Need] = []
    venue: Venue = Venue.AT_SCHOOL
    postcode: str = ""
    reach_miles: Whole | None = None
    is_nationwide: bool = False
    evidence: str = ""
    booking_notes: str = ""


class CareersResource(Shape):
    """The careers profile of a free lesson resource."""

    resource_id: str = ""
    benchmarks: list[str] = []
    stages: list[Stage] = []
    subjects: list[str] = []
    audiences: list[Audience] = []
    needs: list[Need] = []
    minutes: Whole | None = None
    licence: str = ""


class Organization(Shape):
    """Who offers it."""

    id: str
    name: str
    description: str = ""
    email: str | None = None
    website: str | None = None
    careers: CareersOrganization | None = None


class CostOption(Shape):
    """What it costs; the profile's own fields say the same exactly."""

    id: str
    amount: Money | None = None
    currency: str | None = None
    option: str | None = None


class Address(Shape):
    """Where a location is."""

    id: str
    address_1: str = ""
    city: str = ""
    state_province: str = ""
    postal_code: str = ""
    country: str = "GB"
    address_type: str = "physical"


class Location(Shape):
    """A place on the map."""

    id: str
    location_type: str = "physical"
    name: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    addresses: list[Address] = []


class ServiceAtLocation(Shape):
    """That a service is given at a location."""

    id: str
    location: Location | None = None


class Schedule(Shape):
    """A day on which it can be had."""

    id: str
    dtstart: date | None = None


class Service(Shape):
    """One encounter or resource, as Open Referral's service, with the profile under `careers` or `resource`."""

    id: str
    name: str
    status: str = "active"
    description: str | None = None
    url: str | None = None
    assured_date: date | None = None
    minimum_age: int | None = None
    maximum_age: int | None = None
    organization: Organization
    cost_options: list[CostOption] = []
    schedules: list[Schedule] = []
    service_at_locations: list[ServiceAtLocation] = []
    careers: CareersOffer | None = None
    resource: CareersResource | None = None


class Page(Shape):
    """A page of services, as Open Referral's `/services` gives it."""

    version: str = VERSION
    profile: str = PROFILE
    total_items: int
    total_pages: int = 1
    page_number: int = 1
    size: int
    first_page: bool = True
    last_page: bool = True
    empty: bool = False
    contents: list[Service]
