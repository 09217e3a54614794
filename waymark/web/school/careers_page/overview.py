"""Where a school's careers page stands: what is public, what the law still asks for, and what to write next."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.places.models import Organisation
from waymark.publishing.changes import differences
from waymark.publishing.checklist import CheckedItem, Checklist
from waymark.publishing.models import AccessRequest
from waymark.publishing.queries import (
    access_requests,
    checklist_of,
    draft_content,
    is_leader_standing,
    released_content,
    releases_of,
    standing_page,
    standing_publication,
)
from waymark.web.pages import page
from waymark.web.school.careers_page.parts import PartLink, href_answering, part_links
from waymark.web.school.careers_page.releases import ReleaseRow


@dataclass(frozen=True)
class CheckRow:
    """One item of the checklist, with where to put right what it lacks."""

    item: CheckedItem
    href: str | None


@dataclass(frozen=True)
class CareersPageOverview:
    """All that the overview shows."""

    school: str
    slug: str
    public: ReleaseRow | None
    was_withdrawn: bool
    changed: tuple[str, ...]
    checklist: Checklist
    asked: tuple[CheckRow, ...]
    advised: tuple[CheckRow, ...]
    parts: tuple[PartLink, ...]
    new_requests: int
    public_href: str
    preview_href: str
    requests_href: str
    releases_href: str
    embedding_href: str
    team_href: str


@page("school/careers_page/overview.html", needs=Permission.PUBLISH)
def careers_page(request: HttpRequest, school: Organisation) -> CareersPageOverview:
    return overview_of(school, timezone.localdate())


def overview_of(school: Organisation, on: date) -> CareersPageOverview:
    """How the draft stands against what is public and against the law, on a day."""
    content, standing = draft_content(school, on=on), standing_publication(school.pk)
    is_member = is_leader_standing(standing_page(school).leader_id, school.pk)
    checklist = checklist_of(content, on=on, leader_is_member=is_member)
    at = {"slug": school.slug}
    return CareersPageOverview(
        school=school.name,
        slug=school.slug,
        public=ReleaseRow.of(standing) if standing else None,
        was_withdrawn=standing is None and releases_of(school).exists(),
        changed=tuple(differences(released_content(standing), content)) if standing else (),
        checklist=checklist,
        asked=_rows(school, checklist.asked),
        advised=_rows(school, checklist.advised),
        parts=part_links(school),
        new_requests=access_requests(school).filter(state=AccessRequest.State.NEW).count(),
        public_href=reverse("public_careers_page", kwargs=at),
        preview_href=reverse("careers_page_preview", kwargs=at),
        requests_href=reverse("careers_page_requests", kwargs=at),
        releases_href=reverse("careers_page_releases", kwargs=at),
        embedding_href=reverse("careers_page_embedding", kwargs=at),
        team_href=reverse("careers_team", kwargs=at),
    )


def _rows(school: Organisation, items: tuple[CheckedItem, ...]) -> tuple[CheckRow, ...]:
    return tuple(CheckRow(item, None if item.is_there else href_answering(school, item.code)) for item in items)


urlpatterns = [path("", careers_page, name="careers_page")]
