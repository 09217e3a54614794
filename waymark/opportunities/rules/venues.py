"""A venue as facts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VenueFacts:
    """One venue as its provider says it, and where its postcode lies."""

    reference: str
    name: str
    address_1: str
    address_2: str
    town: str
    county: str
    postcode: str
    email: str
    phone: str
    website: str
    latitude: float | None = None
    longitude: float | None = None
    country: str = ""

    @property
    def known_by(self) -> str:
        """The reference as people retype it."""
        return " ".join(self.reference.split()).casefold()


VENUE_FIELDS = tuple(VenueFacts.__dataclass_fields__)
