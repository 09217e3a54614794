"""The rows of the public register as facts, whatever file they were read from.

Plain values between the readers of register files (`waymark.intake.sources`) and the actions
that keep the register: blank text and None mean the file did not say.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Establishment:
    """One school or college as the register has it. No person's name is among its facts."""

    urn: str
    name: str
    status: str
    row: int = 0
    ukprn: str = ""
    la_code: str = ""
    la_name: str = ""
    establishment_number: str = ""
    establishment_type: str = ""
    type_group: str = ""
    phase: str = ""
    low_age: int | None = None
    high_age: int | None = None
    has_sixth_form: bool | None = None
    gender: str = ""
    admissions: str = ""
    opened_on: date | None = None
    closed_on: date | None = None
    reason_closed: str = ""
    further_education_type: str = ""
    trust_code: str = ""
    trust_name: str = ""
    region_code: str = ""
    region_name: str = ""
    district_code: str = ""
    district_name: str = ""
    street: str = ""
    locality: str = ""
    address_3: str = ""
    town: str = ""
    county: str = ""
    postcode: str = ""
    easting: int | None = None
    northing: int | None = None
    telephone: str = ""
    website: str = ""
    pupils: int | None = None
    percent_free_meals: float | None = None
    last_changed_on: date | None = None
    previous_la_code: str = ""
    previous_establishment_number: str = ""

    @property
    def laestab(self) -> str:
        """Council code and establishment number, `936/4046`; blank unless both are known."""
        known = self.la_code and self.establishment_number
        return f"{self.la_code}/{self.establishment_number}" if known else ""


@dataclass(frozen=True, slots=True)
class EstablishmentLink:
    """That the register joins two establishments: `kind` in its words, as “Predecessor - merged”.

    The link says what the other establishment is to this one: with “Predecessor”, the other came before.
    """

    urn: str
    other_urn: str
    kind: str
    row: int = 0
    other_name: str = ""
    on: date | None = None

    @property
    def predecessor_and_successor(self) -> tuple[str, str] | None:
        """The two URNs, the earlier first; None for links that are no succession, as between sixth forms.

        "Result of Amalgamation" and "Merged" stand at the establishment that took the other in, which closed.
        """
        said = self.kind.casefold()
        if said.startswith(("predecessor", "result of amalgamation", "merged")):
            return self.other_urn, self.urn
        if said.startswith("successor"):
            return self.urn, self.other_urn
        return None


@dataclass(frozen=True, slots=True)
class GroupOfSchools:
    """A trust, federation or sponsor as the register has it. Its head is not among its facts."""

    uid: str
    name: str
    row: int = 0
    group_id: str = ""
    kind: str = ""
    status: str = ""
    companies_house_number: str = ""
    ukprn: str = ""
    opened_on: date | None = None
    closed_on: date | None = None
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class GroupMembership:
    """That a school joined a trust or federation on a day."""

    urn: str
    uid: str
    row: int = 0
    group_name: str = ""
    kind: str = ""
    joined_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class College:
    """A further education college by its UKPRN; in older lists, which have none, by name alone."""

    name: str
    ukprn: str = ""
    row: int = 0
    provider_type: str = ""
    opened_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Council:
    """An upper-tier council, and the region it lies in."""

    council_code: str
    name: str
    la_code: str
    region_code: str
    region: str
    row: int = 0


@dataclass(frozen=True, slots=True)
class HubMembership:
    """That a school or college was in a careers hub from one day to another, the last day inclusive."""

    hub: str
    institution_id: str
    from_on: date | None = None
    to_on: date | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class PostcodeAt:
    """Where a postcode, a sector or an outcode lies."""

    code: str
    latitude: float
    longitude: float
    country: str = ""
    ended_in: str = ""
