"""Schools and colleges, and what a token may do."""

from datetime import date, datetime
from typing import Self

from ninja import Schema
from pydantic import Field

from waymark.access.models import ApiToken
from waymark.access.permissions import Permission
from waymark.places.models import Organisation, Status
from waymark.places.queries import Lineage


class Institution(Schema):
    """A school or college on the register; what is unknown is null."""

    institution_id: str = Field(description="The URN; the UKPRN where there is no URN.")
    urn: str | None
    ukprn: str | None
    name: str
    setting: str | None
    status: str | None
    opened: date | None
    closed: date | None
    phases: list[str]
    town: str | None
    postcode: str | None
    la_code: str | None
    la_name: str | None
    website: str | None
    predecessors: list[str]
    successors: list[str]

    @classmethod
    def of(cls, place: Organisation, lineage: Lineage) -> Self:
        return cls(
            institution_id=place.institution_id,
            urn=place.urn or None,
            ukprn=place.ukprn or None,
            name=place.name,
            setting=place.setting or None,
            status=None if place.status == Status.UNKNOWN else str(Status(place.status).label),
            opened=place.opened_on,
            closed=place.closed_on,
            phases=place.phases.split(";") if place.phases else [],
            town=place.town or None,
            postcode=place.postcode or None,
            la_code=place.la_code or None,
            la_name=place.la_name or None,
            website=place.website or None,
            predecessors=list(lineage.predecessors),
            successors=list(lineage.successors),
        )


class Institutions(Schema):
    """Some of the places that answer a search; `total` counts all."""

    total: int
    start: int
    limit: int
    results: list[Institution]


class Access(Schema):
    """What the token in use opens."""

    label: str
    institution_id: str
    institution: str
    permissions: dict[str, str] = Field(description="Each permission by name, with what it lets a program do.")
    expires_at: datetime | None

    @classmethod
    def of(cls, token: ApiToken) -> Self:
        return cls(
            label=token.label,
            institution_id=token.organisation.institution_id,
            institution=token.organisation.name,
            permissions={name: Permission[name].value for name in token.permissions},
            expires_at=token.expires_at,
        )
