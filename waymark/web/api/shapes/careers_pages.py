"""Careers pages: what is public, and what the school may do about its own."""

from datetime import date, datetime
from typing import Annotated, Self

from ninja import Schema
from pydantic import Field, StrictStr, StringConstraints

from waymark.publishing.checklist import Checklist
from waymark.publishing.content import PageContent
from waymark.publishing.models import Publication
from waymark.publishing.queries import released_content
from waymark.web.api.shapes.values import Sent


class CareersPageShown(Schema):
    """What a school or college has released to the public, as its page shows it."""

    number: int = Field(description="Counts the school's releases.")
    released_at: datetime
    sha256: str
    content: PageContent

    @classmethod
    def of(cls, publication: Publication) -> Self:
        return cls(
            number=publication.number,
            released_at=publication.released_at,
            sha256=publication.sha256,
            content=released_content(publication),
        )


class LegalItem(Schema):
    """One thing the page must or should say, and whether it does."""

    code: str
    title: str
    must: bool
    law: str
    state: str
    why: str


class Release(Schema):
    """One release of the school's page; `withdrawn_at` null while it stands."""

    number: int
    released_at: datetime
    withdrawn_at: datetime | None
    sha256: str

    @classmethod
    def of(cls, publication: Publication) -> Self:
        return cls(
            number=publication.number,
            released_at=publication.released_at,
            withdrawn_at=publication.withdrawn_at,
            sha256=publication.sha256,
        )


class OwnPage(Schema):
    """The school's own page: what releasing it today would make public, what it lacks, and every release."""

    on: date
    is_complete: bool
    checklist: list[LegalItem]
    draft: PageContent
    releases: list[Release]

    @classmethod
    def of(cls, content: PageContent, checklist: Checklist, releases: list[Publication], *, on: date) -> Self:
        return cls(
            on=on,
            is_complete=checklist.is_complete,
            checklist=[
                LegalItem(
                    code=item.code,
                    title=item.title,
                    must=item.must,
                    law=item.law,
                    state=item.state.value,
                    why=item.why,
                )
                for item in checklist.items
            ],
            draft=content,
            releases=[Release.of(each) for each in releases],
        )


class Withdrawing(Sent):
    """Why the page is taken off the web."""

    because: Annotated[
        StrictStr, StringConstraints(min_length=1, max_length=300, pattern=r"^[^\x00-\x1f]*\S[^\x00-\x1f]*$")
    ]
